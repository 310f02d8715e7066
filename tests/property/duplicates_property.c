/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The duplicates, kept up to date change by change, are those that comparing
 * all events with all others finds.
 */
#include "schedule/duplicates.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/date.h"
#include "base/fold.h"
#include "base/link.h"
#include "base/vec.h"
#include "chance.h"
#include "schedule/title.h"

#define MOST 60

/* An event as the twin has it: plain texts. */
struct told {
	bool there;
	char id[16], source[4], uid[24], summary[80], city[24], url[40];
	int64_t day;
	bool recurs, milestone;
};

/* A pair, by the sources and uids of its events. */
struct known {
	char names[2][40];
	struct duplicate_pair pair;
};

struct world {
	struct chance chance;
	struct told all[MOST];
	struct duplicates *duplicates;
	struct duplicate_options options;
	int made;
	/* What settling has told. */
	VEC(struct known) known;
};

/* ------------------------------------------------------------------ twin */

static int64_t
apart(const struct told *a, const struct told *b)
{
	return llabs(a->day - b->day);
}

static bool
same_folded(const char *a, const char *b)
{
	char x[128], y[128];

	text_fold(x, sizeof x, a);
	text_fold(y, sizeof y, b);
	return strcmp(x, y) == 0;
}

static bool
same_page(const char *a, const char *b)
{
	CLEANUP(buf_free) struct buf x = BUF_INIT;
	CLEANUP(buf_free) struct buf y = BUF_INIT;

	link_add(&x, a);
	link_add(&y, b);
	return strcmp(buf_str(&x), buf_str(&y)) == 0;
}

static bool
repeats(const struct told *a, const struct told *b)
{
	return !a->recurs && !b->recurs && strcmp(a->source, b->source) == 0 &&
	       same_folded(a->summary, b->summary) && a->day == b->day &&
	       same_folded(a->city, b->city) && same_page(a->url, b->url);
}

/* The oldest of those that it repeats. */
static const struct told *
first_of(const struct world *world, const struct told *of)
{
	const struct told *first = of;

	for (int i = 0; i < MOST; i++)
		if (world->all[i].there && repeats(of, &world->all[i]) &&
		    strcmp(world->all[i].id, first->id) < 0)
			first = &world->all[i];
	return first;
}

static bool
names_alone(const struct world *world, const struct told *of)
{
	for (int i = 0; i < MOST; i++) {
		const struct told *other = &world->all[i];

		if (other->there && other != of &&
		    strcmp(other->source, of->source) == 0 &&
		    first_of(world, other) == other &&
		    same_page(other->url, of->url) &&
		    apart(other, of) <= world->options.link_days)
			return false;
	}
	return of->url[0] != '\0';
}

static int
similar(const struct told *a, const struct told *b)
{
	uint64_t room[2][TITLE_WORDS];
	struct title x, y;

	title_read(
	    &x, room[0], a->summary, a->city, civil_from_day(a->day).year);
	title_read(
	    &y, room[1], b->summary, b->city, civil_from_day(b->day).year);
	return title_similarity(&x, &y);
}

static bool
alike(const struct world *world, const struct told *a, const struct told *b,
    struct duplicate_pair *out)
{
	*out = (struct duplicate_pair){ .days = apart(a, b),
		.similarity = similar(a, b) };
	out->same_uid = strlen(a->uid) >= 8 && strcmp(a->uid, b->uid) == 0 &&
			strspn(a->uid, "0123456789") < strlen(a->uid);
	if (a->recurs == b->recurs && a->milestone == b->milestone) {
		out->same_link = a->url[0] && same_page(a->url, b->url) &&
				 out->days <= world->options.link_days &&
				 names_alone(world, a) && names_alone(world, b);
		out->same_title =
		    out->similarity >= world->options.similarity &&
		    out->days <= world->options.days && a->city[0] &&
		    same_folded(a->city, b->city);
	}
	return out->same_uid || out->same_link || out->same_title;
}

static bool
beats(const struct duplicate_pair *x, const struct duplicate_pair *y,
    const struct told *a, const struct told *b)
{
	int64_t of_x[] = { x->same_uid, x->same_link, x->similarity, -x->days };
	int64_t of_y[] = { y->same_uid, y->same_link, y->similarity, -y->days };

	for (int i = 0; i < 4; i++)
		if (of_x[i] != of_y[i])
			return of_x[i] > of_y[i];
	return strcmp(a->id, b->id) < 0;
}

