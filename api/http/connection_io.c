/* SPDX-License-Identifier: Apache-2.0 */
/* What a connection reads and writes, and how the engine comes between. */
#include <string.h>
#include <sys/socket.h>

#include "http/server_inside.h"

#define READ_MOST 16384
/* Pieces of a large answer in one turn of the loop. */
#define WRITES_AT_ONCE 4
#define LINGER_BYTES (4 << 20)

/* Goes on with what the screen has found. */
static void proceed(struct conn *conn);

/* ---------------------------------------------------------- to the engine */

/* The client's request as the engine is told of it. */
static int
add_bare_request(struct conn *conn, struct evbuffer *input)
{
	const struct screen *screen = &conn->screen;

	const char *connection = "";

	if (screen->close || screen->state == SCREEN_REFUSED)
		connection = "Connection: close\r\n";
	else if (screen->http10)
		connection = "Connection: keep-alive\r\n";
	return evbuffer_add_printf(input, "%s / HTTP/1.%d\r\n%s\r\n",
	    screen->method == HTTP_HEAD ? "HEAD" : "GET", !screen->http10,
	    connection);
}

/* Has the request handled: the answer is in the bufferevent. false: it could
 * not be, and the connection is freed; or the answer was put off. */
static bool
make_answer(struct conn *conn)
{
	struct http_server *server = conn->server;

	conn_enter(conn, PHASE_ANSWER);
	conn->closing = conn->screen.close || server->draining ||
			conn->screen.state == SCREEN_REFUSED;
	conn->handled = conn->waited = false;
	server->current = conn;
	if (add_bare_request(conn, bufferevent_get_input(conn->bev)) > 0)
		bufferevent_trigger(conn->bev, EV_READ, 0);
	server->current = NULL;
	if (!conn->handled)
		conn_free(conn);
	else if (conn->held && !conn->pieces)
		event_del(&conn->readable);
	else
		return true;
	return false;
}

/* --------------------------------------------------------------- writing */

/* The reader goes on taking it, so it has more time. */
static void
count_taken(struct conn *conn, size_t n)
{
	conn->server->stats.bytes_sent += (int64_t)n;
	conn->taken += n;
	if (conn->taken >= HTTP_STRIDE)
		conn_enter(conn, conn->phase);
}

/* 1: the answer is out; 0: not yet; -1: nobody takes it. */
static int
write_some(struct conn *conn)
{
	struct evbuffer *output = bufferevent_get_output(conn->bev);

	for (int i = 0; i < WRITES_AT_ONCE; i++) {
		int n;

		if (evbuffer_get_length(output) == 0)
			return 1;
		n = evbuffer_write(output, conn->fd);
		if (n < 0)
			return errno == EAGAIN || errno == EINTR ? 0 : -1;
		count_taken(conn, (size_t)n);
	}
	return evbuffer_get_length(output) == 0;
}

/* The last answer is out. What the client still sends is read, when there may
 * be any. */
static void
end_or_linger(struct conn *conn)
{
	if (conn->screen.state != SCREEN_REFUSED && conn->screen.in.len == 0) {
		conn_free(conn);
		return;
	}
	shutdown(conn->fd, SHUT_WR);
	screen_free(&conn->screen);
	conn_enter(conn, PHASE_LINGER);
}

/* Waits for the client to take more, or to say more; not for both: what it
 * sends, or that it has ended its side, can wait until it has its answer. */
static int
wait_to_write(struct conn *conn, bool writing)
{
	if (conn->writing == writing)
		return 0;
	if (writing && !conns_room(conn->server))
		return -1;
	conn->writing = writing;
	if (writing)
		conn_enter(conn, PHASE_ANSWER);
	event_del(writing ? &conn->readable : &conn->writable);
	return event_add(writing ? &conn->writable : &conn->readable, NULL);
}

/* Writes on. true: the answer is out, and the connection goes on. */
static bool
write_on(struct conn *conn)
{
	int out = write_some(conn);

	if (out < 0 || wait_to_write(conn, out == 0) < 0) {
		conn_reset(conn);
		return false;
	}
	if (out == 0)
		return false;
	if (conn->pieces) {
		/* Reads nothing until it is told all; the time to take a
		 * piece begins anew. */
		event_del(&conn->readable);
		conn_enter(conn, PHASE_ANSWER);
		return false;
	}
	/* The engine is told that the answer is out. */
	bufferevent_trigger(conn->bev, EV_WRITE, 0);
	if (!conn->closing) {
		screen_next(&conn->screen);
		conn_enter(conn, PHASE_IDLE);
		return true;
	}
	end_or_linger(conn);
	return false;
}

void
conn_on_writable(evutil_socket_t fd, short what, void *arg)
{
	struct conn *conn = arg;

	(void)fd;
	(void)what;
	if (write_on(conn))
		proceed(conn);
}

/* --------------------------------------------------------------- reading */

/* Nothing is under way on the socket, so it takes these few bytes. */
static bool
ask_for_body(struct conn *conn)
{
	static const char text[] = "HTTP/1.1 100 Continue\r\n\r\n";

	return send(conn->fd, text, sizeof text - 1,
		   MSG_NOSIGNAL | MSG_DONTWAIT) == sizeof text - 1;
}

static void
wait_on(struct conn *conn)
{
	enum phase phase =
	    conn->screen.state <= SCREEN_FIELD ? PHASE_HEADER : PHASE_BODY;

	if (conn->server->draining && screen_idle(&conn->screen))
		conn_free(conn);
	else if (screen_ask(&conn->screen) && !ask_for_body(conn))
		conn_free(conn);
	else if (!screen_idle(&conn->screen) && conn->phase != phase)
		conn_enter(conn, phase);
}

static void
proceed(struct conn *conn)
{
	while (conn->screen.state >= SCREEN_READY)
		if (!make_answer(conn) || !write_on(conn))
			return;
	wait_on(conn);
}

void
conn_on_readable(evutil_socket_t fd, short what, void *arg)
{
	struct conn *conn = arg;
	char bytes[READ_MOST];
	ssize_t n = recv((int)fd, bytes, sizeof bytes, 0);

	(void)what;
	if (n < 0 && (errno == EAGAIN || errno == EINTR))
		return;
	if (n > 0 && conn->phase != PHASE_LINGER) {
		screen_feed(&conn->screen, bytes, (size_t)n);
		proceed(conn);
		return;
	}
	conn->scrap += n;
	if (n <= 0 || conn->scrap > LINGER_BYTES)
		conn_free(conn);
}

void
conn_refuse(struct conn *conn, int status, const char *why)
{
	screen_refuse(&conn->screen, status, why);
	proceed(conn);
}

void
conn_retry(struct conn *conn)
{
	struct http_server *server = conn->server;
	struct evhttp_request *held = conn->held;

	conn->held = NULL;
	server->current = conn;
	request_handle(held, server);
	server->current = NULL;
	if (conn->held && !conn->pieces)
		return;
	if (event_add(&conn->readable, NULL) < 0)
		conn_free(conn);
	else if (write_on(conn))
		proceed(conn);
}
