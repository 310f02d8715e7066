/* SPDX-License-Identifier: Apache-2.0 */
/* The tables of fields. Their order is that of the stored columns: new fields
 * go to the end. */
#include "resource.h"

const char *const resource_kind_words[] = { "", "interpreter", "room",
	"vehicle", NULL };

#define RESOURCE(member, ...) RECORD_FIELD(resource, member, __VA_ARGS__)
static const struct field resource_fields[] = {
	RESOURCE(id, FIELD_TEXT, .form = FORM_CODE, .required = true),
	RESOURCE(name, FIELD_TEXT, .form = FORM_LINE, .required = true),
	RESOURCE(kind, FIELD_CHOICE, .choices = resource_kind_words,
	    .required = true),
	RESOURCE(languages, FIELD_TEXTS, .form = FORM_PAIR),
	RESOURCE(capacity, FIELD_INT, .min = 1, .max = 100000),
	RESOURCE(seats, FIELD_INT, .min = 1, .max = 100000),
	RESOURCE(place, FIELD_TEXT, .form = FORM_LINE),
	RESOURCE(city, FIELD_TEXT, .form = FORM_LINE),
	RESOURCE(country, FIELD_TEXT, .form = FORM_COUNTRY),
};
const struct record resource_record = RECORD_TABLE(resource);

#define BUDGET(member, ...) RECORD_FIELD(budget, member, __VA_ARGS__)
static const struct field budget_fields[] = {
	BUDGET(id, FIELD_TEXT, .form = FORM_CODE, .required = true),
	BUDGET(team, FIELD_TEXT, .form = FORM_CODE, .required = true,
	    .refers = "team"),
	BUDGET(year, FIELD_INT, .required = true, .min = 1990, .max = 2999),
	BUDGET(amount, FIELD_INT, .form = FORM_CENTS, .min = 0,
	    .max = INT64_C(100000000000000)),
	BUDGET(currency, FIELD_TEXT, .form = FORM_CURRENCY),
};
const struct record budget_record = RECORD_TABLE(budget);
