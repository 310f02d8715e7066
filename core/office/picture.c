/* SPDX-License-Identifier: Apache-2.0 */
#include "picture.h"

#include <stdio.h>
#include <string.h>

#include "model/person.h"
#include "office/picture_parts.h"
#include "schedule/world_lists.h"

#define HOUR 3600

const struct picture_options picture_options_default = {
	.day_start = 9 * HOUR,
	.day_end = 18 * HOUR,
	.preparation = 10,
	.unscored = 50,
	.city_km = 15,
};

struct picture *
picture_new(const struct picture_options *options)
{
	struct picture *picture = calloc(1, sizeof *picture);

	if (!picture)
		return NULL;
	picture->options = *options;
	world_init(&picture->world, &options->settings);
	return picture;
}

void
picture_free(struct picture *picture)
{
	if (!picture)
		return;
	world_free(&picture->world);
	detection_free(&picture->detection);
	for (int kind = 0; kind < PICTURE_KINDS; kind++) {
		names_free(&picture->names[kind]);
		vec_free(&picture->stale[kind].list);
		vec_free(&picture->stale[kind].marks);
	}
	vec_each(&picture->series, events)
		vec_free(events);
	vec_free(&picture->series);
	names_free(&picture->called);
	vec_free(&picture->callers);
	free(picture);
}

void
picture_freep(struct picture **picture)
{
	picture_free(*picture);
}

/* --------------------------------------------------------------- numbers */

int
picture_add(struct picture *picture, enum picture_kind kind, const char *name,
    int32_t *out)
{
	*out = NOBODY;
	return name ? names_add(&picture->names[kind], name, out) : 0;
}

const char *
picture_name(
    const struct picture *picture, enum picture_kind kind, int32_t number)
{
	return names_text(&picture->names[kind], number);
}

int32_t
picture_number(
    const struct picture *picture, enum picture_kind kind, const char *name)
{
	return names_find(&picture->names[kind], name);
}

const struct world *
picture_world(const struct picture *picture)
{
	return &picture->world;
}

const struct picture_options *
picture_options(const struct picture *picture)
{
	return &picture->options;
}

const struct detection *
picture_detection(const struct picture *picture)
{
	return &picture->detection;
}

void
picture_each(const struct picture *picture,
    void (*fn)(const struct finding *finding, void *arg), void *arg)
{
	detect_each(&picture->detection, fn, arg);
}

/* -------------------------------------------------------------- what is stale
 */

int
picture_mark(struct picture *picture, enum picture_kind kind, int32_t i)
{
	return dirty_mark(&picture->stale[kind], i);
}

int
picture_mark_name(
    struct picture *picture, enum picture_kind kind, const char *name)
{
	int32_t number;

	if (picture_add(picture, kind, name, &number) < 0)
		return -ENOMEM;
	return number == NOBODY ? 0 : picture_mark(picture, kind, number);
}

static int
mark_series(struct picture *picture, const char *source, const char *uid)
{
	char name[1200];

	snprintf(name, sizeof name, "%.63s\t%.1100s", source, uid);
	return picture_mark_name(picture, PICTURE_SERIES, name);
}

static int
mark_series_of(struct picture *picture, const char *event)
{
	const struct series *series = NULL;

	if (!snapshot_event(picture->input.events, event, &series) || !series)
		return 0;
	return mark_series(picture, series->source, series->uid);
}

/* Those who refer to a record: its missions, whose absence, whose project. */
static int
mark_users(struct picture *picture, const char *kind, const char *id,
    enum family_id family, enum picture_kind as)
{
	struct records_users users;

	for (const struct record_row *row =
		 records_user_first(picture->input.records, kind, id, &users);
	     row; row = records_user_next(&users))
		if (row->family->id == family &&
		    picture_mark_name(picture, as, record_id(row->record)) < 0)
			return -ENOMEM;
	return 0;
}

static int
mark_family(
    struct picture *picture, enum family_id family, enum picture_kind kind)
{
	struct ordered_walk walk;

