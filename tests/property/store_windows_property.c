/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What meets a window, by the classes of duration that the store looks in,
 * against a scan of all rows.
 */
#include "chance.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/cleanup.h"
#include "base/date.h"
#include "store/duration.h"
#include "store_kit.h"

struct window_check {
	struct span window;
	struct buf *to;
};

static int
add_between(struct event_row *row, void *arg, struct err *err)
{
	(void)err;
	buf_addf(arg, "%s ", row->event->uid);
	event_row_free(row);
	return 0;
}

static int
add_if_met(struct event_row *row, void *arg, struct err *err)
{
	struct window_check *check = arg;

	return span_meets(row->extent, check->window)
		   ? add_between(row, check->to, err)
		   : (event_row_free(row), 0);
}

/* Wall times over a year, of all lengths; uid is "n" and in order of start,
 * so that by uid is by start. */
static void
fill(struct kit *kit, struct chance *chance, int n)
{
	static const int64_t longest[] = { 0, 3600, 7 * 3600, 2 * 86400,
		9 * 86400, 50 * 86400, 400 * 86400 };
	int64_t at = 1767225600;

	for (int i = 0; i < n; i++) {
		char uid[16], start[WALL_TEXT], end[WALL_TEXT];
		struct event event;
		int64_t length = chance_range(
		    chance, 0, longest[chance_range(chance, 0, 6)]);

		at += chance_range(chance, 1, 2 * 365 * 86400 / n);
		snprintf(uid, sizeof uid, "%05d", i);
		wall_format(start, at);
		wall_format(end, at + length);
		event = kit_event("s", uid, start, end);
		event.zone = "UTC";
		kit_put(kit, &event);
	}
}

static void
windows_are_as_a_full_scan(void **state)
{
	struct chance chance = chance_start();
	struct kit kit;

	(void)state;
	kit_open(&kit);
	fill(&kit, &chance, 300);
	for (int i = 0; i < 150; i++) {
		CLEANUP(buf_free) struct buf found = BUF_INIT;
		CLEANUP(buf_free) struct buf expected = BUF_INIT;
		struct window_check check = { .to = &expected };
		int64_t start =
		    1767225600 + chance_range(&chance, -86400, 366 * 86400);

		check.window = (struct span){ start,
			start + chance_range(&chance, 0, 40 * 86400) };
		if (chance_one_in(&chance, 10))
			check.window.end = check.window.start;
		assert_int_equal(
		    events_between(kit.store, kit.zones, check.window,
			add_between, &found, &kit.err),
		    0);
		assert_int_equal(events_each(kit.store, kit.zones, add_if_met,
				     &check, NULL, &kit.err),
		    0);
		if (strcmp(buf_str(&found), buf_str(&expected)) != 0)
			chance_fail(&chance, "window: %s\nand not %s",
			    buf_str(&found), buf_str(&expected));
	}
	kit_close(&kit);
}

/* The bounds of the classes are where it can go wrong. */
static void
a_class_reaches_back_as_far_as_its_longest(void **state)
{
	static const int64_t hours[] = { 0, 6, 50, 218, 986, 9000 };
	struct chance chance = chance_start();
	bool classes[DURATION_CLASSES] = { false };

	(void)state;
	for (int i = 0; i < 100000; i++) {
		int64_t length = 3600 * hours[chance_range(&chance, 0, 5)] +
				 chance_range(&chance, -1, 1);
		struct span span = { 0, length > 0 ? length : 0 };
		int64_t start = span.end + chance_range(&chance, -2, 2);
		struct span window = { start,
			start + chance_range(&chance, 0, 2) };
		int class = duration_class(span);
		struct span reach = duration_starts(class, window);

		classes[class] = true;
		if (span_meets(span, window) &&
		    (span.start < reach.start || span.start >= reach.end))
			chance_fail(&chance, "%lld s, window from %lld",
			    (long long)length, (long long)start);
	}
	for (int i = 0; i < DURATION_CLASSES; i++)
		assert_true(classes[i]);
	assert_int_equal(duration_class(SPAN_ALWAYS), DURATION_CLASSES - 1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(windows_are_as_a_full_scan),
		cmocka_unit_test(a_class_reaches_back_as_far_as_its_longest),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
