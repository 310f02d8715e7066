/* SPDX-License-Identifier: Apache-2.0 */
#include "sync.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "office/delegates.h"
#include "source/daybook.h"
#include "source/fetch.h"
#include "source/health.h"
#include "source/ingest.h"
#include "source/runner.h"
#include "store/changes.h"
#include "store/erase.h"
#include "store/runs.h"

/* What one sync works with; each part is released when it is over. */
struct work {
	const struct sync_request *request;
	char *cursor;
	char *plugin, *cache_dir;
	char actor[80];
	struct sync_settings settings;
	struct fetcher *fetcher;
	struct ingest *ingest;   /* of events, or */
	struct daybook *daybook; /* of days that are not worked */
	char *city, *country;    /* whose holidays */
	struct erased_names erased;
	struct runner_outcome outcome;
	struct source_health health;
	int64_t log_before; /* number of the newest change before it */
};

static void
work_release(struct work *work)
{
	free(work->cursor);
	free(work->plugin);
	free(work->cache_dir);
	free(work->settings.block);
	fetcher_free(work->fetcher);
	ingest_free(work->ingest);
	daybook_free(work->daybook);
	vec_free(&work->erased);
	free(work->city);
	free(work->country);
}

char *
sync_plugin_path(const struct config *config, const char *plugin)
{
	char *path;

	return asprintf(&path, "%s/%s.so", config->plugin_dir, plugin) < 0
		   ? NULL
		   : path;
}

int
sync_settings(const struct config_source *source, struct sync_settings *out)
{
	size_t n = source->settings.len;
	const struct setting **list;
	struct setting *items;

	out->block = calloc(1, (n + 1) * sizeof *list + n * sizeof *items);
	if (!out->block)
		return -ENOMEM;
	list = out->block;
	items = (struct setting *)(list + n + 1);
	for (size_t i = 0; i < n; i++) {
		items[i].key = source->settings.items[i].key;
		items[i].value = source->settings.items[i].value;
		list[i] = &items[i];
	}
	out->list = list;
	return 0;
}

static int
read_state(struct store *store, void *arg, struct err *err)
{
	struct work *work = arg;
	const char *name = work->request->source->name;

	freep(&work->cursor);
	work->erased.len = 0;
	if (erased_read(store, &work->erased, err) < 0 ||
	    source_health_get(store, name, &work->health, err) < 0 ||
	    changes_last(store, &work->log_before, NULL, err) < 0)
		return err->code;
	return source_cursor_get(store, name, &work->cursor, err);
}

