/* SPDX-License-Identifier: Apache-2.0 */
#include "detector.h"

#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/text.h"
#include "rest/view.h"
#include "schedule/duplicates.h"
#include "store/conflicts_lost.h"
#include "store/series.h"

/* What settling has told, with texts of its own. */
struct told {
	struct conflict_event events[2];
	char *texts[4]; /* sources and uids */
	struct duplicate_pair pair;
	bool gone;
};
VEC_TYPE(told_pairs, struct told);

struct detector {
	struct zones *zones;
	const struct places *places;
	const struct clock *clock;
	struct duplicate_options options;
	bool merge_certain;
	VEC(char *) authoritative;
	struct duplicates *duplicates; /* NULL: all is to be looked at */
};

static int
no_memory(struct err *err)
{
	return err_set(err, -ENOMEM, "look for conflicts");
}

struct detector *
detector_new(
    struct zones *zones, const struct places *places, const struct clock *clock)
{
	struct detector *detector = calloc(1, sizeof *detector);

	if (!detector)
		return NULL;
	detector->zones = zones;
	detector->places = places;
	detector->clock = clock;
	detector->options = duplicate_options_default;
	return detector;
}

static void
forget_authoritative(struct detector *detector)
{
	vec_each(&detector->authoritative, source)
		free(*source);
	vec_free(&detector->authoritative);
}

static void
begin_anew(struct detector *detector)
{
	duplicates_free(detector->duplicates);
	detector->duplicates = NULL;
}

void
detector_free(struct detector *detector)
{
	if (!detector)
		return;
	begin_anew(detector);
	forget_authoritative(detector);
	free(detector);
}

/* A name that finds no memory makes its source an ordinary one, which is asked
 * about more, and merged no sooner. */
void
detector_configure(struct detector *detector, const struct config *config)
{
	detector->options = (struct duplicate_options){
		.similarity = (int)config->similarity,
		.days = (int)config->similar_days,
		.link_days = (int)config->link_days,
	};
	detector->merge_certain = config->merge_certain == MERGE_CERTAIN;
	forget_authoritative(detector);
	vec_each(&config->sources, source) {
		char *copy =
		    source->authoritative ? strdup(source->name) : NULL;

		if (copy && vec_push(&detector->authoritative, copy) < 0)
			free(copy);
	}
	begin_anew(detector);
}

static bool
is_authoritative(const struct detector *detector, const char *source)
{
	vec_each(&detector->authoritative, name)
		if (strcmp(*name, source) == 0)
			return true;
	return false;
}

/* ---------------------------------------------------------------- events */

/* Its master as its own source tells it; what has vanished is no event. */
static int
look_at(struct detector *detector, const char *source, const char *uid,
    const struct event_row *master, struct err *err)
{
	if (!master || master->vanished)
		return duplicates_drop(detector->duplicates, source, uid, err);
	return duplicates_put(detector->duplicates, master->id, master->event,
	    &master->times, detector->places, err);
}

struct all {
	struct detector *detector;
	struct err *err;
};

static int
look_at_series(const struct series *series, void *arg)
{
	struct all *all = arg;

	if (!series->nmembers)
		return look_at(all->detector, series->source, series->uid,
		    series_master(series), all->err);
	for (size_t i = 0; i < series->nmembers; i++)
		if (look_at(all->detector, series->members[i]->source,
			series->members[i]->uid,
			series_master(series->members[i]), all->err) < 0)
			return all->err->code;
	return 0;
}

static int
look_at_all(
    struct detector *detector, const struct snapshot *events, struct err *err)
{
	struct all all = { detector, err };

	if (duplicates_new(&detector->options, &detector->duplicates, err) < 0)
		return err->code;
	return snapshot_each(events, look_at_series, &all);
}

static int
look_at_touched(struct detector *detector, struct store *store, struct err *err)
{
	vec_each(store_touched(store), series) {
		CLEANUP(event_rows_free) struct event_rows rows = VEC_INIT;
		const struct event_row *master = NULL;

		if (events_series(store, detector->zones, series->source,
			series->uid, event_rows_take, &rows, err) < 0)
			return err->code;
		if (rows.len && !rows.items[0]->event->recurrence_id)
			master = rows.items[0];
		if (look_at(
			detector, series->source, series->uid, master, err) < 0)
			return err->code;
	}
	return 0;
}

