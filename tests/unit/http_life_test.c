/* SPDX-License-Identifier: Apache-2.0 */
/* Deadlines of the HTTP server's connections, room for them, start and end. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/cleanup.h"
#include "http_echo.h"

/* ------------------------------------------------- deadlines and room */

/* When it has served another, the server has seen what came before. */
static void
let_it_see(const struct http_kit *kit)
{
	CLEANUP(buf_free) struct buf reply = BUF_INIT;

	client_exchange(kit,
	    "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", &reply);
	assert_int_equal(reply_status(&reply), 200);
}

/* The clock is turned on while the client waits for the end. */
static void
closes_slow_ones(void **state)
{
	static const struct {
		const char *sent;
		int64_t seconds;
		int status; /* 0: closed without a word */
	} rows[] = {
		{ "", 11, 0 },
		{ "GET / HT", 11, 408 },
		{ "GET / HTTP/1.1\r\nHost: x\r\nA: ", 11, 408 },
		{ "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\na",
		    21, 408 },
	};
	CLEANUP(buf_free) struct buf reply = BUF_INIT;
	struct http_kit *kit = *state;

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		int fd = client_open(kit);

		buf_reset(&reply);
		client_text(fd, rows[i].sent);
		let_it_see(kit);
		buf_reset(&reply);
		kit->ahead_ms += rows[i].seconds * 1000;
		assert_int_equal(client_read_all(fd, &reply, false), 0);
		assert_int_equal(
		    reply_status(&reply), rows[i].status ? rows[i].status : -1);
		close(fd);
	}
}

static void
closes_idle_ones(void **state)
{
	CLEANUP(buf_free) struct buf reply = BUF_INIT;
	struct http_kit *kit = *state;
	int fd = client_open(kit);

	client_text(fd, "GET / HTTP/1.1\r\nHost: x\r\n\r\n");
	assert_int_equal(client_read_one(fd, false, &reply), 0);
	kit->ahead_ms += 59 * 1000;
	buf_reset(&reply);
	client_text(fd, "GET / HTTP/1.1\r\nHost: x\r\n\r\n");
	assert_int_equal(client_read_one(fd, false, &reply), 0);
	buf_reset(&reply);
	let_it_see(kit);
	kit->ahead_ms += 61 * 1000;
	assert_int_equal(client_read_all(fd, &reply, false), 0);
	assert_int_equal(reply.len, 0);
	close(fd);
}

static void
closes_slow_readers(void **state)
{
	CLEANUP(buf_free) struct buf reply = BUF_INIT;
	struct http_kit *kit = *state;
	static const int small = 4096;
	int fd = client_open(kit);

	setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &small, sizeof small);
	client_text(fd, "GET /large?n=6291456 HTTP/1.1\r\nHost: x\r\n\r\n");
	assert_int_equal(recv(fd, echo_large, 1, MSG_WAITALL), 1);
	let_it_see(kit);
	kit->ahead_ms += 31 * 1000;
	/* It is given up within a tick. */
	for (int open = 1; open;) {
		char request[] = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";

		buf_reset(&reply);
		open = send(fd, request, sizeof request - 1, MSG_NOSIGNAL) > 0;
		usleep(10000);
	}
	close(fd);
}

/* Those that have kept the server waiting longest make room for others. */
static void
makes_room(void **state)
{
	struct http_options options = http_options_default;
	CLEANUP(buf_free) struct buf reply = BUF_INIT;
	int fds[20];

	options.max_connections = 8;
	echo_start(state, &options);
	for (size_t i = 0; i < ARRAY_LEN(fds); i++) {
		fds[i] = client_open(*state);
		client_text(fds[i], "GET / HTTP/1.1\r\n");
		assert_int_equal(client_exchange(*state,
				     "GET /me HTTP/1.1\r\nHost: x\r\n"
				     "Connection: close\r\n\r\n",
				     &reply),
		    0);
		assert_int_equal(reply_status(&reply), 200);
	}
	buf_reset(&reply);
	assert_int_equal(client_read_all(fds[0], &reply, true), 0);
	assert_int_equal(reply.len, 0);
	client_text(fds[19], "Host: x\r\n\r\n");
	assert_int_equal(client_read_one(fds[19], false, &reply), 0);
	assert_int_equal(reply_status(&reply), 200);
	for (size_t i = 0; i < ARRAY_LEN(fds); i++)
		close(fds[i]);
}

