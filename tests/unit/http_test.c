/* SPDX-License-Identifier: Apache-2.0 */
/* The server over real sockets: hostile bytes, deadlines, caps, drain. */
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
#include "http/problem.h"
#include "http_kit.h"

#define MEBIBYTE (1 << 20)

static char large[6 * MEBIBYTE];
static atomic_int releases;

static void
count_release(void *arg)
{
	(void)arg;
	releases++;
}

/* Says what it was asked; "/large?n=" answers n bytes by reference. */
static void
echo(const struct http_request *request, struct http_reply *reply, void *arg)
{
	CLEANUP(buf_free) struct buf buf = BUF_INIT;
	const struct http_peer *peer = http_peer(request);
	const char *why, *n = http_query(request, "n");
	size_t len;
	const char *body = http_body(request, &len);
	int refusal = http_refusal(request, &why);

	(void)arg;
	if (refusal) {
		problem_reply(reply, problem_of_status(refusal), "%s", why);
		return;
	}
	http_reply_status(reply, 200);
	http_reply_header(reply, "Content-Type", "text/plain");
	if (strcmp(http_path(request), "/large") == 0) {
		http_reply_part(
		    reply, large, strtoul(n, NULL, 10), count_release, NULL);
		return;
	}
	buf_addf(&buf, "%d %s %s uid=%d [", (int)http_method(request),
	    http_path(request), peer->address,
	    peer->local && peer->uid == getuid());
	if (http_header(request, "x-list"))
		buf_adds(&buf, http_header(request, "x-list"));
	buf_adds(&buf, "] ");
	buf_add(&buf, body, len);
	http_reply_take(reply, &buf);
}

static void
start(void **state, const struct http_options *options)
{
	static struct http_kit kit;

	http_kit_start(&kit, options, echo, NULL);
	*state = &kit;
}

static int
setup(void **state)
{
	start(state, NULL);
	return 0;
}

static int
teardown(void **state)
{
	http_kit_stop(*state);
	return 0;
}

/* --------------------------------------------------------- plain talk */

static void
answers(void **state)
{
	CLEANUP(buf_free) struct buf reply = BUF_INIT;
	char field[64];

	assert_int_equal(
	    client_exchange(*state,
		"POST /a%20b HTTP/1.1\r\nHost: x\r\nX-List: 1\r\n"
		"x-list: 2\r\nContent-Length: 3\r\nConnection: close\r\n\r\n"
		"abc",
		&reply),
	    0);
	assert_int_equal(reply_status(&reply), 200);
	assert_string_equal(
	    reply_body(&reply), "4 /a b 127.0.0.1 uid=0 [1, 2] abc");
	assert_string_equal(
	    reply_field(&reply, "Connection", field, sizeof field), "close");
	assert_non_null(reply_field(&reply, "Date", field, sizeof field));
}

static void
head_has_length_and_no_body(void **state)
{
	CLEANUP(buf_free) struct buf reply = BUF_INIT;
	char field[64];

	assert_int_equal(client_exchange(*state,
			     "HEAD /large?n=5000000 HTTP/1.1\r\nHost: x\r\n"
			     "Connection: close\r\n\r\n",
			     &reply),
	    0);
	assert_string_equal(
	    reply_field(&reply, "Content-Length", field, sizeof field),
	    "5000000");
	assert_string_equal(reply_body(&reply), "");
}

static void
keeps_connections_and_order(void **state)
{
	CLEANUP(buf_free) struct buf reply = BUF_INIT;
	int fd = client_open(*state);

	client_text(fd,
	    "PUT /1 HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
	    "2\r\nab\r\n1;x\r\nc\r\n0\r\nHost: evil\r\n\r\n"
	    "GET /2 HTTP/1.1\r\nHost: x\r\nContent-Length: 16\r\n\r\n"
	    "GET /9 HTTP/1.1\r"
	    "DELETE /3 HTTP/1.1\r\nHost: x\r\n\r\n"
	    "GET /4 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
	    "GET /5 HTTP/1.1\r\nHost: x\r\n\r\n");
	assert_int_equal(client_read_all(fd, &reply, true), 0);
	for (char path[] = "/1"; path[1] <= '4'; path[1]++) {
		const char *at = strstr(buf_str(&reply), path);

		assert_non_null(at);
		buf_consume(&reply, (size_t)(at - reply.data) + 2);
	}
	assert_null(strstr(buf_str(&reply), "/5"));
	close(fd);
}

