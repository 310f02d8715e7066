/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One feed: from the one before and a change to the one after. What does not
 * change is shared. Cost: the touched shards, and a pointer, a digest and a
 * checksum for each of the others.
 */
#include "feed.h"

#include <assert.h>
#include <endian.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "calendars/feed_inside.h"
#include "calendars/vtimezone.h"

/* RFC 1952 section 2.3.1: deflate, no name, no time, unknown system. */
static const unsigned char gzip_header[10] = { 0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0,
	255 };

/* ---------------------------------------------------------- life and end ---
 */

struct zone_text *
zone_text_new(const struct zone *zone, struct span window)
{
	CLEANUP(buf_free) struct buf buf = BUF_INIT;
	struct zone_text *text;

	vtimezone_add(&buf, zone, window);
	if (buf_error(&buf))
		return NULL;
	text = malloc(sizeof *text + buf.len);
	if (!text)
		return NULL;
	atomic_init(&text->refs, 1);
	text->zone = zone;
	text->len = buf.len;
	memcpy(text->text, buf.data, buf.len);
	return text;
}

void
zone_text_unref(struct zone_text *text)
{
	if (text && atomic_fetch_sub(&text->refs, 1) == 1)
		free(text);
}

struct feed *
feed_ref(struct feed *feed)
{
	atomic_fetch_add_explicit(&feed->refs, 1, memory_order_relaxed);
	return feed;
}

void
feed_unref(struct feed *feed)
{
	if (!feed || atomic_fetch_sub(&feed->refs, 1) > 1)
		return;
	vec_each(&feed->names, name)
		free(name->name);
	vec_free(&feed->names);
	vec_each(&feed->zones, use)
		zone_text_unref(use->text);
	vec_free(&feed->zones);
	shards_free(&feed->shards);
	block_unref(feed->head);
	block_unref(feed->end);
	free(feed->title);
	free(feed->description);
	free(feed);
}

static void
feed_unrefp(struct feed **feed)
{
	feed_unref(*feed);
}

/* ---------------------------------------------------------------- counts ---
 */

/* Counts a name; those of no series are taken out afterwards. */
static int
count_name(struct feed_names *names, const char *name, int64_t series)
{
	size_t at = 0;
	struct feed_name fresh = { .series = series };

	while (at < names->len && strcmp(names->items[at].name, name) < 0)
		at++;
	if (at < names->len && !strcmp(names->items[at].name, name)) {
		names->items[at].series += series;
		return 0;
	}
	fresh.name = strdup(name);
	if (!fresh.name || vec_push(names, fresh) < 0) {
		free(fresh.name);
		return -ENOMEM;
	}
	memmove(&names->items[at + 1], &names->items[at],
	    (names->len - 1 - at) * sizeof fresh);
	names->items[at] = fresh;
	return 0;
}

static int
next_names(const struct feed *old, const struct feed_delta *delta,
    struct feed_names *names)
{
	size_t kept = 0;
	int rc = 0;

	if (old)
		vec_each(&old->names, name)
			if (rc == 0)
				rc =
				    count_name(names, name->name, name->series);
	if (delta)
		vec_each(&delta->names, change)
			if (rc == 0)
				rc = count_name(
				    names, change->name, change->series);
	vec_each(names, name) {
		if (name->series > 0)
			names->items[kept++] = *name;
		else
			free(name->name);
	}
	names->len = kept;
	return rc;
}

/* A zone's text as it was, or anew when the window has moved. */
static struct zone_text *
keep_text(struct zone_text *text, const struct feed_context *context)
{
	if (context->window_moved)
		return zone_text_new(text->zone, context->text.window);
	atomic_fetch_add(&text->refs, 1);
	return text;
}

