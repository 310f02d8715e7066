/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Settling: of each marked item the repeats, then the best match in each other
 * source, are found anew; a pair is two items each of which is the other's
 * best. Pairs are not kept: those before and after are told by the bests, and
 * the difference is what has changed.
 */
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "schedule/duplicates_parts.h"

/* Two items, the lower first, and what they have in common. */
struct pair {
	uint32_t low, high;
	bool repeat, renewed;
	struct likeness likeness;
};
VEC_TYPE(pairs, struct pair);

static struct item *
item_at(const struct duplicates *duplicates, uint32_t at)
{
	return &duplicates->items.items[at];
}

static uint32_t
block_item(const struct duplicates *duplicates, uint32_t at)
{
	return duplicates->blocks.entries.items[at].item;
}

/* ------------------------------------------------------------- likeness */

static bool
share_city(const struct item *a, const struct item *b)
{
	for (size_t i = 0; i < a->ncities; i++)
		for (size_t j = 0; j < b->ncities; j++)
			if (a->cities[i] == b->cities[j])
				return true;
	return false;
}

static int64_t
days_between(const struct item *a, const struct item *b)
{
	return a->day < b->day ? b->day - a->day : a->day - b->day;
}

/* Is it the only event of its source that has its address, at its time? */
static bool
has_link_alone(const struct duplicates *duplicates, const struct item *item)
{
	const struct blocks *blocks = &duplicates->blocks;
	uint32_t at = blocks_first(blocks, item->by_link);

	if (!item->by_link || blocks_crowded(blocks, item->by_link))
		return false;
	for (; at != NOBODY; at = blocks_next(blocks, at)) {
		const struct item *other =
		    item_at(duplicates, block_item(duplicates, at));

		if (other != item && other->source == item->source &&
		    other->first == NOBODY &&
		    days_between(item, other) <= duplicates->options.link_days)
			return false;
	}
	return true;
}

static bool
shares_link(const struct duplicates *duplicates, const struct item *a,
    const struct item *b)
{
	return a->by_link && a->by_link == b->by_link && a->alone && b->alone &&
	       days_between(a, b) <= duplicates->options.link_days;
}

static bool
are_alike(const struct duplicates *duplicates, const struct item *a,
    const struct item *b, struct likeness *out)
{
	const struct duplicate_options *options = &duplicates->options;

	*out = (struct likeness){ .days = days_between(a, b) };
	out->same_uid = a->by_uid && a->by_uid == b->by_uid;
	out->similarity = title_similarity(&a->title, &b->title);
	if (a->recurs != b->recurs || a->milestone != b->milestone)
		return out->same_uid;
	out->same_title = out->similarity >= options->similarity &&
			  out->days <= options->days && share_city(a, b);
	out->same_link = shares_link(duplicates, a, b);
	return out->same_uid || out->same_link || out->same_title;
}

/* Is b, of likeness y, a better match than a, of likeness x? */
static bool
is_better(const struct likeness *x, const struct likeness *y,
    const struct item *a, const struct item *b)
{
	if (x->same_uid != y->same_uid)
		return y->same_uid;
	if (x->same_link != y->same_link)
		return y->same_link;
	if (x->similarity != y->similarity)
		return y->similarity > x->similarity;
	if (x->days != y->days)
		return y->days < x->days;
	return strcmp(b->id, a->id) < 0;
}

/* --------------------------------------------------------------- search */

/* The first of its repeats, when that is another. */
static uint32_t
first_of(const struct duplicates *duplicates, uint32_t of)
{
	const struct blocks *blocks = &duplicates->blocks;
	uint64_t key = item_at(duplicates, of)->by_content;
	uint32_t at = key ? blocks_first(blocks, key) : NOBODY, first = of;

	if (!key || blocks_crowded(blocks, key))
		return NOBODY;
	for (; at != NOBODY; at = blocks_next(blocks, at)) {
		uint32_t other = block_item(duplicates, at);

		if (strcmp(item_at(duplicates, other)->id,
			item_at(duplicates, first)->id) < 0)
			first = other;
	}
	return first == of ? NOBODY : first;
}