	for (const struct record_row *row =
		 records_first(picture->input.records, family, NULL, &walk);
	     row; row = records_next(&walk))
		if (picture_mark_name(picture, kind, record_id(row->record)) <
		    0)
			return -ENOMEM;
	return 0;
}

struct marking {
	struct picture *picture;
	int rc;
};

static int
mark_one_series(const struct series *series, void *arg)
{
	return mark_series(arg, series->source, series->uid);
}

static int
mark_all_series(struct picture *picture)
{
	return snapshot_each(picture->input.events, mark_one_series, picture);
}

/* The series whose events are milestones: they name people. */
static int
mark_milestones(struct picture *picture)
{
	const struct names *names = &picture->names[PICTURE_MILESTONE];
	char id[UUID_TEXT];

	for (size_t i = 0; i < names->texts.len; i++) {
		snprintf(id, sizeof id, "%.36s", names->texts.items[i]);
		if (mark_series_of(picture, id) < 0)
			return -ENOMEM;
	}
	return 0;
}

static bool
same_name(const struct record_change *change)
{
	const struct person *before =
	    change->before ? change->before->record : NULL;
	const struct person *after =
	    change->after ? change->after->record : NULL;

	return before && after && strcmp(before->name, after->name) == 0;
}

static int
mark_person(
    struct picture *picture, const struct record_change *change, const char *id)
{
	if (picture_mark_name(picture, PICTURE_PERSON, id) < 0 ||
	    mark_users(picture, "person", id, FAMILY_MISSION, PICTURE_MISSION) <
		0)
		return -ENOMEM;
	return same_name(change) ? 0 : mark_milestones(picture);
}

/* A team's town, interests and city are its people's and its missions'. */
static int
mark_team(struct picture *picture, const char *id)
{
	if (picture_mark_name(picture, PICTURE_TEAM, id) < 0 ||
	    mark_users(picture, "team", id, FAMILY_PERSON, PICTURE_PERSON) < 0)
		return -ENOMEM;
	return mark_family(picture, FAMILY_MISSION, PICTURE_MISSION);
}

static int
mark_absence(struct picture *picture, const struct record_change *change)
{
	const struct record_row *rows[] = { change->before, change->after };

	for (int i = 0; i < 2; i++) {
		const struct absence *absence =
		    rows[i] ? rows[i]->record : NULL;

		if (absence && picture_mark_name(picture, PICTURE_PERSON,
				   absence->person) < 0)
			return -ENOMEM;
	}
	return 0;
}

static int
mark_record(struct picture *picture, const struct record_change *change)
{
	const struct record_row *row =
	    change->after ? change->after : change->before;
	const char *id = record_id(row->record);

	switch (row->family->id) {
	case FAMILY_TEAM:
		return mark_team(picture, id);
	case FAMILY_PERSON:
		return mark_person(picture, change, id);
	case FAMILY_RESOURCE:
		return picture_mark_name(picture, PICTURE_RESOURCE, id);
	case FAMILY_MISSION:
		return picture_mark_name(picture, PICTURE_MISSION, id);
	case FAMILY_ABSENCE:
		return mark_absence(picture, change);
	case FAMILY_OVERLAY:
	case FAMILY_SESSION:
		return mark_series_of(picture, id);
	case FAMILY_HOLIDAY:
		picture->stale_holidays = true;
		return 0;
	case FAMILY_BUDGET:
		picture->stale_budgets = true;
		return mark_family(picture, FAMILY_MISSION, PICTURE_MISSION);
	case FAMILY_PROJECT:
		picture->stale_partners = true;
		return mark_all_series(picture);
	case FAMILY_COUNCIL:
	case FAMILY_NETWORK:
		return mark_all_series(picture);
	default:
		return 0;
	}
}

/* ------------------------------------------------------------- refreshing */

