/* SPDX-License-Identifier: Apache-2.0 */
#include "conflicts.h"

#include <string.h>

#include "base/cleanup.h"
#include "base/text.h"
#include "store/conflict_row.h"
#include "store/store_room.h"

static int
write_events(struct store *store, const char *id, const struct found *found,
    struct err *err)
{
	for (size_t i = 0; i < found->nevents; i++) {
		struct db_stmt *stmt = db_prepare(store->db,
		    "INSERT INTO conflict_event (conflict, source, uid)"
		    " VALUES ($1, $2, $3)",
		    err);

		if (!stmt)
			return err->code;
		db_bind_text(stmt, 1, id);
		db_bind_text(stmt, 2, found->events[i].source);
		db_bind_text(stmt, 3, found->events[i].uid);
		if (db_execute(stmt, err) < 0)
			return err->code;
	}
	return 0;
}

static int
write_parties(struct store *store, const char *id, const struct found *found,
    struct err *err)
{
	struct db_stmt *stmt = db_prepare(
	    store->db, "DELETE FROM conflict_party WHERE conflict = $1", err);

	if (!stmt)
		return err->code;
	db_bind_text(stmt, 1, id);
	if (db_execute(stmt, err) < 0)
		return err->code;
	for (size_t i = 0; i < found->nparties; i++) {
		stmt = db_prepare(store->db,
		    "INSERT INTO conflict_party (conflict, kind, id)"
		    " VALUES ($1, $2, $3)",
		    err);
		if (!stmt)
			return err->code;
		db_bind_text(stmt, 1, id);
		db_bind_text(stmt, 2, found->parties[i].kind);
		db_bind_text(stmt, 3, found->parties[i].id);
		if (db_execute(stmt, err) < 0)
			return err->code;
	}
	return 0;
}

static int
create(struct store *store, const struct actor *actor,
    const struct found *found, struct err *err)
{
	char id[UUID_TEXT];
	struct conflict conflict = {
		.id = uuid_new(id, actor->now * 1000),
		.code = found->code,
		.subject = found->subject,
		.title = found->title,
		.level = found->level,
		.state = found->merge ? CONFLICT_MERGED : CONFLICT_OPEN,
		.evidence = found->evidence,
		.since = actor->now,
		.found = true,
		.span = found->span,
	};

	if (write_events(store, id, found, err) < 0 ||
	    write_parties(store, id, found, err) < 0)
		return err->code;
	return conflict_write(store, actor, found->merge ? "merged" : "opened",
	    NULL, &conflict, err);
}

/* Does what is found now open again what was decided, or cleared? */
static bool
opens(const struct conflict *before, const struct found *found, bool same)
{
	switch (before->state) {
	case CONFLICT_CLEARED:
		return true;
	case CONFLICT_OPEN:
		return found->merge;
	case CONFLICT_WAIVED:
		return !same;
	case CONFLICT_ACCEPTED:
		return !before->found;
	default:
		return false;
	}
}

int
conflict_found(struct store *store, const struct actor *actor,
    const struct found *found, struct err *err)
{
	CLEANUP(known_release) struct known known = { .texts = BUF_INIT };
	int rc =
	    known_by_subject(store, found->code, found->subject, &known, err);
	const struct conflict *before = &known.conflict;
	struct conflict after;
	const char *action = "updated";
	bool same;

	if (rc <= 0)
		return rc < 0 ? rc : create(store, actor, found, err);
	after = *before;
	after.found = true;
	after.evidence = found->evidence;
	after.title = found->title;
	after.level = found->level;
	after.span = found->span;
	same = strcmp(before->evidence, after.evidence) == 0 &&
	       strcmp(before->level, after.level) == 0;
	if (opens(before, found, same)) {
		after.state = found->merge ? CONFLICT_MERGED : CONFLICT_OPEN;
		after.decided_by = after.why = after.undo = NULL;
		after.expires = 0;
		action = found->merge ? "merged" : "opened";
	} else if (same && before->found) {
		return 0;
	}
	if (!same && write_parties(store, before->id, found, err) < 0)
		return err->code;
	return conflict_write(store, actor, action, before, &after, err);
}

/* Are all the events there that it is about? */
static int
events_are_there(struct store *store, const char *id, struct err *err)
{
	struct db_stmt *stmt = db_prepare(store->db,
	    "SELECT COUNT(*) FROM conflict_event c WHERE c.conflict = $1"
	    " AND NOT EXISTS (SELECT 1 FROM event e"
	    " WHERE e.source = c.source AND e.uid = c.uid)",
	    err);
	int64_t missing = 0;

	if (!stmt)
		return err->code;
	db_bind_text(stmt, 1, id);
	if (db_execute_int(stmt, &missing, err) < 0)
		return err->code;
	return missing == 0;
}

/* Does what people decided of it stay when it is found no longer? */
static bool
outlives(const struct conflict *conflict)
{
	return conflict->decided_by && conflict->state != CONFLICT_WAIVED &&
	       conflict->state != CONFLICT_DISMISSED;
}

