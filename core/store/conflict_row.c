/* SPDX-License-Identifier: Apache-2.0 */
#include "conflict_row.h"

#include <string.h>

#include "base/cleanup.h"
#include "base/record.h"
#include "store/changes.h"
#include "store/merge.h"
#include "store/store_room.h"

const char *const conflict_state_words[] = { "", "open", "merged", "kept-apart",
	"cleared", "waived", "accepted", "dismissed", NULL };
const char *const conflict_level_words[] = { "", "info", "warn", "decide",
	"block", NULL };

void
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
		.found = db_int(stmt, 12) != 0,
		.span = { db_int(stmt, 13), db_int(stmt, 14) },
		.expires = db_int(stmt, 15),
		.undo = db_text(stmt, 16),
		.revised_at = db_int(stmt, 17) };
}

/* ------------------------------------------------------------------ copy */

void
known_release(struct known *known)
{
	buf_free(&known->texts);
}

#define TEXTS \
	{ \
		&known->conflict.id, &known->conflict.code, \
		    &known->conflict.subject, &known->conflict.title, \
		    &known->conflict.level, &known->conflict.evidence, \
		    &known->conflict.decided_by, &known->conflict.why, \
		    &known->conflict.undo \
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

int
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

int
known_by_subject(struct store *store, const char *code, const char *subject,
    struct known *known, struct err *err)
{
	struct db_stmt *stmt = db_prepare(store->db,
	    "SELECT " CONFLICT_COLUMNS
	    " FROM conflict WHERE code = $1 AND subject = $2",
	    err);

	if (!stmt)
		return err->code;
	db_bind_text(stmt, 1, code);
	db_bind_text(stmt, 2, subject);
	return known_take(stmt, known, err);
}

int
known_by_id(
    struct store *store, const char *id, struct known *known, struct err *err)
{
	struct db_stmt *stmt = db_prepare(store->db,
	    "SELECT " CONFLICT_COLUMNS " FROM conflict WHERE id = $1", err);

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
	    "INSERT INTO conflict (" CONFLICT_COLUMNS
	    ") VALUES ($1, $2, $3, $4, $5,"
	    " $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)"
	    " ON CONFLICT (id) DO UPDATE"
	    " SET title = $4, level = $5, state = $6, evidence = $7,"
	    " state_since = $9, revision = $10, decided_by = $11, why = $12,"
	    " found = $13, starts = $14, ends = $15, expires = $16, undo = $17,"
	    " revised_at = $18",
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
	db_bind_int(stmt, 14, conflict->span.start);
	db_bind_int(stmt, 15, conflict->span.end);
	db_bind_int(stmt, 16, conflict->expires);
	db_bind_text(stmt, 17, conflict->undo);
	db_bind_int(stmt, 18, conflict->revised_at);
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

/* The change that was added last is of the teams that it concerns. */
static int
note_teams(struct store *store, const char *id, struct err *err)
{
	struct db_stmt *stmt = db_prepare(store->db,
	    "INSERT INTO change_team (seq, team)"
	    " SELECT (SELECT MAX(seq) FROM change), p.id"
	    " FROM conflict_party p WHERE p.conflict = $1 AND p.kind = 'team'",
	    err);

	if (!stmt)
		return err->code;
	db_bind_text(stmt, 1, id);
	return db_execute(stmt, err);
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
	if (change_add(store, actor, &change, err) < 0)
		return err->code;
	return note_teams(store, after->id, err);
}

int
conflict_write(struct store *store, const struct actor *actor,
    const char *action, const struct conflict *before, struct conflict *after,
    struct err *err)
{
	bool was = before && before->state == CONFLICT_MERGED;
	bool is = after->state == CONFLICT_MERGED;

	after->revision = before ? before->revision + 1 : 1;
	after->revised_at = actor->now;
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
