/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The wire between the daemon and one plugin process: frames over a Unix
 * stream socket, both ways.
 *
 *     u32 length of the payload (little-endian) | u8 type | payload
 *
 * A payload is one record (base/record.h) of the type that belongs to the
 * frame's type. A FRAME_FETCHED carries the open descriptor of the body
 * beside it (SCM_RIGHTS).
 * Output is gathered and written in pieces of 64 KiB.
 */
#ifndef AMBIT_SOURCE_WIRE_H
#define AMBIT_SOURCE_WIRE_H

#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/record.h"
#include "source/sandbox.h"

/* The descriptor that the plugin process finds its end at. */
#define WIRE_FD 3
/* Most bytes of one payload. */
#define WIRE_FRAME_MAX (4u << 20)

enum frame_type {
	/* daemon to plugin process */
	FRAME_START = 1, /* start_record: what to do; always the first */
	FRAME_FETCHED,   /* fetched_record, and a descriptor when status != 0 */
	FRAME_CANCEL,    /* no payload */
	/* plugin process to daemon */
	FRAME_DESCRIPTION = 16, /* description_record */
	FRAME_EVENT,            /* wire_event_record (struct ambit_event) */
	FRAME_FORGET,           /* forget_record */
	FRAME_CHECKPOINT,       /* checkpoint_record */
	FRAME_FETCH,            /* fetch_record */
	FRAME_QUARANTINE,       /* quarantine_record */
	FRAME_LOG,              /* log_record */
	FRAME_DONE,             /* done_record; always the last */
};

struct setting {
	const char *key;
	const char *value;
};

enum start_mode { START_NONE, START_DESCRIBE, START_CHECK, START_SYNC };
extern const char *const start_mode_words[];

struct frame_start {
	int mode;           /* enum start_mode */
	const char *plugin; /* path of the shared object */
	const struct setting *const *settings;
	const char *cursor;
	int64_t now;         /* UTC seconds; 0: the system's clock */
	int64_t deadline_ms; /* time that the run has */
	int64_t max_bytes;   /* memory limit of the process, 0: none */
	int64_t sandbox;     /* enum sandbox_mode + 1 */
	/* struct trial */
	int64_t fault, fault_at, fault_percent;
};

struct frame_fetch {
	const char *url, *accept, *bearer;
	int64_t max_bytes;
};

struct frame_fetched {
	int64_t status;
	int64_t body_len;
	const char *content_type, *final_url, *error;
	int unchanged;
};

struct frame_forget {
	const char *uid;
};

struct frame_checkpoint {
	const char *cursor;
};

struct frame_quarantine {
	const char *name, *reason;
	int64_t line; /* 1-based; 0: not known */
	int64_t byte; /* 1-based on the wire; 0: not known */
};

struct frame_log {
	int64_t level; /* enum ambit_log_level + 1 */
	const char *text;
};

struct frame_done {
	int64_t result; /* enum ambit_result + 1 */
	int snapshot;   /* the plugin's AMBIT_CAP_SNAPSHOT */
	const char *message;
	const char *key;  /* AMBIT_CONFIG: the setting that is wrong */
	const char *gaps; /* what its sandbox lacked */
};

/* What a plugin says of itself. */
struct plugin_key {
	const char *name;
	const char *type; /* "string", "secret", "url", "zone", ... */
	int required;
	const char *fallback;
	int64_t min, max; /* no range when equal */
	const char *const *choices;
	const char *help;
};

struct plugin_description {
	const char *name, *version, *licence, *summary;
	const char *const *kinds;
	int64_t abi_major, abi_minor;
	int snapshot, cursor, net; /* capabilities */
	const struct plugin_key *const *keys;
};

extern const struct record start_record, fetch_record, fetched_record,
    forget_record, checkpoint_record, quarantine_record, log_record,
    done_record, description_record;

/* struct ambit_event and its parts, as the plugin gave them (sized). */
extern const struct record wire_event_record;

struct wire {
	int fd;
	struct buf in, out;
	int passed; /* a descriptor that came and is not yet taken; -1 */
	size_t consumed;
};

void wire_init(struct wire *wire, int fd);
/* Closes the descriptors, frees the buffers. */
void wire_free(struct wire *wire);

/* Appends a frame; flushes (blocking) when 64 KiB have gathered. record may
 * be NULL for frames without payload. */
int wire_send(struct wire *wire, enum frame_type type,
    const struct record *record_type, const void *record, struct err *err);

/* As wire_send, with a record that is encoded already. */
int wire_send_bytes(struct wire *wire, enum frame_type type, const void *bytes,
    size_t len, struct err *err);

/* As wire_send, then hands over fd beside the frame and flushes. */
int wire_send_fd(struct wire *wire, enum frame_type type,
    const struct record *record_type, const void *record, int fd,
    struct err *err);

int wire_flush(struct wire *wire, struct err *err);

struct frame {
	enum frame_type type;
	const char *bytes; /* on loan until the next wire_receive */
	size_t len;
	int fd; /* -1, or the caller's to close */
};

/*
 * The next frame: 1; the other side has closed: 0; nothing within timeout_ms
 * (-1 waits for ever, 0 never): -EAGAIN; -EBADMSG for a frame that is too
 * large or of unknown type.
 */
int wire_receive(
    struct wire *wire, int timeout_ms, struct frame *out, struct err *err);

#endif
