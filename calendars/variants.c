/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One list of entries under one lock: those that are to be made, the longest
 * waiting first, and those that are there, of which the longest unused goes
 * when room is needed. Nothing is made, and nobody called, under the lock.
 */
#include "variants.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/vec.h"

#define MOST_WAITING 16
#define MOST_KEPT 256

enum entry_state { ENTRY_NEW, ENTRY_WAITS, ENTRY_MADE, ENTRY_FAILED };

struct entry {
	struct feed_variant variant;
	enum entry_state state;
	/* What it is, or will be, made of. The feed it is a variant of is
	 * another one as soon as any of its series has changed. */
	struct feed *of;
	struct feedset *set;
	struct snapshot *snapshot; /* while it waits */
	struct feed *feed;         /* made */
	int64_t today;
	uint64_t turn; /* when it was wanted last */
};

struct variants {
	struct variants_options options;
	pthread_t thread;
	pthread_mutex_t lock;
	pthread_cond_t wanted;
	bool ending;
	uint64_t turn;
	VEC(struct entry *) entries;
};

static void
entry_free(struct entry *entry)
{
	if (!entry)
		return;
	feed_unref(entry->of);
	feed_unref(entry->feed);
	feedset_unref(entry->set);
	snapshot_unref(entry->snapshot);
	free(entry);
}

/* ------------------------------------------------------------- the thread ---
 */

/* The one that has waited longest, or NULL. */
static struct entry *
next_waiting(const struct variants *variants)
{
	struct entry *next = NULL;

	vec_each(&variants->entries, it)
		if ((*it)->state == ENTRY_WAITS &&
		    (!next || (*it)->turn < next->turn))
			next = *it;
	return next;
}

static size_t
bytes_of(const struct entry *entry)
{
	if (entry->state != ENTRY_MADE)
		return 0;
	return feed_length(entry->feed, FEED_PLAIN) +
	       feed_length(entry->feed, FEED_GZIP);
}

/* Of those that wait for nothing, the one that was wanted least lately, but
 * for keep. */
static size_t
least_wanted(const struct variants *variants, const struct entry *keep)
{
	size_t least = variants->entries.len;

	for (size_t i = 0; i < variants->entries.len; i++) {
		const struct entry *entry = variants->entries.items[i];

		if (entry == keep || entry->state == ENTRY_WAITS)
			continue;
		if (least == variants->entries.len ||
		    entry->turn < variants->entries.items[least]->turn)
			least = i;
	}
	return least;
}

static void
remove_entry(struct variants *variants, size_t i)
{
	entry_free(variants->entries.items[i]);
	variants->entries.items[i] =
	    variants->entries.items[--variants->entries.len];
}

static void
make_room(struct variants *variants, const struct entry *keep)
{
	size_t bytes = 0, i;

	vec_each(&variants->entries, it)
		bytes += bytes_of(*it);
	while ((bytes > variants->options.bytes ||
		   variants->entries.len > MOST_KEPT) &&
	       (i = least_wanted(variants, keep)) < variants->entries.len) {
		bytes -= bytes_of(variants->entries.items[i]);
		remove_entry(variants, i);
	}
}

/* The set and the snapshot are not needed any more. */
static void
finish(struct entry *entry, struct feed *feed)
{
	feed_unref(entry->feed);
	entry->feed = feed;
	entry->state = feed ? ENTRY_MADE : ENTRY_FAILED;
	feedset_unref(entry->set);
	snapshot_unref(entry->snapshot);
	entry->set = NULL;
	entry->snapshot = NULL;
}

/* While it waits nobody else touches what it is made of. */
static void
make(struct variants *variants, struct entry *entry)
{
	struct feed *feed = NULL;
	struct err err = ERR_INIT;

	pthread_mutex_unlock(&variants->lock);
	feedset_variant(entry->set, entry->snapshot, entry->of, &entry->variant,
	    &feed, &err);
	pthread_mutex_lock(&variants->lock);
	finish(entry, feed);
	make_room(variants, entry);
	pthread_mutex_unlock(&variants->lock);
	variants->options.ready(variants->options.arg);
	pthread_mutex_lock(&variants->lock);
}

static void *
run(void *arg)
{
	struct variants *variants = arg;
	struct entry *entry;

	pthread_mutex_lock(&variants->lock);
	while (!variants->ending) {
		entry = next_waiting(variants);
		if (entry)
			make(variants, entry);
		else
			pthread_cond_wait(&variants->wanted, &variants->lock);
	}
	pthread_mutex_unlock(&variants->lock);
	return NULL;
}

