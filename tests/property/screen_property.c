/* SPDX-License-Identifier: Apache-2.0 */
/*
 * However the bytes of a connection are cut into pieces, the screen finds the
 * same requests in them; and it finds those that were written.
 */
#include <stdio.h>
#include <string.h>

#include "base/cleanup.h"
#include "http/screen.h"
#include "tests/property/chance.h"

static const char hostile[] = "\r\n :,;0aZ%+\t/\0\x7f\xff";

/* A request with a body of its own, and what the screen should make of it. */
static void
add_request(struct chance *chance, int i, struct buf *bytes, struct buf *told)
{
	static const char *const methods[] = { "GET", "POST", "PUT", "DELETE" };
	size_t len = (size_t)chance_range(chance, 0, 40);
	size_t method = (size_t)chance_range(chance, 0, 3);
	char body[41];

	for (size_t at = 0; at < len; at++)
		body[at] = hostile[chance_range(chance, 0, sizeof hostile - 2)];
	buf_addf(bytes, "%s /%d HTTP/1.1\r\nHost: x\r\n", methods[method], i);
	if (chance_one_in(chance, 2)) {
		buf_addf(bytes, "Content-Length: %zu\r\n\r\n", len);
		buf_add(bytes, body, len);
	} else {
		buf_adds(bytes, "Transfer-Encoding: chunked\r\n\r\n");
		for (size_t at = 0, n; at < len; at += n) {
			n = (size_t)chance_range(
			    chance, 1, (int64_t)(len - at));
			buf_addf(bytes, "%zx\r\n", n);
			buf_add(bytes, body + at, n);
			buf_adds(bytes, "\r\n");
		}
		buf_adds(bytes, "0\r\n\r\n");
	}
	buf_addf(told, "%s /%d %zu ", methods[method], i, len);
	buf_add(told, body, len);
}

/* Spoils one byte, or none. */
static void
spoil(struct chance *chance, struct buf *bytes)
{
	if (chance_one_in(chance, 2))
		bytes->data[chance_range(chance, 0, (int64_t)bytes->len - 1)] =
		    hostile[chance_range(chance, 0, sizeof hostile - 2)];
}

/* Feeds the bytes in pieces of at most most, and tells what came of it. */
static void
screen_all(struct chance *chance, const struct buf *bytes, int64_t most,
    struct buf *told)
{
	CLEANUP(screen_free) struct screen screen;
	enum screen_state state = SCREEN_LINE;

	screen_init(&screen, 400, 60);
	for (size_t at = 0, n; at < bytes->len; at += n) {
		n = (size_t)chance_range(chance, 1, most);
		if (n > bytes->len - at)
			n = bytes->len - at;
		state = screen_feed(&screen, bytes->data + at, n);
		while (state == SCREEN_READY) {
			const char *head = screen.head.data;

			buf_add(told, head, strcspn(head, " "));
			head = strchr(head, '/');
			buf_addf(told, " %.*s %zu ", (int)strcspn(head, " "),
			    head, screen.body.len);
			buf_add(told, buf_str(&screen.body), screen.body.len);
			state = screen_next(&screen);
		}
	}
	if (state == SCREEN_REFUSED)
		buf_addf(told, "refused %d", screen.status);
}

static bool
same(const struct buf *a, const struct buf *b)
{
	return a->len == b->len && memcmp(buf_str(a), buf_str(b), a->len) == 0;
}

static void
pieces_make_no_difference(void **state)
{
	struct chance chance = chance_start();

	(void)state;
	for (int round = 0; round < 3000; round++) {
		CLEANUP(buf_free) struct buf bytes = BUF_INIT;
		CLEANUP(buf_free) struct buf told = BUF_INIT;
		CLEANUP(buf_free) struct buf whole = BUF_INIT;
		CLEANUP(buf_free) struct buf pieces = BUF_INIT;
		int n = (int)chance_range(&chance, 1, 5);

		for (int i = 0; i < n; i++)
			add_request(&chance, i, &bytes, &told);
		screen_all(&chance, &bytes, 7, &pieces);
		if (!same(&told, &pieces))
			chance_fail(
			    &chance, "round %d: not what was written", round);
		spoil(&chance, &bytes);
		buf_reset(&pieces);
		screen_all(&chance, &bytes, (int64_t)bytes.len * 1000, &whole);
		screen_all(
		    &chance, &bytes, chance_range(&chance, 1, 9), &pieces);
		if (!same(&whole, &pieces))
			chance_fail(&chance, "round %d: pieces differ", round);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(pieces_make_no_difference),
	};

	return cmocka_run_group_tests_name(
	    "screen properties", tests, NULL, NULL);
}
