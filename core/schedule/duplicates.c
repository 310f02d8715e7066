/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Events as items: what is compared of them is worked out once, when they are
 * put. Whatever a change may touch (all that stands in a block with it before
 * or after) is marked, and looked at again when the duplicates are settled
 * (duplicate_pairs.c).
 */
#include "duplicates.h"

#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "schedule/duplicates_parts.h"

const struct duplicate_options duplicate_options_default = {
	.similarity = 85,
	.days = 1,
	.link_days = 180,
};

static int
no_memory(struct err *err)
{
	return err_set(err, -ENOMEM, "look for duplicates");
}

int
duplicates_new(const struct duplicate_options *options, struct duplicates **out,
    struct err *err)
{
	struct duplicates *duplicates = calloc(1, sizeof *duplicates);

	if (!duplicates)
		return no_memory(err);
	duplicates->options = *options;
	*out = duplicates;
	return 0;
}

static void
item_free(struct item *item)
{
	free(item->texts);
	free(item->title.words);
	vec_free(&item->bests);
}

void
duplicates_free(struct duplicates *duplicates)
{
	if (!duplicates)
		return;
	vec_each(&duplicates->items, item)
		item_free(item);
	vec_each(&duplicates->sources, source)
		free(*source);
	vec_free(&duplicates->items);
	vec_free(&duplicates->sources);
	vec_free(&duplicates->unused);
	vec_free(&duplicates->dirty);
	blocks_free(&duplicates->blocks);
	free(duplicates);
}

void
duplicates_freep(struct duplicates **duplicates)
{
	duplicates_free(*duplicates);
}

size_t
duplicates_count(const struct duplicates *duplicates)
{
	return duplicates->len;
}

/* ------------------------------------------------------------------ dirt */

static int
mark(struct duplicates *duplicates, uint32_t at)
{
	struct item *item = &duplicates->items.items[at];

	if (item->dirty)
		return 0;
	if (vec_push(&duplicates->dirty, at) < 0)
		return -ENOMEM;
	item->dirty = true;
	return 0;
}

/* All that may be like the item. */
static int
mark_blocks(struct duplicates *duplicates, uint32_t of)
{
	struct blocks *blocks = &duplicates->blocks;
	struct item_keys keys = VEC_INIT;
	int rc = mark(duplicates, of);

	/* So it is while a store is read the first time. */
	if (rc < 0 || duplicates->dirty.len == duplicates->items.len)
		return rc;
	rc = item_keys(duplicates, &duplicates->items.items[of], true, &keys);
	vec_each(&keys, key) {
		uint32_t at = blocks_first(blocks, *key);

		if (rc < 0 || blocks_crowded(blocks, *key))
			continue;
		for (; rc == 0 && at != NOBODY; at = blocks_next(blocks, at))
			rc = mark(duplicates, blocks->entries.items[at].item);
	}
	vec_free(&keys);
	return rc;
}

/* And all that may be like its repeats, of which another may be first now. */
static int
mark_around(struct duplicates *duplicates, uint32_t of)
{
	const struct blocks *blocks = &duplicates->blocks;
	uint64_t content = duplicates->items.items[of].by_content;
	uint32_t at = blocks_first(blocks, content);
	int rc = mark_blocks(duplicates, of);

	if (!content || blocks_crowded(blocks, content))
		return rc;
	for (; rc == 0 && at != NOBODY; at = blocks_next(blocks, at))
		rc = mark_blocks(duplicates, blocks->entries.items[at].item);
	return rc;
}

/* In or out of the blocks of its days. What it may touch is marked before and
 * after: a block may become a crowd, or be one no longer. Out of memory it
 * stays marked, and stands nowhere that is searched. */
static int
stand(struct duplicates *duplicates, uint32_t at, bool in)
{
	struct blocks *blocks = &duplicates->blocks;
	struct item_keys keys = VEC_INIT;
	int rc = mark_around(duplicates, at);

	if (rc == 0)
		rc = item_keys(
		    duplicates, &duplicates->items.items[at], false, &keys);
	vec_each(&keys, key) {
		if (!in)
			blocks_remove(blocks, *key, at);
		else if (rc == 0)
			rc = blocks_add(blocks, *key, at);
	}
	vec_free(&keys);
	return rc < 0 ? rc : mark_around(duplicates, at);
}

/* ----------------------------------------------------------------- items */

