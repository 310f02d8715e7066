/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Taking in what a source tells of an event. The usual case, that nothing
 * changed since the last sync, costs one look by key and one digest.
 */
#include "events.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "base/cleanup.h"
#include "store/duration.h"
#include "store/event_log.h"
#include "store/store_room.h"
#include "store/zone_rules.h"

bool
event_row_public(const struct event_row *row)
{
	int publication = row->overlay ? row->overlay->publication : 0;

	return publication ? publication == PUBLICATION_PUBLIC
			   : row->event->visibility != EVENT_PRIVATE;
}

bool
event_row_hidden(const struct event_row *row)
{
	return row->overlay && row->overlay->publication == PUBLICATION_HIDDEN;
}

const char *
event_row_network(const struct event_row *row)
{
	return row->overlay && row->overlay->network ? row->overlay->network
						     : row->event->network;
}

enum event_status
event_row_status(const struct event_row *row)
{
	return row->vanished ? EVENT_CANCELLED
			     : (enum event_status)row->event->status;
}

int
event_exists(struct store *store, const char *id, bool *there, struct err *err)
{
	struct db_stmt *stmt =
	    db_prepare(store->db, "SELECT 1 FROM event WHERE id = $1", err);
	int64_t found = 0;

	if (!stmt)
		return err->code;
	db_bind_text(stmt, 1, id);
	if (db_execute_int(stmt, &found, err) < 0)
		return err->code;
	*there = found != 0;
	return 0;
}

/* What is needed of a row to see whether it stays as it is. */
struct known {
	bool found, same, vanished;
	char id[UUID_TEXT];
	int64_t misses;
	struct span extent;
};

#define KNOWN \
	"SELECT id, fingerprint, vanished, misses, extent_start, extent_end" \
	" FROM event WHERE source = $1 AND uid = $2" \
	" AND COALESCE(recurrence_id, '') = $3"

static void
known_read(
    struct db_stmt *stmt, const unsigned char *fingerprint, struct known *out)
{
	size_t len;
	const void *stored = db_blob(stmt, 1, &len);

	out->found = true;
	snprintf(out->id, sizeof out->id, "%s", db_text(stmt, 0));
	out->same =
	    len == DIGEST_BYTES && !memcmp(stored, fingerprint, DIGEST_BYTES);
	out->vanished = db_int(stmt, 2) != 0;
	out->misses = db_int(stmt, 3);
	out->extent = (struct span){ db_int(stmt, 4), db_int(stmt, 5) };
}

static int
known_find(struct store *store, const struct event *event, struct known *out,
    struct err *err)
{
	unsigned char fingerprint[DIGEST_BYTES];
	int rc = event_fingerprint(event, fingerprint, err);
	struct db_stmt *stmt =
	    rc < 0 ? NULL : db_prepare(store->db, KNOWN, err);

	if (!stmt)
		return err->code;
	*out = (struct known){ .found = false };
	db_bind_text(stmt, 1, event->source);
	db_bind_text(stmt, 2, event->uid);
	db_bind_text(stmt, 3, event->recurrence_id ? event->recurrence_id : "");
	rc = db_step(stmt, err);
	if (rc > 0)
		known_read(stmt, fingerprint, out);
	db_done(stmt);
	return rc < 0 ? rc : 0;
}

/* It is there again, or its zone's rules have moved it: neither is a change
 * of what the source says. */
static int
touch(struct store *store, const struct known *known, const struct event *event,
    struct span extent, struct err *err)
{
	struct db_stmt *stmt = db_prepare(store->db,
	    "UPDATE event SET misses = 0, missing_since = 0,"
	    " duration_class = $2, extent_start = $3, extent_end = $4"
	    " WHERE id = $1",
	    err);

	if (!stmt)
		return err->code;
	db_bind_text(stmt, 1, known->id);
	db_bind_int(stmt, 2, duration_class(extent));
	db_bind_int(stmt, 3, extent.start);
	db_bind_int(stmt, 4, extent.end);
	if (db_execute(stmt, err) < 0)
		return err->code;
	return touched_note(&store->touched, event->source, event->uid, err);
}

static int
create(struct store *store, const struct actor *actor,
    const struct event *event, struct span extent, struct err *err)
{
	struct event_row row = {
		.event = (struct event *)event, /* only read */
		.extent = extent,
		.revision = 1,
		.sequence = event->sequence > 0 ? event->sequence : 0,
		.created_at = actor->now,
		.revised_at = actor->now,
		.first_seen = actor->now,
	};
	int rc;

	if (event->status == EVENT_CANCELLED)
		row.cancelled_at = actor->now;
	uuid_new(row.id, actor->now * 1000);
	rc = event_write(store, store->event_sql.insert, &row, err);
	if (rc < 0)
		return rc;
	return event_log(store, actor, "created", row.id, NULL, event, err);
}

/* Brings the row up to the new event. before: as it was published. */
static void
revise(struct event_row *row, const struct event *before,
    const struct event *event, struct span extent, int64_t now)
{
	row->extent = extent;
	row->revision++;
	row->revised_at = now;
	if (event_revised(before, event))
		row->sequence++;
	if (row->sequence < event->sequence)
		row->sequence = event->sequence;
	if (event->status != EVENT_CANCELLED)
		row->cancelled_at = 0;
	else if (before->status != EVENT_CANCELLED)
		row->cancelled_at = now;
	row->missing_since = row->misses = 0;
	row->vanished = false;
}

static int
update(struct store *store, const struct actor *actor, const char *id,
    const struct event *event, struct span extent, enum put_result *result,
    struct err *err)
{
	CLEANUP(event_row_freep) struct event_row *row = NULL;
	struct event_row changed;
	struct event before;
	const char *action;
	int rc = event_load(store, id, &row, err);

	if (rc < 0)
		return rc;
	before = *row->event;
	before.status = event_row_status(row);
	changed = *row;
	changed.event = (struct event *)event; /* only read */
	revise(&changed, &before, event, extent, actor->now);
	rc = event_write(store, store->event_sql.update, &changed, err);
	if (rc == 0 && before.this_and_future && !event->this_and_future)
		rc = event_parts_revise(store, &changed, actor->now, err);
	if (rc < 0)
		return rc;
	action = event_action(&before, event);
	*result = strcmp(action, "restored") ? PUT_UPDATED : PUT_RESTORED;
	return event_log(store, actor, action, id, &before, event, err);
}

int
event_put(struct store *store, const struct actor *actor,
    const struct event *event, const struct event_times *times,
    struct span extent, enum put_result *result, struct err *err)
{
	struct known known;
	int rc;

	assert(extent.start <= times->span.start);
	rc = known_find(store, event, &known, err);
	if (rc == 0 && times->zone && !(known.found && known.same))
		rc = zone_note(store, times->zone, actor->now, err);
	if (rc < 0)
		return rc;
	if (!known.found) {
		*result = PUT_CREATED;
		return create(store, actor, event, extent, err);
	}
	if (!known.same || known.vanished)
		return update(
		    store, actor, known.id, event, extent, result, err);
	*result = PUT_SAME;
	if (known.misses == 0 && known.extent.start == extent.start &&
	    known.extent.end == extent.end)
		return 0;
	return touch(store, &known, event, extent, err);
}
