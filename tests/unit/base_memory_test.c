/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The ground floor when memory runs out: the n-th allocation fails, for each
 * n; what then comes back is -ENOMEM, and nothing is left behind.
 */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/record.h"
#include "base/zone.h"
#include "model/event.h"
#include "short_memory.h"

static const char json[] =
    "{\"source\":\"s\",\"uid\":\"a-uid-longer-than-a-small-buffer\","
    "\"kind\":\"forum\",\"categories\":[\"a\",\"b\"],"
    "\"start\":\"2026-03-01T10:00:00\",\"end\":\"2026-03-01T11:00:00\","
    "\"zone\":\"Europe/Madrid\",\"latitude\":41.5,"
    "\"legs\":[{\"mode\":\"air\",\"from\":\"Barcelona\"}]}";

struct work {
	struct zones *zones;
	void *read, *copy, *decoded;
	struct buf wire;
};

static int
work_steps(struct work *work, struct err *err)
{
	struct event_times times;
	int result = zones_open(NULL, &work->zones, err);

	if (result == 0)
		result = record_from_json(
		    &event_record, json, strlen(json), &work->read, err);
	if (result == 0)
		result = event_times(work->read, work->zones, &times, err);
	if (result < 0)
		return result;
	work->copy = record_copy(&event_record, work->read);
	if (!work->copy)
		return -ENOMEM;
	record_encode(&event_record, work->copy, &work->wire);
	if (buf_error(&work->wire))
		return buf_error(&work->wire);
	return record_decode(&event_record, work->wire.data, work->wire.len,
	    &record_limits_default, &work->decoded, err);
}

/* The same with the n-th allocation failing; all is released. */
static int
work_once(long fail_at, bool *whole, long *made)
{
	struct work work = { .zones = NULL };
	struct err err = ERR_INIT;
	long live;
	int result;

	short_memory_begin(fail_at);
	result = work_steps(&work, &err);
	*whole = result == 0 &&
		 record_equal(&event_record, work.read, work.decoded) &&
		 strcmp(((struct event *)work.read)->start,
		     "2026-03-01T10:00:00") == 0;
	free(work.read);
	free(work.copy);
	free(work.decoded);
	buf_free(&work.wire);
	zones_free(work.zones);
	*made = short_memory_end(&live);
	assert_int_equal(live, 0);
	return result;
}

static void
each_failed_allocation_is_clean(void **state)
{
	bool whole;
	long all, made;

	(void)state;
	if (!short_memory_works()) {
		print_message("skipped: a sanitizer has a malloc of its own\n");
		skip();
	}
	assert_int_equal(
	    work_once(0, &whole, &made), 0); /* what is made lazily */
	assert_int_equal(work_once(0, &whole, &all), 0);
	assert_true(whole);
	assert_in_range(all, 20, 1000);
	for (long n = 1; n <= all; n++)
		assert_int_equal(work_once(n, &whole, &made), -ENOMEM);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_failed_allocation_is_clean),
	};

	return cmocka_run_group_tests_name("base_memory", tests, NULL, NULL);
}
