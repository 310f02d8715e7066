/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The ground floor when memory runs out: the n-th allocation fails, for each
 * n; what then comes back is -ENOMEM, and nothing is left behind. malloc and
 * its kin are this file's own, so not under a sanitizer, which has its own.
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

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define OWN_MALLOC 0
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define OWN_MALLOC 0
#endif
#endif
#ifndef OWN_MALLOC
#define OWN_MALLOC 1
#endif

static struct {
	bool counting;
	long made;    /* allocations so far */
	long fail_at; /* the one that fails; 0: none */
	long live;
} memory;

#if OWN_MALLOC

void *__libc_malloc(size_t size);
void *__libc_calloc(size_t n, size_t size);
void *__libc_realloc(void *old, size_t size);
void __libc_free(void *old);

static bool
fails(void)
{
	if (!memory.counting || ++memory.made != memory.fail_at)
		return false;
	errno = ENOMEM;
	return true;
}

static void *
counted(void *made)
{
	memory.live += memory.counting && made;
	return made;
}

void *
malloc(size_t size)
{
	return fails() ? NULL : counted(__libc_malloc(size));
}

void *
calloc(size_t n, size_t size)
{
	return fails() ? NULL : counted(__libc_calloc(n, size));
}

void *
realloc(void *old, size_t size)
{
	void *made = fails() ? NULL : __libc_realloc(old, size);

	return old ? made : counted(made);
}

void
free(void *old)
{
	memory.live -= memory.counting && old;
	__libc_free(old);
}

#endif

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
work_once(long fail_at, bool *whole)
{
	struct work work = { .zones = NULL };
	struct err err = ERR_INIT;
	int result;

	memory.made = memory.live = 0;
	memory.fail_at = fail_at;
	memory.counting = true;
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
	memory.counting = false;
	return result;
}

static void
each_failed_allocation_is_clean(void **state)
{
	bool whole;
	long all;

	(void)state;
	if (!OWN_MALLOC) {
		print_message("skipped: a sanitizer has a malloc of its own\n");
		skip();
	}
	assert_int_equal(work_once(0, &whole), 0); /* what is made lazily */
	assert_int_equal(work_once(0, &whole), 0);
	assert_true(whole);
	assert_int_equal(memory.live, 0);
	all = memory.made;
	assert_in_range(all, 20, 1000);
	for (long n = 1; n <= all; n++) {
		assert_int_equal(work_once(n, &whole), -ENOMEM);
		assert_int_equal(memory.live, 0);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_failed_allocation_is_clean),
	};

	return cmocka_run_group_tests_name("base_memory", tests, NULL, NULL);
}
