/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The instances that other implementations expect of some five hundred rules
 * (rrule/rrule_cases.json of the shared test data). Each case that is valid
 * and supported must agree; every other one must be refused or stay bounded.
 */
#include "recurrence_text.h"

#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "base/buf.h"
#include "base/cleanup.h"
#include "schedule/recurrence.h"

#define MANY 3000

/* Expectations that RFC 5545 contradicts. */
static const struct {
	int id;
	const char *why;
} disputed[] = {
	/* BYWEEKNO=20 alone, where all seven days of the week are expected.
	 * Section 3.3.10: "Information, not contained in the rule, necessary
	 * to determine the various recurrence instance start time and dates
	 * are derived from the Start Time (DTSTART)": the weekday is. */
	{ 19, "BYWEEKNO without BYDAY takes its weekday from DTSTART" },
	/* YEARLY with BYMONTHDAY, where that day of all months is expected,
	 * against cases 289, 664, 665 and 684. The same paragraph: "if the
	 * [...] BYMONTHDAY, or BYMONTH rule part were missing, the appropriate
	 * [...] day, or month would have been retrieved from the DTSTART
	 * property." */
	{ 5, "BYMONTHDAY without BYMONTH takes its month from DTSTART" },
	{ 13, "BYMONTHDAY without BYMONTH takes its month from DTSTART" },
	{ 31, "BYMONTHDAY without BYMONTH takes its month from DTSTART" },
};

static const char *
text_of(const json_t *one, const char *name)
{
	return json_string_value(json_object_get(one, name));
}

static bool
is_disputed(int id)
{
	for (size_t i = 0; i < ARRAY_LEN(disputed); i++)
		if (disputed[i].id == id)
			return true;
	return false;
}

static int
is_supported(const json_t *one)
{
	static const char *const beyond[] = { "RSCALE", "SKIP", "SECONDLY",
		"MINUTELY", "HOURLY" };
	const char *rule = text_of(one, "rrule");

	for (size_t i = 0; i < ARRAY_LEN(beyond); i++)
		if (strstr(rule, beyond[i]))
			return false;
	return strcmp(text_of(one, "rfc5545"), "valid") == 0;
}

static void
expect_list(const json_t *one, const struct int64_vec *set)
{
	const json_t *want = json_object_get(one, "expected");
	size_t n = json_array_size(want);
	bool complete = json_is_true(json_object_get(one, "complete"));

	if (set->len < n || (complete && set->len != n))
		fail_msg("%s: %zu instances, not %zu", text_of(one, "rrule"),
		    set->len, n);
	for (size_t i = 0; i < n; i++) {
		const char *at = json_string_value(json_array_get(want, i));

		if (set->items[i] != basic(at))
			fail_msg("%s: no instance %zu at %s",
			    text_of(one, "rrule"), i, at);
	}
}

static void
expect_count(const json_t *one, const struct int64_vec *set)
{
	const json_t *count = json_object_get(one, "count");
	const char *last = text_of(one, "last");
	bool complete = json_is_true(json_object_get(one, "complete"));

	if (count && complete && set->len != (size_t)json_integer_value(count))
		fail_msg("%s: %zu instances, not %lld", text_of(one, "rrule"),
		    set->len, (long long)json_integer_value(count));
	if (last && complete &&
	    (set->len == 0 || set->items[set->len - 1] != basic(last)))
		fail_msg("%s does not end at %s", text_of(one, "rrule"), last);
}

static void
check_valid(const json_t *one)
{
	CLEANUP(recurrence_freep) struct recurrence *rule = NULL;
	CLEANUP(int64_vec_free) struct int64_vec set = VEC_INIT;
	const char *start = text_of(one, "dtstart");
	struct err err = ERR_INIT;

	if (recurrence_parse(text_of(one, "rrule"), basic(start),
		start[8] != 'T', 0, &rule, &err) < 0)
		fail_msg("%s: %s", text_of(one, "rrule"), err.msg);
	if (strcmp(text_of(one, "category"), "unsync-dtstart-included") == 0)
		recurrence_with_start(rule);
	recurrence_between(rule, INT64_MIN, INT64_MAX, MANY, &set);
	if (json_is_array(json_object_get(one, "expected")))
		expect_list(one, &set);
	expect_count(one, &set);
}

/* Refused with a reason, or read and bounded. */
static void
check_other(const json_t *one)
{
	CLEANUP(recurrence_freep) struct recurrence *rule = NULL;
	CLEANUP(int64_vec_free) struct int64_vec set = VEC_INIT;
	const char *start = text_of(one, "dtstart");
	struct err err = ERR_INIT;

	if (recurrence_parse(text_of(one, "rrule"), basic(start),
		start[8] != 'T', 0, &rule, &err) < 0) {
		assert_true(err.code == -EINVAL || err.code == -ENOTSUP);
		assert_string_not_equal(err.msg, "");
		return;
	}
	assert_true(
	    recurrence_between(rule, INT64_MIN, INT64_MAX, MANY, &set) <= MANY);
}

static void
others_expect_the_same(void **state)
{
	const char *folder = getenv("AMBIT_SHARED_DATA");
	CLEANUP(buf_free) struct buf path = BUF_INIT;
	CLEANUP(json_decrefp) json_t *cases = NULL;
	size_t valid = 0, held = 0;

	(void)state;
	if (!folder || !*folder) {
		print_message("no shared data: configure -Dshared_data\n");
		skip();
	}
	buf_addf(&path, "%s/rrule/rrule_cases.json", folder);
	cases = json_load_file(buf_str(&path), 0, NULL);
	assert_non_null(cases);
	for (size_t i = 0; i < json_array_size(cases); i++) {
		const json_t *one = json_array_get(cases, i);
		int id = (int)json_integer_value(json_object_get(one, "id"));

		valid += is_supported(one);
		held += is_disputed(id);
		if (is_supported(one) && !is_disputed(id))
			check_valid(one);
		else
			check_other(one);
	}
	print_message("%zu cases, %zu valid, %zu disputed\n",
	    json_array_size(cases), valid, held);
	assert_true(valid > 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(others_expect_the_same),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