static int
count_zone(struct zone_uses *zones, const struct zone_delta *change,
    const struct feed_context *context)
{
	const char *name = zone_name(change->zone);
	struct zone_use fresh = { .events = change->events };
	size_t at = 0;

	while (at < zones->len &&
	       strcmp(zone_name(zones->items[at].text->zone), name) < 0)
		at++;
	if (at < zones->len &&
	    !strcmp(zone_name(zones->items[at].text->zone), name)) {
		zones->items[at].events += change->events;
		return 0;
	}
	fresh.text = zone_text_new(change->zone, context->text.window);
	if (!fresh.text || vec_push(zones, fresh) < 0) {
		zone_text_unref(fresh.text);
		return -ENOMEM;
	}
	memmove(&zones->items[at + 1], &zones->items[at],
	    (zones->len - 1 - at) * sizeof fresh);
	zones->items[at] = fresh;
	return 0;
}

static int
keep_zones(const struct feed *old, const struct feed_context *context,
    struct zone_uses *zones)
{
	if (vec_reserve(zones, old->zones.len) < 0)
		return -ENOMEM;
	vec_each(&old->zones, use) {
		struct zone_text *text = keep_text(use->text, context);

		if (!text)
			return -ENOMEM;
		zones->items[zones->len++] =
		    (struct zone_use){ text, use->events };
	}
	return 0;
}

static int
next_zones(const struct feed *old, const struct feed_delta *delta,
    const struct feed_context *context, struct zone_uses *zones)
{
	size_t kept = 0;
	int rc = old ? keep_zones(old, context, zones) : 0;

	if (delta)
		vec_each(&delta->zones, change)
			if (rc == 0)
				rc = count_zone(zones, change, context);
	vec_each(zones, use) {
		if (use->events > 0)
			zones->items[kept++] = *use;
		else
			zone_text_unref(use->text);
	}
	zones->len = kept;
	return rc;
}

static int
next_shards(const struct feed *old, const struct feed_delta *delta,
    struct packer *packer, struct shards *shards)
{
	static const struct shards none = VEC_INIT;

	return shards_apply(old ? &old->shards : &none,
	    delta ? delta->texts.items : NULL, delta ? delta->texts.len : 0,
	    packer, shards);
}

/* ----------------------------------------------------------------- bytes ---
 */

static bool
block_is(const struct block *block, const struct buf *text)
{
	return block->len == text->len &&
	       !memcmp(block->bytes, text->data, text->len);
}

static int
make_ends(struct feed *feed, const struct feed *old,
    const struct feed_context *context, struct err *err)
{
	static const struct stretch end = { "END:VCALENDAR\r\n", 15 };
	CLEANUP(buf_free) struct buf head = BUF_INIT;
	int rc = feed_head(feed, context, &head, err);

	if (rc < 0)
		return rc;
	if (buf_error(&head))
		return err_set(err, -ENOMEM, "feed %s", feed->id);
	if (old && block_is(old->head, &head))
		feed->head = block_ref(old->head);
	else
		feed->head = block_new(context->packer,
		    &(struct stretch){ head.data, head.len }, 1, false);
	feed->end = old ? block_ref(old->end)
			: block_new(context->packer, &end, 1, true);
	if (!feed->head || !feed->end)
		return err_set(err, -ENOMEM, "feed %s", feed->id);
	return 0;
}

static void
add_length(struct feed *feed, const struct block *block)
{
	feed->length[FEED_PLAIN] += block->len;
	feed->length[FEED_GZIP] += block->packed_len;
}

/* Lengths, entity tag and the gzip member's trailer, from the blocks' own. */
static void
sum_up(struct feed *feed)
{
	unsigned char digest[DIGEST_BYTES];
	struct digest_state state;
	uint32_t crc, words[2];

	digest_start(&state);
	digest_add(&state, feed->head->digest, DIGEST_BYTES);
	add_length(feed, feed->head);
	crc = feed->head->crc;
	vec_each(&feed->shards, it) {
		const struct shard *shard = *it;

		digest_add(&state, shard->block->digest, DIGEST_BYTES);
		add_length(feed, shard->block);
		crc = block_crc(crc, shard->block);
	}
	add_length(feed, feed->end);
	crc = block_crc(crc, feed->end);
	digest_end(&state, digest);
	feed->length[FEED_GZIP] += sizeof gzip_header + sizeof feed->trailer;
	words[0] = htole32(crc);
	words[1] = htole32((uint32_t)feed->length[FEED_PLAIN]);
	memcpy(feed->trailer, words, sizeof words);
	feed->etag[0] = '"';
	hex_format(feed->etag + 1, digest, 16);
	strcat(feed->etag, "\"");
}

