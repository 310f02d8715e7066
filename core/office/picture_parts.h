/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The inside of the picture, for picture*.c alone.
 *
 * A change marks what is stale by kind and number; refreshing then goes through
 * the kinds in an order in which each finds what it needs. So a thing that
 * several changes touch is made once.
 */
#ifndef AMBIT_OFFICE_PICTURE_PARTS_H
#define AMBIT_OFFICE_PICTURE_PARTS_H

#include "base/names.h"
#include "model/team.h"
#include "office/journey.h"
#include "office/picture.h"

/* Where something is, as its record says. Any may be NULL or NaN. */
struct whereabouts {
	const char *city, *country, *zone;
	double latitude, longitude;
};

struct picture {
	struct picture_options options;
	struct world world;
	struct detection detection;
	struct names names[PICTURE_KINDS];
	struct dirty stale[PICTURE_KINDS]; /* TEAM .. SERIES that are records */
	bool stale_holidays, stale_budgets, stale_partners;
	VEC(struct indices) series; /* by PICTURE_SERIES: its events */
	struct names called;        /* people by folded name ... */
	struct indices callers;     /* ... and which one it is */
	struct picture_input input; /* during a call */
};

/* 0 or -ENOMEM for all that follow; their err is set by who calls them. */
int picture_mark(struct picture *picture, enum picture_kind kind, int32_t i);
int picture_mark_name(
    struct picture *picture, enum picture_kind kind, const char *name);

/* The number of a name, new if need be; NOBODY for NULL. */
int picture_add(struct picture *picture, enum picture_kind kind,
    const char *name, int32_t *out);

/* The site of a place, whether it is known or not; NOBODY for one that says
 * nothing. */
int picture_site(
    struct picture *picture, const struct whereabouts *where, int32_t *out);
/* A town that keeps holidays; NOBODY when it has no name. */
int picture_town(struct picture *picture, const char *city, const char *country,
    int32_t *out);

/* The person of an id or a name; NOBODY. */
int32_t picture_person(const struct picture *picture, const char *text);

/* Each makes its thing anew from the input. */
int picture_put_team(struct picture *picture, int32_t i);
int picture_put_person(struct picture *picture, int32_t i);
int picture_put_resource(struct picture *picture, int32_t i);
int picture_put_series(struct picture *picture, int32_t i);
int picture_put_mission(struct picture *picture, int32_t i);
int picture_put_holidays(struct picture *picture);
int picture_put_budgets(struct picture *picture);
int picture_put_partners(struct picture *picture);
int picture_put_targets(struct picture *picture);

/* The event of a mission, with its occurrence; NOBODY. */
int picture_event_of(
    struct picture *picture, const struct journey *journey, int32_t *out);

/* What the world is to know of a mission; the lists are out's own. */
int picture_mission_fill(struct picture *picture, const struct mission *mission,
    struct world_mission *out);

/* Whole days in an interval's own hours on a site's wall, else its instants. */
struct span picture_span(const struct picture *picture,
    const struct event_times *times, int32_t site);

/* When a person is occupied and away; false: it has no dates. */
bool picture_stay(struct picture *picture, const struct journey *journey,
    int32_t event, int32_t site, int32_t person, const char *id,
    struct world_stay *out);

/* What is the same for all who are on a leg. */
uint64_t picture_leg_hash(const struct mission_leg *leg);

/* After a trial what is marked is as it was: there is nothing to look at
 * again. Whatever commits is settled at once, so nothing else is marked. */
void picture_unmark(struct picture *picture);

/* Bookings of a mission or a session. */
int picture_uses(struct picture *picture, const struct booking *const *bookings,
    struct world_uses *out);

/* Is the council, or its organisation by name, among those who come? */
bool
picture_takes_part(const struct event *event, const struct council *council);

#endif
