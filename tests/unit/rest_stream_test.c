/* SPDX-License-Identifier: Apache-2.0 */
/* The log of changes as server-sent events: what was missed comes first, what
 * is new as it happens; a reader who comes back goes on where it was, one who
 * does not read holds nothing up. */
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

#include "base/cleanup.h"
#include "rest_kit.h"

static void
add_team(struct rest_kit *kit, int i)
{
	char body[100];

	snprintf(body, sizeof body, "{\"id\":\"T%d\",\"name\":\"Team\"}", i);
	if (rest_send(kit, "POST", "/v1/teams", "", body) != 201)
		fail_msg("%s", buf_str(&kit->reply));
}

/* Opens a stream over the local socket, where all is told. */
static int
open_stream(struct rest_kit *kit, const char *fields)
{
	int fd = client_open_unix(kit->socket);
	char text[300];

	snprintf(text, sizeof text,
	    "GET /v1/changes HTTP/1.1\r\nHost: x\r\n"
	    "Accept: text/event-stream\r\n%s\r\n",
	    fields);
	client_text(fd, text);
	return fd;
}

/* Reads until the text has come. */
static void
await_text(int fd, struct buf *got, const char *text)
{
	while (!strstr(buf_str(got), text)) {
		struct pollfd poller = { fd, POLLIN, 0 };
		char bytes[4096];
		ssize_t n;

		if (poll(&poller, 1, CLIENT_SECONDS * 1000) <= 0)
			fail_msg("no %s in %s", text, buf_str(got));
		n = recv(fd, bytes, sizeof bytes, 0);
		if (n <= 0)
			fail_msg("ended before %s: %s", text, buf_str(got));
		buf_add(got, bytes, (size_t)n);
	}
}

static int
times(const struct buf *got, const char *text)
{
	int n = 0;

	for (const char *at = buf_str(got); (at = strstr(at, text)); at++)
		n++;
	return n;
}

static void
tells_what_was_and_what_comes(void **state)
{
	CLEANUP(buf_free) struct buf got = BUF_INIT;
	struct rest_kit *kit = *state;
	int fd;

	add_team(kit, 1);
	add_team(kit, 2);
	fd = open_stream(kit, "Last-Event-ID: 1\r\n");
	await_text(fd, &got, "\n\n");
	await_text(fd, &got, "\"id\":\"T2\"");
	assert_int_equal(times(&got, "\"id\":\"T1\""), 0);
	assert_int_equal(times(&got, "Transfer-Encoding: chunked"), 1);
	assert_int_equal(times(&got, "text/event-stream"), 1);
	assert_int_equal(times(&got, "Content-Length"), 0);
	add_team(kit, 3);
	await_text(fd, &got, "\"id\":\"T3\"");
	assert_int_equal(times(&got, "id: 3\nevent: change\ndata: {"), 1);
	add_team(kit, 4);
	await_text(fd, &got, "\"id\":\"T4\"");
	assert_int_equal(times(&got, "event: change"), 3);
	close(fd);
}

/* Without a number: from now on; and a word now and then. */
static void
begins_at_the_end(void **state)
{
	CLEANUP(buf_free) struct buf got = BUF_INIT;
	struct rest_kit *kit = *state;
	int fd;

	add_team(kit, 1);
	fd = open_stream(kit, "");
	await_text(fd, &got, "id: 1\n\n");
	assert_int_equal(times(&got, "event: change"), 0);
	add_team(kit, 2);
	await_text(fd, &got, "id: 2\nevent: change\n");
	kit->clock.fixed_now += HTTP_PIECE_SECONDS;
	kit->http.ahead_ms += HTTP_PIECE_SECONDS * 1000 + 1;
	await_text(fd, &got, "id: 2\n\n");
	close(fd);
}

