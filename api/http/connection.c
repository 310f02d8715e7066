/* SPDX-License-Identifier: Apache-2.0 */
/* A connection from its first byte to its last. */
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

#include "http/server_inside.h"

/* The largest piece of an answer in one turn of the loop: the kernel takes
 * less anyway, and what is left waits for no timer. */
#define WRITE_MAX (1 << 20)
/* An answer in the making is given up for a newcomer after this. */
#define PATIENCE_MS 5000
/* What a drain leaves to those who have begun a request. */
#define DRAIN_MS 8000

static struct conns *
list_of(struct conn *conn)
{
	if (!conn->engine)
		return &conn->server->fresh;
	return conn->phase == PHASE_ANSWER ? &conn->server->answering
					   : &conn->server->waiting;
}

static void
enter(struct conn *conn, enum phase phase)
{
	const struct http_options *options = &conn->server->options;
	const int seconds[] = {
		[PHASE_IDLE] = options->idle_seconds,
		[PHASE_HEADER] = options->header_seconds,
		[PHASE_BODY] = options->body_seconds,
		[PHASE_ANSWER] = options->write_seconds,
	};
	int64_t now = clock_monotonic(conn->server->clock);
	int64_t left = seconds[phase] * INT64_C(1000);
	struct conns *list = list_of(conn);

	if (conn->server->draining && left > DRAIN_MS)
		left = DRAIN_MS;
	conn->deadline = now + left;
	conn->phase = phase;
	if (list_of(conn) == list)
		return;
	TAILQ_REMOVE(list, conn, entry);
	TAILQ_INSERT_TAIL(list_of(conn), conn, entry);
	conn->since = now;
}

/* ------------------------------------------------------- to the engine */

static void
hand_in(struct conn *conn)
{
	static const char get[] =
	    "GET / HTTP/1.1\r\nHost: refused\r\nConnection: close\r\n\r\n";
	static const char head[] =
	    "HEAD / HTTP/1.1\r\nHost: refused\r\nConnection: close\r\n\r\n";
	struct evbuffer *input = bufferevent_get_input(conn->bev);
	const struct screen *screen = &conn->screen;
	int rc;

	conn->feeding = true;
	evbuffer_unfreeze(input, 0);
	if (screen->state == SCREEN_READY)
		rc = evbuffer_add(input, screen->head.data, screen->head.len);
	else if (screen->method == HTTP_HEAD)
		rc = evbuffer_add(input, head, sizeof head - 1);
	else
		rc = evbuffer_add(input, get, sizeof get - 1);
	evbuffer_freeze(input, 0);
	conn->feeding = false;
	if (rc < 0)
		conn_doom(conn);
}

/* The engine's own "100 Continue" would make it take the next answer for
 * written, so it is not asked. Nothing is under way on the socket. */
static void
ask_for_body(struct conn *conn)
{
	static const char text[] = "HTTP/1.1 100 Continue\r\n\r\n";

	if (send(conn->fd, text, sizeof text - 1,
		MSG_NOSIGNAL | MSG_DONTWAIT) != sizeof text - 1)
		conn_doom(conn);
}

/* Goes on with what the screen has found. */
static void
proceed(struct conn *conn)
{
	enum screen_state state = conn->screen.state;
	enum phase phase = PHASE_BODY;

	if (state >= SCREEN_READY) {
		hand_in(conn);
		return;
	}
	if (screen_ask(&conn->screen))
		ask_for_body(conn);
	if (screen_idle(&conn->screen))
		return;
	if (state <= SCREEN_FIELD)
		phase = PHASE_HEADER;
	if (conn->phase != phase)
		enter(conn, phase);
}

/* Called by the bufferevent when bytes have come, before the engine is told:
 * takes them all away, and may put a request in their place. */
static void
on_input(struct evbuffer *input, const struct evbuffer_cb_info *info, void *arg)
{
	struct conn *conn = arg;
	char bytes[16384];
	int n;

	if (conn->feeding || info->n_added == 0)
		return;
	conn->feeding = true;
	while ((n = evbuffer_remove(input, bytes, sizeof bytes)) > 0)
		screen_feed(&conn->screen, bytes, (size_t)n);
	conn->feeding = false;
	if (conn->phase != PHASE_ANSWER)
		proceed(conn);
}