static uint32_t
source_find(const struct duplicates *duplicates, const char *source)
{
	for (size_t i = 0; i < duplicates->sources.len; i++)
		if (strcmp(duplicates->sources.items[i], source) == 0)
			return (uint32_t)i;
	return NOBODY;
}

static int
source_of(struct duplicates *duplicates, const char *name, uint32_t *out)
{
	char *copy;

	*out = source_find(duplicates, name);
	if (*out != NOBODY)
		return 0;
	copy = strdup(name);
	if (!copy || vec_push(&duplicates->sources, copy) < 0) {
		free(copy);
		return -ENOMEM;
	}
	*out = (uint32_t)duplicates->sources.len - 1;
	return 0;
}

static uint32_t
item_find(const struct duplicates *duplicates, uint32_t source, const char *uid)
{
	const struct blocks *blocks = &duplicates->blocks;
	uint32_t at = blocks_first(blocks, item_key(source, uid));

	for (; at != NOBODY; at = blocks_next(blocks, at)) {
		uint32_t found = blocks->entries.items[at].item;
		const struct item *item = &duplicates->items.items[found];

		if (item->source == source && strcmp(item->uid, uid) == 0)
			return found;
	}
	return NOBODY;
}

void
item_release(struct duplicates *duplicates, uint32_t at)
{
	struct item *item = &duplicates->items.items[at];

	item_free(item);
	*item = (struct item){ .first = NOBODY };
	/* There is room: it was reserved with the item. */
	duplicates->unused.items[duplicates->unused.len++] = at;
}

static int
item_new(struct duplicates *duplicates, uint32_t *out)
{
	struct item item = { .first = NOBODY };

	if (duplicates->unused.len) {
		*out = duplicates->unused.items[--duplicates->unused.len];
		return 0;
	}
	if (vec_reserve(&duplicates->unused, duplicates->items.len + 1) < 0 ||
	    vec_push(&duplicates->items, item) < 0)
		return -ENOMEM;
	*out = (uint32_t)duplicates->items.len - 1;
	return 0;
}

/* ------------------------------------------------------------ put, drop */

/* The new item takes the place of the old; what the old was paired with stays
 * with it until the next settling. */
static int
replace(struct duplicates *duplicates, uint32_t at, struct item *item)
{
	struct item *old = &duplicates->items.items[at];
	int rc = stand(duplicates, at, false);

	if (rc < 0)
		return rc;
	item->dirty = old->dirty;
	item->first = old->first;
	item->renewed = old->renewed || strcmp(old->id, item->id) != 0;
	item->bests = old->bests;
	free(old->texts);
	free(old->title.words);
	*old = *item;
	*item = (struct item){ .first = NOBODY };
	return stand(duplicates, at, true);
}

static int
insert(struct duplicates *duplicates, struct item *item)
{
	uint32_t at;
	int rc = item_new(duplicates, &at);

	if (rc < 0)
		return rc;
	duplicates->items.items[at] = *item;
	*item = (struct item){ .first = NOBODY };
	rc = blocks_add(
	    &duplicates->blocks, duplicates->items.items[at].self, at);
	duplicates->len++;
	return rc < 0 ? rc : stand(duplicates, at, true);
}

int
duplicates_put(struct duplicates *duplicates, const char *id,
    const struct event *event, const struct event_times *times,
    const struct places *places, struct err *err)
{
	struct item item = { .first = NOBODY };
	uint32_t at;
	int rc = source_of(duplicates, event->source, &item.source);

	if (rc == 0)
		rc = item_read(&item, id, event, times, places);
	if (rc == 0) {
		at = item_find(duplicates, item.source, event->uid);
		rc = at == NOBODY ? insert(duplicates, &item)
				  : replace(duplicates, at, &item);
	}
	item_free(&item);
	return rc < 0 ? no_memory(err) : 0;
}

int
duplicates_drop(struct duplicates *duplicates, const char *source,
    const char *uid, struct err *err)
{
	uint32_t of = source_find(duplicates, source), at;

	at = of == NOBODY ? NOBODY : item_find(duplicates, of, uid);
	if (at == NOBODY)
		return 0;
	if (stand(duplicates, at, false) < 0)
		return no_memory(err);
	blocks_remove(
	    &duplicates->blocks, duplicates->items.items[at].self, at);
	duplicates->items.items[at].dropped = true;
	duplicates->len--;
	return 0;
}
