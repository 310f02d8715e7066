/* SPDX-License-Identifier: Apache-2.0 */
#include "watch.h"

#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "office/evidence.h"
#include "office/openings.h"
#include "office/period_job.h"
#include "store/conflicts_lost.h"
#include "store/series.h"

/* What the rules have told: found (with its evidence), or gone (by subject). */
struct told {
	struct evidence evidence;
	bool gone;
};
VEC_TYPE(told_list, struct told);

struct watch {
	struct zones *zones;
	const struct places *places;
	const struct clock *clock;
	const struct config *config;
	struct picture *picture; /* NULL: all is to be looked at */
	/* As of the last look. */
	struct records *records;
	struct snapshot *events;
	struct told_list told;
	bool all;  /* told is all that is found */
	bool roll; /* it is another day */
	struct judge judge;
	int64_t generation; /* of the picture */
};

static int
no_memory(struct err *err)
{
	return err_set(err, -ENOMEM, "look for conflicts");
}

static void
told_reset(struct told_list *list)
{
	vec_each(list, told)
		evidence_free(&told->evidence);
	list->len = 0;
}

static void
begin_anew(struct watch *watch)
{
	picture_free(watch->picture);
	watch->picture = NULL;
	watch->generation++;
	records_unref(watch->records);
	snapshot_unref(watch->events);
	watch->records = NULL;
	watch->events = NULL;
	watch->all = false;
	told_reset(&watch->told);
}

void
watch_free(struct watch *watch)
{
	if (!watch)
		return;
	begin_anew(watch);
	vec_free(&watch->told);
	free(watch);
}

void
watch_configure(struct watch *watch, const struct config *config)
{
	watch->config = config;
	begin_anew(watch);
}

void
watch_roll(struct watch *watch)
{
	watch->roll = true;
}

/* --------------------------------------------------------------- looking */

static struct picture_input
input_of(const struct watch *watch)
{
	return (struct picture_input){ watch->records, watch->events };
}

static struct picture *
new_picture(const struct watch *watch)
{
	struct picture_options options;

	watch_options(watch->config, watch->zones, watch->places,
	    clock_now(watch->clock), &options);
	return picture_new(&options);
}

/* Both as told: a change of what names a finding is one gone and one come. */
struct telling {
	struct watch *watch;
	struct err err;
};

static void
tell(const struct finding *before, const struct finding *after, void *arg)
{
	struct telling *telling = arg;
	struct watch *watch = telling->watch;
	struct picture_input input = input_of(watch);
	struct told told = { .gone = !after };

	if (telling->err.code < 0)
		return;
	if (after)
		evidence_fill(&told.evidence, watch->picture, &input, NULL,
		    after, &telling->err);
	else if (evidence_name(&told.evidence, watch->picture, before) < 0)
		no_memory(&telling->err);
	if (telling->err.code == 0 && vec_push(&watch->told, told) < 0)
		no_memory(&telling->err);
	if (telling->err.code < 0)
		evidence_free(&told.evidence);
}

static int
take_in(struct watch *watch, const struct store *store, struct err *err)
{
	struct picture_input input = input_of(watch);

	if (!watch->picture) {
		watch->all = true;
		watch->picture = new_picture(watch);
		return watch->picture
			   ? picture_load(watch->picture, &input, err)
			   : no_memory(err);
	}
	if (watch->roll && picture_now(watch->picture, &input,
			       clock_now(watch->clock), err) < 0)
		return err->code;
	return picture_change(watch->picture, &input,
	    store_record_changes(store), store_touched(store), err);
}

int
watch_look(struct watch *watch, struct store *store, struct records *records,
    struct snapshot *events, struct err *err)
{
	struct telling telling = { watch, ERR_INIT };
	struct records *before = watch->records;
	struct snapshot *events_before = watch->events;
	int rc;

	watch->records = records_ref(records);
	watch->events = snapshot_ref(events);
	records_unref(before);
	snapshot_unref(events_before);
	rc = take_in(watch, store, err);
	if (rc == 0)
		rc = picture_settle(watch->picture, tell, &telling, err);
	if (rc == 0 && telling.err.code < 0) {
		*err = telling.err;
		rc = err->code;
	}
	if (rc < 0)
		begin_anew(watch);
	return rc;
}

/* --------------------------------------------------------------- writing */

/* Of the rules; duplicates are the detector's. */
static bool
is_of_rules(const char *code)
{
	return strcmp(code, "C16") != 0;
}

