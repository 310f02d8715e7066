/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Two lists grow during a run: what is pending for the next commit, and the
 * keys of all that was seen, by which the vanished are found at the end.
 * A job may be run again by the store, so each starts from the lists and
 * counts into a copy that is kept only when it has committed.
 */
#include "ingest.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "source/keyset.h"
#include "source/repeats.h"
#include "store/sources.h"

const struct ingest_options ingest_options_default = {
	.vanished = VANISH_CANCEL,
	.patience = 2,
	.shrink_percent = 30,
	.max_pending = 100000,
};

struct ingest {
	struct ingest_options options;
	struct runner_sink sink;
	struct ingest_counts counts;
	struct keyset *seen;      /* (uid, recurrence id) of the run */
	struct keyset *seen_uids; /* uid of the run */
	struct keyset *waiting;   /* key -> index into pending */
	struct kinship *kinship;  /* NULL: the source's own uids are taken */
	VEC(struct intake) pending;
	VEC(char *) forgotten;
	struct quarantined_list bad;
};

static int
no_memory(struct err *err)
{
	return err_set(err, -ENOMEM, "take events in");
}

/* Commits what is pending, through a copy of the counts. */
struct commit {
	struct ingest *ingest;
	const char *cursor;
	struct ingest_counts counts;
};

static void
count_put(struct ingest_counts *counts, enum put_result result)
{
	counts->created += result == PUT_CREATED;
	counts->updated += result == PUT_UPDATED || result == PUT_RESTORED;
}

static int
put_pending(struct store *store, struct commit *commit, struct err *err)
{
	struct ingest *ingest = commit->ingest;
	enum put_result result;

	vec_each(&ingest->pending, item) {
		if (event_put(store, &ingest->options.actor, item->event,
			&item->times, item->extent, &result, err) < 0)
			return err->code;
		count_put(&commit->counts, result);
	}
	return 0;
}

static int
forget_pending(struct store *store, struct commit *commit, struct err *err)
{
	struct ingest *ingest = commit->ingest;
	int acted;

	vec_each(&ingest->forgotten, uid) {
		if (event_forget(store, &ingest->options.actor,
			ingest->options.intake.source, *uid,
			ingest->options.vanished, &acted, err) < 0)
			return err->code;
		commit->counts.vanished += acted;
	}
	return 0;
}

static int
write_commit(struct store *store, void *arg, struct err *err)
{
	struct commit *commit = arg;
	struct ingest *ingest = commit->ingest;

	commit->counts = ingest->counts;
	if (put_pending(store, commit, err) < 0 ||
	    forget_pending(store, commit, err) < 0)
		return err->code;
	if (!commit->cursor)
		return 0;
	return source_cursor_put(
	    store, ingest->options.intake.source, commit->cursor, err);
}

static void
drop_pending(struct ingest *ingest)
{
	vec_each(&ingest->pending, item)
		free(item->event);
	ingest->pending.len = 0;
	vec_each(&ingest->forgotten, uid)
		free(*uid);
	ingest->forgotten.len = 0;
	keyset_clear(ingest->waiting);
}

static int
on_checkpoint(void *arg, const char *cursor, struct err *err)
{
	struct ingest *ingest = arg;
	struct commit commit = { ingest, cursor, ingest->counts };

	if (writer_call(ingest->options.writer, write_commit, &commit, err) < 0)
		return err->code;
	ingest->counts = commit.counts;
	drop_pending(ingest);
	return 0;
}

static int
add_bad(struct ingest *ingest, const char *name, const char *reason,
    int64_t line, int64_t byte)
{
	struct erased_mask mask = { .names = ingest->options.erased };
	CLEANUP(freep) char *hidden = NULL;
	struct quarantined item = {
		.source = ingest->options.intake.source,
		.reason = reason,
		.line = line,
		.byte = byte,
		.since = ingest->options.actor.now,
	};

	if (mask.names && erased_mask_text(&mask, name, &hidden) < 0)
		return -ENOMEM;
	item.name = hidden ? hidden : name;
	if (quarantined_note(&ingest->bad, &item) < 0)
		return -ENOMEM;
	ingest->counts.quarantined++;
	return 0;
}

static int
on_quarantine(void *arg, const struct frame_quarantine *item, struct err *err)
{
	struct ingest *ingest = arg;

	if (add_bad(ingest, item->name ? item->name : "an item",
		item->reason ? item->reason : "it could not be read",
		item->line, item->byte - 1) < 0)
		return no_memory(err);
	return 0;
}

