/* SPDX-License-Identifier: Apache-2.0 */
#include "family.h"

#include <stdio.h>
#include <string.h>

#include "model/interval.h"
#include "model/mission.h"
#include "model/overlay.h"
#include "model/person.h"
#include "model/resource.h"
#include "model/session.h"
#include "model/team.h"
#include "model/token.h"

/* ---- what does not fit together --------------------------------------- */

static void
check_person(const void *record, struct invalid *invalid)
{
	const struct person *person = record;

	interval_order(person->start, person->end, "", invalid);
	if ((person->latitude == person->latitude) !=
	    (person->longitude == person->longitude))
		invalid_add(invalid, "/longitude",
		    "latitude and longitude go together");
}

static void
check_project(const void *record, struct invalid *invalid)
{
	const struct project *project = record;

	interval_order(project->start, project->end, "", invalid);
}

static void
check_absence(const void *record, struct invalid *invalid)
{
	const struct absence *absence = record;

	interval_check(
	    absence->start, absence->end, absence->zone, "", invalid);
}

static void
check_holiday(const void *record, struct invalid *invalid)
{
	const struct holiday *holiday = record;

	interval_order(holiday->start, holiday->end, "", invalid);
}

static void
check_resource(const void *record, struct invalid *invalid)
{
	const struct resource *resource = record;

	if (resource->languages && resource->kind != RESOURCE_INTERPRETER)
		invalid_add(invalid, "/languages",
		    "only an interpreter has pairs of languages");
}

/* ---- the table -------------------------------------------------------- */

const struct family families[FAMILIES] = {
	[FAMILY_COUNCIL] = { FAMILY_COUNCIL, "council", "councils", "a council",
	    &council_record, KEY_CODE, { NULL }, "name", NULL },
	[FAMILY_TEAM] = { FAMILY_TEAM, "team", "teams", "a team", &team_record,
	    KEY_CODE, { NULL }, "name", NULL },
	[FAMILY_PERSON] = { FAMILY_PERSON, "person", "people", "a person",
	    &person_record, KEY_CODE, { NULL }, "name", check_person },
	[FAMILY_NETWORK] = { FAMILY_NETWORK, "network", "networks", "a network",
	    &network_record, KEY_CODE, { NULL }, "name", NULL },
	[FAMILY_PROJECT] = { FAMILY_PROJECT, "project", "projects", "a project",
	    &project_record, KEY_CODE, { NULL }, "name", check_project },
	[FAMILY_RESOURCE] = { FAMILY_RESOURCE, "resource", "resources",
	    "a resource", &resource_record, KEY_CODE, { NULL }, "name",
	    check_resource },
	[FAMILY_BUDGET] = { FAMILY_BUDGET, "budget", "budgets", "a budget",
	    &budget_record, KEY_MADE, { "team", "year" }, NULL, NULL },
	[FAMILY_ABSENCE] = { FAMILY_ABSENCE, "absence", "absences",
	    "an absence", &absence_record, KEY_UUID, { NULL }, "person",
	    check_absence },
	[FAMILY_HOLIDAY] = { FAMILY_HOLIDAY, "holiday", "holidays", "a holiday",
	    &holiday_record, KEY_UUID, { NULL }, "name", check_holiday },
	[FAMILY_OVERLAY] = { FAMILY_OVERLAY, "overlay", "overlays",
	    "an overlay", &overlay_record, KEY_EVENT, { NULL }, NULL, NULL },
	[FAMILY_SESSION] = { FAMILY_SESSION, "session", "sessions", "a session",
	    &session_record, KEY_EVENT, { NULL }, NULL, NULL },
	[FAMILY_MISSION] = { FAMILY_MISSION, "mission", "missions", "a mission",
	    &mission_record, KEY_UUID, { NULL }, "title", mission_check },
	[FAMILY_TOKEN] = { FAMILY_TOKEN, "token", "tokens", "a token",
	    &token_record, KEY_SECRET, { NULL }, "label", token_check },
	[FAMILY_EDITION] = { FAMILY_EDITION, "edition", "editions",
	    "an edition in force", &mission_record, KEY_CODE, { NULL }, "title",
	    NULL },
};

const struct family *
family_find(const char *name)
{
	for (int i = 0; i < FAMILIES; i++)
		if (strcmp(families[i].name, name) == 0 ||
		    strcmp(families[i].plural, name) == 0)
			return &families[i];
	return NULL;
}

const char *
record_id(const void *record)
{
	return *(const char *const *)record;
}

const char *
family_title(const struct family *family, const void *record)
{
	const struct field *field =
	    family->title ? record_field(family->type, family->title) : NULL;

	if (!field || !field_given(field, record))
		return record_id(record);
	return *(const char *const *)((const char *)record + field->offset);
}

/* One field as a part of an id. */
static int
print_part(const struct field *field, const void *record, char *out, int room)
{
	const void *member = (const char *)record + field->offset;

	if (field->type == FIELD_INT)
		return snprintf(out, (size_t)room, "%lld",
		    (long long)*(const int64_t *)member);
	return snprintf(out, (size_t)room, "%s", *(const char *const *)member);
}

bool
family_make_id(
    const struct family *family, const void *record, char out[RECORD_ID])
{
	int len = 0;

	for (size_t i = 0; i < 2; i++) {
		const struct field *field =
		    record_field(family->type, family->made_of[i]);

		if (!field_given(field, record))
			return false;
		if (i > 0)
			out[len++] = '-';
		len += print_part(field, record, out + len, RECORD_ID - len);
		if (len >= RECORD_ID - 1)
			return false;
	}
	return true;
}
