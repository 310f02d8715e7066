/* SPDX-License-Identifier: Apache-2.0 */
/* Which route answers what, and what is answered without one. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/cleanup.h"
#include "http/router.h"
#include "http_kit.h"

static void
matches_patterns(void **state)
{
	static const struct {
		const char *pattern, *path, *value; /* NULL: no match */
	} rows[] = {
		{ "/", "/", "" },
		{ "/", "/a", NULL },
		{ "/v1/events", "/v1/events", "" },
		{ "/v1/events", "/v1/events/", NULL },
		{ "/v1/events", "/v1/event", NULL },
		{ "/v1/events", "/v1", NULL },
		{ "/v1/events/{id}", "/v1/events/7", "7" },
		{ "/v1/events/{id}", "/v1/events/", NULL },
		{ "/v1/events/{id}", "/v1/events/7/8", NULL },
		{ "/v1/{id}/sync", "/v1/a b/sync", "a b" },
		{ "/feeds/{name}.ics", "/feeds/public.ics", "public" },
		{ "/feeds/{name}.ics", "/feeds/.ics", NULL },
		{ "/feeds/{name}.ics", "/feeds/a.ics.ics", "a.ics" },
		{ "/feeds/{name}.ics", "/feeds/a.ifb", NULL },
		{ "/a-{x}", "/a-1", "1" },
		{ "/a-{x}", "/b-1", NULL },
	};
	char longest[300] = "/v1/events/";
	struct route_values values;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		bool match =
		    route_match(rows[i].pattern, rows[i].path, &values);

		if (match != !!rows[i].value)
			fail_msg("%s, %s", rows[i].pattern, rows[i].path);
		if (match && values.n)
			assert_string_equal(
			    values.list[0].value, rows[i].value);
		if (match)
			assert_int_equal(values.n, rows[i].value[0] != '\0');
	}
	memset(longest + 11, 'a', 256);
	assert_false(route_match("/v1/events/{id}", longest, &values));
	longest[11 + 255] = '\0';
	assert_true(route_match("/v1/events/{id}", longest, &values));
}

static void
lists_methods(void **state)
{
	char text[ALLOW_TEXT];

	(void)state;
	assert_string_equal(route_allow(text, HTTP_GET), "GET, HEAD, OPTIONS");
	assert_string_equal(route_allow(text, HTTP_POST), "POST, OPTIONS");
	assert_string_equal(route_allow(text, 127),
	    "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS");
}

static void
say(const struct http_request *request, struct http_reply *reply, void *arg)
{
	const struct route *route = *(const struct route **)arg;
	const char *id = http_path_value(request, "id");

	http_reply_status(reply, 200);
	http_reply_header(reply, "Content-Type", "text/plain");
	http_reply_add(reply, route->summary, strlen(route->summary));
	if (id)
		http_reply_add(reply, id, strlen(id));
}

static const struct route routes[] = {
	{ HTTP_GET, "/x/{id}", ACCESS_ANYONE, say, "value " },
	{ HTTP_GET, "/x/all", ACCESS_ANYONE, say, "literal" },
	{ HTTP_POST, "/x/{id}", ACCESS_LOCAL, say, "local" },
	{ HTTP_GET, "/near", ACCESS_NEAR, say, "near" },
};

static void
dispatch(
    const struct http_request *request, struct http_reply *reply, void *arg)
{
	const struct route *route =
	    router_find(routes, ARRAY_LEN(routes), request, reply);

	(void)arg;
	if (route)
		route->handler(request, reply, &route);
}

static void
answers_by_the_table(void **state)
{
	static const struct {
		const char *line, *more;
		int status;
		const char *name, *value; /* a field */
		const char *body;
	} rows[] = {
		{ "GET /x/7", "", 200, NULL, NULL, "value 7" },
		{ "GET /x/all", "", 200, NULL, NULL, "literal" },
		{ "HEAD /x/7", "", 200, "Content-Length", "7", "" },
		{ "OPTIONS /x/7", "", 204, "Allow", "GET, HEAD, POST, OPTIONS",
		    "" },
		{ "OPTIONS /near", "", 204, "Allow", "GET, HEAD, OPTIONS", "" },
		{ "DELETE /x/7", "", 405, "Allow", "GET, HEAD, POST, OPTIONS",
		    NULL },
		{ "POST /x/7", "", 401, "WWW-Authenticate", "Bearer", NULL },
		{ "GET /y", "", 404, "Content-Type", "application/problem+json",
		    NULL },
		{ "OPTIONS /y", "", 404, NULL, NULL, NULL },
		{ "GET /near", "", 200, NULL, NULL, "near" },
		{ "GET /near", "X-Forwarded-For: 10.1.1.1\r\n", 401, NULL, NULL,
		    NULL },
		{ "GET /near", "Via: 1.1 proxy\r\n", 401, NULL, NULL, NULL },
	};
	CLEANUP(buf_free) struct buf reply = BUF_INIT;
	struct http_kit kit;
	char field[80];

	(void)state;
	http_kit_start(&kit, NULL, dispatch, NULL);
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		char request[200];

		snprintf(request, sizeof request,
		    "%s HTTP/1.1\r\nHost: x\r\n%sConnection: close\r\n\r\n",
		    rows[i].line, rows[i].more);
		assert_int_equal(client_exchange(&kit, request, &reply), 0);
		if (reply_status(&reply) != rows[i].status)
			fail_msg("%s: %s", rows[i].line, buf_str(&reply));
		if (rows[i].name) {
			assert_non_null(reply_field(
			    &reply, rows[i].name, field, sizeof field));
			assert_string_equal(field, rows[i].value);
		}
		if (rows[i].body)
			assert_string_equal(reply_body(&reply), rows[i].body);
	}
	http_kit_stop(&kit);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(matches_patterns),
		cmocka_unit_test(lists_methods),
		cmocka_unit_test(answers_by_the_table),
	};

	return cmocka_run_group_tests_name("router", tests, NULL, NULL);
}
