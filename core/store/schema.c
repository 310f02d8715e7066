/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The tables. Times are UTC seconds unless a column holds a text of the
 * source. What is not given is NULL; lists are JSON texts.
 *
 * In event, the columns from source to deadlines are the fields of
 * event_record by name; a new field is a new step that adds its column. The
 * others are what the program itself knows, and the three that the search by
 * window needs (duration.h).
 */
#include "base/cleanup.h"
#include "store/migrate.h"

static const char *const first[] = {
	"CREATE TABLE change ("
	" seq $int PRIMARY KEY,"
	" at $int NOT NULL,"
	" actor $text NOT NULL,"
	" entity $text NOT NULL,"
	" entity_id $text NOT NULL,"
	" source $text,"
	" title $text,"
	" action $text NOT NULL,"
	" was $text,"
	" became $text,"
	" why $text"
	") $table",
	"CREATE INDEX change_entity ON change (entity_id, seq)",
	"CREATE INDEX change_source ON change (source, seq)",

	"CREATE TABLE event ("
	" id $text NOT NULL PRIMARY KEY,"
	" source $text NOT NULL,"
	" uid $text NOT NULL,"
	" recurrence_id $text,"
	" kind $text,"
	" status $text,"
	" certainty $text,"
	" summary $text,"
	" description $text,"
	" language $text,"
	" url $text,"
	" categories $text,"
	" parent $text,"
	" start $text,"
	" \"end\" $text,"
	" zone $text,"
	" rrule $text,"
	" rdates $text,"
	" exdates $text,"
	" sequence $int,"
	" place $text,"
	" city $text,"
	" country $text,"
	" latitude $real,"
	" longitude $real,"
	" organiser $text,"
	" network $text,"
	" project $text,"
	" level $text,"
	" statutory $int,"
	" organ $text,"
	" role $text,"
	" voting_seat $int,"
	" direction $text,"
	" head_rank $int,"
	" host $text,"
	" interpreters $text,"
	" participants $text,"
	" legs $text,"
	" slots $text,"
	" responsible $text,"
	" preparation_days $int,"
	" deadlines $text,"
	" revision $int NOT NULL,"
	" published_sequence $int NOT NULL,"
	" created_at $int NOT NULL,"
	" revised_at $int NOT NULL,"
	" first_seen $int NOT NULL,"
	" missing_since $int NOT NULL,"
	" misses $int NOT NULL,"
	" cancelled_at $int NOT NULL,"
	" vanished $int NOT NULL,"
	" fingerprint $blob NOT NULL,"
	" duration_class $int NOT NULL,"
	" extent_start $int NOT NULL,"
	" extent_end $int NOT NULL"
	") $table",
	"CREATE UNIQUE INDEX event_key"
	" ON event (source, uid, COALESCE(recurrence_id, ''))",
	"CREATE INDEX event_window"
	" ON event (duration_class, extent_start, extent_end)",

	"CREATE TABLE source_health ("
	" name $text NOT NULL PRIMARY KEY,"
	" last_attempt $int NOT NULL,"
	" last_success $int NOT NULL,"
	" last_change $int NOT NULL,"
	" next_attempt $int NOT NULL,"
	" failures $int NOT NULL,"
	" result $text NOT NULL,"
	" message $text NOT NULL,"
	" held $int NOT NULL,"
	" events $int NOT NULL,"
	" created $int NOT NULL,"
	" updated $int NOT NULL,"
	" vanished $int NOT NULL,"
	" quarantined $int NOT NULL,"
	" elapsed_ms $int NOT NULL,"
	" sandbox $text NOT NULL"
	") $table",
	"CREATE TABLE source_cursor ("
	" name $text NOT NULL PRIMARY KEY,"
	" cursor $text NOT NULL"
	") $table",
	"CREATE TABLE quarantine ("
	" source $text NOT NULL,"
	" position $int NOT NULL,"
	" name $text NOT NULL,"
	" reason $text NOT NULL,"
	" line $int NOT NULL,"
	" byte $int NOT NULL,"
	" since $int NOT NULL,"
	" PRIMARY KEY (source, position)"
	") $table",
	NULL,
};

static const char *const this_and_future[] = {
	"ALTER TABLE event ADD COLUMN this_and_future $int",
	NULL,
};

static const char *const attendance_and_visibility[] = {
	"ALTER TABLE event ADD COLUMN deputy $text",
	"ALTER TABLE event ADD COLUMN attendance $text",
	"ALTER TABLE event ADD COLUMN visibility $text",
	NULL,
};

static const char *const located[] = {
	"ALTER TABLE event ADD COLUMN located $text",
	"ALTER TABLE event ADD COLUMN city_zone $text",
	"ALTER TABLE event ADD COLUMN inferred $text",
	NULL,
};