/* Out of descriptors: others are still served, and nothing is lost. */
static void
survives_without_descriptors(void **state)
{
	CLEANUP(buf_free) struct buf reply = BUF_INIT;
	struct rlimit old, tight;
	int fds[48], scrap[128], n = 0;

	echo_start(state, NULL);
	for (size_t i = 0; i < ARRAY_LEN(fds); i++)
		fds[i] = client_open(*state);
	client_exchange(*state,
	    "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", &reply);
	getrlimit(RLIMIT_NOFILE, &old);
	tight = old;
	tight.rlim_cur = ARRAY_LEN(scrap);
	setrlimit(RLIMIT_NOFILE, &tight);
	while ((scrap[n] = dup(0)) >= 0)
		n++;
	/* One for the client that follows, and none for the server. */
	close(scrap[--n]);
	assert_int_equal(
	    client_exchange(*state,
		"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
		&reply),
	    0);
	setrlimit(RLIMIT_NOFILE, &old);
	assert_int_equal(reply_status(&reply), 200);
	while (n > 0)
		close(scrap[--n]);
	for (size_t i = 0; i < ARRAY_LEN(fds); i++)
		close(fds[i]);
}

/* ------------------------------------------------------ start and end */

static void
drains(void **state)
{
	CLEANUP(buf_free) struct buf reply = BUF_INIT;
	struct http_kit *kit = *state;
	int idle = client_open(kit), busy = client_open(kit);
	int begun = client_open(kit);
	char field[64];

	client_text(idle, "GET / HTTP/1.1\r\nHost: x\r\n\r\n");
	assert_int_equal(client_read_one(idle, false, &reply), 0);
	client_text(busy, "GET /large?n=6000000 HTTP/1.1\r\nHost: x\r\n\r\n");
	client_text(begun, "GET / HTTP/1.1\r\nHost: x");
	assert_int_equal(recv(busy, field, 1, MSG_PEEK), 1);
	http_kit_drain(kit);
	buf_reset(&reply);
	assert_int_equal(client_read_all(idle, &reply, false), 0);
	assert_int_equal(reply.len, 0);
	assert_int_equal(kit->drained, 0);
	assert_int_equal(client_read_all(busy, &reply, false), 0);
	assert_true(reply.len > 6000000);
	buf_reset(&reply);
	client_text(begun, "\r\n\r\n");
	assert_int_equal(client_read_all(begun, &reply, false), 0);
	assert_int_equal(reply_status(&reply), 200);
	assert_string_equal(
	    reply_field(&reply, "Connection", field, sizeof field), "close");
	while (!kit->drained)
		usleep(1000);
	close(idle);
	close(busy);
	close(begun);
}

static void
knows_local_peers(void **state)
{
	CLEANUP(buf_free) struct buf reply = BUF_INIT;
	char path[] = "/tmp/ambit-http-XXXXXX", name[64];
	struct http_options options = http_options_default;
	struct err err = ERR_INIT;
	struct http_server *second;
	struct http_kit *kit;
	int fd;

	assert_non_null(mkdtemp(path));
	snprintf(name, sizeof name, "%s/socket", path);
	options.unix_path = name;
	echo_start(state, &options);
	kit = *state;
	assert_int_equal(
	    http_server_new(kit->base, &options, echo, NULL, &second, &err),
	    -EADDRINUSE);
	assert_non_null(strstr(err.msg, name));
	fd = client_open_unix(name);
	client_text(fd, "GET /u HTTP/1.0\r\n\r\n");
	assert_int_equal(client_read_all(fd, &reply, false), 0);
	assert_string_equal(reply_body(&reply), "1 /u local uid=1 [] ");
	close(fd);
	http_kit_stop(kit);
	assert_int_equal(access(name, F_OK), -1);
	rmdir(path);
}

static void
names_an_address_in_use(void **state)
{
	struct http_options options = http_options_default;
	struct err err = ERR_INIT;
	struct http_kit *kit = *state;
	struct http_server *second;

	options.address = "127.0.0.1";
	options.port = http_server_port(kit->server);
	assert_int_equal(
	    http_server_new(kit->base, &options, echo, NULL, &second, &err),
	    -EADDRINUSE);
	assert_non_null(strstr(err.msg, "127.0.0.1"));
}

#define SERVED(test) \
	cmocka_unit_test_setup_teardown(test, echo_setup, echo_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		SERVED(closes_slow_ones),
		SERVED(closes_idle_ones),
		SERVED(closes_slow_readers),
		cmocka_unit_test_teardown(makes_room, echo_teardown),
		cmocka_unit_test_teardown(
		    survives_without_descriptors, echo_teardown),
		SERVED(drains),
		cmocka_unit_test(knows_local_peers),
		SERVED(names_an_address_in_use),
	};

	return cmocka_run_group_tests_name("http_life", tests, NULL, NULL);
}
