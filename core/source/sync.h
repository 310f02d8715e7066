/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One sync of one source, from its cursor to its health: runs the plugin,
 * takes in what it brings, and keeps what happened. Blocking; call it from a
 * worker thread.
 */
#ifndef AMBIT_SOURCE_SYNC_H
#define AMBIT_SOURCE_SYNC_H

#include <stdatomic.h>
#include <stdbool.h>

#include "base/clock.h"
#include "base/err.h"
#include "base/places.h"
#include "base/zone.h"
#include "config/config.h"
#include "store/sources.h"
#include "store/writer.h"

struct sync_request {
	const struct config *config;
	const struct config_source *source;
	struct writer *writer;
	struct zones *zones;
	const struct places *places; /* may be NULL */
	const struct clock *clock;
	const atomic_bool *cancel; /* may be NULL */
	struct manners *manners;   /* towards hosts; may be NULL */
	bool anew; /* a person wants it: earlier failures do not count */
	bool accept_shrink; /* a person says that a shrunken list is right */
	/* A line that the plugin logs; may be NULL. */
	void (*log)(void *arg, int level, const char *text);
	void *log_arg;
};

/*
 * 0 when the sync took place, whatever came of it: *health tells, and is in
 * the store. A negative errno when the store failed.
 */
int sync_source(const struct sync_request *request,
    struct source_health *health, struct err *err);

/* Where the plugin of a source lies; free it. NULL: no memory. */
char *sync_plugin_path(const struct config *config, const char *plugin);

/* A source's plugin settings as the runner takes them; free the array only.
 * They live as long as the source. NULL: no memory. */
struct sync_settings {
	const struct setting *const *list; /* ends with NULL */
	void *block;
};
int
sync_settings(const struct config_source *source, struct sync_settings *out);

#endif