static int
consider(const struct duplicates *duplicates, uint32_t of, uint32_t other)
{
	struct item *item = item_at(duplicates, of);
	const struct item *candidate = item_at(duplicates, other);
	struct best found = { .item = other };

	if (candidate->source == item->source || candidate->first != NOBODY ||
	    !are_alike(duplicates, item, candidate, &found.likeness))
		return 0;
	vec_each(&item->bests, best) {
		const struct item *known = item_at(duplicates, best->item);

		if (known->source != candidate->source)
			continue;
		if (is_better(
			&best->likeness, &found.likeness, known, candidate))
			*best = found;
		return 0;
	}
	return vec_push(&item->bests, found);
}

/* Each of a block that this search has not seen yet. */
static int
search_block(struct duplicates *duplicates, uint32_t of, uint64_t key)
{
	const struct blocks *blocks = &duplicates->blocks;
	uint32_t at = blocks_first(blocks, key);
	int rc = 0;

	if (blocks_crowded(blocks, key))
		return 0;
	for (; rc == 0 && at != NOBODY; at = blocks_next(blocks, at)) {
		uint32_t other = block_item(duplicates, at);

		if (item_at(duplicates, other)->seen == duplicates->searches)
			continue;
		item_at(duplicates, other)->seen = duplicates->searches;
		rc = consider(duplicates, of, other);
	}
	return rc;
}

static int
find_bests(struct duplicates *duplicates, uint32_t of)
{
	struct item *item = item_at(duplicates, of);
	struct item_keys keys = VEC_INIT;
	int rc;

	item->bests.len = 0;
	duplicates->searches++;
	if (item->dropped || item->first != NOBODY)
		return 0;
	rc = item_keys(duplicates, item, true, &keys);
	vec_each(&keys, key)
		if (rc == 0)
			rc = search_block(duplicates, of, *key);
	vec_free(&keys);
	return rc;
}

/* ---------------------------------------------------------------- pairs */

static int
add_pair(struct pairs *pairs, uint32_t a, uint32_t b,
    const struct likeness *likeness, bool repeat, bool renewed)
{
	struct pair pair = { a < b ? a : b, a < b ? b : a, repeat, renewed,
		*likeness };

	return vec_push(pairs, pair);
}

/* The pairs of an item, as the bests now tell. */
static int
pairs_of(const struct duplicates *duplicates, uint32_t of, struct pairs *pairs)
{
	static const struct likeness same = { .same_title = true,
		.similarity = 100 };
	const struct item *item = item_at(duplicates, of);
	int rc = 0;

	if (item->first != NOBODY)
		rc = add_pair(pairs, of, item->first, &same, true,
		    item->renewed || item_at(duplicates, item->first)->renewed);
	for (size_t i = 0; i < item->bests.len; i++) {
		const struct best *best = &item->bests.items[i];
		const struct item *other = item_at(duplicates, best->item);

		vec_each(&other->bests, back)
			if (rc == 0 && back->item == of)
				rc = add_pair(pairs, of, best->item,
				    &best->likeness, false,
				    item->renewed || other->renewed);
	}
	return rc;
}

static int
compare_pairs(const void *a, const void *b)
{
	const struct pair *x = a, *y = b;

	if (x->low != y->low)
		return x->low < y->low ? -1 : 1;
	return (x->high > y->high) - (x->high < y->high);
}

/* The pairs of all that is marked, in order, each once. A repeat is told by
 * the later of both, so the first's are taken by its repeats being marked. */
static int
marked_pairs(const struct duplicates *duplicates, struct pairs *pairs)
{
	size_t kept = 0;

	for (size_t i = 0; i < duplicates->dirty.len; i++)
		if (pairs_of(duplicates, duplicates->dirty.items[i], pairs) < 0)
			return -ENOMEM;
	if (pairs->len == 0)
		return 0;
	qsort(pairs->items, pairs->len, sizeof *pairs->items, compare_pairs);
	for (size_t i = 0; i < pairs->len; i++)
		if (kept == 0 || compare_pairs(&pairs->items[kept - 1],
				     &pairs->items[i]) != 0)
			pairs->items[kept++] = pairs->items[i];
	pairs->len = kept;
	return 0;
}

