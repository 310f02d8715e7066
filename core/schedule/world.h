/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the rules look at: teams, people, events, missions and all that binds
 * them, as plain arrays of numbers. No text, store, clock or log: whoever
 * fills it turns ids into indices, and makes the words from the findings.
 *
 * Everything is named by its index in its array, which the filler chooses and
 * keeps; NOBODY (-1) is none. Instants are UTC seconds, spans half-open; days
 * are counted from 1970-01-01, half-open too. What is put is copied, and
 * replaces what was there under that index; what is put with there = false is
 * gone. Members marked "kept" are the world's own, and ignored in a put.
 *
 * Each put marks the units of each scope (a person, a team, an event ...)
 * whose findings it may change; detect.h looks at those alone. So a change
 * costs what it touches, whatever the size of the rest.
 *
 * Puts return 0, or -ENOMEM; after that the world is good only to be freed.
 */
#ifndef AMBIT_SCHEDULE_WORLD_H
#define AMBIT_SCHEDULE_WORLD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/span.h"
#include "base/travel.h"
#include "base/vec.h"
#include "base/zone.h"
#include "schedule/finding.h"

#define NOBODY (-1)

/* A half-open run of whole days. */
struct days {
	int64_t first, end;
};

/* -------------------------------------------------- places, people, teams */

struct world_site {
	bool known;   /* else nothing is worked out from it */
	int32_t city; /* sites of one city have the same number, from 0 */
	double latitude, longitude;
	const struct zone *zone; /* NULL: UTC */
};

/* How many of a team are away or absent in a day's core hours. */
struct out_day {
	int64_t day;
	int64_t people;
};
VEC_TYPE(out_days, struct out_day);

struct world_team {
	bool there;
	int64_t minimum; /* people at home in each working day's core hours */
	int32_t site;    /* whose wall the core hours are on; NOBODY: UTC */
	int32_t town;    /* whose holidays it keeps; NOBODY: general ones */
	/* kept */
	struct indices members;
	struct indices missions; /* that count and cost it something */
	struct out_days out;     /* sorted; those with nobody out are none */
};

/* One person's being on a mission that counts. */
struct engagement {
	struct span occupied, away;
	int32_t mission;
	struct days days; /* as in its stay */
};
VEC_TYPE(bookings, struct engagement);

struct slot_use {
	struct span span;
	int32_t mission;
};
VEC_TYPE(slot_uses, struct slot_use);

VEC_TYPE(spans, struct span);

struct world_person {
	bool there;
	int32_t team;
	int32_t home;    /* site */
	bool represents; /* may speak for us */
	bool senior;
	/* kept, each sorted by start, then mission */
	struct bookings bookings;
	struct spans absences;
	struct slot_uses slots;
	struct indices milestones; /* responsible or deputy */
};

/* --------------------------------------------------------------- events */

/* An event, or one occurrence of a series. */
struct world_event {
	bool there;
	bool cancelled; /* or vanished from its source */
	bool tentative; /* its dates are not settled */
	bool attended;  /* missions go to its kind (to no milestone) */
	int32_t site;
	struct span span; /* occupied by who is there all the time */
	int64_t score;    /* 0..100; what is mandatory counts as 100 */
	uint64_t lines;   /* of the plan, as bits */
	int32_t network;  /* or other body whose event it is; NOBODY */
	int64_t councils; /* how many of the area take part */
	/* kept */
	struct indices missions; /* that count */
};

/* ------------------------------------------------------------- missions */

struct world_stay {
	int32_t person;
	struct span occupied, away;
	/* Whole ones that are occupied, at whose ends one may travel on;
	 * empty: it is occupied by the hour. */
	struct days days;
};
struct world_use {
	int32_t resource;
	int64_t units;
	struct span span;
};
struct world_slot {
	int32_t person; /* who is needed at this slot of the programme */
	struct span span;
};
struct world_seat {
	int32_t person;
	uint64_t leg; /* the same number is the same leg */
};
struct world_cost {
	int32_t team;
	int32_t year;
	int64_t cents;
};
VEC_TYPE(world_stays, struct world_stay);
VEC_TYPE(world_uses, struct world_use);
VEC_TYPE(world_slots, struct world_slot);
VEC_TYPE(world_seats, struct world_seat);
VEC_TYPE(world_costs, struct world_cost);

