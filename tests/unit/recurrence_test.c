/* SPDX-License-Identifier: Apache-2.0 */
/* Recurrence rules: RFC 5545's own examples, what is refused, the ends of the
 * calendar, rules that yield nothing. Starts and instances are written in
 * iCalendar's basic form; eight digits are a whole day. */
#include "recurrence_text.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/cleanup.h"
#include "base/date.h"
#include "schedule/recurrence.h"
#include "schedule/rule.h"

static void
add_basic(struct buf *text, int64_t at, bool all_day)
{
	struct civil civil = all_day ? civil_from_day(at) : civil_from_wall(at);

	buf_addf(text, "%04d%02d%02d", civil.year, civil.month, civil.day);
	if (!all_day)
		buf_addf(text, "T%02d%02d%02d", civil.hour, civil.minute,
		    civil.second);
}

static struct recurrence *
made(const char *text, const char *start)
{
	struct recurrence *rule = NULL;
	struct err err = ERR_INIT;

	if (recurrence_parse(
		text, basic(start), start[8] != 'T', 0, &rule, &err) < 0)
		fail_msg("%s: %s", text, err.msg);
	return rule;
}

/* The first instances of a rule, as many as are listed, and no more when the
 * list does not end in "...". */
static void
gives(const char *text, const char *start, const char *want)
{
	CLEANUP(recurrence_freep) struct recurrence *rule = made(text, start);
	CLEANUP(int64_vec_free) struct int64_vec set = VEC_INIT;
	CLEANUP(buf_free) struct buf got = BUF_INIT;
	bool open = strstr(want, "...") != NULL;
	size_t n = 0;

	for (const char *at = want; *at; at++)
		n += *at == ' ';
	recurrence_between(rule, INT64_MIN, INT64_MAX, open ? n : 1000, &set);
	vec_each(&set, at) {
		if (buf_str(&got)[0])
			buf_addc(&got, ' ');
		add_basic(&got, *at, start[8] != 'T');
	}
	if (open)
		buf_adds(&got, " ...");
	if (strcmp(buf_str(&got), want) != 0)
		fail_msg("%s gives %s, not %s", text, buf_str(&got), want);
}

/* Section 3.8.5.3. */
static void
the_rfc_examples_hold(void **state)
{
	(void)state;
	gives("FREQ=WEEKLY;INTERVAL=2;COUNT=8;WKST=SU;BYDAY=TU,TH",
	    "19970902T090000",
	    "19970902T090000 19970904T090000 19970916T090000 19970918T090000 "
	    "19970930T090000 19971002T090000 19971014T090000 19971016T090000");
	gives("FREQ=MONTHLY;COUNT=6;BYDAY=-2MO", "19970922",
	    "19970922 19971020 19971117 19971222 19980119 19980216");
	gives("FREQ=MONTHLY;BYMONTHDAY=-3", "19970928",
	    "19970928 19971029 19971128 19971229 19980129 19980226 ...");
	gives("FREQ=YEARLY;INTERVAL=3;COUNT=10;BYYEARDAY=1,100,200", "19970101",
	    "19970101 19970410 19970719 20000101 20000409 20000718 20030101 "
	    "20030410 20030719 20060101");
	gives("FREQ=YEARLY;BYDAY=20MO", "19970519",
	    "19970519 19980518 19990517 ...");
	gives("FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO", "19970512",
	    "19970512 19980511 19990517 ...");
	gives("FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13", "19970902",
	    "19980213 19980313 19981113 19990813 20001013 ...");
	gives("FREQ=YEARLY;INTERVAL=4;BYMONTH=11;BYDAY=TU;"
	      "BYMONTHDAY=2,3,4,5,6,7,8",
	    "19961105", "19961105 20001107 20041102 ...");
	gives("FREQ=MONTHLY;COUNT=3;BYDAY=TU,WE,TH;BYSETPOS=3", "19970904",
	    "19970904 19971007 19971106");
	gives("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-2", "19970929",
	    "19970929 19971030 19971127 19971230 ...");
	gives("FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=MO", "19970805",
	    "19970805 19970810 19970819 19970824");
	gives("FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=SU", "19970805",
	    "19970805 19970817 19970819 19970831");
	gives("FREQ=MONTHLY;BYMONTHDAY=15,30;COUNT=5", "20070115",
	    "20070115 20070130 20070215 20070315 20070330");
}

