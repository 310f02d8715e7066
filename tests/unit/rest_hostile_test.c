/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Requests that somebody sends to see what breaks, each with the answer that
 * it must get, against the whole API. After each one the server answers a
 * good request as before.
 */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/csv_text.h"
#include "rest_kit.h"

#define HOST "Host: x\r\n"
#define END "Connection: close\r\n\r\n"
#define JSON "Content-Type: application/json\r\n"
/* A POST of a team, over the local socket. */
#define TEAM(body) NULL, body

/* What is sent as it is, or a body that is posted; the answer's status; what
 * it must say. */
static const struct row {
	const char *name, *request, *body;
	int status;
	const char *says;
} rows[] = {
	/* framing: RFC 9112 */
	{ "two lengths that differ",
	    "POST /v1/teams HTTP/1.1\r\n" HOST "Content-Length: 2\r\n"
	    "Content-Length: 3\r\n" END "{}",
	    NULL, 400, "malformed" },
	{ "a list of lengths that differ",
	    "POST /v1/teams HTTP/1.1\r\n" HOST "Content-Length: 2, 3\r\n" END
	    "{}",
	    NULL, 400, "malformed" },
	{ "a signed length",
	    "POST /v1/teams HTTP/1.1\r\n" HOST "Content-Length: +2\r\n" END
	    "{}",
	    NULL, 400, "malformed" },
	{ "length and transfer coding",
	    "POST /v1/teams HTTP/1.1\r\n" HOST "Content-Length: 2\r\n"
	    "Transfer-Encoding: chunked\r\n" END "0\r\n\r\n",
	    NULL, 400, "malformed" },
	{ "an unknown transfer coding",
	    "POST /v1/teams HTTP/1.1\r\n" HOST
	    "Transfer-Encoding: xchunked\r\n" END,
	    NULL, 400, "" },
	{ "chunked twice",
	    "POST /v1/teams HTTP/1.1\r\n" HOST
	    "Transfer-Encoding: chunked, chunked\r\n" END "0\r\n\r\n",
	    NULL, 400, "" },
	{ "a chunk size that is no number",
	    "POST /v1/teams HTTP/1.1\r\n" HOST
	    "Transfer-Encoding: chunked\r\n" END "zz\r\n\r\n",
	    NULL, 400, "" },
	{ "a chunk size beyond all bounds",
	    "POST /v1/teams HTTP/1.1\r\n" HOST
	    "Transfer-Encoding: chunked\r\n" END "fffffffffffffffff\r\n",
	    NULL, 400, "" },
	{ "no host", "GET /v1/events HTTP/1.1\r\n" END, NULL, 400, "" },
	{ "two hosts", "GET /v1/events HTTP/1.1\r\n" HOST "Host: y\r\n" END,
	    NULL, 400, "" },
	{ "a blank before the colon",
	    "GET /v1/events HTTP/1.1\r\n" HOST "X : y\r\n" END, NULL, 400, "" },
	{ "a folded field",
	    "GET /v1/events HTTP/1.1\r\n" HOST "X: y\r\n z\r\n" END, NULL, 400,
	    "" },
	{ "bare line feeds", "GET /v1/events HTTP/1.1\n" HOST "\n", NULL, 400,
	    "" },
	{ "an absolute target", "GET http://y/v1/events HTTP/1.1\r\n" HOST END,
	    NULL, 400, "" },
	{ "a target with two slashes",
	    "GET //y/v1/events HTTP/1.1\r\n" HOST END, NULL, 400, "" },
	{ "a path out of the tree",
	    "GET /v1/../../etc/passwd HTTP/1.1\r\n" HOST END, NULL, 400, "" },
	{ "the same, encoded",
	    "GET /v1/%2e%2e/%2e%2e/etc/passwd HTTP/1.1\r\n" HOST END, NULL, 400,
	    "" },
	{ "a NUL in the path", "GET /v1/events%00 HTTP/1.1\r\n" HOST END, NULL,
	    400, "" },
	{ "an encoding cut short", "GET /v1/events%2 HTTP/1.1\r\n" HOST END,
	    NULL, 400, "" },
	{ "a line end in a parameter",
	    "GET /v1/events?q=a%0d%0aSet-Cookie:%20x HTTP/1.1\r\n" HOST END,
	    NULL, 400, "" },
	{ "a parameter twice",
	    "GET /v1/events?limit=1&limit=2 HTTP/1.1\r\n" HOST END, NULL, 400,
	    "" },
	{ "an unknown method", "BREW /v1/events HTTP/1.1\r\n" HOST END, NULL,
	    501, "" },
	{ "a method in small letters", "get /v1/events HTTP/1.1\r\n" HOST END,
	    NULL, 501, "" },
	{ "another version", "GET /v1/events HTTP/3.0\r\n" HOST END, NULL, 505,
	    "" },
	{ "an expectation that nobody knows",
	    "POST /v1/teams HTTP/1.1\r\n" HOST "Expect: tea\r\n" END, NULL, 417,
	    "" },
	/* encodings */
	{ "a compressed body",
	    "POST /v1/holidays HTTP/1.1\r\n" HOST JSON
	    "Content-Encoding: gzip\r\nContent-Length: 2\r\n" END "{}",
	    NULL, 401, "" },
	{ "a form's body",
	    "POST /v1/holidays HTTP/1.1\r\n" HOST
	    "Content-Type: application/x-www-form-urlencoded\r\n"
	    "Content-Length: 3\r\n" END "a=b",
	    NULL, 401, "" },
	{ "UTF-8 that is overlong",
	    TEAM("{\"id\":\"T1\",\"name\":\"\xc0\xaf\"}"), 400, "" },
	{ "half of a surrogate", TEAM("{\"id\":\"T1\",\"name\":\"\\ud800\"}"),
	    400, "" },
	{ "a NUL in a text", TEAM("{\"id\":\"T1\",\"name\":\"a\\u0000b\"}"),
	    400, "" },
	/* JSON */
	{ "no JSON at all", TEAM("<a/>"), 400, "" },
	{ "JSON and more", TEAM("{\"id\":\"T1\",\"name\":\"A\"} {}"), 400, "" },
	{ "a member twice",
	    TEAM("{\"id\":\"T1\",\"name\":\"A\",\"name\":\"B\"}"), 400, "" },
	{ "a number beyond bounds",
	    TEAM("{\"id\":\"T1\",\"name\":\"A\","
		 "\"minimum_presence\":99999999999999999999}"),
	    400, "" },
	{ "a member that nobody knows",
	    TEAM("{\"id\":\"T1\",\"name\":\"A\",\"__proto__\":{}}"), 422,
	    "/__proto__" },
	/* texts */
	{ "line ends in a name",
	    TEAM("{\"id\":\"T1\",\"name\":\"A\\r\\nB:c\"}"), 422, "/name" },
	{ "a text that runs backwards",
	    TEAM("{\"id\":\"T1\",\"name\":\"A\\u202egnp.exe\"}"), 422,
	    "/name" },
	{ "a bell in a name", TEAM("{\"id\":\"T1\",\"name\":\"A\\u0007\"}"),
	    422, "/name" },
	{ "an id that is a path", TEAM("{\"id\":\"../T1\",\"name\":\"A\"}"),
	    422, "/id" },
	{ "an id that is a statement",
	    TEAM("{\"id\":\"T1'; DROP TABLE team\",\"name\":\"A\"}"), 422,
	    "/id" },
	/* who asks */
	{ "a token of another scheme",
	    "GET /v1/teams HTTP/1.1\r\n" HOST
	    "Authorization: Basic YTpi\r\n" END,
	    NULL, 401, "" },
	{ "a token that is not one",
	    "GET /v1/teams HTTP/1.1\r\n" HOST
	    "Authorization: Bearer ../../etc/passwd\r\n" END,
	    NULL, 401, "" },
	{ "two tokens",
	    "GET /v1/teams HTTP/1.1\r\n" HOST "Authorization: Bearer a\r\n"
	    "Authorization: Bearer b\r\n" END,
	    NULL, 401, "" },
	{ "a token in the address",
	    "GET /v1/events?access_token=x HTTP/1.1\r\n" HOST END, NULL, 422,
	    "access_token" },
	{ "a proxy's word",
	    "GET /v1/teams HTTP/1.1\r\n" HOST "X-Remote-User: admin\r\n"
	    "X-Forwarded-User: admin\r\n" END,
	    NULL, 401, "" },
};