void
conn_refuse(struct conn *conn, int status, const char *why)
{
	screen_refuse(&conn->screen, status, why);
	hand_in(conn);
	bufferevent_trigger(conn->bev, EV_READ, 0);
}

/* ------------------------------------------------------ begin and end */

struct bufferevent *
conn_new(struct event_base *base, void *arg)
{
	struct http_server *server = arg;
	struct bufferevent *bev = bufferevent_socket_new(base, -1, 0);
	struct conn *conn = calloc(1, sizeof *conn);

	if (!bev || !conn ||
	    !evbuffer_add_cb(bufferevent_get_input(bev), on_input, conn)) {
		if (bev)
			bufferevent_free(bev);
		free(conn);
		return NULL;
	}
	bufferevent_set_max_single_write(bev, WRITE_MAX);
	/* Held until the engine's side of it is known. */
	bufferevent_incref(bev);
	conn->server = server;
	conn->bev = bev;
	conn->fd = -1;
	screen_init(&conn->screen, (size_t)server->options.max_header,
	    (size_t)server->options.max_body);
	TAILQ_INSERT_TAIL(&server->fresh, conn, entry);
	server->live++;
	server->stats.connections++;
	event_active(server->greet, EV_TIMEOUT, 0);
	return bev;
}

void
conn_free(struct conn *conn)
{
	struct http_server *server = conn->server;

	TAILQ_REMOVE(list_of(conn), conn, entry);
	evbuffer_remove_cb(bufferevent_get_input(conn->bev), on_input, conn);
	if (!conn->engine)
		bufferevent_decref(conn->bev);
	else if ((size_t)conn->fd < server->nby_fd)
		server->by_fd[conn->fd] = NULL;
	if (!conn->doomed)
		server->live--;
	screen_free(&conn->screen);
	free(conn);
}

static void
tell_drained(struct http_server *server)
{
	void (*drained)(void *arg) = server->drained;

	if (!drained || !TAILQ_EMPTY(&server->waiting) ||
	    !TAILQ_EMPTY(&server->answering) || !TAILQ_EMPTY(&server->fresh))
		return;
	server->drained = NULL;
	drained(server->drained_arg);
}

/* The engine is about to free its side. */
static void
on_close(struct evhttp_connection *engine, void *arg)
{
	struct conn *conn = arg;
	struct http_server *server = conn->server;

	(void)engine;
	if (conn->screen.state == SCREEN_REFUSED && !conn->doomed)
		linger_add(server, conn->fd);
	conn_free(conn);
	tell_drained(server);
}

void
conn_doom(struct conn *conn)
{
	if (conn->doomed)
		return;
	conn->doomed = true;
	conn->server->live--;
	shutdown(conn->fd, SHUT_RDWR);
}

static int
remember_fd(struct http_server *server, struct conn *conn)
{
	size_t cap = server->nby_fd;

	if (vec_grow((void **)&server->by_fd, &cap, (size_t)conn->fd + 1,
		sizeof *server->by_fd) < 0)
		return -ENOMEM;
	for (; server->nby_fd < cap; server->nby_fd++)
		server->by_fd[server->nby_fd] = NULL;
	server->by_fd[conn->fd] = conn;
	return 0;
}

struct conn *
conn_of(struct http_server *server, struct evhttp_request *req)
{
	struct bufferevent *bev = evhttp_connection_get_bufferevent(
	    evhttp_request_get_connection(req));
	int fd = bufferevent_getfd(bev);

	return fd >= 0 && (size_t)fd < server->nby_fd ? server->by_fd[fd]
						      : NULL;
}

/* The engine made its side of the connection after it had asked for the
 * bufferevent, and is the argument of its callbacks since. */
