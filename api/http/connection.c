/* SPDX-License-Identifier: Apache-2.0 */
/* A connection's phases, deadlines and lists; who makes room for whom. */
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "http/server_inside.h"

/* An answer in the making is given up for a newcomer after this. */
#define PATIENCE_MS 5000
/* What one who has just come has to say something in. */
#define GRACE_MS 250
/* One part more of the allowed ones come in when all are at work. */
#define SPARE 8
/* What a drain leaves to those who have begun a request. */
#define DRAIN_MS 8000
#define LINGER_MS 2000
#define LINGER_MOST 64

static const enum conn_list list_of_phase[PHASES] = {
	[PHASE_FRESH] = FRESH,
	[PHASE_IDLE] = WAITING,
	[PHASE_HEADER] = WAITING,
	[PHASE_BODY] = WAITING,
	[PHASE_ANSWER] = ANSWERING,
	[PHASE_LINGER] = LINGERING,
};

static int64_t
phase_ms(const struct conn *conn, enum phase phase)
{
	const struct http_options *options = &conn->server->options;

	switch (phase) {
	case PHASE_IDLE:
		return options->idle_seconds * INT64_C(1000);
	case PHASE_HEADER:
		return options->header_seconds * INT64_C(1000);
	case PHASE_BODY:
		return options->body_seconds * INT64_C(1000);
	case PHASE_ANSWER:
		return INT64_C(1000) * (conn->writing
					       ? options->write_seconds
					       : options->answer_seconds);
	default:
		return LINGER_MS;
	}
}

static void
leave_list(struct conn *conn)
{
	enum conn_list list = list_of_phase[conn->phase];

	TAILQ_REMOVE(&conn->server->lists[list], conn, entry);
	conn->server->counts[list]--;
}

static void
join_list(struct conn *conn)
{
	enum conn_list list = list_of_phase[conn->phase];

	TAILQ_INSERT_TAIL(&conn->server->lists[list], conn, entry);
	conn->server->counts[list]++;
}

void
conn_enter(struct conn *conn, enum phase phase)
{
	struct http_server *server = conn->server;
	int64_t now = clock_monotonic(server->clock);
	int64_t left = phase_ms(conn, phase);
	bool moves = list_of_phase[phase] != list_of_phase[conn->phase];

	if (server->draining && left > DRAIN_MS)
		left = DRAIN_MS;
	conn->deadline = now + left;
	conn->taken = 0;
	if (moves)
		leave_list(conn);
	conn->phase = phase;
	if (moves) {
		join_list(conn);
		conn->since = now;
	}
	if (server->counts[LINGERING] > LINGER_MOST)
		conn_free(TAILQ_FIRST(&server->lists[LINGERING]));
}

/* ------------------------------------------------------- begin and end */

/* The engine asks for a bufferevent when it has accepted a connection, and
 * takes the connection for its own; see greet. */
struct bufferevent *
conn_new(struct event_base *base, void *arg)
{
	struct http_server *server = arg;
	struct bufferevent *bev =
	    bufferevent_socket_new(base, -1, BEV_OPT_CLOSE_ON_FREE);
	struct conn *conn = calloc(1, sizeof *conn);

	if (!bev || !conn) {
		if (bev)
			bufferevent_free(bev);
		free(conn);
		return NULL;
	}
	bufferevent_incref(bev);
	conn->server = server;
	conn->bev = bev;
	conn->fd = -1;
	screen_init(&conn->screen, (size_t)server->options.max_header,
	    (size_t)server->options.max_body);
	join_list(conn);
	server->stats.connections++;
	event_active(server->greet, EV_TIMEOUT, 0);
	return bev;
}

static void
tell_drained(struct http_server *server)
{
	void (*drained)(void *arg) = server->drained;

	if (!drained || server->counts[FRESH] || server->counts[WAITING] ||
	    server->counts[ANSWERING] || server->counts[LINGERING])
		return;
	server->drained = NULL;
	drained(server->drained_arg);
}

void
conn_forget(struct conn *conn)
{
	if (conn->kept)
		conn->release(conn->kept);
	conn->kept = NULL;
}

/* The engine's side of the connection: the argument of the bufferevent's
 * callbacks, which are taken off when the engine frees its side: after a last
 * answer, and whenever it has no memory to go on. NULL: it is gone. */
static struct evhttp_connection *
engine_side(const struct conn *conn)
{
	void *side = NULL;

	bufferevent_getcb(conn->bev, NULL, NULL, NULL, &side);
	return side;
}

void
conn_free(struct conn *conn)
{
	struct http_server *server = conn->server;
	struct evhttp_connection *side = engine_side(conn);

	conn_forget(conn);
	leave_list(conn);
	if (side)
		evhttp_connection_free(side);
	if (conn->fd >= 0) {
		event_del(&conn->readable);
		event_del(&conn->writable);
		close(conn->fd);
	}
	bufferevent_decref(conn->bev);
	screen_free(&conn->screen);
	free(conn);
	if (server->draining)
		tell_drained(server);
}