static void
count_events(struct feed *feed)
{
	vec_each(&feed->shards, shard) {
		feed->series += (*shard)->n;
		feed->events += (*shard)->events;
	}
}

/* Last-Modified never goes back, and stays while the octets do. */
static int64_t
next_modified(const struct feed *feed, const struct feed *old,
    const struct feed_context *context)
{
	if (old && !strcmp(old->etag, feed->etag))
		return old->modified;
	if (old && old->modified > context->modified)
		return old->modified;
	return context->modified;
}

static int64_t
later(int64_t at, const struct feed *old)
{
	return old && old->touched > at ? old->touched : at;
}

int
feed_next(struct feed *old, const struct feed_delta *delta,
    const struct feed_context *context, struct feed **out, struct err *err)
{
	CLEANUP(feed_unrefp) struct feed *feed = calloc(1, sizeof *feed);
	int rc;

	*out = NULL;
	assert(old || delta);
	if (!feed)
		return err_set(err, -ENOMEM, "a feed");
	atomic_init(&feed->refs, 1);
	memcpy(feed->id, old ? old->id : delta->id, sizeof feed->id);
	feed->refresh = context->options->refresh;
	if (next_names(old, delta, &feed->names) < 0 ||
	    next_zones(old, delta, context, &feed->zones) < 0 ||
	    next_shards(old, delta, context->packer, &feed->shards) < 0 ||
	    feed_describe(feed, context) < 0)
		return err_set(err, -ENOMEM, "feed %s", feed->id);
	if (!feed->names.len && strcmp(feed->id, "public") != 0 &&
	    strcmp(feed->id, FEED_OWN) != 0)
		return 0;
	count_events(feed);
	rc = make_ends(feed, old, context, err);
	if (rc < 0)
		return rc;
	sum_up(feed);
	feed->modified = next_modified(feed, old, context);
	feed->touched =
	    delta || !old ? later(context->modified, old) : old->touched;
	*out = TAKE(feed);
	return 0;
}

/* --------------------------------------------------------------- reading ---
 */

const char *
feed_id(const struct feed *feed)
{
	return feed->id;
}

const char *
feed_title(const struct feed *feed)
{
	return feed->title;
}

const char *
feed_description(const struct feed *feed)
{
	return feed->description;
}

const char *
feed_etag(const struct feed *feed)
{
	return feed->etag;
}

int64_t
feed_modified(const struct feed *feed)
{
	return feed->modified;
}

int64_t
feed_refresh(const struct feed *feed)
{
	return feed->refresh;
}

size_t
feed_series(const struct feed *feed)
{
	return feed->series;
}

size_t
feed_events(const struct feed *feed)
{
	return feed->events;
}

size_t
feed_length(const struct feed *feed, enum feed_coding coding)
{
	return feed->length[coding];
}

static int
give_block(const struct block *block, enum feed_coding coding,
    int (*fn)(const void *bytes, size_t len, void *arg), void *arg)
{
	return coding == FEED_GZIP ? fn(block->packed, block->packed_len, arg)
				   : fn(block->bytes, block->len, arg);
}

int
feed_parts(const struct feed *feed, enum feed_coding coding,
    int (*fn)(const void *bytes, size_t len, void *arg), void *arg)
{
	int rc = 0;

	if (coding == FEED_GZIP)
		rc = fn(gzip_header, sizeof gzip_header, arg);
	if (rc == 0)
		rc = give_block(feed->head, coding, fn, arg);
	vec_each(&feed->shards, shard)
		if (rc == 0)
			rc = give_block((*shard)->block, coding, fn, arg);
	if (rc == 0)
		rc = give_block(feed->end, coding, fn, arg);
	if (rc == 0 && coding == FEED_GZIP)
		rc = fn(feed->trailer, sizeof feed->trailer, arg);
	return rc;
}
