/* SPDX-License-Identifier: Apache-2.0 */
/* The tables of fields. Their order is that of the stored columns: new fields
 * go to the end. */
#include "person.h"

const char *const person_kind_words[] = { "", "staff", "politician", "expert",
	NULL };
const char *const absence_kind_words[] = { "", "leave", "training", "duty",
	"other", NULL };

#define LINE .form = FORM_LINE

#define PERSON(member, ...) RECORD_FIELD(person, member, __VA_ARGS__)
static const struct field person_fields[] = {
	PERSON(id, FIELD_TEXT, .form = FORM_CODE, .required = true),
	PERSON(name, FIELD_TEXT, LINE, .required = true),
	PERSON(team, FIELD_TEXT, .form = FORM_CODE, .refers = "team"),
	PERSON(council, FIELD_TEXT, .form = FORM_CODE, .refers = "council"),
	PERSON(kind, FIELD_CHOICE, .choices = person_kind_words),
	PERSON(email, FIELD_TEXT, .form = FORM_EMAIL),
	PERSON(languages, FIELD_TEXTS, .form = FORM_LANGUAGE),
	PERSON(skills, FIELD_TEXTS, LINE),
	PERSON(rank, FIELD_INT, .min = 1, .max = 5),
	PERSON(represents, FIELD_BOOL),
	PERSON(city, FIELD_TEXT, LINE),
	PERSON(country, FIELD_TEXT, .form = FORM_COUNTRY),
	PERSON(latitude, FIELD_REAL),
	PERSON(longitude, FIELD_REAL),
	PERSON(start, FIELD_TEXT, .form = FORM_DATE),
	PERSON(end, FIELD_TEXT, .form = FORM_DATE),
};
const struct record person_record = RECORD_TABLE(person);

#define ABSENCE(member, ...) RECORD_FIELD(absence, member, __VA_ARGS__)
static const struct field absence_fields[] = {
	ABSENCE(id, FIELD_TEXT, .form = FORM_CODE, .required = true),
	ABSENCE(person, FIELD_TEXT, .form = FORM_CODE, .required = true,
	    .refers = "person"),
	ABSENCE(kind, FIELD_CHOICE, .choices = absence_kind_words),
	ABSENCE(start, FIELD_TEXT, .form = FORM_TIME, .required = true),
	ABSENCE(end, FIELD_TEXT, .form = FORM_TIME, .required = true),
	ABSENCE(zone, FIELD_TEXT, .form = FORM_ZONE),
	ABSENCE(requested, FIELD_BOOL),
	ABSENCE(note, FIELD_TEXT, LINE),
	ABSENCE(source, FIELD_TEXT, .form = FORM_CODE),
	ABSENCE(uid, FIELD_TEXT, .form = FORM_TEXT),
};
const struct record absence_record = RECORD_TABLE(absence);

#define HOLIDAY(member, ...) RECORD_FIELD(holiday, member, __VA_ARGS__)
static const struct field holiday_fields[] = {
	HOLIDAY(id, FIELD_TEXT, .form = FORM_CODE, .required = true),
	HOLIDAY(name, FIELD_TEXT, LINE, .required = true),
	HOLIDAY(start, FIELD_TEXT, .form = FORM_DATE, .required = true),
	HOLIDAY(end, FIELD_TEXT, .form = FORM_DATE, .required = true),
	HOLIDAY(city, FIELD_TEXT, LINE),
	HOLIDAY(country, FIELD_TEXT, .form = FORM_COUNTRY),
	HOLIDAY(source, FIELD_TEXT, .form = FORM_CODE),
	HOLIDAY(uid, FIELD_TEXT, .form = FORM_TEXT),
};
const struct record holiday_record = RECORD_TABLE(holiday);
