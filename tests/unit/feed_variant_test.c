/* SPDX-License-Identifier: Apache-2.0 */
/* Feeds as one reader wants them, rule by rule of the publishing rules
 * ("rule_N_..."). */
#include "feed_kit.h"

#include "base/cleanup.h"

static struct feed_variant
plain(void)
{
	return feed_variant_plain;
}

static void
make_cancelled(struct event_row *row)
{
	row->event->status = EVENT_CANCELLED;
	row->cancelled_at = NOW - DAYS(3);
}

/* ------------------------------------------------------------- the window ---
 */

static int64_t
day(const char *text)
{
	int64_t value;

	assert_int_equal(day_parse(text, &value), 0);
	return value;
}

/* NOW is 2026-03-01: the window is 2025-12-01 to 2027-09-02. */
static void
rule_5_a_variant_of_the_same_window_is_the_feed_itself(void **state)
{
	CLEANUP(freep) char *feed = NULL;
	struct feed_variant variant = plain();

	(void)state;
	kit_override("2026-03-17T10:00:00");
	kit.options.base_url = NULL;
	feed = strdup(kit_public(2));
	variant.from = day("2025-12-01");
	variant.to = day("2027-09-02");
	assert_string_equal(kit_variant("public", &variant), feed);
}

static void
rule_5_from_and_to_set_the_window(void **state)
{
	static const struct {
		const char *from, *to;
		int shown;
	} rows[] = {
		{ "2026-03-10", "2026-03-11", 1 },
		{ "2026-03-11", "2026-03-12", 0 },
		{ "2026-03-09", "2026-03-10", 0 }, /* to is exclusive */
		{ "2024-01-01", NULL, 1 },
		{ NULL, "2026-03-10", 0 },
		{ NULL, "2026-03-11", 1 },
		{ "2026-03-11", NULL, 0 },
	};

	(void)state;
	kit.events[0].zone = "UTC";
	kit_build(1);
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct feed_variant variant = plain();

		if (rows[i].from)
			variant.from = day(rows[i].from);
		if (rows[i].to)
			variant.to = day(rows[i].to);
		assert_int_equal(
		    count(kit_variant("public", &variant), "BEGIN:VEVENT"),
		    rows[i].shown);
	}
}

static bool
shown_between(const char *from, const char *to)
{
	struct feed_variant variant = plain();

	variant.from = day(from);
	variant.to = day(to);
	return count(kit_variant("public", &variant), "BEGIN:VEVENT") == 1;
}

/* Those of the office's zone, wherever an event is; whole days are their own
 * dates. */
static void
rule_5_a_windows_days_are_the_offices(void **state)
{
	static const struct {
		const char *start, *end, *zone;
	} rows[] = {
		{ "2026-03-10T00:00:00", "2026-03-10T00:30:00",
		    "Europe/Madrid" }, /* 23:00Z on the 9th */
		{ "2026-03-10T23:30:00", "2026-03-11T00:00:00",
		    "Europe/Madrid" },
		{ "2026-03-09T20:00:00", "2026-03-09T21:00:00",
		    "America/New_York" }, /* 01:00 on the 10th in Madrid */
		{ "2026-03-11T11:00:00", "2026-03-11T12:00:00",
		    "Pacific/Kiritimati" }, /* 22:00 on the 10th */
		{ "2026-03-10", "2026-03-11", NULL },
	};

	(void)state;
	kit.options.zone = "Europe/Madrid";
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		kit.events[0].start = rows[i].start;
		kit.events[0].end = rows[i].end;
		kit.events[0].zone = rows[i].zone;
		kit_build(1);
		assert_true(shown_between("2026-03-10", "2026-03-11"));
		assert_false(shown_between("2026-03-09", "2026-03-10"));
		assert_false(shown_between("2026-03-11", "2026-03-12"));
	}
}

/* A congress of three days, by its first and its last. */
static void
rule_5_whole_days_are_in_the_window_by_their_dates(void **state)
{
	(void)state;
	kit.options.zone = "Pacific/Kiritimati";
	kit.events[0].start = "2026-03-10";
	kit.events[0].end = "2026-03-13";
	kit.events[0].zone = NULL;
	kit_build(1);
	assert_true(shown_between("2026-03-01", "2026-03-11"));
	assert_false(shown_between("2026-03-01", "2026-03-10"));
	assert_true(shown_between("2026-03-12", "2026-03-20"));
	assert_false(shown_between("2026-03-13", "2026-03-20"));
}

