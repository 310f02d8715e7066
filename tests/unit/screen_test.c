/* SPDX-License-Identifier: Apache-2.0 */
/* Which requests the screen lets through, and what it makes of them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/cleanup.h"
#include "http/screen.h"
#include "http/server.h"

struct row {
	const char *request;
	size_t len; /* 0: the text's */
	int status; /* 0: it is let through */
};

#define BYTES(text) text, sizeof text - 1
#define HOST "Host: x\r\n"

static const struct row rows[] = {
	{ "GET / HTTP/1.1\r\nHost: x\r\n\r\n", 0, 0 },
	{ "GET /a?b=%20&c[]=| HTTP/1.1\r\nHost: x:80\r\n\r\n", 0, 0 },
	{ "GET / HTTP/1.0\r\n\r\n", 0, 0 },
	{ "OPTIONS /v1 HTTP/1.1\r\nHost: [::1]:80\r\n\r\n", 0, 0 },
	{ "PATCH / HTTP/1.1\r\n" HOST "Content-Length: 0\r\n\r\n", 0, 0 },
	{ "\r\n\r\nGET / HTTP/1.1\r\n" HOST "\r\n", 0, 0 },
	{ "GET / HTTP/1.1\r\nHost:\r\n\r\n", 0, 0 },
	{ "GET / HTTP/1.1\r\n" HOST "X:\t caf\xc3\xa9 \t\r\n\r\n", 0, 0 },
	/* the request line */
	{ "GET /\r\n\r\n", 0, 400 },
	{ "GET  / HTTP/1.1\r\n" HOST "\r\n", 0, 400 },
	{ "GET /  HTTP/1.1\r\n" HOST "\r\n", 0, 400 },
	{ "GET / HTTP/1.1 \r\n" HOST "\r\n", 0, 400 },
	{ " GET / HTTP/1.1\r\n" HOST "\r\n", 0, 400 },
	{ "G(T / HTTP/1.1\r\n" HOST "\r\n", 0, 400 },
	{ "GET\t/ HTTP/1.1\r\n" HOST "\r\n", 0, 400 },
	{ "GET / http/1.1\r\n" HOST "\r\n", 0, 400 },
	{ "GET / HTTP/11.1\r\n" HOST "\r\n", 0, 400 },
	{ "GET / HTTP/2.0\r\n" HOST "\r\n", 0, 505 },
	{ "GET / HTTP/0.9\r\n" HOST "\r\n", 0, 505 },
	{ "GET / HTTP/1.2\r\n" HOST "\r\n", 0, 505 },
	{ "get / HTTP/1.1\r\n" HOST "\r\n", 0, 501 },
	{ "BREW / HTTP/1.1\r\n" HOST "\r\n", 0, 501 },
	{ "TRACE / HTTP/1.1\r\n" HOST "\r\n", 0, 501 },
	{ "CONNECT / HTTP/1.1\r\n" HOST "\r\n", 0, 501 },
	{ "CONNECT x:80 HTTP/1.1\r\n" HOST "\r\n", 0, 400 },
	{ "GET / HTTP/1.1\n" HOST "\r\n", 0, 400 },
	{ "GET / HTTP/1.1\r\nHost: x\n\r\n", 0, 400 },
	{ "GET / HTTP/1.1\r\nHost: x\r\n\n", 0, 400 },
	/* the target */
	{ "GET //host/x HTTP/1.1\r\n" HOST "\r\n", 0, 400 },
	{ "GET http://x/ HTTP/1.1\r\n" HOST "\r\n", 0, 400 },
	{ "GET x HTTP/1.1\r\n" HOST "\r\n", 0, 400 },
	{ "OPTIONS * HTTP/1.1\r\n" HOST "\r\n", 0, 400 },
	{ "GET /a#b HTTP/1.1\r\n" HOST "\r\n", 0, 400 },
	{ "GET /\x01 HTTP/1.1\r\n" HOST "\r\n", 0, 400 },
	{ "GET /\x7f HTTP/1.1\r\n" HOST "\r\n", 0, 400 },
	{ "GET /\xc3\xa9 HTTP/1.1\r\n" HOST "\r\n", 0, 400 },
	{ BYTES("GET /\0 HTTP/1.1\r\n" HOST "\r\n"), 400 },
	/* fields */
	{ "GET / HTTP/1.1\r\n\r\n", 0, 400 },
	{ "GET / HTTP/1.1\r\n" HOST HOST "\r\n", 0, 400 },
	{ "GET / HTTP/1.1\r\nHost: x, y\r\n\r\n", 0, 400 },
	{ "GET / HTTP/1.1\r\nHost: x/y\r\n\r\n", 0, 400 },
	{ "GET / HTTP/1.1\r\nHost: x@y\r\n\r\n", 0, 400 },
	{ "GET / HTTP/1.1\r\nHost : x\r\n\r\n", 0, 400 },
	{ "GET / HTTP/1.1\r\n" HOST "X: a\r\n b\r\n\r\n", 0, 400 },
	{ "GET / HTTP/1.1\r\n X: a\r\n" HOST "\r\n", 0, 400 },
	{ "GET / HTTP/1.1\r\n" HOST "X\r\n\r\n", 0, 400 },
	{ "GET / HTTP/1.1\r\n" HOST ": a\r\n\r\n", 0, 400 },
	{ "GET / HTTP/1.1\r\n" HOST "X: a\rb\r\n\r\n", 0, 400 },
	{ "GET / HTTP/1.1\r\n" HOST "X: \x08\r\n\r\n", 0, 400 },
	{ BYTES("GET / HTTP/1.1\r\n" HOST "X: a\0b\r\n\r\n"), 400 },
	{ BYTES("GET / HTTP/1.1\r\n" HOST "X\0: a\r\n\r\n"), 400 },
	{ "GET / HTTP/1.1\r\n" HOST "Expect: cake\r\n\r\n", 0, 417 },
	{ "GET / HTTP/1.1\r\n" HOST "Connection: (\r\n\r\n", 0, 400 },
	/* lengths */
	{ "POST / HTTP/1.1\r\n" HOST "Content-Length: +3\r\n\r\nabc", 0, 400 },
	{ "POST / HTTP/1.1\r\n" HOST "Content-Length: -3\r\n\r\nabc", 0, 400 },
	{ "POST / HTTP/1.1\r\n" HOST "Content-Length: 0x3\r\n\r\nabc", 0, 400 },
	{ "POST / HTTP/1.1\r\n" HOST "Content-Length: 3 3\r\n\r\nabc", 0, 400 },
	{ "POST / HTTP/1.1\r\n" HOST "Content-Length: 3,3\r\n\r\nabc", 0, 400 },
	{ "POST / HTTP/1.1\r\n" HOST "Content-Length:\r\n\r\nabc", 0, 400 },
	{ "POST / HTTP/1.1\r\n" HOST
	  "Content-Length: 3\r\nContent-Length: 4\r\n\r\nabcd",
	    0, 400 },
	{ "POST / HTTP/1.1\r\n" HOST
	  "Content-Length: 3\r\nContent-Length: 3\r\n\r\nabc",
	    0, 400 },
	{ "POST / HTTP/1.1\r\n" HOST "Content-Length: 1001\r\n\r\n", 0, 413 },
	{ "POST / HTTP/1.1\r\n" HOST
	  "Content-Length: 99999999999999999999999999\r\n\r\n",
	    0, 413 },
	/* codings */
	{ "POST / HTTP/1.1\r\n" HOST "Transfer-Encoding: xchunked\r\n\r\n", 0,
	    400 },
	{ "POST / HTTP/1.1\r\n" HOST "Transfer-Encoding: gzip, chunked\r\n\r\n",
	    0, 400 },
	{ "POST / HTTP/1.1\r\n" HOST
	  "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n",
	    0, 400 },
	{ "POST / HTTP/1.1\r\n" HOST
	  "Transfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n",
	    0, 400 },
	{ "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n", 0, 400 },
#define CHUNKED "POST / HTTP/1.1\r\n" HOST "Transfer-Encoding: chunked\r\n\r\n"
	{ CHUNKED "0\r\n\r\n", 0, 0 },
	{ CHUNKED "3 ;a=b\r\nabc\r\n0\r\nX: y\r\n\r\n", 0, 0 },
	{ CHUNKED "0x3\r\nabc\r\n0\r\n\r\n", 0, 400 },
	{ CHUNKED "+3\r\nabc\r\n0\r\n\r\n", 0, 400 },
	{ CHUNKED "-3\r\nabc\r\n0\r\n\r\n", 0, 400 },
	{ CHUNKED "\r\n3\r\nabc\r\n0\r\n\r\n", 0, 400 },
	{ CHUNKED "3\r\nabcd\r\n0\r\n\r\n", 0, 400 },
	{ CHUNKED "3\nabc\r\n0\r\n\r\n", 0, 400 },
	{ CHUNKED "3\r\nabc\n0\r\n\r\n", 0, 400 },
	{ CHUNKED "fffffffff\r\n", 0, 400 },
	{ CHUNKED "3e9\r\n", 0, 413 },
	{ CHUNKED "1\r\na\r\n3e8\r\n", 0, 413 },
	{ CHUNKED "0\r\nX y\r\n\r\n", 0, 400 },
};

