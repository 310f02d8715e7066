/* SPDX-License-Identifier: Apache-2.0 */
/* Teams, people, and what is kept for them: absences, holidays, resources,
 * budgets, partners, the plan's targets. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/fold.h"
#include "model/bound.h"
#include "model/person.h"
#include "model/resource.h"
#include "model/team.h"
#include "office/picture_parts.h"
#include "schedule/world_lists.h"

#define NAME_MOST 512
#define SENIOR_RANK 2 /* and higher */

int
picture_put_team(struct picture *picture, int32_t i)
{
	const struct team *team = records_get(picture->input.records,
	    FAMILY_TEAM, picture_name(picture, PICTURE_TEAM, i));
	struct world_team of = { .site = NOBODY, .town = NOBODY };

	if (team) {
		struct whereabouts where = { team->city, team->country, NULL,
			NAN, NAN };

		of.there = true;
		of.minimum = team->minimum_presence;
		if ((team->city &&
			picture_site(picture, &where, &of.site) < 0) ||
		    picture_town(picture, team->city, team->country, &of.town) <
			0)
			return -ENOMEM;
	}
	return world_put_team(&picture->world, i, &of);
}

/* ---------------------------------------------------------------- people */

/* So that a milestone finds by name who is responsible for it. */
static int
call(struct picture *picture, const struct person *person, int32_t i)
{
	char folded[NAME_MOST];
	int32_t number;

	if (text_fold(folded, sizeof folded, person->name) == 0)
		return 0;
	if (names_add(&picture->called, folded, &number) < 0 ||
	    world_make(&picture->callers, number) < 0)
		return -ENOMEM;
	picture->callers.items[number] = i;
	return 0;
}

int32_t
picture_person(const struct picture *picture, const char *text)
{
	char folded[NAME_MOST];
	int32_t number;

	if (!text)
		return NOBODY;
	if (records_get(picture->input.records, FAMILY_PERSON, text))
		return picture_number(picture, PICTURE_PERSON, text);
	text_fold(folded, sizeof folded, text);
	number = names_find(&picture->called, folded);
	return number < 0 ? NOBODY : picture->callers.items[number];
}

/* Is the person one of us on the day? */
static bool
is_here(const struct picture *picture, const struct person *person)
{
	const struct world_settings *settings = &picture->options.settings;
	int64_t today = zone_day(settings->zone, settings->now), day;

	if (person->start && day_parse(person->start, &day) == 0 && today < day)
		return false;
	return !person->end || day_parse(person->end, &day) < 0 || today < day;
}

static int
put_absences(struct picture *picture, const char *id, int32_t i)
{
	int32_t home = picture->world.people.items[i].home;
	struct records_users users;
	struct spans spans = VEC_INIT;
	int rc = 0;

	for (const struct record_row *row = records_user_first(
		 picture->input.records, "person", id, &users);
	     row && rc == 0; row = records_user_next(&users)) {
		const struct absence *absence = row->record;
		struct event_times times;
		struct err err = ERR_INIT;
		struct span span;

		if (row->family->id != FAMILY_ABSENCE || absence->requested ||
		    interval_times(absence->start, absence->end, absence->zone,
			picture->options.zones, &times, &err) < 0)
			continue;
		span = times.span;
		if (times.all_day)
			span = (struct span){
				world_day_hours(
				    &picture->world, home, times.start, 0, 0)
				    .start,
				world_day_hours(
				    &picture->world, home, times.end, 0, 0)
				    .start,
			};
		rc = vec_push(&spans, span);
	}
	if (rc == 0)
		rc = world_put_absences(
		    &picture->world, i, spans.items, spans.len);
	vec_free(&spans);
	return rc;
}

static int
home_of(struct picture *picture, const struct person *person, int32_t *out)
{
	const struct team *team =
	    records_get(picture->input.records, FAMILY_TEAM, person->team);
	struct whereabouts where = { person->city, person->country, NULL,
		person->latitude, person->longitude };

	if (!where.city && !isfinite(where.latitude) && team) {
		where.city = team->city;
		where.country = team->country;
	}
	/* Of several of that name it is the one in the office's zone. */
	if (where.city && !where.country && picture->options.settings.zone)
		where.zone = zone_name(picture->options.settings.zone);
	return picture_site(picture, &where, out);
}

int
picture_put_person(struct picture *picture, int32_t i)
{
	const char *id = picture_name(picture, PICTURE_PERSON, i);
	const struct person *person =
	    records_get(picture->input.records, FAMILY_PERSON, id);
	struct world_person of = { .team = NOBODY, .home = NOBODY };

	if (person) {
		of.there = is_here(picture, person);
		of.represents = person->represents;
		of.senior = person->rank && person->rank <= SENIOR_RANK;
		if (home_of(picture, person, &of.home) < 0 ||
		    picture_add(picture, PICTURE_TEAM, person->team, &of.team) <
			0 ||
		    call(picture, person, i) < 0)
			return -ENOMEM;
	}
	if (world_put_person(&picture->world, i, &of) < 0)
		return -ENOMEM;
	return put_absences(picture, id, i);
}

