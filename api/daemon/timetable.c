/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One list under one lock. A thread takes what is due, works without the
 * lock, and puts the result back; otherwise it sleeps until the next entry is
 * due or somebody wishes for something.
 */
#include "timetable.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/cleanup.h"
#include "base/log.h"
#include "base/vec.h"
#include "model/bound.h"
#include "source/health.h"
#include "source/manners.h"
#include "source/sync.h"

#define MAX_THREADS 8
#define LONGEST_SLEEP 60 /* seconds; a clock that was turned is noticed */

struct entry {
	char *name;
	int64_t due; /* UTC seconds; HEALTH_WAITS: only by wish */
	bool wished; /* a person wants it now */
	bool accept; /* and accepts a shrunken list */
	bool running;
	bool removed;   /* goes when it no longer runs */
	int64_t unkept; /* syncs in a row that the store could not keep */
};

struct errand {
	timetable_errand *run;
	void *arg;
};

struct timetable {
	struct timetable_options options;
	pthread_mutex_t lock;
	pthread_cond_t wake;
	VEC(struct entry *) entries;
	VEC(struct errand) errands;
	struct manners *manners;
	int64_t day; /* the one that new_day was last told of */
	atomic_bool stopping;
	pthread_t threads[MAX_THREADS];
	int running;
};

static struct entry *
find(struct timetable *timetable, const char *name)
{
	vec_each(&timetable->entries, entry)
		if (strcmp((*entry)->name, name) == 0)
			return *entry;
	return NULL;
}

static void
entry_free(struct entry *entry)
{
	free(entry->name);
	free(entry);
}

/* ------------------------------------------------------------- one sync */

static void
log_line(void *arg, int level, const char *text)
{
	static const enum log_level levels[] = { LOG_LEVEL_ERROR,
		LOG_LEVEL_WARNING, LOG_LEVEL_INFO, LOG_LEVEL_DEBUG };

	log_write(level >= 0 && level < (int)ARRAY_LEN(levels) ? levels[level]
							       : LOG_LEVEL_INFO,
	    "source %s: %s", (const char *)arg, text);
}

static void
log_health(const struct source_health *health)
{
	if (strcmp(health->result, "ok") != 0)
		log_warning("source %s: %s: %s", health->name, health->result,
		    health->message);
	else if (health->held)
		log_warning("source %s: %s", health->name, health->message);
	else
		log_info("source %s: %lld events, %lld created, %lld updated, "
			 "%lld vanished, %lld quarantined, %lld ms",
		    health->name, (long long)health->events,
		    (long long)health->created, (long long)health->updated,
		    (long long)health->vanished, (long long)health->quarantined,
		    (long long)health->elapsed_ms);
}

/* Without the lock. The time of the next sync; the store keeps it as a rule,
 * and unkept counts those that it could not: a disk that is full. */
static int64_t
sync_one(struct timetable *timetable, const char *name, bool wished,
    bool accept, int64_t *unkept)
{
	const struct timetable_options *options = &timetable->options;
	const struct config *config = settings_get(options->settings);
	struct sync_request request = {
		.config = config,
		.source = config_source_find(config, name),
		.writer = options->writer,
		.zones = options->zones,
		.places = options->places,
		.clock = options->clock,
		.cancel = &timetable->stopping,
		.manners = timetable->manners,
		.anew = wished,
		.accept_shrink = accept,
		.log = log_line,
		.log_arg = (void *)name,
	};
	struct source_health health = { .next_attempt = 0 };
	struct err err = ERR_INIT;
	int64_t next = HEALTH_WAITS;

	if (request.source && sync_source(&request, &health, &err) < 0) {
		log_error("source %s: %s", name, err.msg);
		next = health_next(AMBIT_RETRY, ++*unkept,
		    request.source->interval, clock_now(options->clock));
	} else if (request.source) {
		*unkept = 0;
		log_health(&health);
		next = health.next_attempt;
	}
	settings_put(options->settings, config);
	return next;
}

/* -------------------------------------------------------------- threads */

/* The next entry to work on; *sleep is how long there is none. */
static struct entry *
next_due(struct timetable *timetable, int64_t now, int64_t *sleep)
{
	struct entry *best = NULL;

	*sleep = LONGEST_SLEEP;
	vec_each(&timetable->entries, it) {
		struct entry *entry = *it;

		if (entry->running || entry->removed)
			continue;
		if (entry->wished || entry->due <= now) {
			if (!best || (entry->wished && !best->wished))
				best = entry;
		} else if (entry->due - now < *sleep) {
			*sleep = entry->due - now;
		}
	}
	return best;
}