struct world_mission {
	bool there;
	bool counts; /* in a state that counts; else only itself is known */
	bool over;   /* done: it counts for what a line has reached alone */
	bool incoming;
	bool tentative; /* its interval is not settled */
	bool decided;   /* authorised or underway */
	bool in_region; /* of the plan */
	int32_t event;  /* NOBODY: a journey of its own */
	int32_t site;   /* where its people are; NOBODY: at home */
	int32_t year;   /* of the plan's targets */
	uint64_t lines;
	int64_t submitted_at; /* 0: not yet */
	int64_t departure;    /* first instant away; 0: nobody travels */
	int64_t open_items;   /* of its checklist */
	/* of what is decided: the event as it was then */
	struct span decided_span;
	int32_t decided_site;
	/* of what comes to us: 1 highest .. 5; 0: not known */
	int64_t head_rank, host_rank;
	struct indices teams; /* its own first */
	struct indices
	    interested;           /* teams whose interests a delegation meets */
	struct world_stays stays; /* each person once */
	struct world_uses uses;
	struct world_slots slots;
	struct world_seats seats;
	struct world_costs costs; /* that are the teams' own */
	/* kept: from the first to the last of its stays; empty: it has none */
	struct span occupied;
};

/* ------------------------------------------- resources, sessions, the rest */

struct resource_use {
	struct span span;
	int64_t units;
	int32_t mission, session; /* whose; the other is NOBODY */
};
VEC_TYPE(resource_uses, struct resource_use);

struct world_resource {
	bool there;
	int64_t capacity;
	struct resource_uses uses; /* kept, sorted by start, mission, session */
};

struct world_group {
	int64_t minimum, coming;
};
VEC_TYPE(world_groups, struct world_group);

/* A session that we convene, or a visit that we receive. */
struct world_session {
	bool there;
	struct days days;
	struct indices towns; /* of the host and of those who take part */
	struct world_groups groups;
	struct world_uses uses;
};

struct world_milestone {
	bool there;
	int32_t responsible, deputy; /* people; NOBODY */
	int64_t deadline;            /* day; its end counts */
	int64_t preparation;         /* working days before it */
};

/* A town does not work; town NOBODY: all of them. */
struct world_holiday {
	int32_t town;
	struct days days;
};
VEC_TYPE(world_holidays, struct world_holiday);

struct world_budget {
	int32_t team;
	int32_t year;
	int64_t cents;
};
VEC_TYPE(world_budgets, struct world_budget);

/* A partner of a project of ours sits there. */
struct world_partner {
	int32_t project;
	int32_t city;
};
VEC_TYPE(world_partners, struct world_partner);

/* How many missions a line is to have in a year; a unit of SCOPE_LINE. */
struct world_target {
	bool there;
	int32_t line; /* its bit */
	int32_t year;
	int64_t missions;
	int64_t have; /* kept: missions that count or are over */
};
/* Where a leg's missions are found. */
struct leg_use {
	uint64_t leg;
	int32_t mission;
};
VEC_TYPE(leg_uses, struct leg_use);

/* What happens in a city. */
struct world_city {
	struct indices missions; /* that count, and have people there */
	struct indices events;   /* with a network */
};

/* ------------------------------------------------------------- settings */

struct world_settings {
	struct travel_rule travel;
	int64_t slack;      /* seconds; less to spare is a warning */
	int64_t core_start; /* seconds after midnight of the core hours */
	int64_t core_end;
	int64_t high_score;   /* from here events clash, or are missed */
	int64_t clash_people; /* free people that two such events want */
	int64_t rank_gap;     /* between a head and their host */
	int64_t lead_days;    /* between submission and departure */
	int64_t leg_seniors, leg_staff; /* more on one leg is a warning */
	int64_t fatigue_days, fatigue_window;
	int64_t deputy_days; /* last working days before a milestone */
	int64_t gap_days;    /* between stays in one city that could be one */
	int64_t now;         /* UTC seconds: what is over is no opportunity */
	const struct zone *zone; /* whose days are the office's, and those of
				    places without a zone */
	int8_t levels[RULES];    /* enum finding_level + 1; 0: the rule's own */
};
extern const struct world_settings world_settings_default;

/* ---------------------------------------------------------------- world */

/* What one pass of a rule looks at. */
enum scope {
	SCOPE_PERSON,
	SCOPE_TEAM,
	SCOPE_EVENT,
	SCOPE_MISSION,
	SCOPE_RESOURCE,
	SCOPE_SESSION,
	SCOPE_MILESTONE,
	SCOPE_CITY,
	SCOPE_LINE,
	SCOPES
};

/* Units of a scope that are to be looked at again. */
struct dirty {
	struct indices list;
	VEC(bool) marks; /* by unit */
};

/* Once, however often. 0 or -ENOMEM. */
int dirty_mark(struct dirty *dirty, int32_t unit);