int
conflict_gone(struct store *store, const struct actor *actor, const char *code,
    const char *subject, struct err *err)
{
	CLEANUP(known_release) struct known known = { .texts = BUF_INIT };
	int rc = known_by_subject(store, code, subject, &known, err);
	const struct conflict *before = &known.conflict;
	struct conflict after;

	if (rc <= 0 || before->state == CONFLICT_CLEARED)
		return rc < 0 ? rc : 0;
	rc = outlives(before) ? events_are_there(store, before->id, err) : 0;
	if (rc < 0 || (rc > 0 && !before->found))
		return rc < 0 ? rc : 0;
	after = *before;
	after.found = false;
	if (rc == 0) {
		after.state = CONFLICT_CLEARED;
		after.decided_by = after.why = after.undo = NULL;
		after.expires = 0;
	}
	return conflict_write(
	    store, actor, rc == 0 ? "cleared" : "updated", before, &after, err);
}

/* Is it for this code to take the step? */
static bool
step_fits(const struct conflict *conflict, enum conflict_step step)
{
	bool pair = strcmp(conflict->code, "C16") == 0;
	bool synergy = conflict->code[0] == 'S';

	switch (step) {
	case CONFLICT_MERGE:
	case CONFLICT_KEEP_APART:
		return pair;
	case CONFLICT_WAIVE:
		return !pair && !synergy;
	case CONFLICT_ACCEPT:
	case CONFLICT_DISMISS:
		return synergy;
	default:
		return true;
	}
}

/* What a step makes of a state; CONFLICT_ANY: it is not allowed. */
static enum conflict_state
after_step(const struct conflict *conflict, enum conflict_step step)
{
	static const enum conflict_state made[] = {
		[CONFLICT_MERGE] = CONFLICT_MERGED,
		[CONFLICT_KEEP_APART] = CONFLICT_KEPT_APART,
		[CONFLICT_WAIVE] = CONFLICT_WAIVED,
		[CONFLICT_ACCEPT] = CONFLICT_ACCEPTED,
		[CONFLICT_DISMISS] = CONFLICT_DISMISSED,
	};
	bool open = conflict->state == CONFLICT_OPEN;

	if (!step_fits(conflict, step))
		return CONFLICT_ANY;
	if (step != CONFLICT_UNDO)
		return open ? made[step] : CONFLICT_ANY;
	if (open || conflict->state == CONFLICT_CLEARED)
		return CONFLICT_ANY;
	return !conflict->decided_by ? CONFLICT_KEPT_APART
	       : conflict->found     ? CONFLICT_OPEN
				     : CONFLICT_CLEARED;
}

int
conflict_step(struct store *store, const struct actor *actor, const char *id,
    const struct conflict_decision *decision, struct err *err)
{
	static const char *const actions[] = { "merged", "kept-apart", "waived",
		"accepted", "dismissed", "undone" };
	CLEANUP(known_release) struct known known = { .texts = BUF_INIT };
	int rc = known_by_id(store, id, &known, err);
	const struct conflict *before = &known.conflict;
	const char *action = actions[decision->step];
	struct conflict after;
	bool decided;

	if (rc <= 0)
		return rc < 0 ? rc
			      : err_set(err, -ENOENT,
				    "there is no conflict of this id");
	if (decision->revision && decision->revision != before->revision)
		return err_set(err, -ESTALE, "it has changed since");
	after = *before;
	after.state = after_step(before, decision->step);
	if (after.state == CONFLICT_ANY)
		return err_set(err, -EPERM,
		    "conflict %s is %s: it cannot be %s", before->code,
		    conflict_state_words[before->state], action);
	decided =
	    after.state != CONFLICT_OPEN && after.state != CONFLICT_CLEARED;
	after.decided_by = decided ? actor->name : NULL;
	after.why = decided ? actor->why : NULL;
	after.expires = decision->expires;
	after.undo = decided ? decision->undo : NULL;
	return conflict_write(store, actor, action, before, &after, err);
}

/* One that has expired; false: there is none (or err). */
static bool
find_expired(struct store *store, int64_t now, struct known *known, int *rc,
    struct err *err)
{
	struct db_stmt *stmt = db_prepare(store->db,
	    "SELECT " CONFLICT_COLUMNS " FROM conflict WHERE state = 'waived'"
	    " AND expires > 0 AND expires <= $1 LIMIT 1",
	    err);

	*rc = stmt ? 0 : err->code;
	if (!stmt)
		return false;
	db_bind_int(stmt, 1, now);
	*rc = known_take(stmt, known, err);
	return *rc > 0;
}

int
conflicts_expire(
    struct store *store, const struct actor *actor, struct err *err)
{
	for (;;) {
		CLEANUP(known_release)
		struct known known = { .texts = BUF_INIT };
		struct conflict after;
		int rc;

		if (!find_expired(store, actor->now, &known, &rc, err))
			return rc;
		after = known.conflict;
		after.state = CONFLICT_OPEN;
		after.decided_by = after.why = NULL;
		after.expires = 0;
		if (conflict_write(store, actor, "expired", &known.conflict,
			&after, err) < 0)
			return err->code;
	}
}