/* It begins at midnight there: 2026-03-01T23:00Z is 2 March in Madrid. */
static void
rule_5_the_window_moves_at_the_offices_midnight(void **state)
{
	struct feedset *rolled;
	struct err err = ERR_INIT;

	(void)state;
	kit.options.zone = "Europe/Madrid";
	kit_build(1);
	assert_true(feedset_today(kit.set) == day("2026-03-01"));
	assert_string_equal(zone_name(feedset_zone(kit.set)), "Europe/Madrid");
	for (int late = 0; late < 2; late++) {
		assert_int_equal(feedset_roll(kit.set, kit.snapshot,
				     NOW + 11 * 3600 - 1 + late, &rolled, &err),
		    0);
		assert_true(feedset_today(rolled) == day("2026-03-01") + late);
		feedset_unref(rolled);
	}
}

/* Far from today the other end of the window follows. */
static void
rule_5_one_end_alone_is_never_an_empty_window(void **state)
{
	struct feed_variant variant = plain();

	(void)state;
	kit.events[0].start = "2031-03-10T10:00:00";
	kit.events[0].end = "2031-03-10T12:00:00";
	kit_build(1);
	variant.from = day("2030-01-01"); /* and 18 months on */
	assert_has(kit_variant("public", &variant), "BEGIN:VEVENT");
	kit.events[0].start = "2019-11-10T10:00:00";
	kit.events[0].end = "2019-11-10T12:00:00";
	kit_build(1);
	variant = plain();
	variant.to = day("2020-01-01"); /* and 90 days back */
	assert_has(kit_variant("public", &variant), "BEGIN:VEVENT");
}

/* What Madrid's clocks did in 1974 is told to those who ask for it. */
static void
rule_9_zones_are_told_for_the_variants_window(void **state)
{
	struct feed_variant variant = plain();

	(void)state;
	kit.events[0].start = "1974-07-10T10:00:00";
	kit.events[0].end = "1974-07-10T12:00:00";
	kit_build(1);
	variant.from = day("1974-01-01");
	variant.to = day("1975-01-01");
	assert_has(kit_variant("public", &variant),
	    "\r\nBEGIN:DAYLIGHT\r\nDTSTART:19740413T230000\r\n");
}

/* ------------------------------------------------------------- its words ---
 */

static void
rule_14_lang_is_for_all_our_words(void **state)
{
	struct feed_variant variant = plain();
	const char *text;

	(void)state;
	kit.events[0].kind = EVENT_FORUM;
	kit.events[0].language = "es";
	kit.events[0].voting_seat = 1;
	make_cancelled(&kit.rows[0]);
	kit_build(1);
	variant.language = LANGUAGE_CA;
	text = kit_variant("public", &variant);
	assert_has(text, "\r\nNAME:Agenda internacional\r\n");
	assert_has(text, "\r\nSUMMARY;LANGUAGE=es:Cancel·lat: Assembly\r\n");
	assert_has(text, ":Hi tenim vot.\r\n");
	assert_has(text, "\r\nCATEGORIES:Fòrum\r\n");
	variant.language = LANGUAGE_EN;
	text = kit_variant("public", &variant);
	assert_has(text, "\r\nSUMMARY;LANGUAGE=es:Cancelled: Assembly\r\n");
	assert_has(text, "\r\nCATEGORIES:Forum\r\n");
}

static void
rule_8_source_is_the_variants_own_address(void **state)
{
	struct feed_variant variant = { LANGUAGE_ES, CANCELLED_BANNER, 5400,
		day("2026-01-01"), day("2026-04-01") };
	const char *text;

	(void)state;
	kit.events[0].network = "Metropolis";
	kit_build(1);
	text = kit_variant("network/metropolis", &variant);
	assert_has(text,
	    "\r\nSOURCE;VALUE=URI:https://ambit.example/feeds/network/"
	    "metropolis.ics?alarm=PT1H30M&cancelled=banner&from=2026-01-01&"
	    "lang=es&to=2026-04-01\r\n");
	assert_has(text, "\r\nNAME:Metropolis\r\n");
}

/* ------------------------------------------------------------- cancelled ---
 */

static void
rule_12_banner_keeps_what_clients_would_hide(void **state)
{
	struct feed_variant variant = plain();
	const char *text;

	(void)state;
	make_cancelled(&kit.rows[0]);
	kit_build(1);
	variant.cancelled = CANCELLED_BANNER;
	text = kit_variant("public", &variant);
	assert_has(text, "\r\nSTATUS:CONFIRMED\r\nTRANSP:TRANSPARENT\r\n");
	assert_has(text, "\r\nSUMMARY:Cancelled: Assembly\r\n");
}

static void
rule_12_omit_leaves_it_out(void **state)
{
	struct feed_variant variant = plain();

	(void)state;
	make_cancelled(&kit.rows[0]);
	kit_build(1);
	variant.cancelled = CANCELLED_OMIT;
	assert_lacks(kit_variant("public", &variant), "VEVENT");
}

