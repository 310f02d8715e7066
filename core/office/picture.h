/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the rules look at (schedule/world.h), made from the office's records and
 * the events, and kept in step with them: a change is looked up by id and
 * brings anew what is made of it, never the rest.
 *
 * When and where somebody is for a mission. Occupied is from the first to the
 * last appointment there (its sessions, else the window that is taken, else
 * its event's interval; a whole day from 9 to 18 on the wall of the place).
 * Away is from leaving home to being back: the person's legs where they are
 * known, else occupied widened by the way from door to door on both sides,
 * which is nothing when one of the places is unknown. Who attends from home is
 * not away.
 *
 * A series is as many events as it has occurrences within the horizon.
 */
#ifndef AMBIT_OFFICE_PICTURE_H
#define AMBIT_OFFICE_PICTURE_H

#include "base/places.h"
#include "model/mission.h"
#include "model/plan.h"
#include "schedule/detect.h"
#include "store/record_table.h"
#include "store/snapshot.h"
#include "store/writer.h"

struct picture;

struct picture_options {
	struct zones *zones;
	const struct places *places; /* NULL: no place is known */
	const struct plan *plan;     /* NULL: there is none */
	struct world_settings settings;
	int64_t day_start, day_end; /* seconds: a whole day's hours */
	int64_t preparation;        /* working days before a milestone */
	int64_t unscored; /* what a mission is worth where there is no plan */
	int64_t city_km;  /* what lies nearer to a larger city is part of it */
	struct span horizon;
};
/* Without zones, places, plan and horizon. */
extern const struct picture_options picture_options_default;

/* What it is made of; all on loan for a call. */
struct picture_input {
	const struct records *records;
	const struct snapshot *events;
};

/* The options' parts are on loan for as long as it lives. NULL: no memory. */
struct picture *picture_new(const struct picture_options *options);
void picture_free(struct picture *picture); /* takes NULL */
void picture_freep(struct picture **picture);

/* Everything, after picture_new. -ENOMEM: it is good only to be freed; so it
 * is after any of these. */
int picture_load(struct picture *picture, const struct picture_input *input,
    struct err *err);

/* What has changed since. */
int picture_change(struct picture *picture, const struct picture_input *input,
    const struct record_changes *records, const struct touched *series,
    struct err *err);

/* It is later now: what begins or ends with a day. */
int picture_now(struct picture *picture, const struct picture_input *input,
    int64_t now, struct err *err);

/* Tells what the rules find differently since the last call (detect.h). */
int picture_settle(struct picture *picture, detect_change *changed, void *arg,
    struct err *err);

/* ---------------------------------------------------------- its numbers */

const struct world *picture_world(const struct picture *picture);
void picture_each(const struct picture *picture,
    void (*fn)(const struct finding *finding, void *arg), void *arg);

/* The name under which a number of the world is known elsewhere: an id; of an
 * event with its occurrence behind a "/"; of a city or town its name and
 * country. NULL: there is none. */
enum picture_kind {
	PICTURE_TEAM,
	PICTURE_PERSON,
	PICTURE_RESOURCE, /* or "host/" and a person's id */
	PICTURE_EVENT,
	PICTURE_MISSION,
	PICTURE_SESSION, /* an event's or a mission's id */
	PICTURE_MILESTONE,
	PICTURE_CITY,
	PICTURE_TOWN,
	PICTURE_SITE,
	PICTURE_NETWORK,
	PICTURE_PROJECT,
	PICTURE_SERIES, /* source, tab, uid */
	PICTURE_KINDS
};
const char *picture_name(
    const struct picture *picture, enum picture_kind kind, int32_t number);
/* The reverse; NOBODY. */
int32_t picture_number(
    const struct picture *picture, enum picture_kind kind, const char *name);

/* --------------------------------------------------------------- journeys */

/* How somebody gets to a mission. Texts are on loan for the call. */
struct picture_way {
	const char *person;        /* id */
	const char *from, *to;     /* places; NULL: none is said */
	bool from_known, to_known; /* where on earth */
	int64_t there, back; /* seconds from door to door; -1: not known */
	struct span away;    /* from leaving home to being back */
};

/* Calls fn for each who goes, when the mission has dates; nobody goes who
 * attends from home. Needs no picture. */
int picture_ways(const struct picture_options *options,
    const struct picture_input *input, const struct mission *mission,
    void (*fn)(const struct picture_way *way, void *arg), void *arg,
    struct err *err);

/* {"person":...,"from":...,"to":...,"minutes_there":...,"minutes_back":...,
 * "away":{"start":...,"end":...},"fault":...}; what is not known is null. */
void picture_way_json(const struct picture_way *way, struct buf *json);

/* Why the way's length is not known, and what to do; NULL: it is. */
const char *picture_way_fault(const struct picture_way *way);

/* --------------------------------------------------------------- trials */

/*
 * What a mission would find for itself if it were so, before anything is
 * stored: every finding that would be there and is not, or that would differ.
 * The picture is as before afterwards.
 */
int picture_try(struct picture *picture, const struct picture_input *input,
    const struct mission *mission, struct findings *out, struct err *err);

/*
 * What the rules would find differently if records and events were as in then,
 * which differs from the input by these records and series: findings that
 * would be gone, that would come, and (in both) that would differ. The picture
 * is as before afterwards, and nothing of it may be unsettled before.
 */
struct supposed {
	struct findings gone, come;
	/* Missions, and sessions as -2 - their number, that are not as they
	 * were; for whoever supposes it to fill. */
	struct indices changed;
};
void supposed_free(struct supposed *supposed);
/* Who wants to look around while the picture is as supposed (may be NULL);
 * it leaves the world as it found it, but for marks. 0 or -ENOMEM. */
typedef int picture_meanwhile(struct picture *picture, void *arg);
int
picture_look_around(struct picture *picture, const struct picture_input *input,
    const struct picture_input *then, const struct record_changes *records,
    const struct touched *series, picture_meanwhile *meanwhile, void *arg,
    struct supposed *out, struct err *err);
int picture_suppose(struct picture *picture, const struct picture_input *input,
    const struct picture_input *then, const struct record_changes *records,
    const struct touched *series, struct supposed *out, struct err *err);

/* What an idea or explanation looks at, between two calls. */
const struct picture_options *picture_options(const struct picture *picture);
const struct detection *picture_detection(const struct picture *picture);

/*
 * What forbids that a mission be authorised: findings of the gravest level
 * that it is part of, beside those missions alone that are authorised or
 * under way.
 */
int picture_forbids(struct picture *picture, const struct picture_input *input,
    const struct mission *mission, struct findings *out, struct err *err);

#endif