static void
days_that_do_not_exist_are_left_out(void **state)
{
	(void)state;
	gives("FREQ=YEARLY", "20960229", "20960229 21040229 21080229 ...");
	gives("FREQ=MONTHLY;COUNT=4", "20260131",
	    "20260131 20260331 20260531 20260731");
	gives("FREQ=YEARLY;INTERVAL=3;BYYEARDAY=366", "20000101",
	    "20001231 20121231 20241231 ...");
	gives("FREQ=YEARLY;BYWEEKNO=53;BYDAY=TH", "20200101",
	    "20201231 20261231 20321230 ...");
	gives("FREQ=YEARLY;BYDAY=53MO", "20000101",
	    "20011231 20071231 20121231 ...");
}

/*
 * Section 3.3.10: "Week number one of the calendar year is the first week that
 * contains at least four (4) days in that calendar year"; its days are of that
 * year wherever they lie, so INTERVAL counts years of weeks. A DTSTART in none
 * of the rule's weeks counts from its own year.
 */
static void
weeks_belong_to_their_year(void **state)
{
	(void)state;
	gives("FREQ=YEARLY;BYWEEKNO=1;BYDAY=MO", "20180101",
	    "20180101 20181231 20191230 20210104 ...");
	gives("FREQ=YEARLY;INTERVAL=2;BYWEEKNO=1;BYDAY=MO,TU;COUNT=6",
	    "20241230",
	    "20241230 20241231 20270104 20270105 20290101 20290102");
	gives("FREQ=YEARLY;INTERVAL=6;BYWEEKNO=53;BYDAY=MO,SU;COUNT=4",
	    "20100103", "20100103 20151228 20160103 20931228");
	gives("FREQ=YEARLY;INTERVAL=5;BYWEEKNO=53;BYDAY=TH", "20270103",
	    "20321230 20371231 ...");
	gives("FREQ=YEARLY;INTERVAL=2;BYWEEKNO=20;BYDAY=WE;COUNT=2", "20270101",
	    "20270519 20290516");
	/* The last day of the year's set may lie in the next January. */
	gives("FREQ=YEARLY;BYWEEKNO=-1;BYDAY=MO,SU;BYSETPOS=-1", "20251228",
	    "20251228 20270103 20280102 20281231 ...");
	gives("FREQ=YEARLY;BYWEEKNO=-53;BYDAY=MO", "20151228",
	    "20191230 20251229 20311229 ...");
	gives("FREQ=YEARLY;BYWEEKNO=1;BYDAY=FR,SA;WKST=FR;COUNT=3", "20210101",
	    "20210101 20210102 20211231");
	gives("FREQ=YEARLY;BYWEEKNO=1;BYYEARDAY=-1,-2,1", "20241230",
	    "20241230 20241231 20250101 20251230 20251231 20260101 "
	    "20290101 ...");
	gives("FREQ=YEARLY;BYWEEKNO=-1;BYDAY=SU", "99970101",
	    "99971228 99990103");
	gives("FREQ=YEARLY;BYWEEKNO=53;BYDAY=SU;WKST=SU;COUNT=1", "00010101",
	    "00031228");
	gives("FREQ=YEARLY;BYWEEKNO=-1;BYDAY=MO;WKST=TU", "00010101",
	    "00010101 00011231 ...");
}