static void
rule_12_omit_excludes_one_of_a_series(void **state)
{
	struct feed_variant variant = plain();
	const char *text;

	(void)state;
	kit_override("2026-03-17T10:00:00");
	make_cancelled(&kit.rows[1]);
	kit_build(2);
	variant.cancelled = CANCELLED_OMIT;
	text = kit_variant("public", &variant);
	assert_has(text, "BEGIN:VEVENT");
	assert_has(text, "\r\nEXDATE;TZID=Europe/Madrid:20260317T100000\r\n");
	assert_lacks(text, "CANCELLED");
}

/* ----------------------------------------------------------------- alarm ---
 */

static void
rule_14_valarm_only_when_asked(void **state)
{
	struct feed_variant variant = plain();
	const char *text;

	(void)state;
	kit.events[0].language = "en";
	assert_lacks(kit_public(1), "VALARM");
	variant.alarm = 86400;
	text = kit_variant("public", &variant);
	assert_has(text, "\r\nBEGIN:VALARM\r\nACTION:DISPLAY\r\n"
			 "DESCRIPTION;LANGUAGE=en:Assembly\r\n"
			 "TRIGGER:-P1D\r\nEND:VALARM\r\nEND:VEVENT\r\n");
	make_cancelled(&kit.rows[0]);
	kit_build(1);
	assert_lacks(kit_variant("public", &variant), "VALARM");
}

/* ------------------------------------------------------------- validators ---
 */

static struct feed *
make_variant(const struct feed_variant *variant)
{
	struct feed *feed = NULL;
	struct err err = ERR_INIT;

	assert_int_equal(
	    feedset_variant(kit.set, kit.snapshot,
		feedset_find(kit.set, "public"), variant, &feed, &err),
	    0);
	return feed;
}

static void
rule_1_equal_data_gives_equal_octets_in_variants_too(void **state)
{
	struct feed_variant variant = plain();
	struct feed *first, *second, *other;

	(void)state;
	variant.language = LANGUAGE_CA;
	kit_build(1);
	first = make_variant(&variant);
	kit_build(1);
	second = make_variant(&variant);
	assert_string_equal(feed_etag(first), feed_etag(second));
	variant.language = LANGUAGE_ES;
	other = make_variant(&variant);
	assert_string_not_equal(feed_etag(first), feed_etag(other));
	feed_unref(first);
	feed_unref(second);
	feed_unref(other);
}

/* Also when the series that changed stands outside the plain feed. */
static void
rule_2_a_variants_last_modified_is_not_before_its_change(void **state)
{
	struct feed_variant variant = plain();
	struct feed *feed;

	(void)state;
	kit.events[0].start = "2031-03-10T10:00:00";
	kit.events[0].end = "2031-03-10T12:00:00";
	kit_build(1);
	variant.from = day("2031-01-01");
	feed = make_variant(&variant);
	assert_true(feed_modified(feed) < NOW + 5);
	feed_unref(feed);
	kit.events[0].summary = "Moved";
	kit_change(1, NOW + 5);
	assert_true(feed_modified(feedset_find(kit.set, "public")) < NOW + 5);
	feed = make_variant(&variant);
	assert_int_equal(feed_modified(feed), NOW + 5);
	feed_unref(feed);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		KIT_TEST(
		    rule_5_a_variant_of_the_same_window_is_the_feed_itself),
		KIT_TEST(rule_5_from_and_to_set_the_window),
		KIT_TEST(rule_5_a_windows_days_are_the_offices),
		KIT_TEST(rule_5_whole_days_are_in_the_window_by_their_dates),
		KIT_TEST(rule_5_the_window_moves_at_the_offices_midnight),
		KIT_TEST(rule_5_one_end_alone_is_never_an_empty_window),
		KIT_TEST(rule_9_zones_are_told_for_the_variants_window),
		KIT_TEST(rule_14_lang_is_for_all_our_words),
		KIT_TEST(rule_8_source_is_the_variants_own_address),
		KIT_TEST(rule_12_banner_keeps_what_clients_would_hide),
		KIT_TEST(rule_12_omit_leaves_it_out),
		KIT_TEST(rule_12_omit_excludes_one_of_a_series),
		KIT_TEST(rule_14_valarm_only_when_asked),
		KIT_TEST(rule_1_equal_data_gives_equal_octets_in_variants_too),
		KIT_TEST(
		    rule_2_a_variants_last_modified_is_not_before_its_change),
	};

	return cmocka_run_group_tests_name("feed_variant", tests, NULL, NULL);
}
