/* SPDX-License-Identifier: Apache-2.0 */
#include "resolutions.h"

#include <string.h>

#include "base/cleanup.h"
#include "base/record.h"
#include "store/changes.h"

#define COLUMNS \
	"id, kind, state, title, conflict, asked, told, changes, maker, why, " \
	"made_at, state_since, revision"

const char *const resolution_state_words[] = { "", "running", "ready",
	"applied", "undone", "cancelled", "failed", NULL };
const char resolution_of_conflict[] = "conflict";
const char resolution_of_period[] = "period";

static void
read_row(struct db_stmt *stmt, struct resolution *out)
{
	*out = (struct resolution){ .id = db_text(stmt, 0),
		.kind = db_text(stmt, 1),
		.state = choice_parse(resolution_state_words, db_text(stmt, 2)),
		.title = db_text(stmt, 3),
		.conflict = db_text(stmt, 4),
		.asked = db_text(stmt, 5),
		.told = db_text(stmt, 6),
		.changes = db_text(stmt, 7),
		.maker = db_text(stmt, 8),
		.why = db_text(stmt, 9),
		.made_at = db_int(stmt, 10),
		.state_since = db_int(stmt, 11),
		.revision = db_int(stmt, 12),
		.explained = db_text(stmt, 13) };
}

int
resolutions_each(struct store *store, const struct resolution_filter *filter,
    int (*fn)(const struct resolution *resolution, void *arg, struct err *err),
    void *arg, struct err *err)
{
	struct db_stmt *stmt = db_prepare(store_db(store),
	    "SELECT " COLUMNS
	    ", CASE WHEN CAST($1 AS TEXT) IS NULL THEN NULL ELSE"
	    " explained END FROM resolution WHERE"
	    " (CAST($1 AS TEXT) IS NULL OR id = $1)"
	    " AND (CAST($2 AS TEXT) IS NULL OR conflict = $2)"
	    " AND (CAST($3 AS TEXT) = '' OR state = $3)"
	    " AND (CAST($4 AS TEXT) IS NULL OR (made_at, id) < (SELECT"
	    " r.made_at, r.id FROM resolution r WHERE r.id = $4))"
	    " ORDER BY made_at DESC, id DESC LIMIT $5",
	    err);
	struct resolution resolution;
	int rc;

	if (!stmt)
		return err->code;
	db_bind_text(stmt, 1, filter->id);
	db_bind_text(stmt, 2, filter->conflict);
	db_bind_text(stmt, 3, resolution_state_words[filter->state]);
	db_bind_text(stmt, 4, filter->after);
	db_bind_int(stmt, 5, filter->limit > 0 ? filter->limit : INT64_MAX);
	while ((rc = db_step(stmt, err)) > 0) {
		read_row(stmt, &resolution);
		rc = fn(&resolution, arg, err);
		if (rc < 0)
			break;
	}
	db_done(stmt);
	return rc;
}

/* What was there, as far as a new version needs it. */
struct before {
	bool there;
	int state;
	int64_t made_at, state_since, revision;
};

static int
note_before(const struct resolution *resolution, void *arg, struct err *err)
{
	struct before *before = arg;

	(void)err;
	*before = (struct before){ true, resolution->state, resolution->made_at,
		resolution->state_since, resolution->revision };
	return 0;
}

static int
write_row(
    struct store *store, const struct resolution *resolution, struct err *err)
{
	struct db_stmt *stmt = db_prepare(store_db(store),
	    "INSERT INTO resolution (" COLUMNS ", explained) VALUES"
	    " ($1, $2, $3, $4, $5,"
	    " $6, $7, $8, $9, $10, $11, $12, $13, $14)"
	    " ON CONFLICT (id) DO UPDATE SET state = $3, title = $4,"
	    " asked = $6, told = $7, changes = $8, maker = $9, why = $10,"
	    " state_since = $12, revision = $13, explained = $14",
	    err);

	if (!stmt)
		return err->code;
	db_bind_text(stmt, 1, resolution->id);
	db_bind_text(stmt, 2, resolution->kind);
	db_bind_text(stmt, 3, resolution_state_words[resolution->state]);
	db_bind_text(stmt, 4, resolution->title);
	db_bind_text(stmt, 5, resolution->conflict);
	db_bind_text(stmt, 6, resolution->asked);
	db_bind_text(stmt, 7, resolution->told);
	db_bind_text(stmt, 8, resolution->changes);
	db_bind_text(stmt, 9, resolution->maker);
	db_bind_text(stmt, 10, resolution->why);
	db_bind_int(stmt, 11, resolution->made_at);
	db_bind_int(stmt, 12, resolution->state_since);
	db_bind_int(stmt, 13, resolution->revision);
	db_bind_text(stmt, 14, resolution->explained);
	return db_execute(stmt, err);
}

static int
note(struct store *store, const struct actor *actor, const char *action,
    const struct before *before, const struct resolution *after,
    struct err *err)
{
	CLEANUP(buf_free) struct buf was = BUF_INIT;
	CLEANUP(buf_free) struct buf is = BUF_INIT;
	struct change change = { .entity = "resolution",
		.id = after->id,
		.title = after->title,
		.action = action };

	if (before->there)
		buf_addf(&was, "{\"state\":\"%s\"}",
		    resolution_state_words[before->state]);
	buf_addf(
	    &is, "{\"state\":\"%s\"", resolution_state_words[after->state]);
	if (after->told)
		buf_addf(&is, ",\"told\":%s", after->told);
	buf_addc(&is, '}');
	if (buf_error(&was) < 0 || buf_error(&is) < 0)
		return err_set(err, -ENOMEM, "resolution: no memory");
	change.before = was.data;
	change.after = is.data;
	return change_add(store, actor, &change, err);
}

int
resolution_write(struct store *store, const struct actor *actor,
    const char *action, struct resolution *resolution, struct err *err)
{
	struct before before = { .there = false };
	struct resolution_filter filter = { .id = resolution->id };

	if (resolutions_each(store, &filter, note_before, &before, err) < 0)
		return err->code;
	resolution->made_at = before.there ? before.made_at : actor->now;
	resolution->revision = before.revision + 1;
	resolution->state_since =
	    before.there && before.state == resolution->state
		? before.state_since
		: actor->now;
	if (write_row(store, resolution, err) < 0)
		return err->code;
	return note(store, actor, action, &before, resolution, err);
}
