/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the frames carry, as tables of fields. The order of a table is its wire
 * form: rows are only ever appended. Both sides come from one build, but the
 * event's own struct may be an older, shorter one (a sized record).
 */
#include "wire.h"

#include "ambit-plugin.h"
#include "base/cleanup.h"

const char *const start_mode_words[] = { "", "describe", "check", "sync",
	NULL };

#define RECORD(struct_, sized_, table_) \
	{ \
		.name = #struct_, .size = sizeof(struct struct_), \
		.sized = (sized_), .fields = (table_), \
		.nfields = ARRAY_LEN(table_) \
	}

#define FIELD(struct_, member, type) \
	RECORD_FIELD(struct_, member, type, .of = NULL)
#define LIST(struct_, member, of_) \
	RECORD_FIELD(struct_, member, FIELD_RECORDS, .of = &of_)

#define SETTING(member, type) FIELD(setting, member, type)
static const struct field setting_fields[] = {
	SETTING(key, FIELD_TEXT),
	SETTING(value, FIELD_TEXT),
};
static const struct record setting_record =
    RECORD(setting, false, setting_fields);

#define START(member, type) FIELD(frame_start, member, type)
static const struct field start_fields[] = {
	RECORD_FIELD(
	    frame_start, mode, FIELD_CHOICE, .choices = start_mode_words),
	START(plugin, FIELD_TEXT),
	LIST(frame_start, settings, setting_record),
	START(cursor, FIELD_TEXT),
	START(now, FIELD_INT),
	START(deadline_ms, FIELD_INT),
	START(max_bytes, FIELD_INT),
	START(sandbox, FIELD_INT),
	START(fault, FIELD_INT),
	START(fault_at, FIELD_INT),
	START(fault_percent, FIELD_INT),
};
const struct record start_record = RECORD(frame_start, false, start_fields);

#define FETCH(member, type) FIELD(frame_fetch, member, type)
static const struct field fetch_fields[] = {
	FETCH(url, FIELD_TEXT),
	FETCH(accept, FIELD_TEXT),
	FETCH(bearer, FIELD_TEXT),
	FETCH(max_bytes, FIELD_INT),
};
const struct record fetch_record = RECORD(frame_fetch, false, fetch_fields);

#define FETCHED(member, type) FIELD(frame_fetched, member, type)
static const struct field fetched_fields[] = {
	FETCHED(status, FIELD_INT),
	FETCHED(body_len, FIELD_INT),
	FETCHED(content_type, FIELD_TEXT),
	FETCHED(final_url, FIELD_TEXT),
	FETCHED(error, FIELD_TEXT),
	FETCHED(unchanged, FIELD_BOOL),
};
const struct record fetched_record =
    RECORD(frame_fetched, false, fetched_fields);

static const struct field forget_fields[] = {
	FIELD(frame_forget, uid, FIELD_TEXT),
};
const struct record forget_record = RECORD(frame_forget, false, forget_fields);

static const struct field checkpoint_fields[] = {
	FIELD(frame_checkpoint, cursor, FIELD_TEXT),
};
const struct record checkpoint_record =
    RECORD(frame_checkpoint, false, checkpoint_fields);

#define QUARANTINE(member, type) FIELD(frame_quarantine, member, type)
static const struct field quarantine_fields[] = {
	QUARANTINE(name, FIELD_TEXT),
	QUARANTINE(reason, FIELD_TEXT),
	QUARANTINE(line, FIELD_INT),
	QUARANTINE(byte, FIELD_INT),
};
const struct record quarantine_record =
    RECORD(frame_quarantine, false, quarantine_fields);

static const struct field log_fields[] = {
	FIELD(frame_log, level, FIELD_INT),
	FIELD(frame_log, text, FIELD_TEXT),
};
const struct record log_record = RECORD(frame_log, false, log_fields);

static const struct field done_fields[] = {
	FIELD(frame_done, result, FIELD_INT),
	FIELD(frame_done, message, FIELD_TEXT),
	FIELD(frame_done, key, FIELD_TEXT),
	FIELD(frame_done, snapshot, FIELD_BOOL),
	FIELD(frame_done, gaps, FIELD_TEXT),
};
const struct record done_record = RECORD(frame_done, false, done_fields);

#define KEY(member, type) FIELD(plugin_key, member, type)
static const struct field key_fields[] = {
	KEY(name, FIELD_TEXT),
	KEY(type, FIELD_TEXT),
	KEY(required, FIELD_BOOL),
	KEY(fallback, FIELD_TEXT),
	KEY(min, FIELD_INT),
	KEY(max, FIELD_INT),
	KEY(choices, FIELD_TEXTS),
	KEY(help, FIELD_TEXT),
};
static const struct record key_record = RECORD(plugin_key, false, key_fields);