static void
times_of_day_expand(void **state)
{
	(void)state;
	gives("FREQ=DAILY;BYHOUR=9,17;BYMINUTE=0,30;COUNT=5", "20260301T093000",
	    "20260301T093000 20260301T170000 20260301T173000 20260302T090000 "
	    "20260302T093000");
	/* Section 3.3.12: without leap seconds, 60 is 59. */
	gives("FREQ=DAILY;BYSECOND=60;COUNT=2", "20260301T093000",
	    "20260301T093059 20260302T093059");
	gives("FREQ=DAILY;BYHOUR=6,18;BYSETPOS=-1;COUNT=2", "20260301T090000",
	    "20260301T180000 20260302T180000");
	gives("FREQ=MONTHLY;BYDAY=MO;BYHOUR=6,18;BYSETPOS=2,-1;COUNT=4",
	    "20260301T090000",
	    "20260302T180000 20260330T180000 20260406T180000 20260427T180000");
	/* A whole day has no times: they are ignored. */
	gives(
	    "FREQ=DAILY;BYHOUR=6,18;COUNT=2", "20260301", "20260301 20260302");
}

static void
until_and_count_both_end_it(void **state)
{
	(void)state;
	gives("FREQ=DAILY;COUNT=3;UNTIL=20250110T000000Z", "20250101T100000",
	    "20250101T100000 20250102T100000 20250103T100000");
	gives("FREQ=DAILY;COUNT=30;UNTIL=20250103T100000", "20250101T100000",
	    "20250101T100000 20250102T100000 20250103T100000");
	/* A date beside a time is the whole of that day. */
	gives("FREQ=DAILY;UNTIL=20250102", "20250101T235959",
	    "20250101T235959 20250102T235959");
	gives("FREQ=DAILY;UNTIL=20250102T120000", "20250101",
	    "20250101 20250102");
	gives("FREQ=DAILY;UNTIL=20241231", "20250101", "");
	gives("freq=daily;until=20250102;wkst=su", "20250101",
	    "20250101 20250102");
	gives("FREQ=DAILY;UNTIL=20250102t100000z", "20250101T100000",
	    "20250101T100000 20250102T100000");
}

/* The text of a rule as it is written again. */
static void
writes(const char *text, const char *want)
{
	CLEANUP(buf_free) struct buf out = BUF_INIT;
	struct rule rule;

	assert_int_equal(rule_parse(text, &rule, NULL), 0);
	rule_write(&rule, &out);
	assert_string_equal(buf_str(&out), want);
	assert_int_equal(rule_parse(want, &rule, NULL), 0);
	out.len = 0;
	rule_write(&rule, &out);
	assert_string_equal(buf_str(&out), want);
}

static void
a_rule_has_one_text(void **state)
{
	(void)state;
	writes("FREQ=DAILY;INTERVAL=1;WKST=MO", "FREQ=DAILY");
	writes("WKST=SU;byday=th,-1MO,TU,+2MO;count=007;Freq=monthly;",
	    "FREQ=MONTHLY;COUNT=7;BYDAY=2MO,-1MO,TU,TH;WKST=SU");
	writes("BYSETPOS=-1,1,-366;BYHOUR=17,9,9;X-TOOL=a,b;FREQ=YEARLY;"
	       "BYYEARDAY=-1,366,1;INTERVAL=99999999999;"
	       "UNTIL=20261231T235959Z",
	    "FREQ=YEARLY;INTERVAL=1000000000;UNTIL=20261231T235959Z;"
	    "BYYEARDAY=1,366,-1;BYHOUR=9,17;BYSETPOS=1,-366,-1");
	writes("FREQ=YEARLY;BYWEEKNO=53,1,-53;BYMONTH=12,1;BYMINUTE=0;"
	       "BYSECOND=60,0;BYMONTHDAY=-31,31;UNTIL=20261231T000000",
	    "FREQ=YEARLY;UNTIL=20261231T000000;BYMONTH=1,12;"
	    "BYWEEKNO=1,53,-53;BYMONTHDAY=31,-31;BYMINUTE=0;BYSECOND=0,60");
	writes("FREQ=WEEKLY;UNTIL=20261231", "FREQ=WEEKLY;UNTIL=20261231");
}