static void
answers_a_half_closed_client(void **state)
{
	CLEANUP(buf_free) struct buf reply = BUF_INIT;
	int fd = client_open(*state);

	client_text(fd, "GET /large?n=6000000 HTTP/1.1\r\nHost: x\r\n\r\n"
			"GET /2 HTTP/1.1\r\nHost: x\r\n\r\n");
	shutdown(fd, SHUT_WR);
	assert_int_equal(client_read_all(fd, &reply, false), 0);
	assert_true(reply.len > 6000000);
	assert_non_null(memmem(reply.data, reply.len, "1 /2 ", 5));
	close(fd);
}

static void
asks_for_expected_bodies(void **state)
{
	CLEANUP(buf_free) struct buf reply = BUF_INIT;
	int fd = client_open(*state);

	for (int i = 0; i < 2; i++) {
		buf_reset(&reply);
		client_text(fd,
		    "POST /x HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n"
		    "Expect: 100-continue\r\n\r\n");
		assert_int_equal(client_read_one(fd, true, &reply), 0);
		assert_int_equal(reply_status(&reply), 100);
		buf_reset(&reply);
		client_text(fd, "abc");
		assert_int_equal(client_read_one(fd, false, &reply), 0);
		assert_non_null(strstr(reply_body(&reply), "] abc"));
	}
	close(fd);
}

static void
sends_by_reference_and_releases(void **state)
{
	CLEANUP(buf_free) struct buf reply = BUF_INIT;
	static const int sizes[] = { 0, 1, 16383, 16384, 16385, MEBIBYTE + 1,
		6 * MEBIBYTE };
	int fd = client_open(*state);
	int before = releases;

	for (size_t i = 0; i < sizeof large; i++)
		large[i] = (char)('a' + i % 23);
	for (size_t i = 0; i < ARRAY_LEN(sizes); i++) {
		char request[100];

		buf_reset(&reply);
		snprintf(request, sizeof request,
		    "GET /large?n=%d HTTP/1.1\r\nHost: x\r\n\r\n", sizes[i]);
		client_text(fd, request);
		assert_int_equal(client_read_one(fd, false, &reply), 0);
		assert_memory_equal(
		    reply_body(&reply), large, (size_t)sizes[i]);
	}
	close(fd);
	/* An empty part is none: it is released at once all the same. */
	while (releases < before + (int)ARRAY_LEN(sizes))
		usleep(1000);
}

/* ------------------------------------------------------- hostile bytes */

