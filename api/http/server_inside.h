/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Inside of the server alone (server*.c, connection*.c, listen.c, peer.c).
 * Nothing else includes this or evhttp.
 *
 * A connection's socket is ours; the engine (evhttp) works in memory. What
 * comes in goes through the screen; for each whole request the engine is
 * handed a bare one of our own making, calls request_handle, and puts the
 * answer into its bufferevent, which has no socket any more. From there it is
 * written, and the engine is told when it is out. One request at a time.
 *
 * So the engine's gaps (framing, sizes, deadlines) are out of reach for
 * clients, and a small answer costs two system calls: one to read, one to
 * write. (Left to itself it makes nine, six of them to epoll.)
 */
#ifndef AMBIT_HTTP_SERVER_INSIDE_H
#define AMBIT_HTTP_SERVER_INSIDE_H

#include <event2/buffer.h>
#include <event2/bufferevent.h>
#include <event2/event.h>
#include <event2/event_struct.h>
#include <event2/http.h>
#include <event2/http_struct.h>
#include <event2/keyvalq_struct.h>
#include <event2/listener.h>
#include <sys/queue.h>

#include "base/vec.h"
#include "http/conditional.h"
#include "http/router.h"
#include "http/screen.h"
#include "http/server.h"
#include "http/target.h"

enum phase {
	PHASE_FRESH,  /* accepted; the engine's side of it not yet known */
	PHASE_IDLE,   /* waits for a further request */
	PHASE_HEADER, /* waits for the rest of a header section */
	PHASE_BODY,   /* waits for the rest of a body */
	PHASE_ANSWER, /* is being answered */
	PHASE_LINGER, /* was answered for the last time: what still comes is
			 read and thrown away, so that closing with unread
			 input does not reset the connection before the client
			 has read its answer (RFC 9112 section 9.6) */
	PHASES
};

struct conn {
	TAILQ_ENTRY(conn) entry; /* of its phase's list */
	struct http_server *server;
	struct bufferevent *bev; /* a reference */
	int fd;
	struct event readable, writable;
	struct http_peer peer;
	struct screen screen;
	enum phase phase;
	int64_t since;      /* in its list; monotonic ms */
	int64_t deadline;   /* of the phase; monotonic ms */
	int64_t scrap;      /* bytes thrown away */
	bool writing;       /* waits for the socket to take more */
	size_t taken;       /* by the socket since its deadline was set */
	bool handled;       /* request_handle was called for this request */
	bool closing;       /* this answer is its last */
	bool waited;        /* this request was put off before */
	bool pieces;        /* this answer goes on when what is there is out */
	int64_t next_piece; /* when it is asked for again; monotonic ms */
	struct evhttp_request *held; /* put off: waits for conns_again */
	void *kept;                  /* with the request; see http_keep */
	void (*release)(void *kept);
};
TAILQ_HEAD(conns, conn);

enum conn_list { FRESH, WAITING, ANSWERING, LINGERING, CONN_LISTS };

struct http_server {
	struct event_base *base;
	struct http_options options;
	const struct clock *clock;
	struct evhttp *engine;
	http_handler *handler;
	void *arg;
	struct evhttp_bound_socket *bound[2]; /* TCP, Unix */
	char *unix_path;
	int port;

	struct conns lists[CONN_LISTS]; /* each: the longest in it first */
	int counts[CONN_LISTS];
	struct conn *current; /* whose request the engine is handed */

	struct event *greet;  /* takes in the fresh ones */
	struct event *tick;   /* deadlines */
	struct event *resume; /* accepts again */
	int again_fd;         /* written to by http_server_again */
	struct event *again;
	struct http_stats stats;
	int64_t dated; /* the second that date tells */
	char date[HTTP_DATE];

	bool draining;
	void (*drained)(void *arg);
	void *drained_arg;
};

struct http_request {
	struct conn *conn;
	struct target target;
	struct route_values values;
	VEC(char *) texts; /* values of fields that were asked for */
	int refusal;
	const char *why;
};

#define REPLY_FIELDS 24

/* Deadlines are looked at as often. */
#define TICK_MS 250

struct http_reply {
	struct http_server *server;
	int status;
	bool head; /* the body is counted and not sent */
	bool failed;
	bool later;
	bool pieces;      /* more may follow */
	bool hurry;       /* ... and the next is there */
	bool chunked;     /* how its body is framed */
	struct buf texts; /* names and values, each ended by NUL */
	struct {
		size_t name, value; /* where in texts */
	} fields[REPLY_FIELDS];
	size_t nfields;
	struct evbuffer *body;
};

/* server.c */
void server_tick(evutil_socket_t fd, short what, void *server);

/* connection.c: from its first byte to its last */
struct bufferevent *conn_new(struct event_base *base, void *server);
void conn_greet(evutil_socket_t fd, short what, void *server);
void conn_enter(struct conn *conn, enum phase phase);
/* Not while the engine is at work on it. */
void conn_free(struct conn *conn);
/* The same for one who does not read: closing would have the kernel keep what
 * is left for it, and wait. */
void conn_reset(struct conn *conn);
/* May one more wait for its reader? */
bool conns_room(const struct http_server *server);
/* Lets go of what was kept with its request. */
void conn_forget(struct conn *conn);
/* Ends the n connections that have kept us waiting longest, for waited_ms at
 * least; how many. */
int conns_evict(struct http_server *server, int n, int64_t waited_ms);
void conns_tick(struct http_server *server);
/* Has what was put off handled again. */
void conns_again(struct http_server *server);
void conns_free(struct http_server *server);

/* connection_io.c: what it reads and writes; each may free the connection */
void conn_on_readable(evutil_socket_t fd, short what, void *conn);
void conn_on_writable(evutil_socket_t fd, short what, void *conn);
void conn_refuse(struct conn *conn, int status, const char *why);
/* Has the held request handled again. */
void conn_retry(struct conn *conn);

/* server_request.c */
void request_handle(struct evhttp_request *req, void *server);

/* server_reply.c */
int reply_init(struct http_reply *reply, struct http_server *server, bool head);
/* Lets go of it unsent. */
void reply_free(struct http_reply *reply);
/* The answer is the engine's from here on. */
void reply_send(struct http_reply *reply, struct evhttp_request *req);
/* Makes its body a chunk (RFC 9112 section 7.1), and when no more follow the
 * last one too. */
void reply_chunk(struct http_reply *reply);

/* listen.c */
int listen_tcp(struct http_server *server, struct err *err);
int listen_unix(struct http_server *server, struct err *err);
void listen_stop(struct http_server *server);
void listen_resume(evutil_socket_t fd, short what, void *server);

/* peer.c */
void peer_fill(struct http_peer *peer, int fd);

#endif