/* "Barcelona, ES", "Barcelona" or "ES". */
static int
split_town(struct work *work, const char *text)
{
	const char *comma = strchr(text, ',');
	const char *rest = comma ? comma + 1 + strspn(comma + 1, " ") : text;
	bool country = strlen(rest) == 2 &&
		       strspn(rest, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == 2;

	if (country && !(work->country = strdup(rest)))
		return -ENOMEM;
	if (country && !comma)
		return 0;
	work->city =
	    country ? strndup(text, (size_t)(comma - text)) : strdup(text);
	return work->city ? 0 : -ENOMEM;
}

static int
start_daybook(struct work *work, struct err *err)
{
	const struct sync_request *request = work->request;
	const struct config_source *source = request->source;
	struct daybook_options options = {
		.source = source->name,
		.zones = request->zones,
		.writer = request->writer,
		.actor = { .name = work->actor,
		    .now = clock_now(request->clock) },
		.shrink_percent = request->accept_shrink
				      ? 100
				      : ingest_options_default.shrink_percent,
	};

	if (source->absences_of[0])
		options.person = source->absences_of;
	else if (split_town(work, source->holidays_of) < 0)
		return err_set(err, -ENOMEM, "start a sync");
	options.city = work->city;
	options.country = work->country;
	return daybook_new(&options, &work->daybook, err);
}

static int
start_ingest(struct work *work, struct err *err)
{
	const struct sync_request *request = work->request;
	const struct config_source *source = request->source;
	struct ingest_options options = ingest_options_default;

	snprintf(work->actor, sizeof work->actor, "sync %s", source->name);
	if (source->absences_of[0] || source->holidays_of[0])
		return start_daybook(work, err);
	options.intake = (struct intake_options){
		.source = source->name,
		.identity = (enum intake_identity)source->identity,
		.zones = request->zones,
		.places = request->places,
	};
	options.vanished = (enum vanish_policy)source->vanished;
	options.actor = (struct actor){ .name = work->actor,
		.now = clock_now(request->clock) };
	options.writer = request->writer;
	options.erased = &work->erased;
	if (request->accept_shrink)
		options.shrink_percent = 100;
	return ingest_new(&options, &work->ingest, err);
}

static int
start_fetcher(struct work *work, struct err *err)
{
	const struct sync_request *request = work->request;
	struct fetch_options options = fetch_options_default;

	if (asprintf(&work->cache_dir, "%s/fetched",
		request->config->state_dir) < 0) {
		work->cache_dir = NULL;
		return err_set(err, -ENOMEM, "start a sync");
	}
	options.data_dir = request->config->data_dir;
	options.cache_dir = work->cache_dir;
	options.max_bytes = request->source->max_bytes;
	options.allow_private = request->source->allow_private;
	options.manners = request->manners;
	return fetcher_new(
	    request->source->name, &options, &work->fetcher, err);
}

static int
prepare(struct work *work, struct err *err)
{
	const struct sync_request *request = work->request;

	if (writer_read(request->writer, read_state, work, err) < 0 ||
	    start_ingest(work, err) < 0 || start_fetcher(work, err) < 0)
		return err->code;
	work->plugin =
	    sync_plugin_path(request->config, request->source->plugin);
	if (!work->plugin ||
	    sync_settings(request->source, &work->settings) < 0)
		return err_set(err, -ENOMEM, "start a sync");
	return 0;
}

static void
fail(struct work *work, const struct err *why)
{
	work->outcome.result = AMBIT_RETRY;
	snprintf(work->outcome.message, sizeof work->outcome.message, "%.*s",
	    (int)sizeof work->outcome.message - 1, why->msg);
}

/* A run that could not even be started, or that our own side ended, is told
 * as one that failed. */
static void
run(struct work *work)
{
	const struct sync_request *request = work->request;
	struct runner_request runner = {
		.host = request->config->plugin_host,
		.plugin = work->plugin,
		.mode = START_SYNC,
		.settings = work->settings.list,
		.cursor = work->cursor,
		.fetcher = work->fetcher,
		.clock = request->clock,
		.deadline_ms = request->source->deadline * 1000,
		.max_memory = request->source->max_memory,
		.sandbox = (enum sandbox_mode)request->config->sandbox,
		.cancel = request->cancel,
	};
	struct runner_sink sink = work->daybook ? *daybook_sink(work->daybook)
						: *ingest_sink(work->ingest);
	struct err why = ERR_INIT;

	sink.log = request->log;
	sink.log_arg = request->log_arg;
	if (runner_run(&runner, &sink, &work->outcome, &why) == 0)
		return;
	fail(work, &why);
}

/* What it tells of delegations by now becomes missions. */
static int
write_delegates(struct store *store, void *arg, struct err *err)
{
	struct work *work = arg;
	const struct sync_request *request = work->request;
	const struct config_source *source = request->source;
	struct delegates delegates = { .source = source->name,
		.team = source->missions_of[0] ? source->missions_of : NULL,
		.zones = request->zones,
		.actor = {
		    .name = work->actor, .now = clock_now(request->clock) } };

	if (zones_get(request->zones, request->config->zone, &delegates.zone,
		err) < 0)
		return err->code;
	return delegates_write(store, &delegates, err);
}

/* A run without a cursor lists everything, when its plugin says so. */
static int
take_in(struct work *work, struct err *err)
{
	bool complete = work->outcome.snapshot && !work->cursor;

	if (work->daybook)
		return daybook_finish(work->daybook, complete, err);
	if (ingest_finish(work->ingest, complete, err) < 0)
		return err->code;
	return writer_call(work->request->writer, write_delegates, work, err);
}

static void
finish(struct work *work)
{
	struct err why = ERR_INIT;

	if (work->outcome.result == AMBIT_OK && take_in(work, &why) < 0)
		fail(work, &why);
}

static const struct ingest_counts *
counts_of(const struct work *work)
{
	return work->daybook ? daybook_counts(work->daybook)
			     : ingest_counts(work->ingest);
}

static void
tell_success(struct work *work, int64_t now)
{
	const struct ingest_counts *counts = counts_of(work);
	struct source_health *health = &work->health;

	health->last_success = now;
	health->failures = 0;
	health->held = counts->held;
	health->events = counts->listed;
	if (counts->held)
		snprintf(health->message, sizeof health->message,
		    "the list shrank from %lld events by more than can be "
		    "believed: nothing was cancelled; if it is right, run "
		    "\"ambit sync %s --accept\"",
		    (long long)counts->before, health->name);
}

static void
tell(struct work *work)
{
	const struct ingest_counts *counts = counts_of(work);
	const struct runner_outcome *outcome = &work->outcome;
	struct source_health *health = &work->health;
	int64_t now = clock_now(work->request->clock);

	health->last_attempt = now;
	if (work->request->anew)
		health->failures = 0;
	if (health->known_since == 0)
		health->known_since = now;
	health->created = counts->created;
	health->updated = counts->updated;
	health->vanished = counts->vanished;
	health->quarantined = counts->quarantined;
	health->elapsed_ms = outcome->elapsed_ms;
	if (counts->created + counts->updated + counts->vanished > 0)
		health->last_change = now;
	snprintf(health->result, sizeof health->result, "%s",
	    health_word(outcome->result));
	snprintf(
	    health->message, sizeof health->message, "%s", outcome->message);
	snprintf(health->sandbox, sizeof health->sandbox, "%s", outcome->gaps);
	if (outcome->result == AMBIT_OK)
		tell_success(work, now);
	else
		health->failures++;
	health->next_attempt = health_next(outcome->result, health->failures,
	    work->request->source->interval, now);
}

/* ----------------------------------------------------------------- runs */

VEC_TYPE(counts, int64_t);

static int
add_good(const struct source_run *run, void *arg, struct err *err)
{
	if (strcmp(run->result, health_word(AMBIT_OK)) == 0 && !run->held &&
	    vec_push((struct counts *)arg, run->events) < 0)
		return err_set(err, -ENOMEM, "the runs before");
	return 0;
}

/* What the good runs before this one have listed, as a rule. */
static int
read_usual(struct work *work, struct store *store, struct err *err)
{
	const struct config_source *source = work->request->source;
	struct counts counts = VEC_INIT;
	int rc = source_runs_each(store, source->name, (int)source->runs_kept,
	    add_good, &counts, err);

	if (rc == 0)
		work->health.usual = health_usual(counts.items, counts.len);
	vec_free(&counts);
	return rc;
}

/* Of days that are not worked the log names no source. */
static void
count_days(const struct work *work, struct run_changes *changes)
{
	const struct ingest_counts *counts = counts_of(work);

	changes->created = counts->created;
	changes->updated = counts->updated;
	changes->deleted = counts->vanished;
}

static int
write_run(struct work *work, struct store *store, struct err *err)
{
	const struct config_source *source = work->request->source;
	struct source_health *health = &work->health;
	struct source_run run = {
		.at = health->last_attempt,
		.held = counts_of(work)->held,
		.events = counts_of(work)->listed,
		.quarantined = health->quarantined,
		.elapsed_ms = health->elapsed_ms,
		.log_before = work->log_before,
	};

	snprintf(run.result, sizeof run.result, "%s", health->result);
	if (run_changes_count(store, source->name, work->actor,
		work->log_before, &run.changes, err) < 0)
		return err->code;
	if (work->daybook)
		count_days(work, &run.changes);
	health->moved = run.changes.moved;
	health->cancelled = run.changes.cancelled;
	return source_run_add(
	    store, source->name, &run, source->runs_kept, err);
}

static int
write_health(struct store *store, void *arg, struct err *err)
{
	struct work *work = arg;

	if (read_usual(work, store, err) < 0 || write_run(work, store, err) < 0)
		return err->code;
	return source_health_put(store, &work->health, err);
}

/* The source no longer knows the cursor: the next run starts without one. */
static int
drop_cursor(struct store *store, void *arg, struct err *err)
{
	struct work *work = arg;

	return source_cursor_put(store, work->request->source->name, NULL, err);
}

int
sync_source(const struct sync_request *request, struct source_health *health,
    struct err *err)
{
	CLEANUP(work_release) struct work work = { .request = request };

	if (prepare(&work, err) < 0)
		return err->code;
	run(&work);
	finish(&work);
	tell(&work);
	if (work.outcome.result == AMBIT_CURSOR &&
	    writer_call(request->writer, drop_cursor, &work, err) < 0)
		return err->code;
	if (writer_call(request->writer, write_health, &work, err) < 0)
		return err->code;
	*health = work.health;
	return 0;
}
