/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ambit-plugin-host: loads one plugin, does one thing with it (describe,
 * check, sync), tells the daemon how it went, and exits. What its parts share.
 */
#ifndef AMBIT_HOST_H
#define AMBIT_HOST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "ambit-plugin.h"
#include "base/err.h"
#include "source/trial.h"
#include "source/wire.h"

/* ------------------------------------------------------------- limits --- */

/* Bounds this process for the run that start describes. */
int limits_set(const struct frame_start *start, struct err *err);

/* --------------------------------------------------------------- load --- */

/*
 * Loads the shared object (its constructors run here) and copies what it says
 * of itself into *out; what an older, shorter struct does not have is zero.
 * Refused, with the remedy: another ABI, no such symbol, a file that others
 * may write.
 */
int plugin_load(const char *path, struct ambit_plugin *out, struct err *err);

/* --------------------------------------------------------------- keys --- */

/* The number of rows, and a row by the plugin's own stride. */
size_t keys_count(const struct ambit_plugin *plugin);
struct ambit_key key_at(const struct ambit_plugin *plugin, size_t i);

/* "string", "secret", "url", "zone", "int", "seconds", "bool", "choice". */
const char *key_type_word(int32_t type);

/*
 * The plugin's configuration struct, filled from its rows' defaults and the
 * settings (whose texts it keeps pointing to). -EINVAL with the setting that
 * is wrong in key: unknown (with the nearest right one), unreadable, out of
 * range, missing. *config is the caller's.
 */
int keys_fill(const struct ambit_plugin *plugin,
    const struct setting *const *settings, void **config, char key[64],
    struct err *err);

/* ----------------------------------------------------------- describe --- */

/* Sends FRAME_DESCRIPTION. */
int describe_send(
    struct wire *wire, const struct ambit_plugin *plugin, struct err *err);

/* --------------------------------------------------------------- body --- */

/* A file's bytes in memory, followed by a NUL. */
struct body {
	char *bytes;
	size_t len;
	size_t room; /* mapped */
};

/* Maps the first len bytes of fd, which may be closed after. */
int body_map(struct body *body, int fd, size_t len, struct err *err);
void body_unmap(struct body *body);

/* ----------------------------------------------------------- services --- */

struct ambit_run {
	struct wire *wire;
	int64_t frozen_now; /* 0: the system's clock */
	const char *kind;   /* of an event that names none */
	int64_t deadline;   /* monotonic ms */
	bool cancelled;     /* the daemon said so, or has gone */
	uint64_t calls;
	struct buf check; /* an event's wire form, before it is sent */
	struct record_limits limits;
	struct ambit_reply reply; /* its texts live in fetched and body */
	void *fetched;
	struct body body;
	char complaint[400]; /* the last thing logged as an error */
	struct trial trial;
	int64_t emits, emits_after, fetches; /* of a trial */
};

void run_init(
    struct ambit_run *run, struct wire *wire, const struct frame_start *start);
void run_free(struct ambit_run *run);

extern const struct ambit_host host_services;

/* -------------------------------------------------------------- trial --- */

/* Is this emit, or one before it, the one that is to be cancelled? */
bool trial_cancels(struct ambit_run *run);

/* Spoils the reply, when this fetch is the one that is to fail. */
void trial_spoil(struct ambit_run *run);

#endif