/* Each change once and in order, however often the line is cut. */
static void
goes_on_after_a_cut(void **state)
{
	struct rest_kit *kit = *state;
	int last = 0;

	for (int i = 1; i <= 30; i++)
		add_team(kit, i);
	while (last < 30) {
		CLEANUP(buf_free) struct buf got = BUF_INIT;
		char field[50], wanted[50];
		int fd;

		snprintf(field, sizeof field, "Last-Event-ID: %d\r\n", last);
		snprintf(wanted, sizeof wanted, "id: %d\nevent: change",
		    last + 7 < 30 ? last + 7 : 30);
		fd = open_stream(kit, field);
		await_text(fd, &got, wanted);
		close(fd);
		/* The first that came is the next one. */
		snprintf(field, sizeof field, "id: %d\nevent", last + 1);
		assert_non_null(strstr(buf_str(&got), field));
		assert_null(strstr(strstr(buf_str(&got), field) + 1, field));
		last = last + 7 < 30 ? last + 7 : 30;
	}
}

/* Who reads nothing for ever holds up neither the others nor the memory. */
static void
a_slow_reader_holds_nothing_up(void **state)
{
	CLEANUP(buf_free) struct buf got = BUF_INIT;
	struct rest_kit *kit = *state;
	int slow = open_stream(kit, "Last-Event-ID: 0\r\n");
	int small = 1024, fd;

	setsockopt(slow, SOL_SOCKET, SO_RCVBUF, &small, sizeof small);
	for (int i = 1; i <= 40; i++)
		add_team(kit, i);
	fd = open_stream(kit, "Last-Event-ID: 0\r\n");
	await_text(fd, &got, "\"id\":\"T40\"");
	assert_int_equal(times(&got, "event: change"), 40);
	close(fd);
	/* It has missed nothing, when it reads at last. */
	buf_reset(&got);
	await_text(slow, &got, "\"id\":\"T40\"");
	assert_int_equal(times(&got, "event: change"), 40);
	close(slow);
}

/* A stream is one bearer's: revoked, it ends; and it tells what is theirs. */
static void
is_of_who_asks(void **state)
{
	CLEANUP(buf_free) struct buf got = BUF_INIT;
	struct rest_kit *kit = *state;
	char text[400], target[100];
	int fd;

	add_team(kit, 1);
	add_team(kit, 2);
	rest_send(kit, "POST", "/v1/tokens", "",
	    "{\"label\":\"t\",\"role\":\"lead\",\"teams\":[\"T1\"]}");
	snprintf(target, sizeof target, "/v1/tokens/%s", rest_text(kit, "id"));
	snprintf(text, sizeof text,
	    "GET /v1/changes HTTP/1.1\r\nHost: x\r\n"
	    "Accept: text/event-stream\r\nLast-Event-ID: 0\r\n"
	    "Authorization: Bearer %s\r\n\r\n",
	    rest_text(kit, "secret"));
	fd = client_open(&kit->http);
	client_text(fd, text);
	rest_send(kit, "POST", "/v1/people", "",
	    "{\"id\":\"b1\",\"name\":\"Bet\",\"team\":\"T2\"}");
	rest_send(kit, "POST", "/v1/people", "",
	    "{\"id\":\"a1\",\"name\":\"Ada\",\"team\":\"T1\"}");
	await_text(fd, &got, "\"id\":\"a1\"");
	assert_int_equal(times(&got, "\"id\":\"b1\""), 0);
	assert_int_equal(times(&got, "\"entity\":\"token\""), 0);
	assert_int_equal(rest_ask_local(kit, "DELETE", target), 204);
	await_text(fd, &got, "\r\n0\r\n\r\n");
	close(fd);
}

#define ASKED(test) \
	cmocka_unit_test_setup_teardown(test, rest_setup, rest_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		ASKED(tells_what_was_and_what_comes),
		ASKED(begins_at_the_end),
		ASKED(goes_on_after_a_cut),
		ASKED(a_slow_reader_holds_nothing_up),
		ASKED(is_of_who_asks),
	};

	return cmocka_run_group_tests_name("rest_stream", tests, NULL, NULL);
}