/* -------------------------------------------------------------- findings */

static void
told_release(struct told *told)
{
	for (size_t i = 0; i < ARRAY_LEN(told->texts); i++)
		free(told->texts[i]);
}

static void
told_free(struct told_pairs *pairs)
{
	vec_each(pairs, told)
		told_release(told);
	vec_free(pairs);
}

static int
on_pair(
    const struct duplicate_pair *pair, bool gone, void *arg, struct err *err)
{
	struct told_pairs *pairs = arg;
	struct told told = { .pair = *pair, .gone = gone };

	told.texts[0] = strdup(pair->a.source);
	told.texts[1] = strdup(pair->a.uid);
	told.texts[2] = strdup(pair->b.source);
	told.texts[3] = strdup(pair->b.uid);
	for (size_t i = 0; i < 2; i++)
		told.events[i] = (struct conflict_event){ told.texts[2 * i],
			told.texts[2 * i + 1] };
	if (told.texts[0] && told.texts[1] && told.texts[2] && told.texts[3] &&
	    vec_push(pairs, told) == 0)
		return 0;
	told_release(&told);
	return no_memory(err);
}

/* [["source","uid"],["source","uid"]], always in one order. */
static void
add_subject(struct buf *buf, const struct told *told)
{
	const struct conflict_event *a = &told->events[0];
	const struct conflict_event *b = &told->events[1];
	int order = strcmp(a->source, b->source);

	if (order == 0)
		order = strcmp(a->uid, b->uid);
	for (int i = 0; i < 2; i++) {
		const struct conflict_event *event =
		    (i == 0) == (order <= 0) ? a : b;

		buf_adds(buf, i ? ",[" : "[[");
		json_add_text(buf, event->source);
		buf_addc(buf, ',');
		json_add_text(buf, event->uid);
		buf_addc(buf, ']');
	}
	buf_addc(buf, ']');
}

/* One event of the evidence: what a person compares. */
static int
add_event(struct detector *detector, struct store *store,
    const struct conflict_event *event, struct buf *buf, char **title,
    struct err *err)
{
	static const char *const names[] = { "source", "uid", "summary",
		"start", "end", "city", "country", "place", "url" };
	CLEANUP(event_rows_free) struct event_rows rows = VEC_INIT;

	if (events_series(store, detector->zones, event->source, event->uid,
		event_rows_take, &rows, err) < 0)
		return err->code;
	if (rows.len == 0)
		return err_set(err, -ENOENT, "event %s", event->uid);
	buf_addf(buf, "{\"id\":\"%s\"", rows.items[0]->id);
	for (size_t i = 0; i < ARRAY_LEN(names); i++) {
		const struct field *field =
		    record_field(&event_record, names[i]);

		if (!field_given(field, rows.items[0]->event))
			continue;
		buf_addf(buf, ",\"%s\":", names[i]);
		field_add_json(field, rows.items[0]->event, buf);
	}
	buf_addc(buf, '}');
	if (!*title && rows.items[0]->event->summary)
		*title = strdup(rows.items[0]->event->summary);
	return 0;
}

static void
add_rules(struct buf *buf, const struct duplicate_pair *pair)
{
	const struct {
		bool holds;
		const char *name;
	} rules[] = { { pair->repeat, "repeat" }, { pair->same_uid, "uid" },
		{ pair->same_link, "link" },
		{ pair->same_title && !pair->repeat, "title" } };
	const char *comma = "";

	buf_adds(buf, "{\"rules\":[");
	for (size_t i = 0; i < ARRAY_LEN(rules); i++) {
		if (!rules[i].holds)
			continue;
		buf_addf(buf, "%s\"%s\"", comma, rules[i].name);
		comma = ",";
	}
	buf_addf(buf, "],\"similarity\":%d,\"days\":%lld,\"events\":[",
	    pair->similarity, (long long)pair->days);
}

/* May it be merged without asking? */
static bool
is_certain(const struct detector *detector, const struct duplicate_pair *pair)
{
	if (pair->repeat)
		return true;
	if (!detector->merge_certain ||
	    (is_authoritative(detector, pair->a.source) &&
		is_authoritative(detector, pair->b.source)))
		return false;
	return pair->same_uid || (pair->same_link && pair->same_title);
}

