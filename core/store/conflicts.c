/* SPDX-License-Identifier: Apache-2.0 */
#include "conflicts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/record.h"
#include "base/text.h"
#include "store/changes.h"
#include "store/merge.h"
#include "store/store_room.h"

const char *const conflict_state_words[] = { "", "open", "merged", "kept-apart",
	"cleared", NULL };

#define COLUMNS \
	"id, code, subject, title, level, state, evidence, since," \
	" state_since, revision, decided_by, why, found"

/* On loan from the statement. */
static void
conflict_read(struct db_stmt *stmt, struct conflict *out)
{
	*out = (struct conflict){ .id = db_text(stmt, 0),
		.code = db_text(stmt, 1),
		.subject = db_text(stmt, 2),
		.title = db_text(stmt, 3),
		.level = db_text(stmt, 4),
		.state = choice_parse(conflict_state_words, db_text(stmt, 5)),
		.evidence = db_text(stmt, 6),
		.since = db_int(stmt, 7),
		.state_since = db_int(stmt, 8),
		.revision = db_int(stmt, 9),
		.decided_by = db_text(stmt, 10),
		.why = db_text(stmt, 11),
		.found = db_int(stmt, 12) != 0 };
}

/* ------------------------------------------------------------------ copy */

/* A conflict with texts of its own. */
struct known {
	struct conflict conflict;
	struct buf texts;
};

static void
known_release(struct known *known)
{
	buf_free(&known->texts);
}

#define TEXTS \
	{ \
		&known->conflict.id, &known->conflict.code, \
		    &known->conflict.subject, &known->conflict.title, \
		    &known->conflict.level, &known->conflict.evidence, \
		    &known->conflict.decided_by, &known->conflict.why \
	}

static int
known_copy(struct known *known, const struct conflict *from)
{
	const char **texts[] = TEXTS;
	size_t at[ARRAY_LEN(texts)];

	known->conflict = *from;
	for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
		at[i] = known->texts.len;
		if (*texts[i])
			buf_add(
			    &known->texts, *texts[i], strlen(*texts[i]) + 1);
	}
	if (buf_error(&known->texts) < 0)
		return -ENOMEM;
	for (size_t i = 0; i < ARRAY_LEN(texts); i++)
		if (*texts[i])
			*texts[i] = known->texts.data + at[i];
	return 0;
}

/* 1: it is there; 0: it is not. Takes stmt bound and gives it back. */
static int
known_take(struct db_stmt *stmt, struct known *known, struct err *err)
{
	struct conflict conflict;
	int rc = db_step(stmt, err);

	if (rc > 0) {
		conflict_read(stmt, &conflict);
		if (known_copy(known, &conflict) < 0)
			rc = err_set(err, -ENOMEM, "conflict: no memory");
	}
	db_done(stmt);
	return rc;
}

static int
known_by_subject(struct store *store, const char *code, const char *subject,
    struct known *known, struct err *err)
{
	struct db_stmt *stmt = db_prepare(store->db,
	    "SELECT " COLUMNS " FROM conflict WHERE code = $1 AND subject = $2",
	    err);

	if (!stmt)
		return err->code;
	db_bind_text(stmt, 1, code);
	db_bind_text(stmt, 2, subject);
	return known_take(stmt, known, err);
}

static int
known_by_id(
    struct store *store, const char *id, struct known *known, struct err *err)
{
	struct db_stmt *stmt = db_prepare(
	    store->db, "SELECT " COLUMNS " FROM conflict WHERE id = $1", err);

	if (!stmt)
		return err->code;
	db_bind_text(stmt, 1, id);
	return known_take(stmt, known, err);
}

/* --------------------------------------------------------------- writing */

