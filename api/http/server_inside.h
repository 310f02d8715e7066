/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Inside of the server alone (server*.c): the connection, and what its parts
 * do for each other. Nothing else includes this or evhttp.
 *
 * A connection is ours and the engine's at once: the engine (evhttp) owns the
 * bufferevent and writes the answers; ours is all that comes in. Bytes that
 * arrive are taken off the bufferevent's input before the engine looks, go
 * through the screen, and only a whole request's cleaned head is put back. It
 * holds one request at a time: the next is put in when the answer is out.
 */
#ifndef AMBIT_HTTP_SERVER_INSIDE_H
#define AMBIT_HTTP_SERVER_INSIDE_H

#include <event2/buffer.h>
#include <event2/bufferevent.h>
#include <event2/event.h>
#include <event2/http.h>
#include <event2/http_struct.h>
#include <event2/keyvalq_struct.h>
#include <event2/listener.h>
#include <sys/queue.h>

#include "base/vec.h"
#include "http/router.h"
#include "http/screen.h"
#include "http/server.h"
#include "http/target.h"

enum phase { PHASE_IDLE, PHASE_HEADER, PHASE_BODY, PHASE_ANSWER };

struct conn {
	TAILQ_ENTRY(conn) entry; /* of waiting, answering or fresh */
	struct http_server *server;
	struct bufferevent *bev;
	struct evhttp_connection *engine; /* NULL while it is fresh */
	int fd;
	struct http_peer peer;
	struct screen screen;
	int64_t since;    /* in its list; monotonic ms */
	int64_t deadline; /* of the phase; monotonic ms */
	enum phase phase; /* PHASE_ANSWER: the engine has a request of it */
	bool feeding;     /* we are at the input ourselves */
	bool closing;     /* this answer is its last */
	bool doomed;      /* shut down, its end is yet to come */
};
TAILQ_HEAD(conns, conn);

/* A socket that was refused and closed but for reading: see linger.c. */
struct lingerer;
TAILQ_HEAD(lingers, lingerer);

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

	struct conns fresh;     /* accepted; the engine not yet told apart */
	struct conns waiting;   /* for the client, the longest first */
	struct conns answering; /* the longest first */
	struct conn **by_fd;
	size_t nby_fd;
	int live; /* connections that are not doomed */

	struct event *greet;  /* takes in the fresh ones */
	struct event *tick;   /* deadlines */
	struct event *resume; /* accepts again */
	struct lingers lingers;
	int nlingers;
	struct http_stats stats;

	bool draining;
	void (*drained)(void *arg);
	void *drained_arg;
};

struct http_request {
	struct conn *conn;
	struct evhttp_request *engine;
	struct target target;
	struct route_values values;
	VEC(char *) joined; /* fields that came in several lines */
	int refusal;
	const char *why;
};

struct http_reply {
	int status;
	bool head; /* the body is counted and not sent */
	bool failed;
	struct evkeyvalq *headers;
	struct evbuffer *body;
};

/* connection.c */
struct bufferevent *conn_new(struct event_base *base, void *server);
void conn_greet(evutil_socket_t fd, short what, void *server);
void conn_free(struct conn *conn);
/* Ends it by way of the engine, which sees the end of its stream. */
void conn_doom(struct conn *conn);
/* Answers with an error once what came before is answered. */
void conn_refuse(struct conn *conn, int status, const char *why);
/* The engine has taken the request; it has been answered. */
void conn_answers(struct conn *conn);
void conn_answered(struct evhttp_request *req, void *conn);
/* NULL: memory ran out when it came. */
struct conn *conn_of(struct http_server *server, struct evhttp_request *req);
/* Ends the n connections that have kept us waiting longest; how many. */
int conns_evict(struct http_server *server, int n);
void conns_tick(struct http_server *server);

/* peer.c */
void peer_fill(struct http_peer *peer, int fd);

/* server_request.c */
void request_handle(struct evhttp_request *req, void *server);

/* server_reply.c */
int reply_init(struct http_reply *reply, struct evhttp_request *req, bool head);
/* The answer is the engine's from here on. */
void reply_send(struct http_reply *reply, struct evhttp_request *req);

/* server.c */
void server_tick(evutil_socket_t fd, short what, void *server);

/* listen.c */
int listen_tcp(struct http_server *server, struct err *err);
int listen_unix(struct http_server *server, struct err *err);
void listen_stop(struct http_server *server);
void listen_resume(evutil_socket_t fd, short what, void *server);

/* linger.c: reads on and throws away, so that closing with unread input does
 * not reset the connection before the client has read its answer (RFC 9112
 * section 9.6). */
void linger_add(struct http_server *server, int fd);
void linger_tick(struct http_server *server, int64_t now);
void lingers_free(struct http_server *server);

#endif
