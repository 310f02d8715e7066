/* SPDX-License-Identifier: Apache-2.0 */
/* Answers that are put off until what they need is there. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/cleanup.h"
#include "http_kit.h"

struct bench {
	struct http_kit http;
	atomic_bool there;
	atomic_int calls; /* of the handler, for "/later" */
	atomic_int kept;  /* with requests, and not yet released */
};

static void
let_go(void *kept)
{
	((struct bench *)kept)->kept--;
}

/* "/later" waits for what is not there; all else is told at once. */
static void
handler(const struct http_request *request, struct http_reply *reply, void *arg)
{
	struct bench *bench = arg;
	bool later = strcmp(http_path(request), "/later") == 0;
	char text[100];

	if (later)
		bench->calls++;
	http_reply_status(reply, 200);
	http_reply_add(reply, "x", 1);
	if (later && !bench->there) {
		assert_ptr_equal(
		    http_kept(request), http_waited(request) ? bench : NULL);
		bench->kept += !http_waited(request);
		if (!http_waited(request))
			http_keep(request, bench, let_go);
		http_reply_later(reply);
		return;
	}
	snprintf(text, sizeof text, " %s waited=%d", http_path(request),
	    http_waited(request));
	http_reply_add(reply, text, strlen(text));
}

static int
setup(void **state)
{
	static struct bench bench;

	memset(&bench, 0, sizeof bench);
	http_kit_start(&bench.http, NULL, handler, &bench);
	*state = &bench;
	return 0;
}

static int
teardown(void **state)
{
	struct bench *bench = *state;

	http_kit_stop(&bench->http);
	return bench->kept;
}

/* Until the handler has been called so often. */
static void
await_calls(struct bench *bench, int calls)
{
	for (int i = 0; bench->calls < calls; i++) {
		assert_true(i < CLIENT_SECONDS * 1000);
		usleep(1000);
	}
}

static void
fulfil(struct bench *bench)
{
	bench->there = true;
	http_server_again(bench->http.server);
}

static void
assert_answer(int fd, const char *body)
{
	CLEANUP(buf_free) struct buf reply = BUF_INIT;

	assert_int_equal(client_read_one(fd, false, &reply), 0);
	assert_int_equal(reply_status(&reply), 200);
	assert_string_equal(reply_body(&reply), body);
}

static void
is_answered_when_it_is_there(void **state)
{
	struct bench *bench = *state;
	int fd = client_open(&bench->http);

	client_text(fd, "GET /later HTTP/1.1\r\nHost: x\r\n\r\n");
	await_calls(bench, 1);
	http_server_again(bench->http.server); /* too early */
	await_calls(bench, 2);
	fulfil(bench);
	assert_answer(fd, "x /later waited=1");
	/* The connection goes on, with a request that has not waited. */
	client_text(fd, "GET /later HTTP/1.1\r\nHost: x\r\n\r\n");
	assert_answer(fd, "x /later waited=0");
	close(fd);
}

/* And what waits does not keep others waiting. */
static void
order_is_kept_on_its_connection_alone(void **state)
{
	struct bench *bench = *state;
	CLEANUP(buf_free) struct buf reply = BUF_INIT;
	int fd = client_open(&bench->http), other;

	client_text(fd, "GET /later HTTP/1.1\r\nHost: x\r\n\r\n"
			"GET /next HTTP/1.1\r\nHost: x\r\n"
			"Connection: close\r\n\r\n");
	await_calls(bench, 1);
	other = client_open(&bench->http);
	client_text(other, "GET /other HTTP/1.1\r\nHost: x\r\n\r\n");
	assert_answer(other, "x /other waited=0");
	close(other);
	fulfil(bench);
	assert_int_equal(client_read_all(fd, &reply, false), 0);
	assert_non_null(strstr(buf_str(&reply), "x /later waited=1"));
	assert_non_null(
	    strstr(strstr(buf_str(&reply), "/later"), "x /next waited=0"));
	close(fd);
}

static void
a_client_may_go_away_meanwhile(void **state)
{
	struct bench *bench = *state;
	int fd = client_open(&bench->http);

	client_text(fd, "GET /later HTTP/1.1\r\nHost: x\r\n\r\n");
	await_calls(bench, 1);
	close(fd);
	fulfil(bench);
	fd = client_open(&bench->http);
	client_text(fd, "GET /next HTTP/1.1\r\nHost: x\r\n\r\n");
	assert_answer(fd, "x /next waited=0");
	close(fd);
}

static void
ends_with_the_time_for_an_answer(void **state)
{
	struct bench *bench = *state;
	CLEANUP(buf_free) struct buf reply = BUF_INIT;
	int fd = client_open(&bench->http);

	client_text(fd, "GET /later HTTP/1.1\r\nHost: x\r\n\r\n");
	await_calls(bench, 1);
	bench->http.ahead_ms =
	    INT64_C(1000) * (http_options_default.answer_seconds + 1);
	assert_int_equal(client_read_all(fd, &reply, true), 0);
	assert_int_equal(reply.len, 0);
	close(fd);
	fulfil(bench); /* for nobody */
}

static void
a_drain_waits_for_it(void **state)
{
	struct bench *bench = *state;
	int fd = client_open(&bench->http);

	client_text(fd, "GET /later HTTP/1.1\r\nHost: x\r\n\r\n");
	await_calls(bench, 1);
	http_kit_drain(&bench->http);
	http_server_again(bench->http.server);
	await_calls(bench, 2);
	assert_false(bench->http.drained);
	fulfil(bench);
	assert_answer(fd, "x /later waited=1");
	for (int i = 0; !bench->http.drained; i++) {
		assert_true(i < CLIENT_SECONDS * 1000);
		usleep(1000);
	}
	close(fd);
}

static void
a_server_may_end_meanwhile(void **state)
{
	struct bench *bench = *state;
	int fd = client_open(&bench->http);

	client_text(fd, "GET /later HTTP/1.1\r\nHost: x\r\n\r\n");
	await_calls(bench, 1);
	close(fd);
}

#define LATER(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		LATER(is_answered_when_it_is_there),
		LATER(order_is_kept_on_its_connection_alone),
		LATER(a_client_may_go_away_meanwhile),
		LATER(ends_with_the_time_for_an_answer),
		LATER(a_drain_waits_for_it),
		LATER(a_server_may_end_meanwhile),
	};

	return cmocka_run_group_tests_name("http_later", tests, NULL, NULL);
}