static void
greet(struct http_server *server, struct conn *conn)
{
	void *engine = NULL;

	bufferevent_getcb(conn->bev, NULL, NULL, NULL, &engine);
	if (!engine) {
		conn_free(conn);
		return;
	}
	TAILQ_REMOVE(&server->fresh, conn, entry);
	conn->engine = engine;
	conn->phase = PHASE_IDLE;
	conn->fd = bufferevent_getfd(conn->bev);
	conn->since = clock_monotonic(server->clock);
	TAILQ_INSERT_TAIL(&server->waiting, conn, entry);
	evhttp_connection_set_closecb(conn->engine, on_close, conn);
	bufferevent_decref(conn->bev);
	peer_fill(&conn->peer, conn->fd);
	/* The first request is awaited, unlike further ones. */
	enter(conn, PHASE_HEADER);
	if (remember_fd(server, conn) < 0)
		conn_doom(conn);
}

static void
begin_drain(struct http_server *server)
{
	struct conn *conn, *next;
	int pending;

	listen_stop(server);
	for (conn = TAILQ_FIRST(&server->waiting); conn; conn = next) {
		next = TAILQ_NEXT(conn, entry);
		if (screen_idle(&conn->screen) &&
		    (ioctl(conn->fd, FIONREAD, &pending) < 0 || !pending))
			conn_doom(conn);
		else
			enter(conn, conn->phase);
	}
	tell_drained(server);
}

void
conn_greet(evutil_socket_t fd, short what, void *arg)
{
	struct http_server *server = arg;
	struct conn *conn;

	(void)fd;
	(void)what;
	while ((conn = TAILQ_FIRST(&server->fresh))) {
		bool room = server->live <= server->options.max_connections ||
			    conns_evict(server, 1) > 0;

		if (server->live > server->options.max_connections || !room)
			server->stats.connections_refused++;
		greet(server, conn);
		if (!room)
			conn_refuse(
			    conn, 503, "there are too many connections");
	}
	if (server->draining && (server->bound[0] || server->bound[1]))
		begin_drain(server);
}

/* --------------------------------------------------------- the answer */

void
conn_answers(struct conn *conn)
{
	enter(conn, PHASE_ANSWER);
	conn->closing = conn->closing || conn->screen.close ||
			conn->server->draining ||
			conn->screen.state == SCREEN_REFUSED;
}

void
conn_answered(struct evhttp_request *req, void *arg)
{
	struct conn *conn = arg;

	(void)req;
	/* A further request of the same bytes is put in now: the engine looks
	 * for one before it waits for more. */
	if (conn->closing)
		return;
	screen_next(&conn->screen);
	enter(conn, screen_idle(&conn->screen) ? PHASE_IDLE : PHASE_HEADER);
	if (conn->server->draining && screen_idle(&conn->screen))
		conn_doom(conn);
	else
		proceed(conn);
}

/* ---------------------------------------------------- time and room */

int
conns_evict(struct http_server *server, int n)
{
	int64_t now = clock_monotonic(server->clock);
	struct conn *conn;
	int done = 0;

	TAILQ_FOREACH(conn, &server->waiting, entry)
	{
		if (done == n)
			return done;
		if (!conn->doomed) {
			conn_doom(conn);
			done++;
		}
	}
	TAILQ_FOREACH(conn, &server->answering, entry)
	{
		if (done == n || now - conn->since < PATIENCE_MS)
			return done;
		if (!conn->doomed) {
			conn_doom(conn);
			done++;
		}
	}
	return done;
}

static void
out_of_time(struct conn *conn)
{
	if (conn->phase == PHASE_ANSWER || screen_idle(&conn->screen))
		conn_doom(conn);
	else
		conn_refuse(conn, 408, "the request did not come in time");
}

static void
tick_list(struct conns *list, int64_t now)
{
	struct conn *conn, *next;

	for (conn = TAILQ_FIRST(list); conn; conn = next) {
		next = TAILQ_NEXT(conn, entry);
		if (!conn->doomed && conn->deadline <= now)
			out_of_time(conn);
	}
}

void
conns_tick(struct http_server *server)
{
	int64_t now = clock_monotonic(server->clock);

	tick_list(&server->answering, now);
	tick_list(&server->waiting, now);
}