static int
write_lost(struct watch *watch, struct store *store, const struct actor *actor,
    struct err *err)
{
	CLEANUP(found_keys_free) struct found_keys found = VEC_INIT;

	vec_each(&watch->told, told)
		if (!told->gone && found_keys_add(&found, told->evidence.code,
				       buf_str(&told->evidence.subject)) < 0)
			return no_memory(err);
	return conflicts_lose(store, actor, &found, is_of_rules, err);
}

static int
write_found(struct store *store, const struct actor *actor,
    const struct evidence *evidence, struct err *err)
{
	VEC(struct conflict_party) parties = VEC_INIT;
	struct found found = { .code = evidence->code,
		.subject = buf_str(&evidence->subject),
		.title = buf_str(&evidence->title),
		.level = evidence->level,
		.evidence = buf_str(&evidence->body),
		.span = evidence->span };
	int rc = 0;

	vec_each(&evidence->parties, party)
		if (rc == 0)
			rc = vec_push(&parties, ((struct conflict_party){
						    party->kind, party->id }));
	found.parties = parties.items;
	found.nparties = parties.len;
	rc =
	    rc < 0 ? no_memory(err) : conflict_found(store, actor, &found, err);
	vec_free(&parties);
	return rc;
}

static int
write_told(struct store *store, void *arg, struct err *err)
{
	struct watch *watch = arg;
	struct actor actor = { .name = "ambit",
		.now = clock_now(watch->clock) };

	if (conflicts_expire(store, &actor, err) < 0 ||
	    (watch->all && write_lost(watch, store, &actor, err) < 0))
		return err->code;
	vec_each(&watch->told, told)
		if (told->gone
			? conflict_gone(store, &actor, told->evidence.code,
			      buf_str(&told->evidence.subject), err) < 0
			: write_found(store, &actor, &told->evidence, err) < 0)
			return err->code;
	return 0;
}

int
watch_write(
    struct watch *watch, struct store *store, bool *wrote, struct err *err)
{
	*wrote = watch->all || watch->roll || watch->told.len;
	if (*wrote && store_write(store, write_told, watch, err) < 0) {
		begin_anew(watch);
		return err->code;
	}
	watch->all = watch->roll = false;
	told_reset(&watch->told);
	return 0;
}

/* --------------------------------------------------------------- judging */

static bool
is_ready(const struct watch *watch, struct err *err)
{
	if (!watch->picture)
		err_set(err, -EBUSY, "conflicts are not known yet");
	return watch->picture;
}

/* A picture that had no memory is half of one: all is read anew then. */
static int
after(struct watch *watch, int rc)
{
	if (rc == -ENOMEM)
		begin_anew(watch);
	return rc;
}

static int
tries(void *arg, const struct mission *mission, struct buf *conflicts,
    struct err *err)
{
	struct watch *watch = arg;
	struct picture_input input = input_of(watch);
	struct findings found = { .failed = false };
	int rc;

	if (!is_ready(watch, err))
		return err->code;
	rc = picture_try(watch->picture, &input, mission, &found, err);
	if (rc == 0)
		rc = evidence_add_list(
		    conflicts, watch->picture, &input, mission, &found, err);
	findings_free(&found);
	return after(watch, rc);
}

static int
is_waived(const struct conflict *conflict, void *arg, struct err *err)
{
	(void)err;
	*(bool *)arg |= conflict->state == CONFLICT_WAIVED;
	return 0;
}

/* Leaves out what somebody has waived. */
static int
drop_waived(const struct watch *watch, struct store *store,
    struct findings *found, struct err *err)
{
	size_t kept = 0;
	int rc = 0;

	vec_each(&found->list, finding) {
		CLEANUP(evidence_free) struct evidence name = { .code = NULL };
		struct conflict_filter filter = { .id = NULL };
		bool waived = false;

		if (rc == 0 &&
		    evidence_name(&name, watch->picture, finding) < 0)
			rc = no_memory(err);
		filter.code = name.code;
		filter.subject = buf_str(&name.subject);
		if (rc == 0)
			rc = conflicts_each(
			    store, &filter, is_waived, &waived, err);
		if (waived)
			vec_free(&finding->items);
		else
			found->list.items[kept++] = *finding;
	}
	found->list.len = kept;
	return rc;
}

