/* SPDX-License-Identifier: Apache-2.0 */
#include "changes.h"

#include "base/buf.h"
#include "base/cleanup.h"
#include "base/text.h"

/* One writer: no other transaction can take the same number. */
#define ADD \
	"INSERT INTO change (seq, at, actor, entity, entity_id, source," \
	" title, action, was, became, why)" \
	" VALUES ((SELECT COALESCE(MAX(seq), 0) + 1 FROM change)," \
	" $1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"

int
change_add(struct store *store, const struct actor *actor,
    const struct change *change, struct err *err)
{
	struct db_stmt *stmt = db_prepare(store_db(store), ADD, err);

	if (!stmt)
		return err->code;
	db_bind_int(stmt, 1, actor->now);
	db_bind_text(stmt, 2, actor->name);
	db_bind_text(stmt, 3, change->entity);
	db_bind_text(stmt, 4, change->id);
	db_bind_text(stmt, 5, change->source);
	db_bind_text(stmt, 6, change->title);
	db_bind_text(stmt, 7, change->action);
	db_bind_text(stmt, 8, change->before);
	db_bind_text(stmt, 9, change->after);
	db_bind_text(stmt, 10, change->why ? change->why : actor->why);
	return db_execute(stmt, err);
}

/* One side's fields that differ from the other's; all that are given when
 * there is no other side. */
static void
add_fields(struct buf *json, const struct record *type, const void *record,
    const void *other)
{
	const char *comma = "";

	buf_addc(json, '{');
	for (size_t i = 0; i < type->nfields; i++) {
		const struct field *field = &type->fields[i];

		if (other ? field_equal(field, record, other)
			  : !field_given(field, record))
			continue;
		buf_adds(json, comma);
		json_add_text(json, field->name);
		buf_addc(json, ':');
		field_add_json(field, record, json);
		comma = ",";
	}
	buf_addc(json, '}');
}

int
change_add_record(struct store *store, const struct actor *actor,
    const struct change *change, const struct record *type, const void *before,
    const void *after, struct err *err)
{
	CLEANUP(buf_free) struct buf was = BUF_INIT;
	CLEANUP(buf_free) struct buf became = BUF_INIT;
	struct change filled = *change;

	if (before)
		add_fields(&was, type, before, after);
	if (after)
		add_fields(&became, type, after, before);
	if (buf_error(&was) || buf_error(&became))
		return err_set(
		    err, -ENOMEM, "log of %s: no memory", change->id);
	filled.before = was.data;
	filled.after = became.data;
	return change_add(store, actor, &filled, err);
}

int
change_add_team(struct store *store, const char *team, struct err *err)
{
	struct db_stmt *stmt = db_prepare(store_db(store),
	    "INSERT INTO change_team (seq, team)"
	    " SELECT MAX(seq), $1 FROM change WHERE true"
	    " ON CONFLICT DO NOTHING",
	    err);

	if (!stmt)
		return err->code;
	db_bind_text(stmt, 1, team);
	return db_execute(stmt, err);
}

/* The narrowest index first: an entity's changes, a source's, or all. The
 * other conditions only sift. */
#define SELECT_WHERE(first) \
	"SELECT seq, at, actor, entity, entity_id, source, title, action," \
	" was, became, why FROM change WHERE " first " AND seq > $1" \
	" AND at >= $2 AND (CAST($3 AS TEXT) IS NULL OR entity = $3)" \
	" AND (CAST($4 AS TEXT) IS NULL OR entity_id = $4)" \
	" AND (CAST($5 AS TEXT) IS NULL OR source = $5)" \
	" AND ($7 = 0 OR entity = 'event' OR EXISTS (SELECT 1" \
	" FROM change_team WHERE change_team.seq = change.seq" \
	" AND REPLACE($9, ',' || team || ',', '') <> $9))" \
	" AND (CAST($8 AS TEXT) IS NULL OR actor = $8)" \
	" ORDER BY seq LIMIT $6"

static const char *
select_for(const struct change_filter *filter)
{
	if (filter->id)
		return SELECT_WHERE("entity_id = $4");
	if (filter->source)
		return SELECT_WHERE("source = $5");
	return SELECT_WHERE("1 = 1");
}

static struct change
change_read(struct db_stmt *stmt)
{
	return (struct change){
		.seq = db_int(stmt, 0),
		.at = db_int(stmt, 1),
		.actor = db_text(stmt, 2),
		.entity = db_text(stmt, 3),
		.id = db_text(stmt, 4),
		.source = db_text(stmt, 5),
		.title = db_text(stmt, 6),
		.action = db_text(stmt, 7),
		.before = db_text(stmt, 8),
		.after = db_text(stmt, 9),
		.why = db_text(stmt, 10),
	};
}

int
changes_each(struct store *store, const struct change_filter *filter,
    int (*fn)(const struct change *change, void *arg, struct err *err),
    void *arg, struct err *err)
{
	struct db_stmt *stmt =
	    db_prepare(store_db(store), select_for(filter), err);
	int rc;

	if (!stmt)
		return err->code;
	db_bind_int(stmt, 1, filter->after);
	db_bind_int(stmt, 2, filter->since ? filter->since : INT64_MIN);
	db_bind_text(stmt, 3, filter->entity);
	db_bind_text(stmt, 4, filter->id);
	db_bind_text(stmt, 5, filter->source);
	db_bind_int(stmt, 6, filter->limit);
	db_bind_int(stmt, 7, filter->events);
	db_bind_text(stmt, 9, filter->teams);
	db_bind_text(stmt, 8, filter->actor);
	while ((rc = db_step(stmt, err)) > 0) {
		struct change change = change_read(stmt);

		rc = fn(&change, arg, err);
		if (rc < 0)
			break;
	}
	db_done(stmt);
	return rc;
}

int
changes_last(struct store *store, int64_t *seq, int64_t *at, struct err *err)
{
	struct db_stmt *stmt = db_prepare(store_db(store),
	    "SELECT seq, at FROM change ORDER BY seq DESC LIMIT 1", err);
	int rc;

	if (!stmt)
		return err->code;
	rc = db_step(stmt, err);
	*seq = rc > 0 ? db_int(stmt, 0) : 0;
	if (at)
		*at = rc > 0 ? db_int(stmt, 1) : 0;
	db_done(stmt);
	return rc < 0 ? rc : 0;
}