static const char *const conflicts[] = {
	"CREATE TABLE conflict ("
	" id $text NOT NULL PRIMARY KEY,"
	" code $text NOT NULL,"
	" subject $text NOT NULL,"
	" title $text NOT NULL,"
	" level $text NOT NULL,"
	" state $text NOT NULL,"
	" evidence $text NOT NULL,"
	" since $int NOT NULL,"
	" state_since $int NOT NULL,"
	" revision $int NOT NULL,"
	" decided_by $text,"
	" why $text,"
	" found $int NOT NULL"
	") $table",
	"CREATE UNIQUE INDEX conflict_key ON conflict (code, subject)",
	"CREATE INDEX conflict_state ON conflict (state, id)",
	/* The events that it is about; of merged ones, the edges between
	 * them. */
	"CREATE TABLE conflict_event ("
	" conflict $text NOT NULL,"
	" source $text NOT NULL,"
	" uid $text NOT NULL,"
	" PRIMARY KEY (conflict, source, uid)"
	") $table",
	"CREATE INDEX conflict_event_key ON conflict_event (source, uid)",
	NULL,
};

static const char *const runs[] = {
	"ALTER TABLE source_health ADD COLUMN known_since $int",
	"ALTER TABLE source_health ADD COLUMN moved $int",
	"ALTER TABLE source_health ADD COLUMN cancelled $int",
	"ALTER TABLE source_health ADD COLUMN usual $int",
	"CREATE TABLE source_run ("
	" source $text NOT NULL,"
	" run $int NOT NULL,"
	" at $int NOT NULL,"
	" result $text NOT NULL,"
	" held $int NOT NULL,"
	" events $int NOT NULL,"
	" created $int NOT NULL,"
	" updated $int NOT NULL,"
	" moved $int NOT NULL,"
	" cancelled $int NOT NULL,"
	" restored $int NOT NULL,"
	" vanished $int NOT NULL,"
	" deleted $int NOT NULL,"
	" quarantined $int NOT NULL,"
	" elapsed_ms $int NOT NULL,"
	" log_before $int NOT NULL,"
	" PRIMARY KEY (source, run)"
	") $table",
	NULL,
};

static const char *const zone_rules[] = {
	/* That the events' instants were last worked out by. */
	"CREATE TABLE zone_rule ("
	" name $text NOT NULL PRIMARY KEY,"
	" fingerprint $int NOT NULL,"
	" rules $blob NOT NULL,"
	" since $int NOT NULL"
	") $table",
	/* What took place at another instant when a zone's rules changed; of
	 * a series, the first occurrence that did. */
	"CREATE TABLE zone_move ("
	" event $text NOT NULL,"
	" at $int NOT NULL,"
	" zone $text NOT NULL,"
	" source $text,"
	" title $text,"
	" occurrences $int NOT NULL,"
	" was_start $int,"
	" was_end $int,"
	" is_start $int,"
	" is_end $int,"
	" PRIMARY KEY (event, at)"
	") $table",
	"CREATE INDEX zone_move_at ON zone_move (at)",
	NULL,
};

static const char *const parties[] = {
	"ALTER TABLE conflict ADD COLUMN starts $int",
	"ALTER TABLE conflict ADD COLUMN ends $int",
	"ALTER TABLE conflict ADD COLUMN expires $int",
	"ALTER TABLE conflict ADD COLUMN undo $text",
	/* Whom it concerns. */
	"CREATE TABLE conflict_party ("
	" conflict $text NOT NULL,"
	" kind $text NOT NULL,"
	" id $text NOT NULL,"
	" PRIMARY KEY (conflict, kind, id)"
	") $table",
	"CREATE INDEX conflict_party_id ON conflict_party (kind, id)",
	NULL,
};

static const char *const conflict_revised[] = {
	"ALTER TABLE conflict ADD COLUMN revised_at $int",
	"UPDATE conflict SET revised_at = state_since",
	NULL,
};

/* Names of people who were erased, by their digests (model/erased.h). */
static const char *const erased[] = {
	"CREATE TABLE erased ("
	" digest $text NOT NULL PRIMARY KEY,"
	" words $int NOT NULL,"
	" alias $text NOT NULL"
	") $table",
	NULL,
};

/* Why missions stand in a plan as they do. */
static const char *const explained[] = {
	"ALTER TABLE resolution ADD COLUMN explained $text",
	NULL,
};

const struct migration migrations[] = {
	{ first },
	{ this_and_future },
	{ attendance_and_visibility },
	{ schema_office },
	{ located },
	{ conflicts },
	{ schema_access },
	{ runs },
	{ schema_missions },
	{ zone_rules },
	{ parties },
	{ conflict_revised },
	{ schema_resolutions },
	{ erased },
	{ explained },
};
const int migrations_len = ARRAY_LEN(migrations);
