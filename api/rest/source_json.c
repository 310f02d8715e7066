/* SPDX-License-Identifier: Apache-2.0 */
#include "source_json.h"

#include "base/date.h"
#include "base/text.h"
#include "rest/change_json.h"
#include "source/health.h"
#include "store/runs.h"

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

static void
add_source(struct buf *buf, const struct view_source *source, bool syncing,
    int64_t now)
{
	const struct source_health *health = &source->health;

	buf_adds(buf, "{\"name\":");
	json_add_text(buf, source->name);
	add_word(buf, "plugin", source->plugin);
	add_word(buf, "url", source->url);
	add_flag(buf, "enabled", source->enabled);
	add_count(buf, "interval", source->interval);
	add_count(buf, "expected", source->expected);
	add_flag(buf, "syncing", syncing);
	add_word(buf, "result", health->result);
	add_word(buf, "message", health->message);
	add_flag(buf, "held", health->held);
	add_flag(buf, "stale", view_source_stale(source, now));
	add_time(buf, "stale_at", view_source_stale_at(source));
	add_time(buf, "known_since", health->known_since);
	add_time(buf, "last_attempt", health->last_attempt);
	add_time(buf, "last_success", health->last_success);
	add_time(buf, "last_change", health->last_change);
	add_time(buf, "next_attempt", health->next_attempt);
	add_count(buf, "failures", health->failures);
	add_count(buf, "events", health->events);
	add_count(buf, "usual", health->usual);
	add_count(buf, "drift", health_drift(health->events, health->usual));
	add_count(buf, "created", health->created);
	add_count(buf, "updated", health->updated);
	add_count(buf, "moved", health->moved);
	add_count(buf, "cancelled", health->cancelled);
	add_count(buf, "vanished", health->vanished);
	add_count(buf, "quarantined", health->quarantined);
	add_count(buf, "elapsed_ms", health->elapsed_ms);
	add_word(buf, "sandbox", health->sandbox);
	add_items(buf, source);
}

void
source_add_json(struct buf *buf, const struct view_source *source, bool syncing,
    int64_t now)
{
	add_source(buf, source, syncing, now);
	buf_addc(buf, '}');
}

/* ------------------------------------------------------------------ whole */

struct list {
	struct buf *buf;
	const char *comma;
};

static int
add_run(const struct source_run *run, void *arg, struct err *err)
{
	const struct run_changes *changes = &run->changes;
	struct list *list = arg;
	struct buf *buf = list->buf;

	(void)err;
	buf_addf(buf, "%s\n{\"result\":\"%s\"", list->comma, run->result);
	add_time(buf, "at", run->at);
	add_flag(buf, "held", run->held);
	add_count(buf, "events", run->events);
	add_count(buf, "created", changes->created);
	add_count(buf, "updated", changes->updated);
	add_count(buf, "moved", changes->moved);
	add_count(buf, "cancelled", changes->cancelled);
	add_count(buf, "restored", changes->restored);
	add_count(buf, "vanished", changes->vanished);
	add_count(buf, "deleted", changes->deleted);
	add_count(buf, "quarantined", run->quarantined);
	add_count(buf, "elapsed_ms", run->elapsed_ms);
	buf_addc(buf, '}');
	list->comma = ",";
	return 0;
}

static int
add_change(const struct change *change, void *arg, struct err *err)
{
	struct list *list = arg;

	(void)err;
	buf_addf(list->buf, "%s\n", list->comma);
	change_add_json(list->buf, change, false);
	list->comma = ",";
	return 0;
}

int
source_add_whole_json(struct buf *buf, const struct view_source *source,
    bool syncing, int64_t now, struct store *store, struct err *err)
{
	struct list runs = { buf, "" }, changes = { buf, "" };

	add_source(buf, source, syncing, now);
	buf_adds(buf, ",\"runs\":[");
	if (source_runs_each(
		store, source->name, SOURCE_RUNS, add_run, &runs, err) < 0)
		return err->code;
	buf_adds(buf, "],\"changes\":[");
	if (view_source_changes(
		source, store, SOURCE_CHANGES, add_change, &changes, err) < 0)
		return err->code;
	buf_adds(buf, "]}");
	return 0;
}