static void
judges_requests(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		CLEANUP(screen_free) struct screen screen;
		const struct row *row = &rows[i];

		screen_init(&screen, 4096, 1000);
		screen_feed(&screen, row->request,
		    row->len ? row->len : strlen(row->request));
		if (screen.state !=
			(row->status ? SCREEN_REFUSED : SCREEN_READY) ||
		    screen.status != row->status)
			fail_msg("row %zu: %s\nstate %d, status %d, %s", i,
			    row->request, (int)screen.state, screen.status,
			    screen.why ? screen.why : "");
	}
}

static void
limits_the_header(void **state)
{
	CLEANUP(screen_free) struct screen screen;
	char text[600];

	(void)state;
	memset(text, 'a', sizeof text);
	memcpy(text, "GET /", 5);
	screen_init(&screen, 512, 0);
	screen_feed(&screen, text, 512);
	assert_int_equal(screen.state, SCREEN_LINE);
	screen_feed(&screen, text + 5, 1);
	assert_int_equal(screen.status, 414);
}

static void
limits_the_fields(void **state)
{
	CLEANUP(screen_free) struct screen wide, many;
	char text[600];

	(void)state;
	memset(text, 'a', sizeof text);
	screen_init(&wide, 512, 0);
	screen_feed(&wide, "GET / HTTP/1.1\r\nHost: ", 22);
	screen_feed(&wide, text, 500);
	assert_int_equal(wide.status, 431);
	screen_init(&many, 65536, 0);
	screen_feed(&many, "GET / HTTP/1.1\r\n", 16);
	for (int i = 0; i < SCREEN_FIELDS; i++)
		screen_feed(&many, "a: b\r\n", 6);
	assert_int_equal(many.state, SCREEN_FIELD);
	screen_feed(&many, "a: b\r\n", 6);
	assert_int_equal(many.status, 431);
}