static const struct {
	const char *request;
	int status;
} hostile[] = {
	{ "GET //host/x HTTP/1.1\r\nHost: x\r\n\r\n", 400 },
	{ "GET http://x/ HTTP/1.1\r\nHost: x\r\n\r\n", 400 },
	{ "GET / HTTP/1.1\r\n\r\n", 400 },
	{ "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400 },
	{ "GET /%zz HTTP/1.1\r\nHost: x\r\n\r\n", 400 },
	{ "GET /%00 HTTP/1.1\r\nHost: x\r\n\r\n", 400 },
	{ "GET /a/../b HTTP/1.1\r\nHost: x\r\n\r\n", 400 },
	{ "GET /?a=1&a=2 HTTP/1.1\r\nHost: x\r\n\r\n", 400 },
	{ "GET / HTTP/1.1\r\nHost: x\r\nA: b\r\n c\r\n\r\n", 400 },
	{ "GET / HTTP/3.0\r\nHost: x\r\n\r\n", 505 },
	{ "BREW / HTTP/1.1\r\nHost: x\r\n\r\n", 501 },
	{ "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: +3\r\n\r\nabc", 400 },
	{ "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n"
	  "Content-Length: 4\r\n\r\nabcd",
	    400 },
	{ "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: xchunked\r\n\r\n",
	    400 },
	{ "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n"
	  "Content-Length: 1\r\n\r\n0\r\n\r\n",
	    400 },
	{ "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 2000000\r\n\r\n",
	    413 },
	{ "POST / HTTP/1.1\r\nHost: x\r\nExpect: cake\r\n\r\n", 417 },
	{ "rubbish\r\n\r\n", 400 },
	{ "\x16\x03\x01\x02\x01\x01", 400 },
};

static void
refuses_and_closes(void **state)
{
	CLEANUP(buf_free) struct buf reply = BUF_INIT;
	char field[64];

	for (size_t i = 0; i < ARRAY_LEN(hostile); i++) {
		if (client_exchange(*state, hostile[i].request, &reply) != 0)
			fail_msg("row %zu: not closed", i);
		if (reply_status(&reply) != hostile[i].status)
			fail_msg("row %zu: %s\n%s", i, hostile[i].request,
			    buf_str(&reply));
		assert_string_equal(
		    reply_field(&reply, "Content-Type", field, sizeof field),
		    "application/problem+json");
		assert_string_equal(
		    reply_field(&reply, "Connection", field, sizeof field),
		    "close");
	}
}

/* What the client still sends must not make it lose the answer. */
static void
refusal_survives_unread_input(void **state)
{
	CLEANUP(buf_free) struct buf reply = BUF_INIT;

	for (int i = 0; i < 20; i++) {
		int fd = client_open(*state);

		buf_reset(&reply);
		client_text(fd, "POST / HTTP/1.1\r\nHost: x\r\n"
				"Content-Length: 2000000\r\n\r\n");
		client_send(fd, large, 2000000);
		assert_int_equal(client_read_all(fd, &reply, false), 0);
		assert_int_equal(reply_status(&reply), 413);
		close(fd);
	}
}

static void
limits_sizes(void **state)
{
	CLEANUP(buf_free) struct buf request = BUF_INIT;
	CLEANUP(buf_free) struct buf reply = BUF_INIT;
	char filler[20001];

	memset(filler, 'a', sizeof filler - 1);
	filler[sizeof filler - 1] = '\0';
	buf_addf(&request, "GET /%s HTTP/1.1\r\nHost: x\r\n\r\n", filler);
	client_exchange(*state, buf_str(&request), &reply);
	assert_int_equal(reply_status(&reply), 414);
	buf_reset(&request);
	buf_addf(
	    &request, "GET / HTTP/1.1\r\nHost: x\r\nA: %s\r\n\r\n", filler);
	client_exchange(*state, buf_str(&request), &reply);
	assert_int_equal(reply_status(&reply), 431);
}

/* A refusal after good requests of the same bytes comes after their answers,
 * and to HEAD it has no body. */
static void
refuses_in_order(void **state)
{
	CLEANUP(buf_free) struct buf reply = BUF_INIT;

	assert_int_equal(client_exchange(*state,
			     "GET /1 HTTP/1.1\r\nHost: x\r\n\r\n"
			     "HEAD /2 HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n"
			     "GET /3 HTTP/1.1\r\nHost: x\r\n\r\n",
			     &reply),
	    0);
	assert_int_equal(reply_status(&reply), 200);
	assert_non_null(strstr(buf_str(&reply), "1 /1 "));
	assert_non_null(strstr(buf_str(&reply), "400 Bad Request"));
	assert_null(strstr(buf_str(&reply), "/problems/"));
	assert_null(strstr(buf_str(&reply), "/3"));
}

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
		    31, 408 },
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
	assert_int_equal(recv(fd, large, 1, MSG_WAITALL), 1);
	kit->ahead_ms += 121 * 1000;
	/* It is given up within a tick; until then it may not be read. */
	while (http_server_stats(kit->server)->requests < 1)
		usleep(1000);
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
	start(state, &options);
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

	start(state, NULL);
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
	start(state, &options);
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

#define SERVED(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		SERVED(answers),
		SERVED(head_has_length_and_no_body),
		SERVED(keeps_connections_and_order),
		SERVED(answers_a_half_closed_client),
		SERVED(asks_for_expected_bodies),
		SERVED(sends_by_reference_and_releases),
		SERVED(refuses_and_closes),
		SERVED(refusal_survives_unread_input),
		SERVED(limits_sizes),
		SERVED(refuses_in_order),
		SERVED(closes_slow_ones),
		SERVED(closes_idle_ones),
		SERVED(closes_slow_readers),
		cmocka_unit_test_teardown(makes_room, teardown),
		cmocka_unit_test_teardown(
		    survives_without_descriptors, teardown),
		SERVED(drains),
		cmocka_unit_test(knows_local_peers),
		SERVED(names_an_address_in_use),
	};

	return cmocka_run_group_tests_name("http", tests, NULL, NULL);
}
