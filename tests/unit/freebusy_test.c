/* SPDX-License-Identifier: Apache-2.0 */
/* Free/busy time, rule 15 of the publishing rules, read back by libical. */
#include "calendars/freebusy.h"

#include <libical/ical.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "base/cleanup.h"

/* 2026-03-10T00:00:00Z */
#define DAY INT64_C(1773100800)
#define AT(hour, minute) (DAY + (hour)*3600 + (minute)*60)

static struct buf text;

static int
teardown(void **state)
{
	(void)state;
	buf_free(&text);
	return 0;
}

static const char *
tell(const struct busy *busy, size_t n)
{
	const struct freebusy freebusy = { .product = "-//Ambit//Ambit//EN",
		.uid = "p1@ambit.example",
		.url = "https://ambit.example/feeds/a.ifb",
		.modified = DAY - 3600,
		.window = { DAY, DAY + 86400 },
		.busy = busy,
		.nbusy = n };

	buf_reset(&text);
	freebusy_add(&text, &freebusy);
	assert_int_equal(buf_error(&text), 0);
	return buf_str(&text);
}

static void
rule_15_the_whole_stream(void **state)
{
	const struct busy busy[] = { { { AT(9, 0), AT(11, 30) }, BUSY } };

	(void)state;
	assert_string_equal(tell(busy, 1),
	    "BEGIN:VCALENDAR\r\n"
	    "VERSION:2.0\r\n"
	    "PRODID:-//Ambit//Ambit//EN\r\n"
	    "METHOD:PUBLISH\r\n"
	    "BEGIN:VFREEBUSY\r\n"
	    "UID:p1@ambit.example\r\n"
	    "DTSTAMP:20260309T230000Z\r\n"
	    "DTSTART:20260310T000000Z\r\n"
	    "DTEND:20260311T000000Z\r\n"
	    "URL:https://ambit.example/feeds/a.ifb\r\n"
	    "FREEBUSY;FBTYPE=BUSY:20260310T090000Z/20260310T113000Z\r\n"
	    "END:VFREEBUSY\r\n"
	    "END:VCALENDAR\r\n");
}

/* The periods alone, one in a line. */
static const char *
periods(const struct busy *busy, size_t n)
{
	static char out[1000];
	const char *line = strstr(tell(busy, n), "FREEBUSY;");
	const char *end = strstr(buf_str(&text), "END:VFREEBUSY");

	out[0] = '\0';
	if (line)
		strncat(out, line, (size_t)(end - line));
	return out;
}

static void
rule_15_nobody_busy_is_no_line(void **state)
{
	const struct busy none[] = { { { AT(9, 0), AT(9, 0) }, BUSY } };

	(void)state;
	assert_string_equal(periods(NULL, 0), "");
	assert_string_equal(periods(none, 1), "");
}

static void
rule_15_what_overlaps_or_touches_is_one(void **state)
{
	const struct busy busy[] = {
		{ { AT(12, 0), AT(13, 0) }, BUSY },
		{ { AT(9, 0), AT(11, 0) }, BUSY },
		{ { AT(10, 0), AT(10, 30) }, BUSY },
		{ { AT(11, 0), AT(12, 0) }, BUSY },
		{ { AT(14, 0), AT(15, 0) }, BUSY },
	};

	(void)state;
	assert_string_equal(periods(busy, ARRAY_LEN(busy)),
	    "FREEBUSY;FBTYPE=BUSY:20260310T090000Z/20260310T130000Z\r\n"
	    "FREEBUSY;FBTYPE=BUSY:20260310T140000Z/20260310T150000Z\r\n");
}

static void
rule_15_the_stronger_hides_the_weaker(void **state)
{
	const struct busy busy[] = {
		{ { AT(9, 0), AT(17, 0) }, BUSY_TENTATIVE },
		{ { AT(10, 0), AT(12, 0) }, BUSY },
		{ { AT(11, 0), AT(13, 0) }, BUSY_UNAVAILABLE },
	};

	(void)state;
	assert_string_equal(periods(busy, ARRAY_LEN(busy)),
	    "FREEBUSY;FBTYPE=BUSY-TENTATIVE:20260310T090000Z/"
	    "20260310T100000Z\r\n"
	    "FREEBUSY;FBTYPE=BUSY:20260310T100000Z/20260310T110000Z\r\n"
	    "FREEBUSY;FBTYPE=BUSY-UNAVAILABLE:20260310T110000Z/"
	    "20260310T130000Z\r\n"
	    "FREEBUSY;FBTYPE=BUSY-TENTATIVE:20260310T130000Z/"
	    "20260310T170000Z\r\n");
}

static void
rule_15_what_is_outside_the_window_is_cut_off(void **state)
{
	const struct busy busy[] = {
		{ { INT64_MIN, AT(1, 0) }, BUSY },
		{ { AT(23, 0), INT64_MAX }, BUSY },
		{ { AT(-5, 0), AT(-4, 0) }, BUSY },
		{ { AT(24, 0), AT(25, 0) }, BUSY },
	};

	(void)state;
	assert_string_equal(periods(busy, ARRAY_LEN(busy)),
	    "FREEBUSY;FBTYPE=BUSY:20260310T000000Z/20260310T010000Z\r\n"
	    "FREEBUSY;FBTYPE=BUSY:20260310T230000Z/20260311T000000Z\r\n");
}

static void
rule_15_libical_reads_it_back(void **state)
{
	const struct busy busy[] = {
		{ { AT(9, 0), AT(10, 0) }, BUSY },
		{ { AT(11, 0), AT(12, 0) }, BUSY_TENTATIVE },
	};
	icalcomponent *calendar, *component;
	icalproperty *property;
	struct icalperiodtype period;

	(void)state;
	calendar = icalcomponent_new_from_string(tell(busy, 2));
	assert_non_null(calendar);
	assert_int_equal(icalcomponent_count_errors(calendar), 0);
	component = icalcomponent_get_inner(calendar);
	assert_int_equal(
	    icalcomponent_isa(component), ICAL_VFREEBUSY_COMPONENT);
	assert_int_equal(
	    icalcomponent_count_properties(component, ICAL_FREEBUSY_PROPERTY),
	    2);
	property =
	    icalcomponent_get_first_property(component, ICAL_FREEBUSY_PROPERTY);
	period = icalproperty_get_freebusy(property);
	assert_int_equal(icaltime_as_timet(period.start), AT(9, 0));
	assert_int_equal(icaltime_as_timet(period.end), AT(10, 0));
	icalcomponent_free(calendar);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rule_15_the_whole_stream),
		cmocka_unit_test(rule_15_nobody_busy_is_no_line),
		cmocka_unit_test(rule_15_what_overlaps_or_touches_is_one),
		cmocka_unit_test(rule_15_the_stronger_hides_the_weaker),
		cmocka_unit_test(rule_15_what_is_outside_the_window_is_cut_off),
		cmocka_unit_test(rule_15_libical_reads_it_back),
	};

	return cmocka_run_group_tests_name("freebusy", tests, NULL, teardown);
}