/* High-scored events, sorted by start: those that may clash. */
struct event_start {
	int64_t start;
	int32_t event;
};

struct world {
	struct world_settings settings;
	VEC(struct world_site) sites;
	VEC(struct world_team) teams;
	VEC(struct world_person) people;
	VEC(struct world_event) events;
	VEC(struct world_mission) missions;
	VEC(struct world_resource) resources;
	VEC(struct world_session) sessions;
	VEC(struct world_milestone) milestones;
	VEC(struct world_target) targets;
	struct world_holidays holidays;
	struct world_budgets budgets;
	struct world_partners partners;
	/* kept */
	VEC(struct world_city) cities;
	struct leg_uses legs; /* sorted by leg, mission; each once */
	VEC(struct event_start) high;
	int64_t high_longest; /* no high event lasts longer */
	struct dirty dirty[SCOPES];
};

void world_init(struct world *world, const struct world_settings *settings);
void world_free(struct world *world);

/* Once; -EEXIST: a known place does not move, it gets another index. */
int
world_put_site(struct world *world, int32_t i, const struct world_site *site);
int
world_put_team(struct world *world, int32_t i, const struct world_team *team);
int world_put_person(
    struct world *world, int32_t i, const struct world_person *person);
/* All approved absences of a person. */
int world_put_absences(
    struct world *world, int32_t person, const struct span *spans, size_t n);
int world_put_event(
    struct world *world, int32_t i, const struct world_event *event);
int world_put_mission(
    struct world *world, int32_t i, const struct world_mission *mission);
/* Frees the lists of one that was to be put. */
void world_mission_release(struct world_mission *mission);
/* Makes one that is there count, or not. */
int world_count_mission(struct world *world, int32_t i, bool counts);
int world_put_resource(
    struct world *world, int32_t i, const struct world_resource *resource);
int world_put_session(
    struct world *world, int32_t i, const struct world_session *session);
int world_put_milestone(
    struct world *world, int32_t i, const struct world_milestone *milestone);
int world_put_target(
    struct world *world, int32_t i, const struct world_target *target);

/*
 * When much was put: lays the bookings of all people behind each other, in the
 * order in which a look at everybody reads them, without the room that their
 * growing left. Nothing of it is another; to change it costs as before.
 */
int world_pack(struct world *world);

/* All of them at once; each looks at everything that they bear on again. */
int world_put_holidays(
    struct world *world, const struct world_holiday *list, size_t n);
int world_put_budgets(
    struct world *world, const struct world_budget *list, size_t n);
int world_put_partners(
    struct world *world, const struct world_partner *list, size_t n);
int
world_put_settings(struct world *world, const struct world_settings *settings);

/* How many units a scope has, there or not. */
size_t world_units(const struct world *world, enum scope scope);
/* Marks a unit, or all of a scope. */
int world_touch(struct world *world, enum scope scope, int32_t unit);
int world_touch_all(struct world *world, enum scope scope);

/* ------------------------------------------------- questions of the rules */

/* NULL for NOBODY, and for what is not there. */
const struct world_site *world_site(const struct world *world, int32_t i);
const struct world_person *world_person(const struct world *world, int32_t i);
const struct world_event *world_event(const struct world *world, int32_t i);
const struct world_mission *world_mission(const struct world *world, int32_t i);

/* Seconds from door to door, as clocks differ at that instant; -1 when one of
 * the places is unknown. Sites may be NOBODY (at home: home is then meant). */
int64_t
world_travel(const struct world *world, int32_t from, int32_t to, int64_t at);

/* Is it a weekday on which the town works? */
bool world_working_day(const struct world *world, int32_t town, int64_t day);
/* The day that lies n working days before day. */
int64_t world_working_days_before(
    const struct world *world, int32_t town, int64_t day, int64_t n);

/* A day's hours on a site's wall, as instants. */
struct span world_day_hours(const struct world *world, int32_t site,
    int64_t day, int64_t from, int64_t to);
/* The day that a site's wall shows. */
int64_t world_day(const struct world *world, int32_t site, int64_t utc);

/* Is the person away on a mission, or absent, in the span? */
bool person_away(const struct world_person *person, struct span span);
bool person_absent(const struct world_person *person, struct span span);

/* A day's core hours on the wall of a team. */
struct span world_core(
    const struct world *world, const struct world_team *team, int64_t day);

/* The place of the leg's first use among world->legs, or where it would be. */
size_t world_leg_first(const struct world *world, uint64_t leg);

/* Calls fn for each high-scored event that meets the span. */
void world_high_each(const struct world *world, struct span span,
    void (*fn)(int32_t event, void *arg), void *arg);

#endif
