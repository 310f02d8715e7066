/* SPDX-License-Identifier: Apache-2.0 */
/* Free/busy time against a twin that asks every hour who is busy, and in any
 * order. */
#include "chance.h"

#include <stdio.h>
#include <string.h>

#include "base/cleanup.h"
#include "calendars/freebusy.h"

#define HOURS 60
#define MOST 12

/* Busy times of hours, some beyond the window. */
static size_t
make_busy(struct chance *chance, struct busy busy[MOST])
{
	size_t n = (size_t)chance_range(chance, 0, MOST);

	for (size_t i = 0; i < n; i++) {
		int64_t start = chance_range(chance, -10, HOURS + 10);

		busy[i].span.start = start * 3600;
		busy[i].span.end = (start + chance_range(chance, 0, 9)) * 3600;
		busy[i].type =
		    (enum busy_type)chance_range(chance, 0, BUSY_TYPES - 1);
	}
	return n;
}

/* The type of that hour, -1: free. */
static int
hour_type(const struct busy *busy, size_t n, int hour)
{
	int type = -1;

	for (size_t i = 0; i < n; i++)
		if (busy[i].span.start <= hour * 3600 &&
		    hour * 3600 < busy[i].span.end && (int)busy[i].type > type)
			type = (int)busy[i].type;
	return type;
}

/* The lines, from hour to hour. Hours are of January 1970. */
static void
twin(const struct busy *busy, size_t n, struct buf *out)
{
	static const char *const names[] = { "BUSY-TENTATIVE", "BUSY",
		"BUSY-UNAVAILABLE" };
	int since = 0;

	for (int hour = 1; hour <= HOURS; hour++) {
		int type = hour_type(busy, n, since);

		if (hour < HOURS && hour_type(busy, n, hour) == type)
			continue;
		if (type >= 0)
			buf_addf(out,
			    "FREEBUSY;FBTYPE=%s:197001%02dT%02d0000Z/"
			    "197001%02dT%02d0000Z\r\n",
			    names[type], since / 24 + 1, since % 24,
			    hour / 24 + 1, hour % 24);
		since = hour;
	}
}

static void
told(const struct busy *busy, size_t n, struct buf *out)
{
	const struct freebusy freebusy = { .product = "x",
		.uid = "x",
		.window = { 0, HOURS * 3600 },
		.busy = busy,
		.nbusy = n };

	freebusy_add(out, &freebusy);
}

static void
shuffle(struct chance *chance, struct busy *busy, size_t n)
{
	for (size_t i = n; i > 1; i--) {
		size_t j = (size_t)chance_range(chance, 0, (int64_t)i - 1);
		struct busy other = busy[j];

		busy[j] = busy[i - 1];
		busy[i - 1] = other;
	}
}

static void
each_hour_is_told_right_in_any_order(void **state)
{
	struct chance chance = chance_start();

	(void)state;
	for (int round = 0; round < 5000; round++) {
		CLEANUP(buf_free) struct buf expected = BUF_INIT;
		CLEANUP(buf_free) struct buf text = BUF_INIT;
		CLEANUP(buf_free) struct buf again = BUF_INIT;
		struct busy busy[MOST];
		size_t n = make_busy(&chance, busy);

		buf_adds(&expected, "");
		twin(busy, n, &expected);
		buf_adds(&expected, "END:VFREEBUSY\r\n");
		told(busy, n, &text);
		shuffle(&chance, busy, n);
		told(busy, n, &again);
		if (!strstr(buf_str(&text), buf_str(&expected)) ||
		    strcmp(buf_str(&text), buf_str(&again)) != 0)
			chance_fail(&chance, "%s\nexpected %s", buf_str(&text),
			    buf_str(&expected));
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_hour_is_told_right_in_any_order),
	};

	return cmocka_run_group_tests_name("freebusy", tests, NULL, NULL);
}
