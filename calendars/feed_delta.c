/* SPDX-License-Identifier: Apache-2.0 */
#include "feed_delta.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "calendars/vtimezone.h"

/* A feed that a series belongs to, by any of its rows: a series is never
 * parted. */
struct member {
	char id[FEED_ID];
	const char *name; /* as the row spells it */
};
VEC_TYPE(members, struct member);

static int
add_member(struct members *members, const char *folder, const char *word,
    const char *name)
{
	struct member member = { .name = name };

	snprintf(member.id, sizeof member.id, "%s%s", folder, word);
	vec_each(members, it)
		if (!strcmp(it->id, member.id))
			return 0;
	return vec_push(members, member);
}

/* What is kept private is not for everybody, also if it is so for one
 * occurrence only: the series stays whole. */
static bool
is_public(const struct series *series)
{
	for (size_t i = 0; i < series->nrows; i++)
		if (!event_row_public(series->rows[i]))
			return false;
	return true;
}

/* Rows of one series mostly name the same network, so slugs are made only for
 * a name that differs from that of the row before. */
static int
find_members(
    const struct series *series, const char *title, struct members *members)
{
	const char *last = NULL;
	int rc;

	if (title)
		return add_member(members, "", FEED_OWN, title);
	if (!is_public(series))
		return 0;
	rc = add_member(members, "", "public", "public");
	for (size_t i = 0; i < series->nrows && rc == 0; i++) {
		const struct event *event = series->rows[i]->event;
		const char *kind = event_kind_words[event->kind];
		const char *network = event_row_network(series->rows[i]);
		char slug[64];

		if (event->kind != EVENT_KIND_NONE)
			rc = add_member(members, "kind/", kind, kind);
		if (rc < 0 || !network || !*network ||
		    (last && !strcmp(last, network)))
			continue;
		last = network;
		rc = add_member(
		    members, "network/", feed_slug(slug, last), last);
	}
	return rc;
}

/* Where a delta of that id stands, or would. */
static size_t
place_of(const struct feed_delta_list *list, const char *id)
{
	size_t from = 0, to = list->len;

	while (from < to) {
		size_t middle = from + (to - from) / 2;

		if (strcmp(list->items[middle].id, id) < 0)
			from = middle + 1;
		else
			to = middle;
	}
	return from;
}

struct feed_delta *
feed_deltas_of(struct feed_deltas *deltas, const char *id)
{
	struct feed_delta_list *list = &deltas->list;
	struct feed_delta fresh = { .id = "" };
	size_t at = place_of(list, id);

	if (at < list->len && !strcmp(list->items[at].id, id))
		return &list->items[at];
	snprintf(fresh.id, sizeof fresh.id, "%s", id);
	if (vec_push(list, fresh) < 0)
		return NULL;
	memmove(&list->items[at + 1], &list->items[at],
	    (list->len - 1 - at) * sizeof fresh);
	list->items[at] = fresh;
	return &list->items[at];
}

static int
add_name(struct feed_delta *delta, const char *name, int sign)
{
	struct name_delta fresh = { name, sign };

	vec_each(&delta->names, it) {
		if (!strcmp(it->name, name)) {
			it->series += sign;
			return 0;
		}
	}
	return vec_push(&delta->names, fresh);
}

static int
add_zone(struct feed_delta *delta, const struct zone *zone, int sign)
{
	struct zone_delta fresh = { zone, sign };

	vec_each(&delta->zones, it) {
		if (it->zone == zone) {
			it->events += sign;
			return 0;
		}
	}
	return vec_push(&delta->zones, fresh);
}

/* The zones whose VTIMEZONE the shown rows need. */
static int
add_zones(struct feed_delta *delta, const struct series *series,
    const struct text_context *context, int sign)
{
	for (size_t i = 0; i < series->nrows; i++) {
		const struct event_row *row = series->rows[i];

		if (row->times.all_day || zone_is_utc(row->times.zone) ||
		    !event_is_shown(row, context))
			continue;
		if (add_zone(delta, row->times.zone, sign) < 0)
			return -ENOMEM;
	}
	return 0;
}

/* One side of a change: sign -1 takes the series out, 1 puts it in. */
static int
add_side(struct feed_deltas *deltas, const struct series *series,
    const struct text_context *context, const struct shard_change *text,
    int sign)
{
	struct members members = VEC_INIT;
	int rc = find_members(series, deltas->title, &members);

	vec_each(&members, member) {
		struct feed_delta *delta;

		if (rc < 0)
			break;
		if (deltas->only && strcmp(deltas->only, member->id) != 0)
			continue;
		delta = feed_deltas_of(deltas, member->id);
		rc = delta ? add_name(delta, member->name, sign) : -ENOMEM;
		if (rc == 0 && text) {
			rc = vec_push(&delta->texts, *text);
			if (rc == 0)
				rc = add_zones(delta, series, context, sign);
		}
	}
	vec_free(&members);
	return rc;
}

/* The series' text, kept in deltas. */
static int
render(struct feed_deltas *deltas, const struct series *series,
    const struct text_context *context, struct shard_change *change)
{
	char *copy;

	buf_reset(&deltas->scratch);
	series_text(&deltas->scratch, series, change->key, context);
	if (buf_error(&deltas->scratch))
		return -ENOMEM;
	copy = malloc(deltas->scratch.len);
	if (!copy || vec_push(&deltas->texts, copy) < 0) {
		free(copy);
		return -ENOMEM;
	}
	memcpy(copy, deltas->scratch.data, deltas->scratch.len);
	change->text = copy;
	change->len = deltas->scratch.len;
	return 0;
}

int
feed_deltas_add(struct feed_deltas *deltas, const struct series_step *step,
    const struct text_context *was, const struct text_context *is)
{
	const struct series *any = step->after ? step->after : step->before;
	struct shard_change change = { .text = NULL };
	size_t before = step->before ? series_shown(step->before, was) : 0;
	size_t after = step->after ? series_shown(step->after, is) : 0;
	int rc = 0;

	uid_digits(change.key, any->source, any->uid, NULL);
	if (step->before)
		rc = add_side(
		    deltas, step->before, was, before ? &change : NULL, -1);
	if (rc == 0 && after) {
		change.events = (uint32_t)after;
		rc = render(deltas, step->after, is, &change);
	}
	if (rc == 0 && step->after)
		rc = add_side(
		    deltas, step->after, is, after ? &change : NULL, 1);
	return rc;
}

/* By key; of a series that goes and comes, the coming last. */
static int
by_key(const void *a, const void *b)
{
	const struct shard_change *left = a, *right = b;
	int order = strcmp(left->key, right->key);

	return order ? order : !!left->text - !!right->text;
}

void
feed_deltas_finish(struct feed_deltas *deltas)
{
	vec_each(&deltas->list, delta) {
		struct shard_change *texts = delta->texts.items;
		size_t kept = 0;

		if (!delta->texts.len)
			continue;
		qsort(texts, delta->texts.len, sizeof *texts, by_key);
		for (size_t i = 1; i < delta->texts.len; i++) {
			if (strcmp(texts[kept].key, texts[i].key) != 0)
				kept++;
			texts[kept] = texts[i];
		}
		delta->texts.len = kept + 1;
	}
}

void
feed_deltas_free(struct feed_deltas *deltas)
{
	vec_each(&deltas->list, delta) {
		vec_free(&delta->texts);
		vec_free(&delta->zones);
		vec_free(&delta->names);
	}
	vec_free(&deltas->list);
	vec_each(&deltas->texts, text)
		free(*text);
	vec_free(&deltas->texts);
	buf_free(&deltas->scratch);
}