/* -------------------------------------------------------------- the rest */

int
picture_put_resource(struct picture *picture, int32_t i)
{
	const char *name = picture_name(picture, PICTURE_RESOURCE, i);
	const struct resource *resource =
	    records_get(picture->input.records, FAMILY_RESOURCE, name);
	struct world_resource of = { .there = resource != NULL };

	if (resource)
		of.capacity = resource->capacity ? resource->capacity : 1;
	if (strncmp(name, "host/", 5) == 0) {
		of.there = true;
		of.capacity = 1;
	}
	return world_put_resource(&picture->world, i, &of);
}

static int
add_holiday(struct picture *picture, const struct holiday *holiday,
    struct world_holidays *out)
{
	const struct names *towns = &picture->names[PICTURE_TOWN];
	struct world_holiday of = { .town = NOBODY };

	if (day_parse(holiday->start, &of.days.first) < 0 ||
	    day_parse(holiday->end, &of.days.end) < 0)
		return 0;
	if (holiday->city && picture_town(picture, holiday->city,
				 holiday->country, &of.town) < 0)
		return -ENOMEM;
	if (holiday->city || !holiday->country)
		return vec_push(out, of);
	for (size_t i = 0; i < towns->texts.len; i++) {
		const char *country = strrchr(towns->texts.items[i], ' ') + 1;

		of.town = (int32_t)i;
		if (strcmp(country, holiday->country) == 0 &&
		    vec_push(out, of) < 0)
			return -ENOMEM;
	}
	return 0;
}

int
picture_put_holidays(struct picture *picture)
{
	struct world_holidays list = VEC_INIT;
	struct ordered_walk walk;
	int rc = 0;

	for (const struct record_row *row = records_first(
		 picture->input.records, FAMILY_HOLIDAY, NULL, &walk);
	     row && rc == 0; row = records_next(&walk))
		rc = add_holiday(picture, row->record, &list);
	if (rc == 0)
		rc = world_put_holidays(&picture->world, list.items, list.len);
	vec_free(&list);
	return rc;
}

int
picture_put_budgets(struct picture *picture)
{
	struct world_budgets list = VEC_INIT;
	struct ordered_walk walk;
	int rc = 0;

	for (const struct record_row *row = records_first(
		 picture->input.records, FAMILY_BUDGET, NULL, &walk);
	     row && rc == 0; row = records_next(&walk)) {
		const struct budget *budget = row->record;
		struct world_budget of = { .year = (int32_t)budget->year,
			.cents = budget->amount };

		rc = picture_add(picture, PICTURE_TEAM, budget->team, &of.team);
		if (rc == 0)
			rc = vec_push(&list, of);
	}
	if (rc == 0)
		rc = world_put_budgets(&picture->world, list.items, list.len);
	vec_free(&list);
	return rc;
}

static int
add_partners(struct picture *picture, const struct project *project,
    struct world_partners *out)
{
	const struct partner *const *at = project->partners;
	struct world_partner of;

	if (picture_add(picture, PICTURE_PROJECT, project->id, &of.project) < 0)
		return -ENOMEM;
	for (; at && *at; at++) {
		struct whereabouts where = { (*at)->city, (*at)->country, NULL,
			NAN, NAN };
		const struct world_site *site;
		int32_t number;

		if (!where.city)
			continue;
		if (picture_site(picture, &where, &number) < 0)
			return -ENOMEM;
		site = world_site(&picture->world, number);
		of.city = site->city;
		if (site->known && vec_push(out, of) < 0)
			return -ENOMEM;
	}
	return 0;
}

int
picture_put_partners(struct picture *picture)
{
	struct world_partners list = VEC_INIT;
	struct ordered_walk walk;
	int rc = 0;

	for (const struct record_row *row = records_first(
		 picture->input.records, FAMILY_PROJECT, NULL, &walk);
	     row && rc == 0; row = records_next(&walk))
		rc = add_partners(picture, row->record, &list);
	if (rc == 0)
		rc = world_put_partners(&picture->world, list.items, list.len);
	vec_free(&list);
	return rc;
}

int
picture_put_targets(struct picture *picture)
{
	const struct plan *plan = picture->options.plan;
	const struct plan_target *const *at = plan ? plan->targets : NULL;
	int32_t number = 0;

	for (; at && *at; at++) {
		struct world_target of = { .there = true,
			.year = (int32_t)(*at)->year,
			.missions = (*at)->missions,
			.line = NOBODY };

		for (int i = 0; plan->lines && plan->lines[i] && i < 64; i++)
			if (strcmp(plan->lines[i]->id, (*at)->line) == 0)
				of.line = i;
		if (of.line != NOBODY && of.missions > 0 &&
		    world_put_target(&picture->world, number++, &of) < 0)
			return -ENOMEM;
	}
	return 0;
}