static int
write_row(struct store *store, const struct conflict *conflict, struct err *err)
{
	struct db_stmt *stmt = db_prepare(store->db,
	    "INSERT INTO conflict (" COLUMNS ") VALUES ($1, $2, $3, $4, $5,"
	    " $6, $7, $8, $9, $10, $11, $12, $13) ON CONFLICT (id) DO UPDATE"
	    " SET title = $4, level = $5, state = $6, evidence = $7,"
	    " state_since = $9, revision = $10, decided_by = $11, why = $12,"
	    " found = $13",
	    err);

	if (!stmt)
		return err->code;
	db_bind_text(stmt, 1, conflict->id);
	db_bind_text(stmt, 2, conflict->code);
	db_bind_text(stmt, 3, conflict->subject);
	db_bind_text(stmt, 4, conflict->title);
	db_bind_text(stmt, 5, conflict->level);
	db_bind_text(stmt, 6, conflict_state_words[conflict->state]);
	db_bind_text(stmt, 7, conflict->evidence);
	db_bind_int(stmt, 8, conflict->since);
	db_bind_int(stmt, 9, conflict->state_since);
	db_bind_int(stmt, 10, conflict->revision);
	db_bind_text(stmt, 11, conflict->decided_by);
	db_bind_text(stmt, 12, conflict->why);
	db_bind_int(stmt, 13, conflict->found);
	return db_execute(stmt, err);
}

static void
add_side(struct buf *buf, const struct conflict *conflict, bool evidence)
{
	buf_addf(
	    buf, "{\"state\":\"%s\"", conflict_state_words[conflict->state]);
	if (evidence)
		buf_addf(buf, ",\"evidence\":%s", conflict->evidence);
	buf_addc(buf, '}');
}

static int
note(struct store *store, const struct actor *actor, const char *action,
    const struct conflict *before, const struct conflict *after,
    struct err *err)
{
	CLEANUP(buf_free) struct buf was = BUF_INIT;
	CLEANUP(buf_free) struct buf is = BUF_INIT;
	bool evidence =
	    !before || strcmp(before->evidence, after->evidence) != 0;
	struct change change = { .entity = "conflict",
		.id = after->id,
		.title = after->title,
		.action = action };

	if (before)
		add_side(&was, before, evidence);
	add_side(&is, after, evidence);
	if (buf_error(&was) < 0 || buf_error(&is) < 0)
		return err_set(err, -ENOMEM, "conflict: no memory");
	change.before = was.data;
	change.after = is.data;
	return change_add(store, actor, &change, err);
}

/* Writes the conflict as it is now, in its log, and has the events shown
 * anew whose being one it changes. */
static int
change_state(struct store *store, const struct actor *actor, const char *action,
    const struct conflict *before, struct conflict *after, struct err *err)
{
	bool was = before && before->state == CONFLICT_MERGED;
	bool is = after->state == CONFLICT_MERGED;

	after->revision = before ? before->revision + 1 : 1;
	if (!before || before->state != after->state)
		after->state_since = actor->now;
	/* Before and after, so that either's events are touched. */
	if (was != is && merge_touch(store, after->id, err) < 0)
		return err->code;
	if (was && !is && merge_part(store, actor, after->id, err) < 0)
		return err->code;
	if (write_row(store, after, err) < 0 ||
	    note(store, actor, action, before, after, err) < 0)
		return err->code;
	if (!was && is && merge_join(store, actor, after->id, err) < 0)
		return err->code;
	return was != is ? merge_touch(store, after->id, err) : 0;
}

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
	};

	if (write_events(store, id, found, err) < 0)
		return err->code;
	return change_state(store, actor, found->merge ? "merged" : "opened",
	    NULL, &conflict, err);
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

	if (rc <= 0)
		return rc < 0 ? rc : create(store, actor, found, err);
	after = *before;
	after.found = true;
	after.evidence = found->evidence;
	after.title = found->title;
	after.level = found->level;
	if (before->state == CONFLICT_CLEARED ||
	    (before->state == CONFLICT_OPEN && found->merge)) {
		after.state = found->merge ? CONFLICT_MERGED : CONFLICT_OPEN;
		after.decided_by = after.why = NULL;
		action = found->merge ? "merged" : "opened";
	}
	if (after.state == before->state && before->found &&
	    strcmp(before->evidence, after.evidence) == 0 &&
	    strcmp(before->level, after.level) == 0)
		return 0;
	return change_state(store, actor, action, before, &after, err);
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
	rc = before->decided_by ? events_are_there(store, before->id, err) : 0;
	if (rc < 0 || (rc > 0 && !before->found))
		return rc < 0 ? rc : 0;
	after = *before;
	after.found = false;
	if (rc == 0) {
		after.state = CONFLICT_CLEARED;
		after.decided_by = after.why = NULL;
	}
	return change_state(
	    store, actor, rc == 0 ? "cleared" : "updated", before, &after, err);
}