/* ----------------------------------------------------------- transaction */

struct job {
	struct detector *detector;
	struct told_pairs *pairs;
	bool all; /* what is not among the pairs is found no longer */
};

static int
write_gone(struct store *store, const struct actor *actor,
    const struct told *told, struct err *err)
{
	CLEANUP(buf_free) struct buf subject = BUF_INIT;

	add_subject(&subject, told);
	if (buf_error(&subject) < 0)
		return no_memory(err);
	return conflict_gone(store, actor, "C16", subject.data, err);
}

static int
write_found(struct detector *detector, struct store *store,
    const struct actor *actor, const struct told *told, struct err *err)
{
	CLEANUP(buf_free) struct buf subject = BUF_INIT;
	CLEANUP(buf_free) struct buf evidence = BUF_INIT;
	CLEANUP(freep) char *title = NULL;
	struct duplicate_pair pair = told->pair;
	struct found found = { .code = "C16",
		.level = "info",
		.events = told->events,
		.nevents = 2 };

	pair.a.source = told->events[0].source;
	pair.b.source = told->events[1].source;
	found.merge = is_certain(detector, &pair);
	add_subject(&subject, told);
	add_rules(&evidence, &pair);
	if (add_event(
		detector, store, &told->events[0], &evidence, &title, err) < 0)
		return err->code;
	buf_addc(&evidence, ',');
	if (add_event(
		detector, store, &told->events[1], &evidence, &title, err) < 0)
		return err->code;
	buf_adds(&evidence, "]}");
	if (buf_error(&subject) < 0 || buf_error(&evidence) < 0)
		return no_memory(err);
	found.subject = subject.data;
	found.evidence = evidence.data;
	found.title = title ? title : "";
	return conflict_found(store, actor, &found, err);
}

static bool
is_duplicate(const char *code)
{
	return strcmp(code, "C16") == 0;
}

static int
write_lost(struct store *store, const struct actor *actor,
    const struct told_pairs *pairs, struct err *err)
{
	CLEANUP(found_keys_free) struct found_keys found = VEC_INIT;

	vec_each(pairs, told) {
		CLEANUP(buf_free) struct buf subject = BUF_INIT;

		add_subject(&subject, told);
		if (buf_error(&subject) < 0 ||
		    found_keys_add(&found, "C16", subject.data) < 0)
			return no_memory(err);
	}
	return conflicts_lose(store, actor, &found, is_duplicate, err);
}

static int
write_all(struct store *store, void *arg, struct err *err)
{
	const struct job *job = arg;
	struct actor actor = { .name = "ambit",
		.now = clock_now(job->detector->clock) };

	if (job->all && write_lost(store, &actor, job->pairs, err) < 0)
		return err->code;
	vec_each(job->pairs, told)
		if (told->gone ? write_gone(store, &actor, told, err) < 0
			       : write_found(job->detector, store, &actor, told,
				     err) < 0)
			return err->code;
	return 0;
}

int
detector_run(struct detector *detector, struct store *store,
    const struct snapshot *events, bool *wrote, struct err *err)
{
	CLEANUP(told_free) struct told_pairs pairs = VEC_INIT;
	struct job job = { detector, &pairs, !detector->duplicates };
	int rc;

	*wrote = false;
	rc = job.all ? look_at_all(detector, events, err)
		     : look_at_touched(detector, store, err);
	if (rc == 0)
		rc = duplicates_settle(
		    detector->duplicates, on_pair, &pairs, err);
	if (rc == 0 && (job.all || pairs.len)) {
		*wrote = true;
		rc = store_write(store, write_all, &job, err);
	}
	if (rc < 0)
		begin_anew(detector);
	return rc;
}

int
detector_once(const struct config *config, struct store *store,
    struct zones *zones, const struct places *places, const struct clock *clock,
    struct err *err)
{
	struct detector *detector = detector_new(zones, places, clock);
	struct snapshot *events = NULL;
	bool wrote;
	int rc;

	if (!detector)
		return no_memory(err);
	detector_configure(detector, config);
	rc = view_prefer(store, config, err);
	if (rc == 0)
		rc = snapshot_load(store, zones, &events, err);
	if (rc == 0)
		rc = detector_run(detector, store, events, &wrote, err);
	snapshot_unref(events);
	detector_free(detector);
	return rc;
}
