/* SPDX-License-Identifier: Apache-2.0 */
/* Looking for conflicts: one statement, whose conditions are each left out
 * when the filter does not say them. */
#include <string.h>

#include "base/record.h"
#include "store/conflict_row.h"
#include "store/store_room.h"

#define PARTY(kind, n) \
	" AND (CAST($" n " AS TEXT) IS NULL OR EXISTS (SELECT 1" \
	" FROM conflict_party p WHERE p.conflict = conflict.id" \
	" AND p.kind = '" kind "' AND p.id = $" n "))"

static const char each_sql[] =
    "SELECT " CONFLICT_COLUMNS " FROM conflict WHERE"
    " (CAST($1 AS TEXT) IS NULL OR id = $1)"
    " AND (CAST($2 AS TEXT) IS NULL OR code = $2)"
    " AND (CAST($3 AS TEXT) = '' OR state = $3)"
    " AND (CAST($4 AS TEXT) IS NULL OR EXISTS (SELECT 1"
    " FROM conflict_event e"
    " WHERE e.conflict = conflict.id AND e.source = $4))"
    " AND (CAST($5 AS TEXT) IS NULL OR id > $5)"
    " AND (CAST($6 AS TEXT) IS NULL OR code LIKE $6 || '%')"
    " AND (CAST($7 AS TEXT) IS NULL OR $7 LIKE '%' || level || '%')"
    " AND ($8 >= $9 OR (starts < $9 AND ends > $8))"
    " AND (CAST($10 AS TEXT) IS NULL OR subject = $10)" PARTY("team", "11")
	PARTY("person", "12") PARTY("mission", "13") PARTY("event", "14") PARTY(
	    "council",
	    "17") " AND (CAST($15 AS TEXT) IS NULL OR EXISTS (SELECT 1"
		  " FROM conflict_party p WHERE p.conflict = conflict.id"
		  " AND p.kind = 'team' AND REPLACE($15, ' ' || p.id || ' ', "
		  "'') <> $15))"
		  " ORDER BY id LIMIT $16";

/* The level and those that are graver, in one text. */
static const char *
levels_from(const char *level)
{
	static const char *const from[] = { NULL, "info warn decide block",
		"warn decide block", "decide block", "block" };
	int i = level ? choice_parse(conflict_level_words, level) : 0;

	return i < 0 ? level : from[i];
}

static void
bind(struct db_stmt *stmt, const struct conflict_filter *filter)
{
	db_bind_text(stmt, 1, filter->id);
	db_bind_text(stmt, 2, filter->code);
	db_bind_text(stmt, 3, conflict_state_words[filter->state]);
	db_bind_text(stmt, 4, filter->source);
	db_bind_text(stmt, 5, filter->after);
	db_bind_text(stmt, 6, filter->family);
	db_bind_text(stmt, 7, levels_from(filter->level));
	db_bind_int(stmt, 8, filter->period.start);
	db_bind_int(stmt, 9, filter->period.end);
	db_bind_text(stmt, 10, filter->subject);
	db_bind_text(stmt, 11, filter->team);
	db_bind_text(stmt, 12, filter->person);
	db_bind_text(stmt, 13, filter->mission);
	db_bind_text(stmt, 14, filter->event);
	db_bind_text(stmt, 15, filter->teams);
	db_bind_int(stmt, 16, filter->limit > 0 ? filter->limit : INT64_MAX);
	db_bind_text(stmt, 17, filter->council);
}

int
conflicts_each(struct store *store, const struct conflict_filter *filter,
    int (*fn)(const struct conflict *conflict, void *arg, struct err *err),
    void *arg, struct err *err)
{
	struct db_stmt *stmt = db_prepare(store->db, each_sql, err);
	struct conflict conflict;
	int rc;

	if (!stmt)
		return err->code;
	bind(stmt, filter);
	while ((rc = db_step(stmt, err)) > 0) {
		conflict_read(stmt, &conflict);
		rc = fn(&conflict, arg, err);
		if (rc < 0)
			break;
	}
	db_done(stmt);
	return rc;
}
