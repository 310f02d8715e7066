/* SPDX-License-Identifier: Apache-2.0 */
/* A source of the view, from the configuration and the store. */
#include "view.h"

#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "source/fetch.h"
#include "source/health.h"
#include "store/runs.h"

static int
add_quarantined(const struct quarantined *item, void *arg, struct err *err)
{
	struct view_source *source = arg;
	struct quarantined copy = *item;

	copy.source = source->name;
	copy.name = strdup(item->name);
	copy.reason = strdup(item->reason);
	if (copy.name && copy.reason &&
	    vec_push(&source->quarantined, copy) == 0)
		return 0;
	free((char *)copy.name);
	free((char *)copy.reason);
	return err_set(err, -ENOMEM, "publish a source");
}

static char *
url_of(const struct config_source *source)
{
	char shown[1024];

	vec_each(&source->settings, setting)
		if (strcmp(setting->key, "url") == 0)
			return strdup(url_for_people(
			    setting->value, shown, sizeof shown));
	return NULL;
}

int
view_source_fill(struct view_source *to, const struct config_source *from,
    struct store *store, struct err *err)
{
	*to = (struct view_source){ .name = NULL };
	to->name = strdup(from->name);
	to->plugin = strdup(from->plugin);
	to->url = url_of(from);
	to->enabled = from->enabled;
	to->interval = from->interval;
	to->expected = from->expected;
	if (!to->name || !to->plugin)
		return err_set(err, -ENOMEM, "publish a source");
	if (source_health_get(store, from->name, &to->health, err) < 0)
		return err->code;
	return quarantine_each(store, to->name, add_quarantined, to, err);
}

int64_t
view_source_stale_at(const struct view_source *source)
{
	const struct source_health *health = &source->health;

	if (!source->enabled || health->last_attempt == 0)
		return 0;
	return health_stale_at(health->last_success,
	    health->last_change ? health->last_change : health->known_since,
	    source->interval, source->expected);
}

bool
view_source_stale(const struct view_source *source, int64_t now)
{
	int64_t at = view_source_stale_at(source);

	return at != 0 && now > at;
}

static int
last_log(const struct source_run *run, void *arg, struct err *err)
{
	(void)err;
	*(int64_t *)arg = run->log_before;
	return 0;
}

int
view_source_changes(const struct view_source *source, struct store *store,
    int limit,
    int (*fn)(const struct change *change, void *arg, struct err *err),
    void *arg, struct err *err)
{
	CLEANUP(buf_free) struct buf actor = BUF_INIT;
	struct change_filter filter = { .source = source->name,
		.limit = limit,
		.after = INT64_MAX,
		.events = true };

	buf_addf(&actor, "sync %s", source->name);
	filter.actor = buf_str(&actor);
	if (source_runs_each(
		store, source->name, 1, last_log, &filter.after, err) < 0)
		return err->code;
	return changes_each(store, &filter, fn, arg, err);
}
