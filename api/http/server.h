/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The HTTP server: this header is all that the rest of the program sees of
 * it, so that the engine behind it (libevent's evhttp) can be replaced.
 *
 * It stands in front of the engine's gaps: sizes, deadlines, connection caps,
 * running out of descriptors, framing that HTTP/1.1 forbids (RFC 9112). A
 * handler sees only whole, well-formed requests and never blocks.
 */
#ifndef AMBIT_HTTP_SERVER_H
#define AMBIT_HTTP_SERVER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/err.h"

enum http_method {
	HTTP_GET = 1,
	HTTP_HEAD = 2,
	HTTP_POST = 4,
	HTTP_PUT = 8,
	HTTP_PATCH = 16,
	HTTP_DELETE = 32,
	HTTP_OPTIONS = 64,
};

/* Opaque; lives until the handler returns. */
struct http_request;

/* 0, or the status that the guards demand for it (400, 408, 413, 414, 417,
 * 431, 501, 503, 505), and why in *why. Then the handler writes the body of
 * that error and nothing else: method, path and fields may be placeholders. */
int http_refusal(const struct http_request *request, const char **why);

enum http_method http_method(const struct http_request *request);
/* The path, percent-decoded, always beginning with one "/"; no NUL, no
 * control characters, no "//", "." or ".." segments. */
const char *http_path(const struct http_request *request);
/* A header's value by its name in any case; NULL when absent. Those that may
 * come in several lines are joined by ", ". */
const char *http_header(const struct http_request *request, const char *name);
/* A query parameter, decoded; NULL when absent. A repeated one is refused
 * before any handler. */
const char *http_query(const struct http_request *request, const char *name);
/* The names of the parameters, for refusing unknown ones. */
size_t http_query_count(const struct http_request *request);
const char *http_query_name(const struct http_request *request, size_t i);
const void *http_body(const struct http_request *request, size_t *len);
/* A value that the router's pattern took from the path ("{id}"). */
const char *
http_path_value(const struct http_request *request, const char *name);

struct http_peer {
	bool local;       /* over the Unix socket */
	uid_t uid;        /* local: the peer's user */
	pid_t pid;        /* local: the peer's process */
	char address[64]; /* "127.0.0.1", "::1", "local" */
};
const struct http_peer *http_peer(const struct http_request *request);
/* Was it put off before (http_reply_later)? */
bool http_waited(const struct http_request *request);

struct http_reply;

void http_reply_status(struct http_reply *reply, int status);
/* Replaces a header of that name. Values with control characters are a bug of
 * the caller. Content-Length, Date and Connection are the server's. */
void http_reply_header(
    struct http_reply *reply, const char *name, const char *value);
/* Appends bytes by copy. */
void http_reply_add(struct http_reply *reply, const void *bytes, size_t len);
/* Appends bytes by reference: release(arg) is called once they are sent or
 * dropped. */
void http_reply_part(struct http_reply *reply, const void *bytes, size_t len,
    void (*release)(void *arg), void *arg);
/* Moves the buffer's bytes in (no copy); the buffer is empty afterwards. */
void http_reply_take(struct http_reply *reply, struct buf *buf);

/* Puts the answer off: nothing is sent now, whatever reply holds, and the
 * handler is called with the same request again after http_server_again. Until
 * then the connection reads nothing; it ends when the time for an answer
 * does. */
void http_reply_later(struct http_reply *reply);

/*
 * An answer in pieces, as long as there are any (HTTP/1.1 alone): what reply
 * holds is sent, and when it is out the handler is called with the same
 * request again, after http_server_again or HTTP_PIECE_SECONDS, for the next
 * piece. http_reply_later then means that there is none yet, and an answer
 * without this call is the last; one of status 400 or more is not sent, and
 * ends it too. So never more than one piece waits for a slow reader, who is
 * given up when the time to take it is over.
 */
#define HTTP_PIECE_SECONDS 10
bool http_takes_pieces(const struct http_request *request);
/* hurry: the next one is there already. */
void http_reply_pieces(struct http_reply *reply, bool hurry);

/* Keeps a thing with a request that is put off, for when it is handled again.
 * release(thing) is called when the request has been answered, or its
 * connection has ended. */
void http_keep(const struct http_request *request, void *thing,
    void (*release)(void *thing));
/* What was kept, on loan; NULL. */
void *http_kept(const struct http_request *request);

/* Answers every request that the guards let through, and writes the errors of
 * those that they refuse (see http_refusal). */
typedef void http_handler(
    const struct http_request *request, struct http_reply *reply, void *arg);

/* A reader who takes less than this in the time of write_seconds is given up;
 * one who takes more goes on, however long the answer is. */
#define HTTP_STRIDE 262144

struct http_options {
	const char *address;       /* "127.0.0.1"; NULL: no TCP */
	int port;                  /* 0: any free one, see http_server_port */
	const char *unix_path;     /* NULL: none; made with mode 0660 */
	int max_connections;       /* default 1,000 */
	int64_t max_header;        /* bytes; default 16,384 */
	int64_t max_body;          /* bytes; default 1,048,576 */
	int64_t max_local_body;    /* over the Unix socket; 256 MiB */
	int header_seconds;        /* whole deadline for a header; default 10 */
	int body_seconds;          /* for a body; default 20 */
	int answer_seconds;        /* to make an answer; default 120 */
	int write_seconds;         /* for the reader to take it, or the next
				      HTTP_STRIDE bytes of it; default 25 */
	int idle_seconds;          /* between requests; default 60 */
	const struct clock *clock; /* of the deadlines; NULL: the system's */
};
extern const struct http_options http_options_default;

struct http_stats {
	int64_t connections, connections_refused, requests;
	int64_t by_status_class[6]; /* [2] is 2xx ... */
	int64_t bytes_sent;
};

struct event_base;
struct http_server;

/*
 * Listens; handler is called from base's loop. -EADDRINUSE names address and
 * remedy. The caps are lowered to what the limit of descriptors allows. When
 * connections run out, those that have kept the server waiting longest make
 * room. SIGPIPE is ignored from here on, unless the program handles it.
 */
int http_server_new(struct event_base *base, const struct http_options *options,
    http_handler *handler, void *arg, struct http_server **out,
    struct err *err);
int http_server_port(const struct http_server *server);
const struct http_stats *http_server_stats(const struct http_server *server);
/* From any thread: what requests were put off for may be there by now. */
void http_server_again(struct http_server *server);
/* Stops accepting, closes idle connections, calls done(arg) when the last
 * accepted request is answered and its connection closed. done must not free
 * the server. */
void http_server_drain(
    struct http_server *server, void (*done)(void *arg), void *arg);
void http_server_free(struct http_server *server);

#endif