/* The same key again replaces what is still pending. */
static int
add_pending(struct ingest *ingest, struct intake *item)
{
	const struct event *event = item->event;
	int64_t at;

	if (keyset_get(
		ingest->waiting, event->uid, event->recurrence_id, &at)) {
		free(ingest->pending.items[at].event);
		ingest->pending.items[at] = *item;
		return 0;
	}
	at = (int64_t)ingest->pending.len;
	if (vec_reserve(&ingest->pending, ingest->pending.len + 1) < 0 ||
	    keyset_put(ingest->waiting, event->uid, event->recurrence_id, at) <
		0)
		return -ENOMEM;
	ingest->pending.items[ingest->pending.len++] = *item;
	return 0;
}

/* What stands for the other of two in the list of what was not taken. */
static int
tell_other(
    struct ingest *ingest, const struct intake *item, bool here, bool revised)
{
	const struct event *event = item->event;
	int64_t at, line = item->line;
	const char *name = event->summary;

	/* The one before may have been committed: then its uid is known. */
	if (!here && keyset_get(ingest->waiting, event->uid,
			 event->recurrence_id, &at)) {
		line = ingest->pending.items[at].line;
		name = ingest->pending.items[at].event->summary;
	} else if (!here) {
		line = 0;
		name = event->uid;
	}
	return add_bad(ingest, name,
	    repeat_reason(ingest->options.intake.identity, revised), line, -1);
}

/* 1: it is now the pending list's; 0: it is not kept. */
static int
take_item(struct ingest *ingest, struct intake *item)
{
	bool revised;
	int repeat = repeat_judge(ingest->seen, item, &revised);

	if (repeat < 0)
		return repeat;
	if (repeat >= REPEAT_REPLACES &&
	    tell_other(ingest, item, repeat == REPEAT_LOSES, revised) < 0)
		return -ENOMEM;
	if (repeat == REPEAT_LOSES)
		return 0;
	ingest->counts.listed += repeat == REPEAT_NONE;
	if (keyset_put(ingest->seen_uids, item->event->uid, NULL, 0) < 0)
		return -ENOMEM;
	return add_pending(ingest, item) < 0 ? -ENOMEM : 1;
}

/* Parents come before what is under them. */
static int
note_kin(struct ingest *ingest, const struct ambit_event *given,
    const struct event *event)
{
	if (!ingest->kinship || !given->uid || !given->uid[0] ||
	    event->recurrence_id)
		return 0;
	return kinship_note(ingest->kinship, given->uid, event->uid);
}

/* Who was erased stays so. */
static int
hide(const struct ingest *ingest, struct event **event)
{
	struct erased_mask mask = { .names = ingest->options.erased };
	void *masked = NULL;

	if (!mask.names ||
	    erased_mask_record(&mask, &event_record, *event, &masked) < 0)
		return mask.names ? -ENOMEM : 0;
	if (masked) {
		free(*event);
		*event = masked;
	}
	return 0;
}

static int
on_event(void *arg, const struct ambit_event *event, struct err *err)
{
	struct ingest *ingest = arg;
	struct err why = ERR_INIT;
	struct intake item;
	int rc = intake_event(&ingest->options.intake, event, &item, &why);

	if (rc == -EINVAL)
		return add_bad(ingest, intake_name(event), why.msg, event->line,
			   -1) < 0
			   ? no_memory(err)
			   : 0;
	if (rc < 0)
		return no_memory(err);
	if (hide(ingest, &item.event) < 0)
		rc = -ENOMEM;
	else if (ingest->pending.len >= ingest->options.max_pending)
		rc = err_set(err, -E2BIG,
		    "the plugin brought more than %zu "
		    "events without a checkpoint",
		    ingest->options.max_pending);
	else if (note_kin(ingest, event, item.event) < 0)
		rc = -ENOMEM;
	else
		rc = take_item(ingest, &item);
	if (rc != 1)
		free(item.event);
	return rc == -ENOMEM ? no_memory(err) : rc < 0 ? rc : 0;
}

static int
on_forget(void *arg, const char *uid, struct err *err)
{
	struct ingest *ingest = arg;
	char *copy = strdup(uid);

	if (copy && vec_push(&ingest->forgotten, copy) == 0)
		return 0;
	free(copy);
	return no_memory(err);
}

int
ingest_new(
    const struct ingest_options *options, struct ingest **out, struct err *err)
{
	CLEANUP(ingest_freep) struct ingest *ingest = calloc(1, sizeof *ingest);

	if (!ingest)
		return no_memory(err);
	ingest->options = *options;
	ingest->sink = (struct runner_sink){
		.arg = ingest,
		.event = on_event,
		.forget = on_forget,
		.checkpoint = on_checkpoint,
		.quarantine = on_quarantine,
	};
	ingest->seen = keyset_new();
	ingest->seen_uids = keyset_new();
	ingest->waiting = keyset_new();
	if (options->intake.identity != INTAKE_UID)
		ingest->kinship = kinship_new();
	ingest->options.intake.kinship = ingest->kinship;
	if (!ingest->seen || !ingest->seen_uids || !ingest->waiting ||
	    (options->intake.identity != INTAKE_UID && !ingest->kinship))
		return no_memory(err);
	*out = TAKE(ingest);
	return 0;
}