/* What another source has that is most like it. */
static const struct told *
best_of(const struct world *world, const struct told *of, const char *source)
{
	const struct told *best = NULL;
	struct duplicate_pair of_best, pair;

	for (int i = 0; i < MOST; i++) {
		const struct told *other = &world->all[i];

		if (!other->there || strcmp(other->source, source) != 0 ||
		    first_of(world, other) != other ||
		    !alike(world, of, other, &pair))
			continue;
		if (best && !beats(&pair, &of_best, other, best))
			continue;
		best = other;
		of_best = pair;
	}
	return best;
}

static bool
twin_pair(const struct world *world, const struct told *a, const struct told *b,
    struct duplicate_pair *out)
{
	bool same_source = strcmp(a->source, b->source) == 0;

	if (!a->there || !b->there)
		return false;
	if (same_source) {
		*out = (struct duplicate_pair){
			.repeat = true, .same_title = true, .similarity = 100
		};
		return first_of(world, b) == a && a != b;
	}
	return first_of(world, a) == a && first_of(world, b) == b &&
	       alike(world, a, b, out) && best_of(world, a, b->source) == b &&
	       best_of(world, b, a->source) == a;
}

/* --------------------------------------------------------------- history */

static int
index_of(const struct world *world, const char *source, const char *uid)
{
	for (int i = 0; i < MOST; i++)
		if (strcmp(world->all[i].source, source) == 0 &&
		    strcmp(world->all[i].uid, uid) == 0)
			return i;
	return -1;
}

static struct known *
known_find(struct world *world, const char *a, const char *b)
{
	vec_each(&world->known, known)
		if ((strcmp(known->names[0], a) == 0 &&
			strcmp(known->names[1], b) == 0) ||
		    (strcmp(known->names[0], b) == 0 &&
			strcmp(known->names[1], a) == 0))
			return known;
	return NULL;
}

static int
on_pair(
    const struct duplicate_pair *pair, bool gone, void *arg, struct err *err)
{
	struct world *world = arg;
	struct known told = { .pair = *pair }, *known;

	(void)err;
	snprintf(told.names[0], sizeof told.names[0], "%s/%s", pair->a.source,
	    pair->a.uid);
	snprintf(told.names[1], sizeof told.names[1], "%s/%s", pair->b.source,
	    pair->b.uid);
	known = known_find(world, told.names[0], told.names[1]);
	if (gone && !known)
		chance_fail(&world->chance, "one is gone that never came\n");
	if (gone)
		*known = world->known.items[--world->known.len];
	else if (known)
		*known = told;
	else
		assert_int_equal(vec_push(&world->known, told), 0);
	return 0;
}

static const char *
pick(struct chance *chance, const char *const *from, size_t n)
{
	return from[chance_range(chance, 0, (int64_t)n - 1)];
}
#define PICK(chance, list) pick(chance, list, ARRAY_LEN(list))

/* Its words are few, so that there is much that is alike. */
static void
make_up_content(struct chance *chance, struct told *told)
{
	static const char *const words[] = { "World", "Urban", "Forum",
		"Forums", "the", "XIII", "13th", "14th", "Metropolis", "2026",
		"Assembly", "Oslo" };
	static const char *const cities[] = { "", "Oslo", "OSLO", "Lima" };
	static const char *const urls[] = { "", "", "https://www.x.org/a",
		"http://x.org/a/", "https://x.org/b?utm_x=1" };
	int n = (int)chance_range(chance, 1, 5);

	strcpy(told->city, PICK(chance, cities));
	strcpy(told->url, PICK(chance, urls));
	told->summary[0] = '\0';
	while (n-- > 0) {
		strcat(told->summary, PICK(chance, words));
		strcat(told->summary, " ");
	}
	told->day = 20500 + chance_range(chance, 0, 3) +
		    (chance_one_in(chance, 8) ? 200 : 0);
	told->recurs = chance_one_in(chance, 9);
	told->milestone = chance_one_in(chance, 9);
}

/* One in three says what another does. */
static void
make_up(struct world *world, struct told *told)
{
	static const char *const sources[] = { "a", "b", "c" };
	static const char *const uids[] = { "1", "12345678", "one@x.org",
		"two@x.org", "three@x.org", "four@x.org" };
	struct chance *chance = &world->chance;
	const struct told *other =
	    &world->all[chance_range(chance, 0, MOST - 1)];

	*told = (struct told){ .there = false };
	if (other->there && chance_one_in(chance, 3))
		*told = *other;
	else
		make_up_content(chance, told);
	if (!told->there || chance_one_in(chance, 3))
		strcpy(told->source, PICK(chance, sources));
	told->there = true;
	snprintf(told->id, sizeof told->id, "%08d", ++world->made);
	strcpy(told->uid, PICK(chance, uids));
	if (chance_one_in(chance, 2))
		snprintf(told->uid, sizeof told->uid, "%d@own", world->made);
}

