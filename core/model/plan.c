/* SPDX-License-Identifier: Apache-2.0 */
#include "plan.h"

#define LINE(member, ...) RECORD_FIELD(line, member, __VA_ARGS__)
static const struct field line_fields[] = {
	LINE(id, FIELD_TEXT, .form = FORM_CODE, .required = true),
	LINE(name, FIELD_TEXT, .form = FORM_LINE),
	LINE(weight, FIELD_INT, .min = 0, .max = 100),
	LINE(words, FIELD_TEXTS, .form = FORM_LINE),
};
const struct record line_record = RECORD_TABLE(line);

#define REGION(member, ...) RECORD_FIELD(region, member, __VA_ARGS__)
static const struct field region_fields[] = {
	REGION(id, FIELD_TEXT, .form = FORM_CODE, .required = true),
	REGION(name, FIELD_TEXT, .form = FORM_LINE),
	REGION(weight, FIELD_INT, .min = 0, .max = 100),
	REGION(countries, FIELD_TEXTS, .form = FORM_COUNTRY),
};
const struct record region_record = RECORD_TABLE(region);

#define TARGET(member, ...) RECORD_FIELD(plan_target, member, __VA_ARGS__)
static const struct field plan_target_fields[] = {
	TARGET(line, FIELD_TEXT, .form = FORM_CODE, .required = true),
	TARGET(year, FIELD_INT, .required = true, .min = 1990, .max = 2999),
	TARGET(missions, FIELD_INT, .min = 0, .max = 100000),
	TARGET(days, FIELD_INT, .min = 0, .max = 1000000),
};
static const struct record plan_target_record = RECORD_TABLE(plan_target);

#define PLAN(member, ...) RECORD_FIELD(plan, member, __VA_ARGS__)
static const struct field plan_fields[] = {
	PLAN(id, FIELD_TEXT, .form = FORM_CODE, .required = true),
	PLAN(name, FIELD_TEXT, .form = FORM_LINE),
	PLAN(start, FIELD_TEXT, .form = FORM_DATE, .required = true),
	PLAN(end, FIELD_TEXT, .form = FORM_DATE, .required = true),
	PLAN(lines, FIELD_RECORDS, .of = &line_record),
	PLAN(regions, FIELD_RECORDS, .of = &region_record),
	PLAN(other_regions, FIELD_INT, .min = 0, .max = 100),
	PLAN(targets, FIELD_RECORDS, .of = &plan_target_record),
};
const struct record plan_record = RECORD_TABLE(plan);
