/* SPDX-License-Identifier: Apache-2.0 */
/* What makes two events one: titles, addresses, UIDs, cities and days. */
#include "schedule/duplicates.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/cleanup.h"
#include "base/date.h"
#include "base/link.h"
#include "schedule/title.h"

static int
similarity(const char *a, const char *b, const char *city, int year)
{
	uint64_t room[2][TITLE_WORDS];
	struct title x, y;

	title_read(&x, room[0], a, city, year);
	title_read(&y, room[1], b, city, year);
	return title_similarity(&x, &y);
}

static void
titles(void **state)
{
	static const struct {
		const char *a, *b;
		int similarity;
	} rows[] = {
		{ "World Urban Forum", "world urban forum", 100 },
		{ "Forum of World Cities", "World City Forum", 100 },
		{ "XIII Metropolis World Congress",
		    "13th Metropolis World Congress 2026", 100 },
		{ "Metropolis World Congress", "XIII Metropolis World Congress",
		    100 },
		{ "XIII Metropolis World Congress",
		    "XIV Metropolis World Congress", 0 },
		{ "Tercer Congrés de Ciutats", "3r Congrés de les ciutats",
		    100 },
		{ "Segona Assemblea", "2a assemblea", 100 },
		{ "EMA Barcelona: General Assembly", "EMA General Assembly",
		    100 },
		{ "Training, day 1", "Training, day 2", 66 },
		{ "One two three four five six",
		    "One two three four five seven", 83 },
		{ "Agenda 2030", "Agenda 2040", 50 },
		{ "Fòrum", "FORUM", 100 },
		/* When nothing else is left, fillers and years are words. */
		{ "2026", "2026", 100 },
		{ "The Barcelona", "A Barcelona", 50 },
		{ "城市论坛", "城市论坛", 100 },
		{ "", "Forum", 0 },
		{ "", "", 0 },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		int is = similarity(rows[i].a, rows[i].b, "Barcelona", 2026);

		if (is != rows[i].similarity)
			fail_msg(
			    "\"%s\" and \"%s\": %d", rows[i].a, rows[i].b, is);
		assert_int_equal(
		    is, similarity(rows[i].b, rows[i].a, "Barcelona", 2026));
	}
}

static void
a_title_of_many_words(void **state)
{
	uint64_t room[TITLE_WORDS];
	char text[4000] = "";
	struct title title;

	(void)state;
	for (int i = 0; i < 300; i++)
		sprintf(text + strlen(text), "word%c%c ", 'a' + i % 26,
		    'a' + i / 26);
	title_read(&title, room, text, NULL, 0);
	assert_int_equal(title.n, TITLE_WORDS);
	assert_int_equal(title_similarity(&title, &title), 100);
}