#define DESCRIPTION(member, ...) FIELD(plugin_description, member, __VA_ARGS__)
static const struct field description_fields[] = {
	DESCRIPTION(name, FIELD_TEXT),
	DESCRIPTION(version, FIELD_TEXT),
	DESCRIPTION(licence, FIELD_TEXT),
	DESCRIPTION(summary, FIELD_TEXT),
	DESCRIPTION(kinds, FIELD_TEXTS),
	DESCRIPTION(abi_major, FIELD_INT),
	DESCRIPTION(abi_minor, FIELD_INT),
	DESCRIPTION(snapshot, FIELD_BOOL),
	DESCRIPTION(cursor, FIELD_BOOL),
	DESCRIPTION(net, FIELD_BOOL),
	LIST(plugin_description, keys, key_record),
};
const struct record description_record =
    RECORD(plugin_description, false, description_fields);

#define DEADLINE(member) FIELD(ambit_deadline, member, FIELD_TEXT)
static const struct field deadline_fields[] = {
	DEADLINE(name),
	DEADLINE(at),
	DEADLINE(zone),
	DEADLINE(url),
};
static const struct record deadline_record =
    RECORD(ambit_deadline, true, deadline_fields);

#define SLOT(member) FIELD(ambit_slot, member, FIELD_TEXT)
static const struct field slot_fields[] = {
	SLOT(start),
	SLOT(end),
	SLOT(zone),
	SLOT(title),
	SLOT(place),
	SLOT(needs),
};
static const struct record slot_record = RECORD(ambit_slot, true, slot_fields);

#define LEG(member) FIELD(ambit_leg, member, FIELD_TEXT)
static const struct field leg_fields[] = {
	LEG(mode),
	LEG(from),
	LEG(to),
	LEG(from_country),
	LEG(to_country),
	LEG(depart),
	LEG(depart_zone),
	LEG(arrive),
	LEG(arrive_zone),
};
static const struct record leg_record = RECORD(ambit_leg, true, leg_fields);

#define PARTICIPANT(member) FIELD(ambit_participant, member, FIELD_TEXT)
static const struct field participant_fields[] = {
	PARTICIPANT(name),
	PARTICIPANT(role),
	PARTICIPANT(organisation),
};
static const struct record participant_record =
    RECORD(ambit_participant, true, participant_fields);

#define EVENT(member, type) FIELD(ambit_event, member, type)
static const struct field event_fields[] = {
	EVENT(uid, FIELD_TEXT),
	EVENT(recurrence_id, FIELD_TEXT),
	EVENT(kind, FIELD_TEXT),
	EVENT(status, FIELD_TEXT),
	EVENT(certainty, FIELD_TEXT),
	EVENT(summary, FIELD_TEXT),
	EVENT(description, FIELD_TEXT),
	EVENT(language, FIELD_TEXT),
	EVENT(url, FIELD_TEXT),
	EVENT(categories, FIELD_TEXTS),
	EVENT(parent, FIELD_TEXT),
	EVENT(start, FIELD_TEXT),
	EVENT(end, FIELD_TEXT),
	EVENT(zone, FIELD_TEXT),
	EVENT(rrule, FIELD_TEXT),
	EVENT(rdates, FIELD_TEXTS),
	EVENT(exdates, FIELD_TEXTS),
	EVENT(sequence, FIELD_INT),
	EVENT(place, FIELD_TEXT),
	EVENT(city, FIELD_TEXT),
	EVENT(country, FIELD_TEXT),
	EVENT(latitude, FIELD_REAL),
	EVENT(longitude, FIELD_REAL),
	EVENT(organiser, FIELD_TEXT),
	EVENT(network, FIELD_TEXT),
	EVENT(project, FIELD_TEXT),
	EVENT(level, FIELD_TEXT),
	EVENT(statutory, FIELD_BOOL),
	EVENT(organ, FIELD_TEXT),
	EVENT(role, FIELD_TEXT),
	EVENT(voting_seat, FIELD_BOOL),
	EVENT(direction, FIELD_TEXT),
	EVENT(head_rank, FIELD_INT),
	EVENT(host, FIELD_TEXT),
	EVENT(interpreters, FIELD_TEXTS),
	LIST(ambit_event, participants, participant_record),
	LIST(ambit_event, legs, leg_record),
	LIST(ambit_event, slots, slot_record),
	EVENT(responsible, FIELD_TEXT),
	EVENT(preparation_days, FIELD_INT),
	LIST(ambit_event, deadlines, deadline_record),
	EVENT(this_and_future, FIELD_BOOL),
	EVENT(deputy, FIELD_TEXT),
	EVENT(attendance, FIELD_TEXT),
	EVENT(visibility, FIELD_TEXT),
	EVENT(line, FIELD_INT),
	EVENT(revised, FIELD_TEXT),
};
const struct record wire_event_record = RECORD(ambit_event, true, event_fields);
