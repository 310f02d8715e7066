/* SPDX-License-Identifier: Apache-2.0 */
/* Plain talk with the HTTP server, and hostile bytes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/cleanup.h"
#include "http_echo.h"

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
	int before = echo_releases;

	for (size_t i = 0; i < sizeof echo_large; i++)
		echo_large[i] = (char)('a' + i % 23);
	for (size_t i = 0; i < ARRAY_LEN(sizes); i++) {
		char request[100];

		buf_reset(&reply);
		snprintf(request, sizeof request,
		    "GET /large?n=%d HTTP/1.1\r\nHost: x\r\n\r\n", sizes[i]);
		client_text(fd, request);
		assert_int_equal(client_read_one(fd, false, &reply), 0);
		assert_memory_equal(
		    reply_body(&reply), echo_large, (size_t)sizes[i]);
	}
	close(fd);
	/* An empty part is none: it is released at once all the same. */
	while (echo_releases < before + (int)ARRAY_LEN(sizes))
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
		client_send(fd, echo_large, 2000000);
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

#define SERVED(test) \
	cmocka_unit_test_setup_teardown(test, echo_setup, echo_teardown)

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
	};

	return cmocka_run_group_tests_name("http", tests, NULL, NULL);
}
