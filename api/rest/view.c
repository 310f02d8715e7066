/* SPDX-License-Identifier: Apache-2.0 */
#include "view.h"

#include <stdlib.h>
#include <string.h>

#include "store/merge.h"

struct view *
view_new(void)
{
	struct view *view = calloc(1, sizeof *view);

	if (view)
		atomic_init(&view->refs, 1);
	return view;
}

struct view *
view_ref(struct view *view)
{
	atomic_fetch_add(&view->refs, 1);
	return view;
}

void
view_source_release(struct view_source *source)
{
	free(source->name);
	free(source->plugin);
	free(source->url);
	vec_each(&source->quarantined, item) {
		free((char *)item->name);
		free((char *)item->reason);
	}
	vec_free(&source->quarantined);
}

void
view_unref(struct view *view)
{
	if (!view || atomic_fetch_sub(&view->refs, 1) > 1)
		return;
	snapshot_unref(view->events);
	records_unref(view->records);
	free(view->plan);
	feedset_unref(view->feeds);
	view_plugins_unref(view->plugins);
	vec_each(&view->sources, source)
		view_source_release(source);
	vec_free(&view->sources);
	free(view);
}

struct view_plugins *
view_plugins_new(void)
{
	struct view_plugins *plugins = calloc(1, sizeof *plugins);

	if (plugins)
		atomic_init(&plugins->refs, 1);
	return plugins;
}

struct view_plugins *
view_plugins_ref(struct view_plugins *plugins)
{
	atomic_fetch_add(&plugins->refs, 1);
	return plugins;
}

void
view_plugins_unref(struct view_plugins *plugins)
{
	if (!plugins || atomic_fetch_sub(&plugins->refs, 1) > 1)
		return;
	vec_each(&plugins->list, plugin) {
		free(plugin->path);
		free(plugin->description);
		free(plugin->error);
	}
	vec_free(&plugins->list);
	free(plugins);
}

const struct view_source *
view_source_find(const struct view *view, const char *name)
{
	vec_each(&view->sources, source)
		if (strcmp(source->name, name) == 0)
			return source;
	return NULL;
}

struct feed_options
view_feed_options(const struct config *config)
{
	struct feed_options options = feed_options_default;

	options.uid_domain = config->uid_domain;
	options.base_url = config->public_url[0] ? config->public_url : NULL;
	options.refresh = config->refresh;
	options.days_back = (int)config->days_back;
	options.months_ahead = (int)config->months_ahead;
	options.cancelled_days = (int)config->cancelled_days;
	options.language = (enum language)config->language;
	options.zone = config->zone;
	options.plan = config->plan;
	return options;
}

struct places_options
view_places_options(const struct config *config)
{
	return (struct places_options){
		.own = config->own_places[0] ? config->own_places : NULL,
		.near_km = config->near_km,
		.prominent = config->prominent,
	};
}

int
view_prefer(struct store *store, const struct config *config, struct err *err)
{
	VEC(const char *) names = VEC_INIT;
	int rc = 0;

	vec_each(&config->sources, source)
		if (rc == 0 && source->authoritative)
			rc = vec_push(&names, source->name);
	rc = rc < 0 ? err_set(err, rc, "read the sources")
		    : store_prefer(store, names.items, names.len, err);
	vec_free(&names);
	return rc;
}