static int
send_row(struct rest_kit *kit, const struct row *row)
{
	int fd;

	if (row->body)
		return rest_send(kit, "POST", "/v1/teams", "", row->body);
	fd = client_open(&kit->http);
	buf_reset(&kit->reply);
	client_text(fd, row->request);
	client_read_all(fd, &kit->reply, true);
	close(fd);
	return reply_status(&kit->reply);
}

static void
each_gets_its_answer(void **state)
{
	struct rest_kit *kit = *state;
	int wrong = 0;

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		int status = send_row(kit, &rows[i]);

		if (status != rows[i].status ||
		    !strstr(reply_body(&kit->reply), rows[i].says) ||
		    !strstr(buf_str(&kit->reply), "application/problem+json") ||
		    strstr(buf_str(&kit->reply), "Set-Cookie")) {
			print_error("%s: should be %d, is %s\n", rows[i].name,
			    rows[i].status, buf_str(&kit->reply));
			wrong++;
		}
		assert_int_equal(rest_get(kit, "/healthz"), 200);
	}
	assert_int_equal(rest_ask_local(kit, "GET", "/v1/teams"), 200);
	assert_string_equal(rest_items(kit, "id"), "");
	print_message("%zu requests, %d deviations\n", ARRAY_LEN(rows), wrong);
	assert_int_equal(wrong, 0);
}