static void
cleans_the_head(void **state)
{
	static const char request[] =
	    "POST /a?b HTTP/1.1\r\nhost:x\r\ncontent-LENGTH: 3\r\n"
	    "Connection: x, Close ,y\r\nX-Y: z \r\n\r\nabc"
	    "GET / HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n";
	CLEANUP(screen_free) struct screen screen;

	(void)state;
	screen_init(&screen, 4096, 1000);
	assert_int_equal(
	    screen_feed(&screen, request, sizeof request - 1), SCREEN_READY);
	assert_string_equal(screen.head.data,
	    "POST /a?b HTTP/1.1\r\nhost: x\r\nX-Y: z\r\nContent-Length: 0\r\n"
	    "Connection: close\r\n\r\n");
	assert_string_equal(screen.body.data, "abc");
	assert_int_equal(screen.method, HTTP_POST);
	assert_true(screen.close);
	assert_int_equal(screen_next(&screen), SCREEN_READY);
	assert_string_equal(screen.head.data,
	    "GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
	assert_false(screen.close);
	assert_int_equal(screen_next(&screen), SCREEN_LINE);
	assert_true(screen_idle(&screen));
}

static void
asks_for_an_expected_body_once(void **state)
{
	static const char head[] =
	    "PUT / HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n"
	    "Expect: 100-Continue\r\n\r\n";
	CLEANUP(screen_free) struct screen screen;

	(void)state;
	screen_init(&screen, 4096, 1000);
	screen_feed(&screen, head, sizeof head - 3);
	assert_false(screen_ask(&screen));
	screen_feed(&screen, head + sizeof head - 3, 2);
	assert_true(screen_ask(&screen));
	assert_false(screen_ask(&screen));
	assert_int_equal(screen_feed(&screen, "ab", 2), SCREEN_READY);
	assert_false(screen_ask(&screen));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(judges_requests),
		cmocka_unit_test(limits_the_header),
		cmocka_unit_test(limits_the_fields),
		cmocka_unit_test(cleans_the_head),
		cmocka_unit_test(asks_for_an_expected_body_once),
	};

	return cmocka_run_group_tests_name("screen", tests, NULL, NULL);
}
