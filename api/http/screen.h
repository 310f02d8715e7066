/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The screen stands between the socket and the HTTP engine. It takes the
 * bytes of one connection as they come, finds the requests in them by
 * RFC 9112, refuses whatever has more than one reading, and hands on one
 * whole request at a time: a cleaned header section for the engine, and the
 * body beside it. So the engine never sees a length, a transfer coding, an
 * expectation, or half a request.
 *
 * Pure: bytes in, requests out. Costs one pass over the bytes.
 */
#ifndef AMBIT_HTTP_SCREEN_H
#define AMBIT_HTTP_SCREEN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"

/* Refused beyond: what a header section may hold. */
#define SCREEN_FIELDS 100
#define SCREEN_CHUNK_LINE 256

enum screen_state {
	SCREEN_LINE,       /* waits for a request line */
	SCREEN_FIELD,      /* ... for the rest of a header section */
	SCREEN_BODY,       /* ... for the rest of a body of known length */
	SCREEN_CHUNK,      /* ... for a chunk's size */
	SCREEN_CHUNK_DATA, /* ... for the rest of a chunk */
	SCREEN_CHUNK_END,  /* ... for the line end after a chunk */
	SCREEN_TRAILER,    /* ... for the end of the trailer section */
	SCREEN_READY,      /* a request is there: see method, head, body */
	SCREEN_REFUSED,    /* for good; what comes further is thrown away */
};

struct screen {
	size_t max_header, max_body;
	enum screen_state state;
	struct buf in; /* came, and is not yet looked at */
	size_t looked; /* bytes of in in which no line end was found */

	/* The request, as far as it has come. */
	unsigned method; /* enum http_method; 0: not known yet */
	bool http10, close;
	bool chunked, has_length, has_host;
	bool expects; /* the client waits for "100 Continue": see screen_ask */
	size_t fields, header_bytes;
	uint64_t left; /* of the body or chunk */
	struct buf head, body;

	int status; /* refused: what to answer */
	const char *why;
};

void screen_init(struct screen *screen, size_t max_header, size_t max_body);
void screen_free(struct screen *screen);

/* Takes bytes and goes as far as they lead. -ENOMEM leaves it refused. */
enum screen_state
screen_feed(struct screen *screen, const char *bytes, size_t len);

/* The request that was ready is dealt with; on to the next. */
enum screen_state screen_next(struct screen *screen);

/* Refuses from outside: a deadline, too many connections. */
void screen_refuse(struct screen *screen, int status, const char *why);

/* Nothing of a request has come yet? */
bool screen_idle(const struct screen *screen);

/* true once for each request whose client waits to be asked for its body. */
bool screen_ask(struct screen *screen);

/* A token of RFC 9110 section 5.6.2? */
bool http_token(const char *text, size_t len);
/* No control characters but tabs (RFC 9110 section 5.5)? */
bool http_clean(const char *text, size_t len);

/*
 * For screen.c: one line of the header section, without its line end. false:
 * refused.
 */
bool screen_request_line(struct screen *screen, const char *line, size_t len);
bool screen_field(struct screen *screen, const char *line, size_t len);
/* The header section is whole: decides how the body is framed, and completes
 * the head for the engine. */
bool screen_head_end(struct screen *screen);

#endif