/* What a spreadsheet would take for a formula is a name as any other, and
 * stands in a CSV file so that no program reckons with it. */
static void
formula_cells_stay_texts(void **state)
{
	static const char *const names[] = { "=HYPERLINK(\\\"x\\\")",
		"+1+cmd|' /C calc'!A0", "-2+3", "@SUM(A1:A9)" };
	struct rest_kit *kit = *state;

	for (size_t i = 0; i < ARRAY_LEN(names); i++) {
		CLEANUP(buf_free) struct buf cell = BUF_INIT;
		char body[200];

		snprintf(body, sizeof body, "{\"id\":\"F%zu\",\"name\":\"%s\"}",
		    i, names[i]);
		assert_int_equal(
		    rest_send(kit, "POST", "/v1/teams", "", body), 201);
		csv_add_text(&cell, rest_text(kit, "name"), true);
		if (buf_str(&cell)[buf_str(&cell)[0] == '"'] != '\'')
			fail_msg("a formula: %s", buf_str(&cell));
	}
}

/* Sizes and depths just beyond what is borne. */
static void
what_is_too_large_is_refused(void **state)
{
	struct rest_kit *kit = *state;
	CLEANUP(buf_free) struct buf text = BUF_INIT;
	int fd = client_open(&kit->http);

	buf_adds(&text, "GET /v1/events?q=");
	for (int i = 0; i < 20000; i++)
		buf_addc(&text, 'a');
	buf_adds(&text, " HTTP/1.1\r\n" HOST END);
	buf_reset(&kit->reply);
	client_text(fd, buf_str(&text));
	client_read_all(fd, &kit->reply, true);
	close(fd);
	assert_in_range(reply_status(&kit->reply), 414, 431);

	buf_reset(&text);
	fd = client_open(&kit->http);
	buf_adds(&text, "GET /v1/events HTTP/1.1\r\n" HOST);
	for (int i = 0; i < 200; i++)
		buf_addf(&text, "X-%d: y\r\n", i);
	buf_adds(&text, END);
	buf_reset(&kit->reply);
	client_text(fd, buf_str(&text));
	client_read_all(fd, &kit->reply, true);
	close(fd);
	assert_int_equal(reply_status(&kit->reply), 431);

	fd = client_open(&kit->http);
	buf_reset(&kit->reply);
	client_text(fd, "POST /v1/teams HTTP/1.1\r\n" HOST JSON
			"Content-Length: 99999999\r\n" END);
	client_read_all(fd, &kit->reply, true);
	close(fd);
	assert_int_equal(reply_status(&kit->reply), 413);

	buf_reset(&text);
	buf_adds(&text, "{\"id\":");
	for (int i = 0; i < 3000; i++)
		buf_addc(&text, '[');
	assert_int_equal(
	    rest_send(kit, "POST", "/v1/teams", "", buf_str(&text)), 400);
	buf_reset(&text);
	buf_adds(&text, "{\"id\":\"T1\",\"name\":\"");
	for (int i = 0; i < 501; i++)
		buf_addc(&text, 'a');
	buf_adds(&text, "\"}");
	assert_int_equal(
	    rest_send(kit, "POST", "/v1/teams", "", buf_str(&text)), 422);
}

#define ASKED(test) \
	cmocka_unit_test_setup_teardown(test, rest_setup, rest_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		ASKED(each_gets_its_answer),
		ASKED(formula_cells_stay_texts),
		ASKED(what_is_too_large_is_refused),
	};

	return cmocka_run_group_tests_name("rest_hostile", tests, NULL, NULL);
}