static int
forbids(void *arg, struct store *store, const struct mission *mission,
    struct buf *conflicts, bool *any, struct err *err)
{
	struct watch *watch = arg;
	struct picture_input input = input_of(watch);
	struct findings found = { .failed = false };
	int rc;

	*any = false;
	if (!is_ready(watch, err))
		return err->code;
	rc = picture_forbids(watch->picture, &input, mission, &found, err);
	if (rc == 0)
		rc = drop_waived(watch, store, &found, err);
	*any = found.list.len > 0;
	if (rc == 0 && *any)
		rc = evidence_add_list(
		    conflicts, watch->picture, &input, mission, &found, err);
	findings_free(&found);
	return after(watch, rc);
}

static struct proposals_how
how_to(const struct watch *watch, int64_t now, int64_t revise_percent,
    const char *why)
{
	struct proposals_how how = proposals_default;

	how.shown = (size_t)watch->config->shown;
	how.remote_loss = watch->config->remote_loss;
	how.window_loss = watch->config->window_loss;
	how.joint_bonus = watch->config->joint_bonus;
	how.shortest = watch->config->shortest;
	how.office = (struct remedy_office){ watch->picture, input_of(watch),
		now, revise_percent, why };
	return how;
}

static int
proposes(void *arg, const struct judge_proposals *asked, struct buf *out,
    struct err *err)
{
	struct watch *watch = arg;
	struct proposals_how how =
	    how_to(watch, asked->now, asked->revise_percent, asked->why);

	if (!is_ready(watch, err))
		return err->code;
	return after(watch, proposals_answer(&how, asked, out, err));
}

static int
opens(void *arg, const struct mission *mission, const struct caller *caller,
    struct buf *out, struct err *err)
{
	struct watch *watch = arg;
	struct picture_input input = input_of(watch);

	if (!is_ready(watch, err))
		return err->code;
	return after(watch,
	    openings_add(out, watch->picture, &input, mission, caller, err));
}

static int
begins(void *arg, const struct period_asked *asked, struct period_job **out,
    struct err *err)
{
	struct watch *watch = arg;
	struct proposals_how how =
	    how_to(watch, asked->now, asked->revise_percent, asked->why);

	if (!is_ready(watch, err) ||
	    after(watch, period_begin(&how, asked, out, err)) < 0)
		return err->code;
	(*out)->generation = watch->generation;
	return 0;
}

static int
ends(void *arg, struct period_job *job, struct buf *told, struct buf *changes,
    struct buf *explained, struct err *err)
{
	struct watch *watch = arg;
	struct proposals_how how = how_to(
	    watch, job->asked.now, job->asked.revise_percent, job->asked.why);

	if (!watch->picture || job->generation != watch->generation)
		return err_set(err, -ESTALE,
		    "everything has been read anew meanwhile: ask again");
	return after(
	    watch, period_end(job, &how, told, changes, explained, err));
}

struct watch *
watch_new(
    struct zones *zones, const struct places *places, const struct clock *clock)
{
	struct watch *watch = calloc(1, sizeof *watch);

	if (!watch)
		return NULL;
	watch->zones = zones;
	watch->places = places;
	watch->clock = clock;
	watch->judge = (struct judge){ watch, tries, forbids, proposes, opens,
		begins, ends };
	return watch;
}

const struct judge *
watch_judge(struct watch *watch)
{
	return &watch->judge;
}

static int
look_at_store(struct watch *watch, struct store *store, struct err *err)
{
	CLEANUP(records_unrefp) struct records *records = NULL;
	CLEANUP(snapshot_unrefp) struct snapshot *events = NULL;

	if (snapshot_load(store, watch->zones, &events, err) < 0 ||
	    store_records(store, &records, err) < 0)
		return err->code;
	return watch_look(watch, store, records, events, err);
}

int
watch_open(const struct config *config, struct store *store,
    struct zones *zones, const struct places *places, const struct clock *clock,
    struct watch **out, struct err *err)
{
	struct watch *watch = watch_new(zones, places, clock);
	int rc;

	if (!watch)
		return no_memory(err);
	watch_configure(watch, config);
	rc = look_at_store(watch, store, err);
	if (rc < 0)
		watch_free(watch);
	else
		*out = watch;
	return rc;
}

int
watch_after(struct watch *watch, struct store *store, struct err *err)
{
	bool wrote;

	if (look_at_store(watch, store, err) < 0)
		return err->code;
	return watch_write(watch, store, &wrote, err);
}