static void
until_is_brought_to_the_wall(void **state)
{
	CLEANUP(recurrence_freep) struct recurrence *rule = NULL;
	const char *text = "FREQ=DAILY;UNTIL=20250103T090000Z";
	int64_t at, utc;

	(void)state;
	assert_int_equal(recurrence_parse(text, basic("20250101T100000"), false,
			     3600, &rule, NULL),
	    0);
	assert_true(recurrence_last(rule, &at, NULL));
	assert_true(at == basic("20250103T100000"));
	assert_int_equal(recurrence_until(text, &utc), 0);
	assert_true(utc == basic("20250103T090000"));
	assert_int_equal(
	    recurrence_until("FREQ=DAILY;UNTIL=20250103", &utc), -ENOENT);
	assert_int_equal(recurrence_until("FREQ=DAILY", &utc), -ENOENT);
}

static void
the_calendar_ends(void **state)
{
	CLEANUP(recurrence_freep)
	struct recurrence *rule = made("FREQ=DAILY", "99991229");
	CLEANUP(recurrence_freep)
	struct recurrence *first =
	    made("FREQ=WEEKLY;INTERVAL=2;BYDAY=SU;WKST=SU", "00010101T120000");
	int64_t at;
	bool none;

	(void)state;
	gives("FREQ=DAILY", "99991229", "99991229 99991230 99991231");
	gives("FREQ=DAILY;COUNT=9", "99991230T100000",
	    "99991230T100000 99991231T100000");
	assert_false(recurrence_last(rule, &at, &none));
	assert_false(none);
	assert_false(recurrence_next(rule, INT64_MAX, &at));
	assert_true(recurrence_next(rule, INT64_MIN, &at));
	assert_true(at == basic("99991229"));
	assert_true(recurrence_next(first, INT64_MIN, &at));
	assert_true(at == basic("00010114T120000"));
	assert_int_equal(
	    recurrence_parse("FREQ=DAILY", 2932897, true, 0, &rule, NULL),
	    -EINVAL);
}

/* Each yields nothing, or little; all answer at once. */
static void
nasty_rules_are_bounded(void **state)
{
	static const char *const rules[] = {
		"FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
		"FREQ=YEARLY;INTERVAL=9999;BYMONTH=2;BYMONTHDAY=29",
		"FREQ=MONTHLY;INTERVAL=12;BYMONTHDAY=31;BYMONTH=4",
		"FREQ=DAILY;INTERVAL=7;BYDAY=TU",
		"FREQ=DAILY;INTERVAL=365;BYMONTH=2;BYMONTHDAY=29;BYDAY=SU",
		"FREQ=YEARLY;BYWEEKNO=53;BYYEARDAY=100",
		"FREQ=YEARLY;BYMONTH=1;BYDAY=6MO",
		"FREQ=MONTHLY;BYDAY=MO;BYSETPOS=6",
		"FREQ=DAILY;BYHOUR=1;BYSETPOS=2",
		"FREQ=WEEKLY;INTERVAL=20871;BYMONTH=3",
		/* The calendar ends within a year of weeks. */
		"FREQ=YEARLY;INTERVAL=5;BYWEEKNO=53;BYMONTH=6",
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rules); i++) {
		CLEANUP(recurrence_freep)
		struct recurrence *rule = made(rules[i], "20250106T100000");
		int64_t at = 0, none_at;
		bool none, any = recurrence_next(rule, INT64_MIN, &at);

		assert_false(recurrence_last(rule, &none_at, &none));
		assert_true(none == !any);
		if (any)
			assert_true(at >= basic("20250106T100000"));
	}
}

