/* SPDX-License-Identifier: Apache-2.0 */
/* The tables of fields. Their order is that of the stored columns: new fields
 * go to the end. */
#include "team.h"

#include "model/event.h"

#define ID .form = FORM_CODE, .required = true
#define NAME .form = FORM_LINE, .required = true
#define LINE .form = FORM_LINE
#define REFERS(family) .form = FORM_CODE, .refers = family

#define TEAM(member, ...) RECORD_FIELD(team, member, __VA_ARGS__)
static const struct field team_fields[] = {
	TEAM(id, FIELD_TEXT, ID),
	TEAM(name, FIELD_TEXT, NAME),
	TEAM(area, FIELD_TEXT, LINE),
	TEAM(lead, FIELD_TEXT, REFERS("person")),
	TEAM(minimum_presence, FIELD_INT, .min = 0, .max = 10000),
	TEAM(city, FIELD_TEXT, LINE),
	TEAM(country, FIELD_TEXT, .form = FORM_COUNTRY),
	TEAM(interests, FIELD_TEXTS, LINE),
};
const struct record team_record = RECORD_TABLE(team);

#define COUNCIL(member, ...) RECORD_FIELD(council, member, __VA_ARGS__)
static const struct field council_fields[] = {
	COUNCIL(id, FIELD_TEXT, ID),
	COUNCIL(name, FIELD_TEXT, NAME),
	COUNCIL(city, FIELD_TEXT, LINE),
	COUNCIL(country, FIELD_TEXT, .form = FORM_COUNTRY),
	COUNCIL(email, FIELD_TEXT, .form = FORM_EMAIL),
};
const struct record council_record = RECORD_TABLE(council);

#define NETWORK(member, ...) RECORD_FIELD(network, member, __VA_ARGS__)
static const struct field network_fields[] = {
	NETWORK(id, FIELD_TEXT, ID),
	NETWORK(name, FIELD_TEXT, NAME),
	NETWORK(aliases, FIELD_TEXTS, LINE),
	NETWORK(role, FIELD_CHOICE, .choices = event_role_words),
	NETWORK(voting_seat, FIELD_BOOL),
	NETWORK(responsible, FIELD_TEXT, REFERS("person")),
	NETWORK(lines, FIELD_TEXTS, .form = FORM_CODE),
	NETWORK(url, FIELD_TEXT, .form = FORM_URL),
};
const struct record network_record = RECORD_TABLE(network);

#define PARTNER(member, ...) RECORD_FIELD(partner, member, __VA_ARGS__)
static const struct field partner_fields[] = {
	PARTNER(name, FIELD_TEXT, NAME),
	PARTNER(city, FIELD_TEXT, LINE),
	PARTNER(country, FIELD_TEXT, .form = FORM_COUNTRY),
};
static const struct record partner_record = RECORD_TABLE(partner);

#define PROJECT(member, ...) RECORD_FIELD(project, member, __VA_ARGS__)
static const struct field project_fields[] = {
	PROJECT(id, FIELD_TEXT, ID),
	PROJECT(name, FIELD_TEXT, NAME),
	PROJECT(aliases, FIELD_TEXTS, LINE),
	PROJECT(programme, FIELD_TEXT, LINE),
	PROJECT(start, FIELD_TEXT, .form = FORM_DATE),
	PROJECT(end, FIELD_TEXT, .form = FORM_DATE),
	PROJECT(team, FIELD_TEXT, REFERS("team")),
	PROJECT(responsible, FIELD_TEXT, REFERS("person")),
	PROJECT(lead_partner, FIELD_BOOL),
	PROJECT(partners, FIELD_RECORDS, .of = &partner_record),
	PROJECT(lines, FIELD_TEXTS, .form = FORM_CODE),
	PROJECT(url, FIELD_TEXT, .form = FORM_URL),
};
const struct record project_record = RECORD_TABLE(project);
