/* SPDX-License-Identifier: Apache-2.0 */
#include "zone_rules.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/cleanup.h"
#include "base/date.h"
#include "store/changes.h"
#include "store/store_room.h"

void
zones_stored_free(struct zones_stored *zones)
{
	vec_each(zones, zone)
		free(zone->rules);
	vec_free(zones);
}

void
zone_names_free(struct zone_names *names)
{
	vec_each(names, name)
		free(*name);
	vec_free(names);
}

static int
no_memory(struct err *err)
{
	return err_set(err, -ENOMEM, "the zones' rules: no memory");
}

/* ---- rules ------------------------------------------------------------ */

static int
stored_read(struct db_stmt *stmt, struct zones_stored *out, struct err *err)
{
	struct zone_stored zone = {
		.fingerprint = (uint64_t)db_int(stmt, 1),
		.since = db_int(stmt, 3),
	};
	const void *rules = db_blob(stmt, 2, &zone.len);

	snprintf(zone.name, sizeof zone.name, "%s", db_text(stmt, 0));
	zone.rules = malloc(zone.len + 1);
	if (!zone.rules)
		return no_memory(err);
	if (zone.len)
		memcpy(zone.rules, rules, zone.len);
	if (vec_push(out, zone) == 0)
		return 0;
	free(zone.rules);
	return no_memory(err);
}

int
zones_stored_read(
    struct store *store, struct zones_stored *out, struct err *err)
{
	struct db_stmt *stmt = db_prepare(store->db,
	    "SELECT name, fingerprint, rules, since FROM zone_rule"
	    " ORDER BY name",
	    err);
	int rc;

	if (!stmt)
		return err->code;
	while ((rc = db_step(stmt, err)) > 0) {
		rc = stored_read(stmt, out, err);
		if (rc < 0)
			break;
	}
	db_done(stmt);
	return rc;
}

int
zones_unstored(struct store *store, struct zone_names *out, struct err *err)
{
	struct db_stmt *stmt = db_prepare(store->db,
	    "SELECT DISTINCT zone FROM event WHERE zone IS NOT NULL"
	    " AND zone NOT IN (SELECT name FROM zone_rule)",
	    err);
	int rc;

	if (!stmt)
		return err->code;
	while ((rc = db_step(stmt, err)) > 0) {
		char *name = strdup(db_text(stmt, 0));

		if (name && vec_push(out, name) == 0)
			continue;
		free(name);
		rc = no_memory(err);
		break;
	}
	db_done(stmt);
	return rc;
}

static int
rules_put(struct store *store, const char *sql, const struct zone *zone,
    int64_t now, struct err *err)
{
	struct db_stmt *stmt = db_prepare(store->db, sql, err);
	const void *rules;
	size_t len;

	if (!stmt)
		return err->code;
	rules = zone_bytes(zone, &len);
	db_bind_text(stmt, 1, zone_name(zone));
	db_bind_int(stmt, 2, (int64_t)zone_fingerprint(zone));
	db_bind_blob(stmt, 3, rules, len);
	db_bind_int(stmt, 4, now);
	return db_execute(stmt, err);
}

#define PUT \
	"INSERT INTO zone_rule (name, fingerprint, rules, since)" \
	" VALUES ($1, $2, $3, $4) ON CONFLICT (name) DO "

int
zone_note(
    struct store *store, const struct zone *zone, int64_t now, struct err *err)
{
	return rules_put(store, PUT "NOTHING", zone, now, err);
}

int
zone_change(
    struct store *store, const struct zone *zone, int64_t now, struct err *err)
{
	return rules_put(store,
	    PUT "UPDATE SET fingerprint = $2, rules = $3, since = $4", zone,
	    now, err);
}

int
zone_series(
    struct store *store, const char *zone, struct touched *out, struct err *err)
{
	struct db_stmt *stmt = db_prepare(store->db,
	    "SELECT DISTINCT source, uid FROM event WHERE zone = $1"
	    " ORDER BY source, uid",
	    err);
	int rc;

	if (!stmt)
		return err->code;
	db_bind_text(stmt, 1, zone);
	while ((rc = db_step(stmt, err)) > 0) {
		rc = touched_note(out, db_text(stmt, 0), db_text(stmt, 1), err);
		if (rc < 0)
			break;
	}
	db_done(stmt);
	return rc;
}

/* ---- moves ------------------------------------------------------------ */