static int
look_again(struct duplicates *duplicates)
{
	int rc = 0;

	for (size_t i = 0; i < duplicates->dirty.len; i++) {
		uint32_t at = duplicates->dirty.items[i];
		struct item *item = item_at(duplicates, at);

		item->first = item->dropped ? NOBODY : first_of(duplicates, at);
	}
	for (size_t i = 0; i < duplicates->dirty.len; i++) {
		struct item *item =
		    item_at(duplicates, duplicates->dirty.items[i]);

		item->alone =
		    !item->dropped && has_link_alone(duplicates, item);
	}
	for (size_t i = 0; rc == 0 && i < duplicates->dirty.len; i++)
		rc = find_bests(duplicates, duplicates->dirty.items[i]);
	return rc;
}

/* -------------------------------------------------------------- telling */

typedef int tell_fn(
    const struct duplicate_pair *pair, bool gone, void *arg, struct err *err);

static struct duplicate_event
event_of(const struct duplicates *duplicates, const struct item *item)
{
	return (struct duplicate_event){ item->id,
		duplicates->sources.items[item->source], item->uid };
}

static int
tell(const struct duplicates *duplicates, const struct pair *pair, bool gone,
    tell_fn *fn, void *arg, struct err *err)
{
	const struct item *low = item_at(duplicates, pair->low);
	const struct item *high = item_at(duplicates, pair->high);
	bool older = strcmp(low->id, high->id) <= 0;
	struct duplicate_pair told = {
		.a = event_of(duplicates, older ? low : high),
		.b = event_of(duplicates, older ? high : low),
		.repeat = pair->repeat,
		.same_uid = pair->likeness.same_uid,
		.same_link = pair->likeness.same_link,
		.same_title = pair->likeness.same_title,
		.similarity = pair->likeness.similarity,
		.days = pair->likeness.days,
	};

	return fn(&told, gone, arg, err);
}

static bool
is_same(const struct pair *a, const struct pair *b)
{
	const struct likeness *x = &a->likeness, *y = &b->likeness;

	return !b->renewed && a->repeat == b->repeat &&
	       x->same_uid == y->same_uid && x->same_link == y->same_link &&
	       x->same_title == y->same_title &&
	       x->similarity == y->similarity && x->days == y->days;
}

/* Of one list what the other does not have, or (came) has otherwise. */
static int
tell_difference(const struct duplicates *duplicates, const struct pairs *list,
    const struct pairs *other, bool gone, tell_fn *fn, void *arg,
    struct err *err)
{
	size_t at = 0;

	for (size_t i = 0; i < list->len; i++) {
		const struct pair *pair = &list->items[i];
		const struct pair *same = NULL;

		while (at < other->len &&
		       compare_pairs(&other->items[at], pair) < 0)
			at++;
		if (at < other->len &&
		    compare_pairs(&other->items[at], pair) == 0)
			same = &other->items[at];
		if (same && (gone || is_same(same, pair)))
			continue;
		if (tell(duplicates, pair, gone, fn, arg, err) < 0)
			return err->code;
	}
	return 0;
}

static void
clean(struct duplicates *duplicates)
{
	vec_each(&duplicates->dirty, at) {
		struct item *item = item_at(duplicates, *at);

		item->dirty = item->renewed = false;
		if (item->dropped)
			item_release(duplicates, *at);
	}
	duplicates->dirty.len = 0;
}

int
duplicates_settle(
    struct duplicates *duplicates, tell_fn *fn, void *arg, struct err *err)
{
	struct pairs before = VEC_INIT, after = VEC_INIT;
	int rc = -ENOMEM;

	if (marked_pairs(duplicates, &before) < 0 ||
	    look_again(duplicates) < 0 || marked_pairs(duplicates, &after) < 0)
		err_set(err, rc, "look for duplicates");
	else if (tell_difference(
		     duplicates, &before, &after, true, fn, arg, err) < 0 ||
		 tell_difference(
		     duplicates, &after, &before, false, fn, arg, err) < 0)
		rc = err->code;
	else
		rc = 0;
	if (rc == 0)
		clean(duplicates);
	vec_free(&before);
	vec_free(&after);
	return rc;
}