static void
links(void **state)
{
	static const char *const rows[][2] = {
		{ "https://www.example.org/", "example.org" },
		{ "http://EXAMPLE.org:80", "example.org" },
		{ "https://u:p@example.org:443/a//", "example.org/a" },
		{ "https://example.org:8443/A/index.html#top",
		    "example.org:8443/A" },
		{ "https://example.org/a?utm_source=x&b=2&a=1&fbclid=3",
		    "example.org/a?a=1&b=2" },
		{ "https://example.org/?&", "example.org" },
		{ "ftp://example.org/", "" },
		{ "https://", "" },
		{ "example.org", "" },
		{ NULL, "" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		CLEANUP(buf_free) struct buf buf = BUF_INIT;

		link_add(&buf, rows[i][0]);
		assert_string_equal(buf_str(&buf), rows[i][1]);
	}
}

/* ------------------------------------------------------------ duplicates */

struct box {
	struct duplicates *duplicates;
	int came, gone;
	struct duplicate_pair last;
	char names[80]; /* of the last: "a/1 b/2" */
};

static int
box_open(void **state)
{
	static struct box box;

	box = (struct box){ .came = 0 };
	*state = &box;
	return duplicates_new(
	    &duplicate_options_default, &box.duplicates, NULL);
}

static int
box_close(void **state)
{
	duplicates_free(((struct box *)*state)->duplicates);
	return 0;
}

static int
on_pair(
    const struct duplicate_pair *pair, bool gone, void *arg, struct err *err)
{
	struct box *box = arg;

	(void)err;
	box->came += !gone;
	box->gone += gone;
	box->last = *pair;
	snprintf(box->names, sizeof box->names, "%s/%s %s/%s", pair->a.source,
	    pair->a.uid, pair->b.source, pair->b.uid);
	return 0;
}

static void
settle(struct box *box)
{
	box->came = box->gone = 0;
	box->names[0] = '\0';
	assert_int_equal(
	    duplicates_settle(box->duplicates, on_pair, box, NULL), 0);
}

/* On a day of November 2026. */
static void
put_in(struct box *box, const char *source, const char *uid, int day,
    const char *summary, const char *city, const char *url,
    const struct places *places)
{
	char id[80], start[DAY_TEXT], end[DAY_TEXT];
	int64_t at = day_from_ymd(2026, 11, day);
	struct event event = { .source = source,
		.uid = uid,
		.summary = summary,
		.city = city,
		.url = url,
		.start = day_format(start, at),
		.end = day_format(end, at + 1) };
	struct event_times times = {
		.all_day = true, .start = at, .end = at + 1
	};

	snprintf(id, sizeof id, "%s-%s", source, uid);
	assert_int_equal(
	    duplicates_put(box->duplicates, id, &event, &times, places, NULL),
	    0);
}

static void
put(struct box *box, const char *source, const char *uid, int day,
    const char *summary, const char *city, const char *url)
{
	put_in(box, source, uid, day, summary, city, url, NULL);
}

static void
a_title_with_its_city_and_day(void **state)
{
	struct box *box = *state;

	put(box, "a", "1", 3, "World Urban Forum", "Cairo", NULL);
	put(box, "b", "2", 4, "World Urban Forum 2026", "CAIRO", NULL);
	put(box, "b", "3", 6, "World Urban Forum", "Cairo", NULL);
	put(box, "c", "4", 3, "World Urban Forum", "Baku", NULL);
	put(box, "d", "5", 3, "World Urban Forum", NULL, NULL);
	settle(box);
	assert_int_equal(box->came, 1);
	assert_string_equal(box->names, "a/1 b/2");
	assert_true(box->last.same_title && !box->last.same_uid);
	assert_int_equal(box->last.similarity, 100);
	assert_int_equal(box->last.days, 1);
	settle(box);
	assert_int_equal(box->came + box->gone, 0);
	put(box, "b", "2", 7, "World Urban Forum 2026", "Cairo", NULL);
	settle(box);
	assert_int_equal(box->gone, 1);
	assert_int_equal(box->came, 0);
}

/* Six words of seven are 85 per cent, five of six are 83. */
static void
as_alike_as_must_be(void **state)
{
	struct box *box = *state;

	put(box, "a", "1", 3, "Alpha beta gamma delta eta theta iota", "Rome",
	    NULL);
	put(box, "b", "2", 3, "Alpha beta gamma delta eta theta zeta", "Rome",
	    NULL);
	put(box, "c", "3", 9, "Alpha beta gamma delta eta theta", "Rome", NULL);
	put(box, "d", "4", 9, "Alpha beta gamma delta eta zeta", "Rome", NULL);
	settle(box);
	assert_int_equal(box->came, 1);
	assert_string_equal(box->names, "a/1 b/2");
	assert_int_equal(box->last.similarity, 85);
}

/* Its title says nothing of an event in another city. */
static void
one_address_and_two_cities(void **state)
{
	struct box *box = *state;

	put(box, "a", "1", 3, "World Urban Forum", "Cairo", "https://w.org/a");
	put(box, "b", "2", 3, "World Urban Forum", "Baku", "https://w.org/a");
	settle(box);
	assert_string_equal(box->names, "a/1 b/2");
	assert_true(box->last.same_link && !box->last.same_title);
}

static void
each_day_of_a_course_has_its_own(void **state)
{
	struct box *box = *state;

	for (int day = 1; day <= 3; day++) {
		char uid[2] = { (char)('0' + day), '\0' };

		put(box, "a", uid, day, "Course", "Rome", NULL);
		put(box, "b", uid, day, "Course", "Rome", NULL);
	}
	settle(box);
	assert_int_equal(box->came, 3);
	assert_int_equal(box->last.days, 0);
}

static void
an_address_names_one_event_of_a_source(void **state)
{
	struct box *box = *state;

	put(box, "a", "1", 3, "Forum", NULL, "https://www.x.org/f/");
	put(box, "b", "2", 20, "Fòrum mundial", NULL, "http://x.org/f");
	settle(box);
	assert_int_equal(box->came, 1);
	assert_true(box->last.same_link && !box->last.same_title);
	assert_int_equal(box->last.days, 17);
	/* Another event of b's has the same: it is the page of both. */
	put(box, "b", "3", 25, "Dinner", NULL, "http://x.org/f");
	settle(box);
	assert_int_equal(box->gone, 1);
	assert_int_equal(box->came, 0);
	/* A year later it is another edition. */
	put(box, "b", "3", 25 + 365, "Forum", NULL, "http://x.org/f");
	settle(box);
	assert_int_equal(box->came, 1);
	assert_string_equal(box->names, "a/1 b/2");
}

static void
a_uid_that_means_something(void **state)
{
	struct box *box = *state;

	put(box, "a", "12345678", 3, "One", NULL, NULL);
	put(box, "b", "12345678", 3, "Two", NULL, NULL);
	put(box, "a", "one@x.org", 3, "Three", NULL, NULL);
	put(box, "b", "one@x.org", 25, "Four", NULL, NULL);
	settle(box);
	assert_int_equal(box->came, 1);
	assert_true(box->last.same_uid);
	assert_string_equal(box->names, "a/one@x.org b/one@x.org");
}

static void
repeats_of_one_source(void **state)
{
	struct box *box = *state;

	put(box, "a", "1", 3, "Forum", "Rome", "https://x.org/f");
	put(box, "a", "2", 3, "FORUM", "Rome", "https://x.org/f/");
	put(box, "a", "3", 3, "Forum", "Rome", NULL);
	put(box, "b", "9", 3, "Forum", "Rome", "https://x.org/f");
	settle(box);
	/* 2 repeats 1, which alone is compared with b's. */
	assert_int_equal(box->came, 2);
	assert_int_equal(duplicates_drop(box->duplicates, "a", "1", NULL), 0);
	settle(box);
	assert_int_equal(box->gone, 2);
	assert_int_equal(box->came, 1);
	assert_string_equal(box->names, "a/2 b/9");
	assert_int_equal(duplicates_count(box->duplicates), 3);
	assert_int_equal(
	    duplicates_drop(box->duplicates, "a", "none", NULL), 0);
}

static void
cities_by_any_of_their_names(void **state)
{
	struct box *box = *state;
	struct places *places;

	assert_int_equal(
	    places_open(&places_options_default, &places, NULL), 0);
	put_in(box, "a", "1", 3, "Forum", "Donostia", NULL, places);
	put_in(box, "b", "2", 3, "Forum", "Sant Sebastià", NULL, places);
	settle(box);
	assert_int_equal(box->came, 1);
	/* It may be the one or the other. */
	put_in(box, "a", "3", 9, "Board", "Barcelona", NULL, places);
	put_in(box, "b", "4", 9, "Board", "Barcelona, Spain", NULL, places);
	settle(box);
	assert_int_equal(box->came, 1);
	put_in(box, "a", "3", 9, "Board", "Barcelona, Venezuela", NULL, places);
	settle(box);
	assert_int_equal(box->gone, 1);
	places_free(places);
}

static void
a_crowd_tells_nothing(void **state)
{
	struct box *box = *state;
	char uid[16];

	put(box, "b", "1", 3, "Stand", "Rome", NULL);
	for (int i = 0; i < DUPLICATES_CROWD - 1; i++) {
		snprintf(uid, sizeof uid, "%03d", i);
		put(box, "a", uid, 3, "Stand", "Rome", uid);
	}
	settle(box);
	assert_true(box->came > 0);
	put(box, "c", "1", 3, "Stand", "Rome", NULL);
	settle(box);
	assert_int_equal(box->came, 0);
	assert_true(box->gone > 0);
	assert_int_equal(duplicates_drop(box->duplicates, "c", "1", NULL), 0);
	settle(box);
	assert_true(box->came > 0);
}

int
main(void)
{
#define BOX_TEST(test) \
	cmocka_unit_test_setup_teardown(test, box_open, box_close)
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(titles),
		cmocka_unit_test(a_title_of_many_words),
		cmocka_unit_test(links),
		BOX_TEST(a_title_with_its_city_and_day),
		BOX_TEST(as_alike_as_must_be),
		BOX_TEST(one_address_and_two_cities),
		BOX_TEST(each_day_of_a_course_has_its_own),
		BOX_TEST(an_address_names_one_event_of_a_source),
		BOX_TEST(a_uid_that_means_something),
		BOX_TEST(repeats_of_one_source),
		BOX_TEST(cities_by_any_of_their_names),
		BOX_TEST(a_crowd_tells_nothing),
	};

	return cmocka_run_group_tests_name("duplicates", tests, NULL, NULL);
}