int
variants_new(const struct variants_options *options, struct variants **out,
    struct err *err)
{
	struct variants *variants = calloc(1, sizeof *variants);
	int rc;

	if (!variants)
		return err_set(err, -ENOMEM, "variants of feeds");
	variants->options = *options;
	pthread_mutex_init(&variants->lock, NULL);
	pthread_cond_init(&variants->wanted, NULL);
	rc = pthread_create(&variants->thread, NULL, run, variants);
	if (rc == 0) {
		*out = variants;
		return 0;
	}
	pthread_cond_destroy(&variants->wanted);
	pthread_mutex_destroy(&variants->lock);
	free(variants);
	return err_set(err, -rc, "variants of feeds: no thread");
}

void
variants_free(struct variants *variants)
{
	if (!variants)
		return;
	pthread_mutex_lock(&variants->lock);
	variants->ending = true;
	pthread_cond_signal(&variants->wanted);
	pthread_mutex_unlock(&variants->lock);
	pthread_join(variants->thread, NULL);
	vec_each(&variants->entries, it)
		entry_free(*it);
	vec_free(&variants->entries);
	pthread_cond_destroy(&variants->wanted);
	pthread_mutex_destroy(&variants->lock);
	free(variants);
}

/* --------------------------------------------------------------- asking --- */

static struct entry *
find(const struct variants *variants, const struct feed *feed,
    const struct feed_variant *variant)
{
	vec_each(&variants->entries, it) {
		struct entry *entry = *it;

		if (!strcmp(feed_id(entry->of), feed_id(feed)) &&
		    feed_variant_equal(&entry->variant, variant))
			return entry;
	}
	return NULL;
}

static struct entry *
add_entry(struct variants *variants, const struct feed *feed,
    const struct feed_variant *variant)
{
	struct entry *entry = calloc(1, sizeof *entry);

	if (!entry || vec_push(&variants->entries, entry) < 0) {
		free(entry);
		return NULL;
	}
	entry->variant = *variant;
	entry->of = feed_ref((struct feed *)feed);
	return entry;
}

static size_t
count_waiting(const struct variants *variants)
{
	size_t n = 0;

	vec_each(&variants->entries, it)
		n += (*it)->state == ENTRY_WAITS;
	return n;
}

/* Has it made (anew) of what is there now. */
static void
want(struct variants *variants, struct entry *entry, struct feedset *set,
    struct snapshot *snapshot, const struct feed *feed)
{
	feed_unref(entry->of);
	entry->of = feed_ref((struct feed *)feed);
	entry->set = feedset_ref(set);
	entry->snapshot = snapshot_ref(snapshot);
	entry->today = feedset_today(set);
	entry->turn = ++variants->turn;
	entry->state = ENTRY_WAITS;
	pthread_cond_signal(&variants->wanted);
}

static bool
is_true(const struct entry *entry, const struct feedset *set,
    const struct feed *feed)
{
	return entry->of == feed && entry->today == feedset_today(set);
}

static int
get(struct variants *variants, struct feedset *set, struct snapshot *snapshot,
    const struct feed *feed, const struct feed_variant *variant, bool waited,
    struct feed **out)
{
	struct entry *entry = find(variants, feed, variant);

	if (entry && entry->state == ENTRY_WAITS)
		return -EAGAIN;
	if (entry && entry->state == ENTRY_MADE &&
	    (waited || is_true(entry, set, feed))) {
		entry->turn = ++variants->turn;
		*out = feed_ref(entry->feed);
		return 0;
	}
	if (entry && entry->state == ENTRY_FAILED && waited)
		return -ENOMEM;
	if (count_waiting(variants) >= MOST_WAITING)
		return -EBUSY;
	if (!entry)
		entry = add_entry(variants, feed, variant);
	if (!entry)
		return -ENOMEM;
	want(variants, entry, set, snapshot, feed);
	return -EAGAIN;
}

int
variants_get(struct variants *variants, struct feedset *set,
    struct snapshot *snapshot, const struct feed *feed,
    const struct feed_variant *variant, bool waited, struct feed **out)
{
	int rc;

	pthread_mutex_lock(&variants->lock);
	rc = get(variants, set, snapshot, feed, variant, waited, out);
	pthread_mutex_unlock(&variants->lock);
	return rc;
}
