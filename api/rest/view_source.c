/* SPDX-License-Identifier: Apache-2.0 */
/* A source of the view, from the configuration and the store; and as JSON. */
#include "view.h"

#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/text.h"
#include "source/fetch.h"
#include "source/health.h"

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
	if (!to->name || !to->plugin)
		return err_set(err, -ENOMEM, "publish a source");
	if (source_health_get(store, from->name, &to->health, err) < 0)
		return err->code;
	return quarantine_each(store, to->name, add_quarantined, to, err);
}

static void
add_time(struct buf *buf, const char *name, int64_t utc)
{
	char text[INSTANT_TEXT];

	buf_addf(buf, ",\"%s\":", name);
	if (utc == 0 || utc == HEALTH_WAITS)
		buf_adds(buf, "null");
	else
		buf_addf(buf, "\"%s\"", instant_format(text, utc, 0));
}

static void
add_count(struct buf *buf, const char *name, int64_t count)
{
	buf_addf(buf, ",\"%s\":", name);
	buf_addi(buf, count);
}

static void
add_flag(struct buf *buf, const char *name, bool flag)
{
	buf_addf(buf, ",\"%s\":%s", name, flag ? "true" : "false");
}

static void
add_word(struct buf *buf, const char *name, const char *text)
{
	buf_addf(buf, ",\"%s\":", name);
	json_add_text(buf, text && text[0] ? text : NULL);
}

static void
add_items(struct buf *buf, const struct view_source *source)
{
	buf_adds(buf, ",\"quarantine\":[");
	vec_each(&source->quarantined, item) {
		buf_adds(buf, item == source->quarantined.items
				  ? "{\"name\":"
				  : ",{\"name\":");
		json_add_text(buf, item->name);
		add_word(buf, "reason", item->reason);
		if (item->line)
			add_count(buf, "line", item->line);
		add_time(buf, "since", item->since);
		buf_addc(buf, '}');
	}
	buf_addc(buf, ']');
}

void
view_source_add_json(struct buf *buf, const struct view_source *source,
    bool syncing, int64_t now)
{
	const struct source_health *health = &source->health;

	buf_adds(buf, "{\"name\":");
	json_add_text(buf, source->name);
	add_word(buf, "plugin", source->plugin);
	add_word(buf, "url", source->url);
	add_flag(buf, "enabled", source->enabled);
	add_count(buf, "interval", source->interval);
	add_flag(buf, "syncing", syncing);
	add_word(buf, "result", health->result);
	add_word(buf, "message", health->message);
	add_flag(buf, "held", health->held);
	add_flag(buf, "stale", view_source_stale(source, now));
	add_time(buf, "last_attempt", health->last_attempt);
	add_time(buf, "last_success", health->last_success);
	add_time(buf, "last_change", health->last_change);
	add_time(buf, "next_attempt", health->next_attempt);
	add_count(buf, "failures", health->failures);
	add_count(buf, "events", health->events);
	add_count(buf, "created", health->created);
	add_count(buf, "updated", health->updated);
	add_count(buf, "vanished", health->vanished);
	add_count(buf, "quarantined", health->quarantined);
	add_count(buf, "elapsed_ms", health->elapsed_ms);
	add_items(buf, source);
	buf_addc(buf, '}');
}

bool
view_source_stale(const struct view_source *source, int64_t now)
{
	return source->enabled && source->health.last_attempt != 0 &&
	       health_stale(source->health.last_success, source->interval, now);
}