/* COUNT over whole cycles of the calendar: each Monday has its first hour. */
static void
large_counts_are_counted(void **state)
{
	static const char *const rules[] = {
		"FREQ=WEEKLY;BYDAY=MO;BYHOUR=8,20;BYSETPOS=1;COUNT=100000",
		"FREQ=WEEKLY;INTERVAL=2;BYDAY=MO;BYHOUR=8,20;BYSETPOS=1;"
		"COUNT=100000",
		"FREQ=WEEKLY;BYDAY=MO;BYHOUR=8;COUNT=100000",
		"FREQ=WEEKLY;INTERVAL=3;BYDAY=MO;BYHOUR=8,20;BYSETPOS=1;"
		"COUNT=100000",
		"FREQ=WEEKLY;BYDAY=MO;BYHOUR=8,20;BYSETPOS=1;COUNT=999999",
	};
	static const int steps[] = { 7, 14, 7, 21, 7 };

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rules); i++) {
		CLEANUP(recurrence_freep)
		struct recurrence *rule = made(rules[i], "20250106T080000");
		int64_t at, want = basic("20250106T080000") +
				   INT64_C(99999) * steps[i] * DAY_SECONDS;

		if (i == 4) /* more than there are until the year 9999 */
			want = basic("99991227T080000");
		assert_true(recurrence_last(rule, &at, NULL));
		assert_true(at == want);
	}
}

static void
start_can_be_made_a_member(void **state)
{
	CLEANUP(recurrence_freep)
	struct recurrence *rule =
	    made("FREQ=MONTHLY;BYMONTHDAY=-1;COUNT=3", "20160101");
	CLEANUP(recurrence_freep)
	struct recurrence *member = made("FREQ=MONTHLY;COUNT=3", "20160101");
	CLEANUP(recurrence_freep)
	struct recurrence *none =
	    made("FREQ=MONTHLY;BYMONTHDAY=30;BYMONTH=2;COUNT=3", "20160101");
	CLEANUP(int64_vec_free) struct int64_vec set = VEC_INIT;
	int64_t at;

	(void)state;
	recurrence_with_start(rule);
	assert_int_equal(recurrence_between(rule, 0, INT64_MAX, 9, &set), 3);
	assert_true(set.items[0] == basic("20160101"));
	assert_true(set.items[2] == basic("20160229"));
	assert_true(recurrence_last(rule, &at, NULL));
	assert_true(at == basic("20160229"));
	recurrence_with_start(member);
	assert_true(recurrence_last(member, &at, NULL));
	assert_true(at == basic("20160301"));
	recurrence_with_start(none);
	assert_true(recurrence_last(none, &at, NULL));
	assert_true(at == basic("20160101"));
}