/* Takes the socket from the engine. false: its side is gone already. */
static bool
take_over(struct conn *conn)
{
	struct http_server *server = conn->server;

	if (!engine_side(conn))
		return false;
	conn->fd = bufferevent_getfd(conn->bev);
	bufferevent_setfd(conn->bev, -1);
	evbuffer_unfreeze(bufferevent_get_input(conn->bev), 0);
	evbuffer_unfreeze(bufferevent_get_output(conn->bev), 1);
	event_assign(&conn->readable, server->base, conn->fd,
	    EV_READ | EV_PERSIST, conn_on_readable, conn);
	event_assign(&conn->writable, server->base, conn->fd,
	    EV_WRITE | EV_PERSIST, conn_on_writable, conn);
	peer_fill(&conn->peer, conn->fd);
	if (conn->peer.local)
		conn->screen.max_body = (size_t)server->options.max_local_body;
	return event_add(&conn->readable, NULL) == 0;
}

/* Connections beyond the allowed ones. */
static int
beyond(const struct http_server *server)
{
	return server->counts[WAITING] + server->counts[ANSWERING] -
	       server->options.max_connections;
}

bool
conns_room(const struct http_server *server)
{
	return beyond(server) <= 0;
}

static void
greet(struct http_server *server, struct conn *conn)
{
	bool room = beyond(server) < 0;

	/* When all are at their answers some more come in: what is short is
	 * answered, see wait_to_write. */
	if (!room) {
		server->stats.connections_refused++;
		room =
		    conns_evict(server, 1, GRACE_MS) > 0 ||
		    beyond(server) <= server->options.max_connections / SPARE ||
		    conns_evict(server, 1, 0) > 0;
	}
	if (!take_over(conn)) {
		conn_free(conn);
		return;
	}
	/* The first request is awaited, unlike further ones. */
	conn_enter(conn, PHASE_HEADER);
	if (!room)
		conn_refuse(conn, 503, "there are too many connections");
}

static void
begin_drain(struct http_server *server)
{
	struct conn *conn, *next;
	int pending;

	listen_stop(server);
	for (conn = TAILQ_FIRST(&server->lists[WAITING]); conn; conn = next) {
		next = TAILQ_NEXT(conn, entry);
		if (screen_idle(&conn->screen) &&
		    (ioctl(conn->fd, FIONREAD, &pending) < 0 || !pending))
			conn_free(conn);
		else
			conn_enter(conn, conn->phase);
	}
	/* These would go on for ever; their readers come back. */
	for (conn = TAILQ_FIRST(&server->lists[ANSWERING]); conn; conn = next) {
		next = TAILQ_NEXT(conn, entry);
		if (conn->pieces)
			conn_free(conn);
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
	while ((conn = TAILQ_FIRST(&server->lists[FRESH])))
		greet(server, conn);
	if (server->draining && (server->bound[0] || server->bound[1]))
		begin_drain(server);
}

void
conns_free(struct http_server *server)
{
	struct conn *conn;

	for (int list = WAITING; list < CONN_LISTS; list++)
		while ((conn = TAILQ_FIRST(&server->lists[list])))
			conn_free(conn);
	/* Those of which the engine has not told have its socket still. */
	if (server->engine)
		evhttp_free(server->engine);
	while ((conn = TAILQ_FIRST(&server->lists[FRESH])))
		conn_free(conn);
}

/* ------------------------------------------------------ time and room */

void
conn_reset(struct conn *conn)
{
	static const struct linger at_once = { .l_onoff = 1 };

	setsockopt(conn->fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
	conn_free(conn);
}

static void
give_up(struct conn *conn)
{
	if (conn->writing)
		conn_reset(conn);
	else
		conn_free(conn);
}

int
conns_evict(struct http_server *server, int n, int64_t waited_ms)
{
	int64_t now = clock_monotonic(server->clock);
	struct conn *conn;
	int done = 0;

	while (done < n && (conn = TAILQ_FIRST(&server->lists[WAITING])) &&
	       now - conn->since >= waited_ms) {
		conn_free(conn);
		done++;
	}
	while (done < n && (conn = TAILQ_FIRST(&server->lists[ANSWERING])) &&
	       now - conn->since >= PATIENCE_MS) {
		give_up(conn);
		done++;
	}
	return done;
}

static void
out_of_time(struct conn *conn)
{
	if (list_of_phase[conn->phase] != WAITING || screen_idle(&conn->screen))
		give_up(conn);
	else
		conn_refuse(conn, 408, "the request did not come in time");
}

void
conns_tick(struct http_server *server)
{
	int64_t now = clock_monotonic(server->clock);
	struct conn *conn, *next;

	for (int list = LINGERING; list >= WAITING; list--)
		for (conn = TAILQ_FIRST(&server->lists[list]); conn;
		     conn = next) {
			next = TAILQ_NEXT(conn, entry);
			/* Rather a bit early than late. */
			if (conn->deadline <= now + TICK_MS)
				out_of_time(conn);
			else if (conn->pieces && !conn->writing &&
				 conn->next_piece <= now)
				conn_retry(conn);
		}
}

/* Those that are put off once more stay in their places. */
void
conns_again(struct http_server *server)
{
	struct conn *conn, *next;

	for (conn = TAILQ_FIRST(&server->lists[ANSWERING]); conn; conn = next) {
		next = TAILQ_NEXT(conn, entry);
		if (conn->held && !conn->writing)
			conn_retry(conn);
	}
}