static void
remove_entry(struct timetable *timetable, struct entry *gone)
{
	vec_each(&timetable->entries, it) {
		if (*it != gone)
			continue;
		*it = timetable->entries.items[--timetable->entries.len];
		entry_free(gone);
		return;
	}
}

/* With the lock, which it lets go while it works. */
static void
work_on(struct timetable *timetable, struct entry *entry)
{
	bool accept = entry->accept, wished = entry->wished;
	int64_t next, unkept = entry->unkept;

	entry->running = true;
	entry->wished = entry->accept = false;
	pthread_mutex_unlock(&timetable->lock);
	next = sync_one(timetable, entry->name, wished, accept, &unkept);
	pthread_mutex_lock(&timetable->lock);
	entry->unkept = unkept;
	entry->running = false;
	entry->due = next;
	if (entry->removed)
		remove_entry(timetable, entry);
	pthread_cond_broadcast(&timetable->wake);
}

/* Of the office. */
static int64_t
day_of(const struct timetable *timetable, int64_t now)
{
	const struct timetable_options *options = &timetable->options;
	const struct config *config = settings_get(options->settings);
	const struct zone *zone = NULL;

	zones_get(options->zones, config->zone, &zone, NULL);
	settings_put(options->settings, config);
	return zone_day(zone, now);
}

static void
run_errand(struct timetable *timetable, struct errand errand)
{
	pthread_mutex_unlock(&timetable->lock);
	errand.run(errand.arg);
	pthread_mutex_lock(&timetable->lock);
}

/* Takes the first errand, or the new day as one. */
static bool
take_errand(struct timetable *timetable, int64_t now, struct errand *out)
{
	int64_t day = day_of(timetable, now);

	if (timetable->errands.len) {
		*out = timetable->errands.items[0];
		timetable->errands.len--;
		memmove(timetable->errands.items, timetable->errands.items + 1,
		    timetable->errands.len * sizeof *out);
		return true;
	}
	if (day == timetable->day || !timetable->options.new_day)
		return false;
	timetable->day = day;
	*out = (struct errand){ timetable->options.new_day,
		timetable->options.new_day_arg };
	return true;
}

static void
sleep_for(struct timetable *timetable, int64_t seconds)
{
	struct timespec until;

	clock_gettime(CLOCK_MONOTONIC, &until);
	until.tv_sec += seconds;
	pthread_cond_timedwait(&timetable->wake, &timetable->lock, &until);
}

static void *
thread_main(void *arg)
{
	struct timetable *timetable = arg;
	struct errand errand;
	struct entry *entry;
	int64_t sleep;

	pthread_mutex_lock(&timetable->lock);
	while (!atomic_load(&timetable->stopping)) {
		int64_t now = clock_now(timetable->options.clock);

		if (take_errand(timetable, now, &errand)) {
			run_errand(timetable, errand);
			continue;
		}
		entry = next_due(timetable, now, &sleep);
		if (entry)
			work_on(timetable, entry);
		else
			sleep_for(timetable, sleep);
	}
	pthread_mutex_unlock(&timetable->lock);
	return NULL;
}

/* -------------------------------------------------------------- entries */

struct due_of {
	const char *name;
	int64_t due;
};

static int
on_health(const struct source_health *health, void *arg, struct err *err)
{
	struct due_of *due = arg;

	(void)err;
	if (strcmp(health->name, due->name) != 0)
		return 0;
	due->due =
	    health->next_attempt == HEALTH_WAITS ? 0 : health->next_attempt;
	return 0;
}

static int
read_due(struct store *store, void *arg, struct err *err)
{
	return source_health_each(store, on_health, arg, err);
}

/* A new entry, due when the store says; one that waits is tried again. */
static struct entry *
entry_new(struct timetable *timetable, const struct config_source *source)
{
	struct entry *entry = calloc(1, sizeof *entry);
	struct due_of due = { source->name, 0 };
	struct err err = ERR_INIT;

	if (!entry)
		return NULL;
	entry->name = strdup(source->name);
	if (!entry->name) {
		free(entry);
		return NULL;
	}
	if (writer_read(timetable->options.writer, read_due, &due, &err) < 0)
		log_error("source %s: %s", source->name, err.msg);
	entry->due = source->enabled ? due.due : HEALTH_WAITS;
	return entry;
}

static void
add_source(struct timetable *timetable, const struct config_source *source)
{
	struct entry *old, *entry = entry_new(timetable, source);

	if (!entry) {
		log_error("source %s: no memory", source->name);
		return;
	}
	pthread_mutex_lock(&timetable->lock);
	old = find(timetable, source->name);
	if (old) {
		old->removed = false;
		if (old->due > entry->due || !source->enabled)
			old->due = entry->due;
		entry_free(entry);
	} else if (vec_push(&timetable->entries, entry) < 0) {
		entry_free(entry);
	}
	pthread_mutex_unlock(&timetable->lock);
}