static void
what_is_wrong_is_named(void **state)
{
	static const struct {
		const char *rule;
		int code;
		const char *names;
	} wrong[] = {
		{ "", -EINVAL, "empty part" },
		{ "COUNT=1", -EINVAL, "FREQ is missing" },
		{ "FREQ=", -EINVAL, "FREQ" },
		{ "FREQ", -EINVAL, "FREQ has no value" },
		{ "FREQ=FORTNIGHTLY", -EINVAL, "FREQ" },
		{ "FREQ=HOURLY", -ENOTSUP, "FREQ=HOURLY" },
		{ "FREQ=SECONDLY;COUNT=3;BYMONTH=1", -ENOTSUP, "SECONDLY" },
		{ "FREQ=YEARLY;RSCALE=HEBREW", -ENOTSUP, "RSCALE" },
		{ "FREQ=YEARLY;SKIP=OMIT", -ENOTSUP, "SKIP" },
		{ "FREQ=DAILY;;COUNT=1", -EINVAL, "empty part" },
		{ "FREQ=DAILY;COUNT=1;;", -EINVAL, "empty part" },
		{ ";", -EINVAL, "empty part" },
		{ "FREQ=DAILY;FREQ=DAILY", -EINVAL, "FREQ is there twice" },
		{ "FREQ=DAILY;COUNT=0", -EINVAL, "COUNT" },
		{ "FREQ=DAILY;INTERVAL=0", -EINVAL, "INTERVAL" },
		{ "FREQ=DAILY;INTERVAL=-1", -EINVAL, "INTERVAL" },
		{ "FREQ=DAILY;X=1", -EINVAL, "'X'" },
		{ "FREQ=DAILY;BYEASTER=0", -EINVAL, "BYEASTER" },
		{ "FREQ=DAILY;BYMONTH=1,BYMONTHDAY=1", -EINVAL, "BYMONTH" },
		{ "FREQ=DAILY;COUNT=3.5", -EINVAL, "COUNT" },
		{ "FREQ=DAILY;COUNT=", -EINVAL, "COUNT" },
		{ "FREQ=DAILY;UNTIL=20250101Z", -EINVAL, "UNTIL" },
		{ "FREQ=MONTHLY;BYSETPOS=367;BYDAY=MO", -EINVAL, "BYSETPOS" },
		{ "FREQ=MONTHLY;BYSETPOS=0;BYDAY=MO", -EINVAL, "BYSETPOS" },
		{ "FREQ=DAILY;BYHOUR=24", -EINVAL, "BYHOUR" },
		{ "FREQ=DAILY;BYHOUR=", -EINVAL, "BYHOUR" },
		{ "FREQ=DAILY;BYHOUR=1,,2", -EINVAL, "BYHOUR" },
		{ "FREQ=DAILY;BYMONTH=5L", -EINVAL, "BYMONTH" },
		{ "FREQ=DAILY;BYMONTHDAY=0", -EINVAL, "BYMONTHDAY" },
		{ "FREQ=DAILY;BYMONTHDAY=-32", -EINVAL, "BYMONTHDAY" },
		{ "FREQ=YEARLY;BYYEARDAY=367", -EINVAL, "BYYEARDAY" },
		{ "FREQ=YEARLY;BYWEEKNO=54", -EINVAL, "BYWEEKNO" },
		{ "FREQ=YEARLY;BYDAY=54MO", -EINVAL, "BYDAY" },
		{ "FREQ=YEARLY;BYDAY=M", -EINVAL, "BYDAY" },
		{ "FREQ=DAILY;WKST=1MO", -EINVAL, "WKST" },
		{ "FREQ=DAILY;UNTIL=20250230", -EINVAL, "UNTIL" },
		{ "FREQ=DAILY;UNTIL=20250101T100000ZZ", -EINVAL, "UNTIL" },
		{ "FREQ=MONTHLY;BYWEEKNO=1", -EINVAL, "BYWEEKNO" },
		{ "FREQ=MONTHLY;BYYEARDAY=1", -EINVAL, "BYYEARDAY" },
		{ "FREQ=WEEKLY;BYMONTHDAY=1", -EINVAL, "BYMONTHDAY" },
		{ "FREQ=WEEKLY;BYDAY=1MO", -EINVAL, "BYDAY" },
		{ "FREQ=YEARLY;BYWEEKNO=1;BYDAY=1MO", -EINVAL, "BYDAY" },
		{ "FREQ=DAILY;BYSETPOS=1", -EINVAL, "BYSETPOS" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(wrong); i++) {
		struct recurrence *rule = NULL;
		struct err err = ERR_INIT;

		assert_int_equal(
		    recurrence_parse(wrong[i].rule, 0, true, 0, &rule, &err),
		    wrong[i].code);
		assert_int_equal(
		    recurrence_parse(wrong[i].rule, 0, true, 0, &rule, NULL),
		    wrong[i].code);
		assert_null(rule);
		if (!strstr(err.msg, wrong[i].names))
			fail_msg("%s: %s", wrong[i].rule, err.msg);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_rfc_examples_hold),
		cmocka_unit_test(days_that_do_not_exist_are_left_out),
		cmocka_unit_test(weeks_belong_to_their_year),
		cmocka_unit_test(times_of_day_expand),
		cmocka_unit_test(until_and_count_both_end_it),
		cmocka_unit_test(a_rule_has_one_text),
		cmocka_unit_test(until_is_brought_to_the_wall),
		cmocka_unit_test(the_calendar_ends),
		cmocka_unit_test(nasty_rules_are_bounded),
		cmocka_unit_test(large_counts_are_counted),
		cmocka_unit_test(start_can_be_made_a_member),
		cmocka_unit_test(what_is_wrong_is_named),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
