/* SPDX-License-Identifier: Apache-2.0 */
#include "publisher.h"

#include <malloc.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/log.h"
#include "daemon/detector.h"
#include "daemon/watch.h"
#include "store/record_table.h"

struct publisher {
	struct settings *settings;
	struct zones *zones;
	const struct clock *clock;
	/* The writer's thread alone. */
	const struct places *places;
	const struct config *config; /* that the feeds were made by */
	struct detector *detector;   /* of duplicates */
	struct watch *watch;         /* of all other rules */
	/* Under the lock. */
	pthread_mutex_t lock;
	struct view *view;
	struct view_plugins *plugins;
	bool rebuild, roll;
};

struct publisher *
publisher_new(struct settings *settings, struct zones *zones,
    const struct places *places, const struct clock *clock)
{
	struct publisher *publisher = calloc(1, sizeof *publisher);

	if (!publisher)
		return NULL;
	publisher->plugins = view_plugins_new();
	publisher->detector = detector_new(zones, places, clock);
	publisher->watch = watch_new(zones, places, clock);
	if (!publisher->plugins || !publisher->detector || !publisher->watch) {
		view_plugins_unref(publisher->plugins);
		detector_free(publisher->detector);
		watch_free(publisher->watch);
		free(publisher);
		return NULL;
	}
	publisher->settings = settings;
	publisher->zones = zones;
	publisher->places = places;
	publisher->clock = clock;
	publisher->rebuild = true;
	pthread_mutex_init(&publisher->lock, NULL);
	return publisher;
}

void
publisher_free(struct publisher *publisher)
{
	if (!publisher)
		return;
	view_unref(publisher->view);
	view_plugins_unref(publisher->plugins);
	detector_free(publisher->detector);
	watch_free(publisher->watch);
	if (publisher->config)
		settings_put(publisher->settings, publisher->config);
	pthread_mutex_destroy(&publisher->lock);
	free(publisher);
}

/* ------------------------------------------------------ events and feeds */

/* Everything, by the settings now in force. */
static int
build_all(struct publisher *publisher, struct store *store, struct view *view,
    struct err *err)
{
	const struct config *config = settings_get(publisher->settings);
	struct feed_options options = view_feed_options(config);
	int64_t at;

	if (publisher->config)
		settings_put(publisher->settings, publisher->config);
	publisher->config = config;
	detector_configure(publisher->detector, config);
	watch_configure(publisher->watch, config);
	if (view_prefer(store, config, err) < 0 ||
	    snapshot_load(store, publisher->zones, &view->events, err) < 0 ||
	    changes_last(store, &view->revision, &at, err) < 0)
		return err->code;
	return feedset_build(view->events, &options, publisher->zones,
	    clock_now(publisher->clock), at, &view->feeds, err);
}

VEC_TYPE(series_changes, struct series_change);

static void
changes_release(struct series_changes *changes)
{
	vec_each(changes, change) {
		series_unref(change->before);
		series_unref(change->after);
	}
	vec_free(changes);
}

static int
reread(struct publisher *publisher, struct store *store, const struct view *old,
    struct series_changes *changes, struct err *err)
{
	const struct touched *touched = store_touched(store);
	struct series_change change;

	vec_each(touched, series) {
		if (snapshot_reread(old->events, store, publisher->zones,
			series->source, series->uid, &change, err) < 0)
			return err->code;
		if (!change.before && !change.after)
			continue;
		if (vec_push(changes, change) == 0)
			continue;
		series_unref(change.before);
		series_unref(change.after);
		return err_set(err, -ENOMEM, "publish a change");
	}
	return 0;
}

/* What the commit touched, on top of the old view. */
static int
build_changed(struct publisher *publisher, struct store *store,
    const struct view *old, struct view *view, struct err *err)
{
	CLEANUP(changes_release) struct series_changes changes = VEC_INIT;
	int64_t at;

	if (reread(publisher, store, old, &changes, err) < 0 ||
	    changes_last(store, &view->revision, &at, err) < 0)
		return err->code;
	if (changes.len == 0) {
		view->events = snapshot_ref(old->events);
		view->feeds = feedset_ref(old->feeds);
		return 0;
	}
	if (snapshot_apply(old->events, changes.items, changes.len,
		&view->events, err) < 0)
		return err->code;
	return feedset_apply(old->feeds, changes.items, changes.len,
	    clock_now(publisher->clock), &view->feeds, err);
}

static int
roll(struct publisher *publisher, struct view *view, struct err *err)
{
	struct feedset *rolled;

	if (feedset_roll(view->feeds, view->events, clock_now(publisher->clock),
		&rolled, err) < 0)
		return err->code;
	feedset_unref(view->feeds);
	view->feeds = rolled;
	return 0;
}

/* --------------------------------------------------------------- sources */

static int
add_sources(struct publisher *publisher, struct store *store, struct view *view,
    struct err *err)
{
	const struct config_sources *sources = &publisher->config->sources;

	if (vec_reserve(&view->sources, sources->len) < 0)
		return err_set(err, -ENOMEM, "publish the sources");
	vec_each(sources, source) {
		struct view_source *to =
		    &view->sources.items[view->sources.len++];

		if (view_source_fill(to, source, store, err) < 0)
			return err->code;
	}
	return 0;
}

/* --------------------------------------------------------------- publish */

/* What is wished for, taken. */
static struct view *
take_wishes(struct publisher *publisher, bool *rebuild, bool *rolled,
    struct view_plugins **plugins)
{
	struct view *old;

