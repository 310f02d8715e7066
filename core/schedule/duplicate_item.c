/* SPDX-License-Identifier: Apache-2.0 */
/* What is compared of an event, worked out once: its title's words, the places
 * that it may be in, and the keys of the blocks that it stands in. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/cleanup.h"
#include "base/date.h"
#include "base/fold.h"
#include "base/link.h"
#include "base/text.h"
#include "schedule/duplicates_parts.h"

#define GLOBAL_UID 8 /* shorter ones mean nothing beyond their source */

enum key_kind { KEY_SELF = 1, KEY_UID, KEY_LINK, KEY_CONTENT, KEY_TITLE, CITY };

/* ------------------------------------------------------------------ keys */

static uint64_t
key_of(enum key_kind kind, const void *bytes, size_t len)
{
	uint64_t key = hash64(bytes, len, (uint64_t)kind);

	return key ? key : 1;
}

static uint64_t
key_of_text(enum key_kind kind, const char *text)
{
	return key_of(kind, text, strlen(text));
}

uint64_t
item_key(uint32_t source, const char *uid)
{
	return key_of_text(KEY_SELF, uid) +
	       source * UINT64_C(0x9e3779b97f4a7c15);
}

static uint64_t
key_of_title(uint64_t city, int64_t day, uint64_t word)
{
	uint64_t parts[] = { city, (uint64_t)day, word };

	return key_of(KEY_TITLE, parts, sizeof parts);
}

static int
add_title_keys(const struct duplicates *duplicates, const struct item *item,
    int64_t days, struct item_keys *out)
{
	size_t prefix =
	    title_prefix(item->title.n, duplicates->options.similarity);

	for (size_t c = 0; c < item->ncities; c++)
		for (size_t w = 0; w < prefix; w++)
			for (int64_t d = -days; d <= days; d++)
				if (vec_push(out, key_of_title(item->cities[c],
						      item->day + d,
						      item->title.words[w])) <
				    0)
					return -ENOMEM;
	return 0;
}

int
item_keys(const struct duplicates *duplicates, const struct item *item,
    bool near, struct item_keys *out)
{
	const uint64_t keys[] = { item->by_uid, item->by_link,
		item->by_content };

	for (size_t i = 0; i < ARRAY_LEN(keys); i++)
		if (keys[i] && vec_push(out, keys[i]) < 0)
			return -ENOMEM;
	return add_title_keys(
	    duplicates, item, near ? duplicates->options.days : 0, out);
}

static bool
means_something(const char *uid)
{
	return strlen(uid) >= GLOBAL_UID &&
	       strspn(uid, "0123456789") < strlen(uid);
}

/* The place, or each that it may be, or what it is called. */
static void
read_cities(
    struct item *item, const struct event *event, const struct places *places)
{
	struct place_query query = { .city = event->city,
		.country = event->country,
		.zone = event->zone,
		.latitude = NAN,
		.longitude = NAN };
	struct place_result result = { .answer = PLACE_UNKNOWN };
	char folded[128];

	if (!event->city)
		return;
	if (places)
		places_find(places, &query, &result);
	if (result.answer == PLACE_FOUND) {
		result.candidates[0] = result.place;
		result.ncandidates = 1;
	}
	if (result.answer == PLACE_FOUND || result.answer == PLACE_AMBIGUOUS) {
		for (size_t i = 0; i < result.ncandidates; i++)
			item->cities[item->ncities++] = key_of(CITY,
			    &result.candidates[i], sizeof result.candidates[i]);
		return;
	}
	if (text_fold(folded, sizeof folded, event->city) > 0 &&
	    result.answer == PLACE_UNKNOWN)
		item->cities[item->ncities++] = key_of_text(CITY, folded);
}

static int
read_title(struct item *item, const struct event *event)
{
	uint64_t words[TITLE_WORDS];

	title_read(&item->title, words, event->summary ? event->summary : "",
	    event->city, civil_from_day(item->day).year);
	item->title.words = malloc((item->title.n + 1) * sizeof *words);
	if (!item->title.words)
		return -ENOMEM;
	memcpy(item->title.words, words, item->title.n * sizeof *words);
	return 0;
}

static void
add_folded(struct buf *buf, const char *text)
{
	char folded[512];

	text_fold(folded, sizeof folded, text ? text : "");
	buf_addf(buf, "%s\n", folded);
}

/* What makes it a repeat; a series, whose repeats could differ in any one of
 * their occurrences, is none. */
static int
read_content(struct item *item, const struct event *event)
{
	CLEANUP(buf_free) struct buf buf = BUF_INIT;

	if (item->recurs)
		return 0;
	buf_addf(&buf, "%u\n%s\n%s\n%s\n%s\n", item->source, event->start,
	    event->end, event->zone ? event->zone : "",
	    event->parent ? event->parent : "");
	add_folded(&buf, event->summary);
	add_folded(&buf, event->city);
	add_folded(&buf, event->place);
	link_add(&buf, event->url);
	item->by_content = key_of_text(KEY_CONTENT, buf_str(&buf));
	return buf_error(&buf) ? -ENOMEM : 0;
}

static int
read_link(struct item *item, const struct event *event)
{
	CLEANUP(buf_free) struct buf buf = BUF_INIT;

	link_add(&buf, event->url);
	if (buf.len)
		item->by_link = key_of_text(KEY_LINK, buf_str(&buf));
	return buf_error(&buf) ? -ENOMEM : 0;
}

int
item_read(struct item *item, const char *id, const struct event *event,
    const struct event_times *times, const struct places *places)
{
	size_t len = strlen(id) + 1;

	item->texts = malloc(len + strlen(event->uid) + 1);
	if (!item->texts)
		return -ENOMEM;
	item->id = strcpy(item->texts, id);
	item->uid = strcpy(item->texts + len, event->uid);
	item->self = item_key(item->source, event->uid);
	item->day = times->all_day ? times->start : day_from_wall(times->start);
	item->recurs = event_recurs(event);
	item->milestone = event->kind == EVENT_MILESTONE;
	if (means_something(event->uid))
		item->by_uid = key_of_text(KEY_UID, event->uid);
	read_cities(item, event, places);
	if (read_title(item, event) < 0 || read_link(item, event) < 0)
		return -ENOMEM;
	return read_content(item, event);
}