void
ingest_free(struct ingest *ingest)
{
	if (!ingest)
		return;
	if (ingest->waiting)
		drop_pending(ingest);
	quarantined_release(&ingest->bad);
	vec_free(&ingest->pending);
	vec_free(&ingest->forgotten);
	keyset_free(ingest->seen);
	keyset_free(ingest->seen_uids);
	keyset_free(ingest->waiting);
	kinship_free(ingest->kinship);
	free(ingest);
}

void
ingest_freep(struct ingest **ingest)
{
	ingest_free(*ingest);
}

const struct runner_sink *
ingest_sink(struct ingest *ingest)
{
	return &ingest->sink;
}

const struct ingest_counts *
ingest_counts(const struct ingest *ingest)
{
	return &ingest->counts;
}

/* Rows that the run did not bring. */
struct missing {
	char id[UUID_TEXT];
	bool taken_back; /* an override whose series is still there */
};

struct search {
	struct ingest *ingest;
	VEC(struct missing) missing;
	int64_t before; /* rows that the source listed and that lie ahead */
	int64_t gone;   /* of these, now missing */
};

static void
search_release(struct search *search)
{
	vec_free(&search->missing);
}

static int
on_key(const struct event_key *key, void *arg, struct err *err)
{
	struct search *search = arg;
	struct ingest *ingest = search->ingest;
	struct missing missing;
	int64_t at;
	bool over = key->extent.end <= ingest->options.actor.now;
	bool seen = keyset_get(ingest->seen, key->uid, key->recurrence_id, &at);

	if (over && !seen)
		return 0;
	search->before++;
	if (seen)
		return 0;
	missing.taken_back = key->recurrence_id &&
			     keyset_get(ingest->seen_uids, key->uid, NULL, &at);
	search->gone += !missing.taken_back;
	memcpy(missing.id, key->id, sizeof missing.id);
	return vec_push(&search->missing, missing) < 0 ? no_memory(err) : 0;
}

/* Has the list shrunk by more than is believable? */
static bool
shrunk(const struct search *search)
{
	return search->gone * 100 >
	       search->before * search->ingest->options.shrink_percent;
}

static int
miss(struct store *store, struct commit *commit, const struct missing *missing,
    struct err *err)
{
	const struct ingest_options *options = &commit->ingest->options;
	bool acted = false;
	int rc;

	if (missing->taken_back)
		rc = event_missed(store, &options->actor, missing->id,
		    VANISH_DELETE, 1, &acted, err);
	else if (!commit->counts.held)
		rc = event_missed(store, &options->actor, missing->id,
		    options->vanished, options->patience, &acted, err);
	else
		return 0;
	commit->counts.vanished += acted;
	return rc;
}

static int
miss_vanished(struct store *store, struct commit *commit, struct err *err)
{
	CLEANUP(search_release)
	struct search search = {
		.ingest = commit->ingest,
	};

	if (event_keys_each(store, commit->ingest->options.intake.source,
		on_key, &search, err) < 0)
		return err->code;
	commit->counts.before = search.before;
	commit->counts.held = shrunk(&search);
	vec_each(&search.missing, missing)
		if (miss(store, commit, missing, err) < 0)
			return err->code;
	return 0;
}

static int
write_last(struct store *store, struct commit *commit, struct err *err)
{
	struct ingest *ingest = commit->ingest;

	if (write_commit(store, commit, err) < 0)
		return err->code;
	return quarantine_replace(store, ingest->options.intake.source,
	    ingest->bad.items, ingest->bad.len, ingest->options.actor.now, err);
}

static int
write_partial_end(struct store *store, void *arg, struct err *err)
{
	return write_last(store, arg, err);
}

static int
write_complete_end(struct store *store, void *arg, struct err *err)
{
	if (write_last(store, arg, err) < 0)
		return err->code;
	return miss_vanished(store, arg, err);
}

int
ingest_finish(struct ingest *ingest, bool complete, struct err *err)
{
	struct commit commit = { ingest, NULL, ingest->counts };

	if (writer_call(ingest->options.writer,
		complete ? write_complete_end : write_partial_end, &commit,
		err) < 0)
		return err->code;
	ingest->counts = commit.counts;
	drop_pending(ingest);
	return 0;
}