/* Marks what the configuration no longer has; what does not run goes. */
static void
drop_removed(struct timetable *timetable, const struct config *config)
{
	size_t i = 0;

	pthread_mutex_lock(&timetable->lock);
	while (i < timetable->entries.len) {
		struct entry *entry = timetable->entries.items[i];

		entry->removed = !config_source_find(config, entry->name);
		if (entry->removed && !entry->running)
			remove_entry(timetable, entry);
		else
			i++;
	}
	pthread_mutex_unlock(&timetable->lock);
}

void
timetable_reload(struct timetable *timetable)
{
	struct settings *settings = timetable->options.settings;
	const struct config *config = settings_get(settings);

	drop_removed(timetable, config);
	vec_each(&config->sources, source)
		add_source(timetable, source);
	settings_put(settings, config);
	pthread_mutex_lock(&timetable->lock);
	pthread_cond_broadcast(&timetable->wake);
	pthread_mutex_unlock(&timetable->lock);
}

/* --------------------------------------------------------------- wishes */

int
timetable_sync(struct timetable *timetable, const char *source,
    bool accept_shrink, struct err *err)
{
	struct entry *entry;

	pthread_mutex_lock(&timetable->lock);
	entry = find(timetable, source);
	if (entry) {
		entry->wished = true;
		entry->accept |= accept_shrink;
		pthread_cond_broadcast(&timetable->wake);
	}
	pthread_mutex_unlock(&timetable->lock);
	return entry ? 0
		     : err_set(err, -ENOENT, "there is no source \"%.60s\"",
			   source);
}

bool
timetable_syncing(struct timetable *timetable, const char *source)
{
	struct entry *entry;
	bool syncing;

	pthread_mutex_lock(&timetable->lock);
	entry = find(timetable, source);
	syncing = entry && (entry->wished || entry->running);
	pthread_mutex_unlock(&timetable->lock);
	return syncing;
}

void
timetable_ask(struct timetable *timetable, timetable_errand *run, void *arg)
{
	struct errand errand = { run, arg };

	pthread_mutex_lock(&timetable->lock);
	if (vec_push(&timetable->errands, errand) < 0)
		log_error("no memory for an errand");
	pthread_cond_broadcast(&timetable->wake);
	pthread_mutex_unlock(&timetable->lock);
}

/* ---------------------------------------------------------- start, stop */

static void
init_lock(struct timetable *timetable)
{
	pthread_condattr_t attributes;

	pthread_mutex_init(&timetable->lock, NULL);
	pthread_condattr_init(&attributes);
	pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
	pthread_cond_init(&timetable->wake, &attributes);
	pthread_condattr_destroy(&attributes);
}

int
timetable_new(const struct timetable_options *options, struct timetable **out,
    struct err *err)
{
	struct timetable *timetable = calloc(1, sizeof *timetable);
	int threads = options->threads ? options->threads : 2;
	const struct config *config;

	if (!timetable)
		return err_set(err, -ENOMEM, "start the timetable");
	timetable->options = *options;
	config = settings_get(options->settings);
	timetable->manners = manners_new(config->fetch_pause * 1000);
	settings_put(options->settings, config);
	timetable->day = day_of(timetable, clock_now(options->clock));
	init_lock(timetable);
	timetable_reload(timetable);
	for (int i = 0; i < threads && i < MAX_THREADS; i++) {
		int rc = pthread_create(
		    &timetable->threads[i], NULL, thread_main, timetable);

		if (rc != 0) {
			timetable_stop(timetable);
			return err_set(
			    err, -rc, "start a thread: %s", strerror(rc));
		}
		timetable->running++;
	}
	*out = timetable;
	return 0;
}

void
timetable_stop(struct timetable *timetable)
{
	if (!timetable)
		return;
	pthread_mutex_lock(&timetable->lock);
	atomic_store(&timetable->stopping, true);
	pthread_cond_broadcast(&timetable->wake);
	pthread_mutex_unlock(&timetable->lock);
	for (int i = 0; i < timetable->running; i++)
		pthread_join(timetable->threads[i], NULL);
	vec_each(&timetable->entries, entry)
		entry_free(*entry);
	vec_free(&timetable->entries);
	vec_free(&timetable->errands);
	manners_free(timetable->manners);
	pthread_cond_destroy(&timetable->wake);
	pthread_mutex_destroy(&timetable->lock);
	free(timetable);
}
