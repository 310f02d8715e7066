/* SPDX-License-Identifier: Apache-2.0 */
/* Signing in from a browser: by a link that works once, or by a token; what a
 * page must show with each change; how it ends. And what a proxy may say. */
#include <stdio.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/secret.h"
#include "rest_kit.h"

struct browser {
	char cookie[128]; /* "Cookie: ambit=...\r\n" */
	char csrf[128];   /* "X-CSRF-Token: ...\r\n" */
	char token[100];  /* the path of its token */
};

/* Takes the cookie and the csrf of the last answer. */
static void
enter(struct rest_kit *kit, struct browser *browser)
{
	const char *set = rest_field(kit, "Set-Cookie");

	assert_non_null(set);
	assert_non_null(strstr(set, "; HttpOnly; SameSite=Strict"));
	snprintf(browser->cookie, sizeof browser->cookie, "Cookie: %.*s\r\n",
	    (int)strcspn(set, ";"), set);
	snprintf(browser->csrf, sizeof browser->csrf, "X-CSRF-Token: %s\r\n",
	    rest_text(kit, "csrf"));
}

static void
sign_in(struct rest_kit *kit, struct browser *browser)
{
	char secret[SECRET_TEXT], body[100];

	assert_int_equal(rest_send(kit, "POST", "/v1/tokens", "",
			     "{\"label\":\"Ada\",\"role\":\"coordinator\"}"),
	    201);
	snprintf(browser->token, sizeof browser->token, "/v1/tokens/%s",
	    rest_text(kit, "id"));
	/* By its name alone. */
	snprintf(
	    body, sizeof body, "{\"tokem\":\"%s\"}", rest_text(kit, "secret"));
	memcpy(secret, rest_text(kit, "secret"), sizeof secret);
	assert_int_equal(
	    rest_send_tcp(kit, "POST", "/v1/session", "", body), 422);
	snprintf(body, sizeof body, "{\"token\":\"%s\"}", secret);
	assert_int_equal(
	    rest_send_tcp(kit, "POST", "/v1/session", "", body), 201);
	enter(kit, browser);
}

static int
change(struct rest_kit *kit, const struct browser *browser, const char *more,
    bool shown)
{
	char fields[400];

	snprintf(fields, sizeof fields, "%s%s%s", browser->cookie,
	    shown ? browser->csrf : "", more);
	return rest_send_tcp(kit, "POST", "/v1/teams?dry_run=true", fields,
	    "{\"id\":\"T1\",\"name\":\"A\"}");
}

static void
a_page_shows_that_it_is_ours(void **state)
{
	struct rest_kit *kit = *state;
	struct browser browser;

	sign_in(kit, &browser);
	assert_int_equal(
	    rest_ask(kit, "GET", "/v1/people", browser.cookie), 200);
	assert_int_equal(change(kit, &browser, "", false), 403);
	assert_int_equal(
	    change(kit, &browser, "X-CSRF-Token: 1\r\n", false), 403);
	assert_int_equal(change(kit, &browser, "", true), 201);
	assert_int_equal(
	    change(kit, &browser, "Origin: http://x\r\n", true), 201);
	assert_int_equal(
	    change(kit, &browser, "Origin: http://evil.example\r\n", true),
	    403);
	assert_int_equal(change(kit, &browser, "Origin: null\r\n", true), 403);
}

static void
it_ends(void **state)
{
	struct rest_kit *kit = *state;
	struct browser browser;
	char fields[300];

	sign_in(kit, &browser);
	assert_int_equal(
	    rest_ask(kit, "GET", "/v1/session", browser.cookie), 200);
	assert_string_equal(rest_text(kit, "role"), "coordinator");
	snprintf(fields, sizeof fields, "%s%s", browser.cookie, browser.csrf);
	assert_int_equal(rest_ask(kit, "DELETE", "/v1/session", fields), 204);
	assert_non_null(strstr(rest_field(kit, "Set-Cookie"), "Max-Age=0"));
	assert_int_equal(
	    rest_ask(kit, "GET", "/v1/people", browser.cookie), 401);
	sign_in(kit, &browser);
	kit->clock.fixed_now += 43200;
	assert_int_equal(
	    rest_ask(kit, "GET", "/v1/people", browser.cookie), 401);
	sign_in(kit, &browser);
	assert_int_equal(rest_ask_local(kit, "DELETE", browser.token), 204);
	assert_int_equal(
	    rest_ask(kit, "GET", "/v1/people", browser.cookie), 401);
}

static void
a_link_works_once(void **state)
{
	struct rest_kit *kit = *state;
	struct browser browser;
	char target[120], body[100];

	sign_in(kit, &browser);
	snprintf(target, sizeof target, "%s/link", browser.token);
	assert_int_equal(rest_ask_local(kit, "POST", target), 201);
	assert_memory_equal(rest_text(kit, "path"), "/#sign-in=", 10);
	snprintf(body, sizeof body, "{\"code\":\"%s\"}",
	    rest_text(kit, "path") + 10);
	assert_int_equal(
	    rest_send_tcp(kit, "POST", "/v1/session", "", body), 201);
	enter(kit, &browser);
	assert_int_equal(
	    rest_ask(kit, "GET", "/v1/people", browser.cookie), 200);
	assert_int_equal(
	    rest_send_tcp(kit, "POST", "/v1/session", "", body), 403);
	assert_null(rest_field(kit, "Set-Cookie"));
	/* Nor when its time is over. */
	rest_ask_local(kit, "POST", target);
	snprintf(body, sizeof body, "{\"code\":\"%s\"}",
	    rest_text(kit, "path") + 10);
	kit->clock.fixed_now += 900;
	assert_int_equal(
	    rest_send_tcp(kit, "POST", "/v1/session", "", body), 403);
}

static void
a_proxy_is_trusted_when_it_is_said(void **state)
{
	struct rest_kit *kit = *state;

	assert_int_equal(
	    rest_send(kit, "POST", "/v1/tokens", "",
		"{\"label\":\"x\",\"role\":\"reader\",\"user\":\"ada\"}"),
	    201);
	assert_int_equal(
	    rest_ask(kit, "GET", "/v1/teams", "X-User: ada\r\n"), 401);
	kit->rest.user_header = "X-User";
	assert_int_equal(
	    rest_ask(kit, "GET", "/v1/teams", "X-User: ada\r\n"), 200);
	assert_int_equal(
	    rest_ask(kit, "GET", "/v1/teams", "X-User: bet\r\n"), 401);
	assert_int_equal(
	    rest_ask(kit, "GET", "/v1/people", "X-User: ada\r\n"), 403);
}

#define ASKED(test) \
	cmocka_unit_test_setup_teardown(test, rest_setup, rest_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		ASKED(a_page_shows_that_it_is_ours),
		ASKED(it_ends),
		ASKED(a_link_works_once),
		ASKED(a_proxy_is_trusted_when_it_is_said),
	};

	return cmocka_run_group_tests_name("rest_session", tests, NULL, NULL);
}