/* What a step makes of a state; CONFLICT_ANY: it is not allowed. */
static enum conflict_state
after_step(const struct conflict *conflict, enum conflict_step step)
{
	bool decided = conflict->state == CONFLICT_MERGED ||
		       conflict->state == CONFLICT_KEPT_APART;

	if (step == CONFLICT_UNDO && decided)
		return !conflict->decided_by ? CONFLICT_KEPT_APART
		       : conflict->found     ? CONFLICT_OPEN
					     : CONFLICT_CLEARED;
	if (step == CONFLICT_UNDO || conflict->state != CONFLICT_OPEN)
		return CONFLICT_ANY;
	return step == CONFLICT_MERGE ? CONFLICT_MERGED : CONFLICT_KEPT_APART;
}

int
conflict_step(struct store *store, const struct actor *actor, const char *id,
    enum conflict_step step, int64_t revision, struct err *err)
{
	static const char *const actions[] = { "merged", "kept-apart",
		"undone" };
	CLEANUP(known_release) struct known known = { .texts = BUF_INIT };
	int rc = known_by_id(store, id, &known, err);
	const struct conflict *before = &known.conflict;
	struct conflict after;
	bool decided;

	if (rc <= 0)
		return rc < 0 ? rc
			      : err_set(err, -ENOENT,
				    "there is no conflict of this id");
	if (revision && revision != before->revision)
		return err_set(err, -ESTALE, "it has changed since");
	after = *before;
	after.state = after_step(before, step);
	if (strcmp(before->code, "C16") != 0 || after.state == CONFLICT_ANY)
		return err_set(err, -EPERM,
		    "conflict %s is %s: it cannot be %s", before->code,
		    conflict_state_words[before->state], actions[step]);
	decided = after.state == CONFLICT_MERGED ||
		  after.state == CONFLICT_KEPT_APART;
	after.decided_by = decided ? actor->name : NULL;
	after.why = decided ? actor->why : NULL;
	return change_state(store, actor, actions[step], before, &after, err);
}

/* --------------------------------------------------------------- walking */

int
conflicts_each(struct store *store, const struct conflict_filter *filter,
    int (*fn)(const struct conflict *conflict, void *arg, struct err *err),
    void *arg, struct err *err)
{
	struct db_stmt *stmt = db_prepare(store->db,
	    "SELECT " COLUMNS " FROM conflict WHERE"
	    " (CAST($1 AS TEXT) IS NULL OR id = $1)"
	    " AND (CAST($2 AS TEXT) IS NULL OR code = $2)"
	    " AND (CAST($3 AS TEXT) = '' OR state = $3)"
	    " AND (CAST($4 AS TEXT) IS NULL OR EXISTS (SELECT 1"
	    " FROM conflict_event e"
	    " WHERE e.conflict = conflict.id AND e.source = $4))"
	    " AND (CAST($5 AS TEXT) IS NULL OR id > $5)"
	    " ORDER BY id LIMIT $6",
	    err);
	struct conflict conflict;
	int rc;

	if (!stmt)
		return err->code;
	db_bind_text(stmt, 1, filter->id);
	db_bind_text(stmt, 2, filter->code);
	db_bind_text(stmt, 3, conflict_state_words[filter->state]);
	db_bind_text(stmt, 4, filter->source);
	db_bind_text(stmt, 5, filter->after);
	db_bind_int(stmt, 6, filter->limit > 0 ? filter->limit : INT64_MAX);
	while ((rc = db_step(stmt, err)) > 0) {
		conflict_read(stmt, &conflict);
		rc = fn(&conflict, arg, err);
		if (rc < 0)
			break;
	}
	db_done(stmt);
	return rc;
}