static void
put(struct world *world, const struct told *told)
{
	char start[DAY_TEXT], end[DAY_TEXT];
	struct event event = { .source = told->source,
		.uid = told->uid,
		.summary = told->summary,
		.city = told->city[0] ? told->city : NULL,
		.url = told->url[0] ? told->url : NULL,
		.start = day_format(start, told->day),
		.end = day_format(end, told->day + 1),
		.rrule = told->recurs ? "FREQ=DAILY" : NULL,
		.kind = told->milestone ? EVENT_MILESTONE : EVENT_CONFERENCE };
	struct event_times times = {
		.all_day = true, .start = told->day, .end = told->day + 1
	};
	struct err err = ERR_INIT;

	assert_int_equal(duplicates_put(world->duplicates, told->id, &event,
			     &times, NULL, &err),
	    0);
}

static void
change(struct world *world)
{
	int at = (int)chance_range(&world->chance, 0, MOST - 1);
	struct told *old = &world->all[at], told;
	struct err err = ERR_INIT;
	int known;

	if (old->there && chance_one_in(&world->chance, 3)) {
		assert_int_equal(duplicates_drop(world->duplicates, old->source,
				     old->uid, &err),
		    0);
		old->there = false;
		return;
	}
	make_up(world, &told);
	known = index_of(world, told.source, told.uid);
	if (known >= 0)
		at = known;
	else if (old->there)
		return;
	/* A row that is there keeps its id, mostly. */
	if (world->all[at].there && !chance_one_in(&world->chance, 4))
		strcpy(told.id, world->all[at].id);
	world->all[at] = told;
	put(world, &told);
}

static bool
is_as_told(const struct duplicate_pair *a, const struct duplicate_pair *b)
{
	return a->similarity == b->similarity && a->days == b->days &&
	       a->repeat == b->repeat && a->same_uid == b->same_uid &&
	       a->same_link == b->same_link && a->same_title == b->same_title;
}

static void
compare(struct world *world)
{
	size_t pairs = 0;

	for (int i = 0; i < MOST; i++) {
		for (int j = 0; j < MOST; j++) {
			const struct told *a = &world->all[i];
			const struct told *b = &world->all[j];
			struct duplicate_pair twin;
			const struct known *known;
			char names[2][40];

			if (strcmp(a->id, b->id) >= 0 ||
			    !twin_pair(world, a, b, &twin))
				continue;
			pairs++;
			snprintf(names[0], sizeof names[0], "%s/%s", a->source,
			    a->uid);
			snprintf(names[1], sizeof names[1], "%s/%s", b->source,
			    b->uid);
			known = known_find(world, names[0], names[1]);
			if (!known || !is_as_told(&known->pair, &twin))
				chance_fail(&world->chance,
				    "%s \"%s\" and %s \"%s\" are %s\n",
				    names[0], a->summary, names[1], b->summary,
				    known ? "alike otherwise" : "a pair");
		}
	}
	if (pairs != world->known.len)
		chance_fail(&world->chance, "%zu pairs, not %zu\n", pairs,
		    world->known.len);
}

static void
settling_change_by_change_is_comparing_all_with_all(void **state)
{
	(void)state;
	for (int round = 0; round < 10; round++) {
		struct world *world = calloc(1, sizeof *world);
		struct err err = ERR_INIT;
		uint64_t pairs = 0;

		assert_non_null(world);
		world->chance = chance_start();
		world->chance.state += (uint64_t)round * 7919;
		world->options = duplicate_options_default;
		world->options.days = round % 3;
		world->options.similarity = 60 + 5 * (round % 9);
		assert_int_equal(
		    duplicates_new(&world->options, &world->duplicates, &err),
		    0);
		for (int step = 0; step < 50; step++) {
			int n = (int)chance_range(
			    &world->chance, 1, step ? 6 : 150);

			while (n-- > 0)
				change(world);
			assert_int_equal(duplicates_settle(world->duplicates,
					     on_pair, world, &err),
			    0);
			compare(world);
			pairs += world->known.len;
		}
		assert_true(pairs > 200);
		duplicates_free(world->duplicates);
		vec_free(&world->known);
		free(world);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    settling_change_by_change_is_comparing_all_with_all),
	};

	return cmocka_run_group_tests_name(
	    "duplicates properties", tests, NULL, NULL);
}
