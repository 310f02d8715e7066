/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What every GET is answered from: one immutable view of events, feeds,
 * sources and plugins, shared by reference count and replaced as a whole
 * after each commit.
 */
#ifndef AMBIT_REST_VIEW_H
#define AMBIT_REST_VIEW_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/places.h"
#include "base/vec.h"
#include "calendars/feed.h"
#include "config/config.h"
#include "office/picture.h"
#include "source/wire.h"
#include "store/changes.h"
#include "store/records.h"
#include "store/snapshot.h"
#include "store/sources.h"

/* A source as it is configured and how it fares. */
struct view_source {
	char *name, *plugin;
	char *url; /* for people: without user, password and query; or NULL */
	bool enabled;
	int64_t interval; /* seconds */
	int64_t expected; /* seconds between news; 0: not known */
	struct source_health health;
	VEC(struct quarantined) quarantined; /* texts owned, but for source */
};

/* A plugin that is installed. */
struct view_plugin {
	char *path;
	struct plugin_description *description; /* NULL: it could not be read */
	char *error;                            /* why not, or NULL */
};

/* Plugins change only on reload: shared between views. */
struct view_plugins {
	atomic_int refs;
	VEC(struct view_plugin) list;
};

struct view {
	atomic_int refs;
	int64_t revision; /* of the newest change in it */
	struct snapshot *events;
	struct records *records; /* the office's */
	struct plan *plan;       /* a copy of its own; NULL: there is none */
	int64_t revise_percent;  /* of the configuration's missions */
	/* By what journeys are told; its plan is the one above. */
	struct picture_options picture;
	struct feedset *feeds;
	VEC(struct view_source) sources; /* in the configuration's order */
	struct view_plugins *plugins;
};

/* An empty view with one reference; NULL: no memory. */
struct view *view_new(void);
struct view *view_ref(struct view *view);
void view_unref(struct view *view);

struct view_plugins *view_plugins_new(void);
struct view_plugins *view_plugins_ref(struct view_plugins *plugins);
void view_plugins_unref(struct view_plugins *plugins);

/* How the configuration wants feeds to be; its texts stay the config's. */
struct feed_options view_feed_options(const struct config *config);

/* Tells the store whose word counts first in merged events. */
int
view_prefer(struct store *store, const struct config *config, struct err *err);

/* And how cities are to be found. */
struct places_options view_places_options(const struct config *config);

/* Fills a source from its configuration and its rows in the store; what has
 * been filled is released with the view also after a failure. */
int view_source_fill(struct view_source *to, const struct config_source *from,
    struct store *store, struct err *err);
void view_source_release(struct view_source *source);

/* When it is stale unless it brings something: UTC seconds; 0: it is not
 * synced. */
int64_t view_source_stale_at(const struct view_source *source);
bool view_source_stale(const struct view_source *source, int64_t now);

/* Calls fn for each change that its last run made in events, as the store's
 * log has them, at most limit of them. */
int view_source_changes(const struct view_source *source, struct store *store,
    int limit,
    int (*fn)(const struct change *change, void *arg, struct err *err),
    void *arg, struct err *err);

/* NULL when there is none. */
const struct view_source *
view_source_find(const struct view *view, const char *name);

#endif