#define MOVE_ADD \
	"INSERT INTO zone_move (event, at, zone, source, title, occurrences," \
	" was_start, was_end, is_start, is_end)" \
	" VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"

static void
bind_span(struct db_stmt *stmt, int i, struct span span, bool there)
{
	if (there) {
		db_bind_int(stmt, i, span.start);
		db_bind_int(stmt, i + 1, span.end);
	} else {
		db_bind_null(stmt, i);
		db_bind_null(stmt, i + 1);
	}
}

static int
move_add(struct store *store, const struct zone_move *move, struct err *err)
{
	struct db_stmt *stmt = db_prepare(store->db, MOVE_ADD, err);

	if (!stmt)
		return err->code;
	db_bind_text(stmt, 1, move->event);
	db_bind_int(stmt, 2, move->at);
	db_bind_text(stmt, 3, move->zone);
	db_bind_text(stmt, 4, move->source);
	db_bind_text(stmt, 5, move->title);
	db_bind_int(stmt, 6, move->occurrences);
	bind_span(stmt, 7, move->was, move->had);
	bind_span(stmt, 9, move->is, move->has);
	return db_execute(stmt, err);
}

/* {"start":"2027-07-01T10:00:00+02:00","end":...} */
static char *
span_json(struct span span, bool there, const struct zone *zone)
{
	CLEANUP(buf_free) struct buf json = BUF_INIT;
	char start[INSTANT_TEXT], end[INSTANT_TEXT];

	if (there)
		buf_addf(&json, "{\"start\":\"%s\",\"end\":\"%s\"}",
		    instant_format(
			start, span.start, zone_offset(zone, span.start)),
		    instant_format(end, span.end, zone_offset(zone, span.end)));
	else
		buf_adds(&json, "{\"start\":null,\"end\":null}");
	return buf_steal(&json);
}

static int
move_log(struct store *store, const struct actor *actor,
    const struct zone_move *move, const struct zone *was, const struct zone *is,
    struct err *err)
{
	CLEANUP(freep) char *before = span_json(move->was, move->had, was);
	CLEANUP(freep) char *after = span_json(move->is, move->has, is);
	struct change change = { .entity = "event",
		.id = move->event,
		.source = move->source,
		.title = move->title,
		.action = "moved",
		.before = before,
		.after = after };

	if (!before || !after)
		return no_memory(err);
	return change_add(store, actor, &change, err);
}

int
event_rezone(struct store *store, const struct actor *actor,
    const struct event_row *row, const struct zone_move *move,
    const struct zone *was, struct err *err)
{
	struct event_row changed = *row; /* its texts are only read */
	int rc;

	if (move) {
		changed.revision++;
		changed.sequence++;
		changed.revised_at = actor->now;
	}
	rc = event_write(store, store->event_sql.update, &changed, err);
	if (rc == 0 && move)
		rc = move_add(store, move, err);
	if (rc == 0 && move)
		rc = move_log(store, actor, move, was, row->times.zone, err);
	return rc;
}

static struct span
read_span(struct db_stmt *stmt, int i)
{
	return (struct span){ db_int(stmt, i), db_int(stmt, i + 1) };
}

int
zone_moves_each(struct store *store, int64_t limit,
    int (*fn)(const struct zone_move *move, void *arg, struct err *err),
    void *arg, struct err *err)
{
	struct db_stmt *stmt = db_prepare(store->db,
	    "SELECT event, at, zone, source, title, occurrences, was_start,"
	    " was_end, is_start, is_end FROM zone_move"
	    " ORDER BY at DESC, COALESCE(is_start, was_start), event LIMIT $1",
	    err);
	int rc;

	if (!stmt)
		return err->code;
	db_bind_int(stmt, 1, limit);
	while ((rc = db_step(stmt, err)) > 0) {
		struct zone_move move = {
			.event = db_text(stmt, 0),
			.at = db_int(stmt, 1),
			.zone = db_text(stmt, 2),
			.source = db_text(stmt, 3),
			.title = db_text(stmt, 4),
			.occurrences = db_int(stmt, 5),
			.was = read_span(stmt, 6),
			.is = read_span(stmt, 8),
			.had = !db_is_null(stmt, 6),
			.has = !db_is_null(stmt, 8),
		};

		rc = fn(&move, arg, err);
		if (rc < 0)
			break;
	}
	db_done(stmt);
	return rc;
}