/* In this order each finds what it needs; what it marks comes later. */
static const struct {
	enum picture_kind kind;
	int (*put)(struct picture *picture, int32_t i);
} steps[] = {
	{ PICTURE_TEAM, picture_put_team },
	{ PICTURE_PERSON, picture_put_person },
	{ PICTURE_SERIES, picture_put_series },
	{ PICTURE_MISSION, picture_put_mission },
	{ PICTURE_RESOURCE, picture_put_resource },
};

static int
refresh_kind(struct picture *picture, enum picture_kind kind,
    int (*put)(struct picture *picture, int32_t i))
{
	struct dirty *stale = &picture->stale[kind];

	/* What is put may mark more of its kind. */
	for (size_t i = 0; i < stale->list.len; i++) {
		stale->marks.items[stale->list.items[i]] = false;
		if (put(picture, stale->list.items[i]) < 0)
			return -ENOMEM;
	}
	stale->list.len = 0;
	return 0;
}

static int
refresh(struct picture *picture)
{
	for (size_t i = 0; i < sizeof steps / sizeof *steps; i++)
		if (refresh_kind(picture, steps[i].kind, steps[i].put) < 0)
			return -ENOMEM;
	if (picture->stale_holidays && picture_put_holidays(picture) < 0)
		return -ENOMEM;
	if (picture->stale_budgets && picture_put_budgets(picture) < 0)
		return -ENOMEM;
	if (picture->stale_partners && picture_put_partners(picture) < 0)
		return -ENOMEM;
	picture->stale_holidays = picture->stale_budgets = false;
	picture->stale_partners = false;
	return 0;
}

static int
end_call(struct picture *picture, int rc, struct err *err)
{
	picture->input = (struct picture_input){ NULL, NULL };
	return rc < 0 ? err_set(err, rc, "look for conflicts: no memory") : 0;
}

static int
mark_everything(struct picture *picture)
{
	picture->stale_holidays = picture->stale_budgets = true;
	picture->stale_partners = true;
	if (mark_family(picture, FAMILY_TEAM, PICTURE_TEAM) < 0 ||
	    mark_family(picture, FAMILY_PERSON, PICTURE_PERSON) < 0 ||
	    mark_family(picture, FAMILY_RESOURCE, PICTURE_RESOURCE) < 0 ||
	    mark_family(picture, FAMILY_MISSION, PICTURE_MISSION) < 0 ||
	    mark_all_series(picture) < 0)
		return -ENOMEM;
	return picture_put_targets(picture);
}

int
picture_load(
    struct picture *picture, const struct picture_input *input, struct err *err)
{
	picture->input = *input;
	if (mark_everything(picture) < 0 || refresh(picture) < 0 ||
	    world_pack(&picture->world) < 0)
		return end_call(picture, -ENOMEM, err);
	return end_call(picture, 0, err);
}

int
picture_change(struct picture *picture, const struct picture_input *input,
    const struct record_changes *records, const struct touched *series,
    struct err *err)
{
	int rc = 0;

	picture->input = *input;
	vec_each(records, change)
		if (rc == 0)
			rc = mark_record(picture, change);
	vec_each(series, at)
		if (rc == 0)
			rc = mark_series(picture, at->source, at->uid);
	if (rc == 0)
		rc = refresh(picture);
	return end_call(picture, rc, err);
}

int
picture_now(struct picture *picture, const struct picture_input *input,
    int64_t now, struct err *err)
{
	int rc;

	picture->input = *input;
	picture->options.settings.now = now;
	rc = mark_family(picture, FAMILY_PERSON, PICTURE_PERSON);
	if (rc == 0)
		rc = world_put_settings(
		    &picture->world, &picture->options.settings);
	if (rc == 0)
		rc = refresh(picture);
	return end_call(picture, rc, err);
}

int
picture_settle(
    struct picture *picture, detect_change *changed, void *arg, struct err *err)
{
	int rc =
	    detect_settle(&picture->detection, &picture->world, changed, arg);

	return rc < 0 ? err_set(err, rc, "look for conflicts: no memory") : 0;
}