	pthread_mutex_lock(&publisher->lock);
	*rebuild = publisher->rebuild || !publisher->view;
	*rolled = publisher->roll;
	publisher->rebuild = publisher->roll = false;
	*plugins = view_plugins_ref(publisher->plugins);
	old = publisher->view ? view_ref(publisher->view) : NULL;
	pthread_mutex_unlock(&publisher->lock);
	return old;
}

static void
swap(struct publisher *publisher, struct view *view)
{
	struct view *old;

	pthread_mutex_lock(&publisher->lock);
	old = publisher->view;
	publisher->view = view;
	pthread_mutex_unlock(&publisher->lock);
	view_unref(old);
}

/* So that what is scored, is scored by the plan in force. */
static int
add_plan(struct publisher *publisher, struct view *view, struct err *err)
{
	const struct plan *plan = publisher->config->plan;

	view->revise_percent = publisher->config->revise_percent;
	watch_options(publisher->config, publisher->zones, publisher->places,
	    clock_now(publisher->clock), &view->picture);
	view->picture.plan = NULL;
	if (!plan)
		return 0;
	view->picture.plan = view->plan = record_copy(&plan_record, plan);
	return view->plan ? 0 : err_set(err, -ENOMEM, "publish the plan");
}

static int
build(struct publisher *publisher, struct store *store, const struct view *old,
    bool rebuild, bool rolled, struct view *view, struct err *err)
{
	if (rebuild ? build_all(publisher, store, view, err) < 0
		    : build_changed(publisher, store, old, view, err) < 0)
		return err->code;
	if (rolled && !rebuild && roll(publisher, view, err) < 0)
		return err->code;
	if (store_records(store, &view->records, err) < 0 ||
	    add_plan(publisher, view, err) < 0)
		return err->code;
	return add_sources(publisher, store, view, err);
}

/* The next view by what the last transaction touched. */
static bool
publish(struct publisher *publisher, struct store *store)
{
	struct view *view = view_new(), *old;
	struct view_plugins *plugins;
	struct err err = ERR_INIT;
	bool rebuild, rolled, made;

	old = take_wishes(publisher, &rebuild, &rolled, &plugins);
	if (rolled)
		watch_roll(publisher->watch);
	if (view)
		view->plugins = plugins;
	else
		view_plugins_unref(plugins);
	made = view &&
	       build(publisher, store, old, rebuild, rolled, view, &err) == 0;
	if (made) {
		swap(publisher, view);
		/* What building everything took and left in small pieces. */
		if (rebuild)
			malloc_trim(0);
	} else {
		log_error("the new state could not be published: %s",
		    view ? err.msg : "no memory");
		view_unref(view);
		publisher_rebuild(publisher);
	}
	view_unref(old);
	return made;
}

/* The rules take in what the last transaction changed; before the next. */
static int
take_in(struct publisher *publisher, struct store *store, struct err *err)
{
	struct view *view = publisher_view(publisher);
	int rc = watch_look(
	    publisher->watch, store, view->records, view->events, err);

	view_unref(view);
	return rc;
}

/* Duplicates that are found may merge events, or part them: then they are
 * published again, and looked at as any change. */
static int
find(struct publisher *publisher, struct store *store, bool *wrote,
    struct err *err)
{
	struct view *view = publisher_view(publisher);
	int rc = take_in(publisher, store, err);

	if (rc == 0)
		rc = detector_run(
		    publisher->detector, store, view->events, wrote, err);
	view_unref(view);
	if (*wrote && publish(publisher, store) && rc == 0)
		rc = take_in(publisher, store, err);
	*wrote = false;
	return rc < 0 ? rc : watch_write(publisher->watch, store, wrote, err);
}

static void
detect(struct publisher *publisher, struct store *store)
{
	struct err err = ERR_INIT;
	bool wrote = false;

	if (find(publisher, store, &wrote, &err) < 0)
		log_error("conflicts could not be looked for: %s", err.msg);
	if (wrote)
		publish(publisher, store);
}

/* The first time nobody is to wait for more than there must be. */
void
publisher_published(struct store *store, void *arg)
{
	struct publisher *publisher = arg;
	struct view *before = publisher_view(publisher);

	if (publish(publisher, store) && before)
		detect(publisher, store);
	view_unref(before);
}

struct view *
publisher_view(struct publisher *publisher)
{
	struct view *view;

	pthread_mutex_lock(&publisher->lock);
	view = publisher->view ? view_ref(publisher->view) : NULL;
	pthread_mutex_unlock(&publisher->lock);
	return view;
}

void
publisher_rebuild(struct publisher *publisher)
{
	pthread_mutex_lock(&publisher->lock);
	publisher->rebuild = true;
	pthread_mutex_unlock(&publisher->lock);
}

void
publisher_roll(struct publisher *publisher)
{
	pthread_mutex_lock(&publisher->lock);
	publisher->roll = true;
	pthread_mutex_unlock(&publisher->lock);
}

void
publisher_plugins(struct publisher *publisher, struct view_plugins *plugins)
{
	struct view_plugins *old;

	pthread_mutex_lock(&publisher->lock);
	old = publisher->plugins;
	publisher->plugins = plugins;
	pthread_mutex_unlock(&publisher->lock);
	view_plugins_unref(old);
}

static int
nothing(struct store *store, void *arg, struct err *err)
{
	(void)store;
	(void)arg;
	(void)err;
	return 0;
}

int
publisher_publish(struct writer *writer, struct err *err)
{
	return writer_call(writer, nothing, NULL, err);
}

const struct judge *
publisher_judge(struct publisher *publisher)
{
	return watch_judge(publisher->watch);
}
