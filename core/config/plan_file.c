/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The file's entries become one JSON object of the plan's record, so that its
 * values are checked by the table of fields; what cannot be told by a field
 * alone (a day, a target) is read here.
 */
#include "plan_file.h"

#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/date.h"
#include "base/number.h"
#include "base/record_cell.h"
#include "base/text.h"
#include "config/ini_file.h"

/* A line or region, as it is put together. */
struct part {
	const char *section; /* "line L1", on loan from its first entry */
	struct buf json;     /* members, without the brackets */
};
VEC_TYPE(parts, struct part);

struct reading {
	const char *path;
	struct config_problems *problems;
	struct buf plan, targets;
	struct parts lines, regions;
	int error;
};

static void
parts_release(struct parts *parts)
{
	vec_each(parts, part)
		buf_free(&part->json);
	vec_free(parts);
}

static void
reading_release(struct reading *reading)
{
	buf_free(&reading->plan);
	buf_free(&reading->targets);
	parts_release(&reading->lines);
	parts_release(&reading->regions);
}

/* ---- what is wrong ---------------------------------------------------- */

static void
complain(
    struct reading *reading, const struct ini_entry *entry, const char *what)
{
	if (config_problem_add(reading->problems, entry->file, entry->line,
		"[%s] %s: %s", entry->section, entry->key, what) < 0)
		reading->error = -ENOMEM;
}

static void
unknown_key(struct reading *reading, const struct ini_entry *entry,
    const char *const *keys)
{
	const char *near;
	size_t n = 0;

	while (keys[n])
		n++;
	near = text_nearest(entry->key, keys, n);
	if (config_problem_add(reading->problems, entry->file, entry->line,
		near ? "[%s] has no key \"%s\"; did you mean \"%s\"?"
		     : "[%s] has no key \"%s\"",
		entry->section, entry->key, near) < 0)
		reading->error = -ENOMEM;
}

/* ---- values ----------------------------------------------------------- */

static void
add_name(struct buf *json, const char *name)
{
	if (json->len)
		buf_addc(json, ',');
	buf_addf(json, "\"%s\":", name);
}

/* Holds one value against its row of the table, where its line is known. */
static bool
value_fits(struct reading *reading, const struct record *type,
    const struct ini_entry *entry, const char *name, const char *value)
{
	CLEANUP(invalid_free) struct invalid invalid = { .pointers = true };
	CLEANUP(buf_free) struct buf json = BUF_INIT;
	CLEANUP(freep) void *record = NULL;
	struct err err = ERR_INIT;
	size_t len = strlen(name);
	bool fits = true;

	buf_addf(&json, "{\"%s\":%s}", name, value);
	if (record_patch(type, NULL, buf_str(&json), json.len, &invalid,
		&record, &err) == 0)
		record_check(type, record, &invalid);
	vec_each(&invalid.list, fault) {
		if (strncmp(fault->where + 1, name, len) != 0 ||
		    (fault->where[len + 1] && fault->where[len + 1] != '/'))
			continue;
		complain(reading, entry, fault->detail);
		fits = false;
	}
	return fits;
}

static void
add_value(struct reading *reading, const struct record *type,
    const struct ini_entry *entry, const char *name, struct buf *json)
{
	CLEANUP(buf_free) struct buf value = BUF_INIT;
	struct err err = ERR_INIT;

	if (field_cell_json(
		record_field(type, name), entry->value, &value, &err) < 0) {
		complain(reading, entry, err.msg);
		return;
	}
	if (!value_fits(reading, type, entry, name, buf_str(&value)))
		return;
	add_name(json, name);
	buf_adds(json, buf_str(&value));
}

/* "from" and "to", the last day; half-open in the record. */
static void
add_day(struct reading *reading, const struct ini_entry *entry, bool last)
{
	char text[DAY_TEXT];
	int64_t day;

	if (day_parse(entry->value, &day) < 0) {
		complain(reading, entry, "should be a date: 2026-03-01");
		return;
	}
	add_name(&reading->plan, last ? "end" : "start");
	buf_addf(&reading->plan, "\"%s\"", day_format(text, day + last));
}

/* "12 missions", "40 days", or both with a comma between. */
static bool
parse_target(const char *value, int64_t *missions, int64_t *days)
{
	CLEANUP(freep) char *copy = strdup(value);
	char *rest = copy, *piece;

	*missions = *days = 0;
	while (copy && (piece = strsep(&rest, ","))) {
		char unit[12], end;
		long long n;

		if (sscanf(piece, " %lld %11s %c", &n, unit, &end) != 2 ||
		    n < 1 || n > 100000)
			return false;
		if (strncmp(unit, "mission", 7) == 0)
			*missions = n;
		else if (strncmp(unit, "day", 3) == 0)
			*days = n;
		else
			return false;
	}
	return copy != NULL;
}

/* "target 2024 = 12 missions, 40 days" of a line. */
static void
add_target(
    struct reading *reading, const struct ini_entry *entry, const char *line)
{
	int64_t year, missions, days;

	if (int_parse(entry->key + strlen("target "), &year) < 0 ||
	    year < 1990 || year > 2999) {
		complain(reading, entry, "write \"target 2026 = ...\"");
		return;
	}
	if (!parse_target(entry->value, &missions, &days)) {
		complain(reading, entry,
		    "should be \"12 missions\", \"40 days\", or \"12 "
		    "missions, 40 days\"");
		return;
	}
	buf_addf(
	    &reading->targets, "%s{\"line\":", reading->targets.len ? "," : "");
	json_add_text(&reading->targets, line);
	buf_addf(&reading->targets,
	    ",\"year\":%lld,\"missions\":%lld,\"days\":%lld}", (long long)year,
	    (long long)missions, (long long)days);
}

/* ---- sections --------------------------------------------------------- */

/* The line or region of an entry; NULL: no memory. */
static struct part *
part_of(
    struct reading *reading, struct parts *parts, const struct ini_entry *entry)
{
	struct part part = { entry->section, BUF_INIT };
	CLEANUP(buf_free) struct buf id = BUF_INIT;

	vec_each(parts, known)
		if (strcmp(known->section, entry->section) == 0)
			return known;
	json_add_text(&id, strchr(entry->section, ' ') + 1);
	value_fits(reading, &line_record, entry, "id", buf_str(&id));
	add_name(&part.json, "id");
	buf_adds(&part.json, buf_str(&id));
	if (vec_push(parts, part) == 0)
		return &parts->items[parts->len - 1];
	buf_free(&part.json);
	reading->error = -ENOMEM;
	return NULL;
}

static void
take_part(struct reading *reading, const struct ini_entry *entry, bool line)
{
	static const char *const line_keys[] = { "name", "weight", "words",
		"target YEAR", NULL };
	static const char *const region_keys[] = { "name", "weight",
		"countries", NULL };
	const char *const *keys = line ? line_keys : region_keys;
	struct part *part =
	    part_of(reading, line ? &reading->lines : &reading->regions, entry);

	if (!part)
		return;
	if (line && strncmp(entry->key, "target ", 7) == 0) {
		add_target(reading, entry, strchr(entry->section, ' ') + 1);
		return;
	}
	for (const char *const *key = keys; *key; key++) {
		if (strcmp(*key, entry->key) != 0)
			continue;
		add_value(reading, line ? &line_record : &region_record, entry,
		    entry->key, &part->json);
		return;
	}
	unknown_key(reading, entry, keys);
}

static void
take_plan(struct reading *reading, const struct ini_entry *entry)
{
	static const char *const keys[] = { "id", "name", "from", "to",
		"other_regions", NULL };

	if (strcmp(entry->key, "from") == 0 || strcmp(entry->key, "to") == 0)
		add_day(reading, entry, entry->key[0] == 't');
	else if (strcmp(entry->key, "id") == 0 ||
		 strcmp(entry->key, "name") == 0 ||
		 strcmp(entry->key, "other_regions") == 0)
		add_value(
		    reading, &plan_record, entry, entry->key, &reading->plan);
	else
		unknown_key(reading, entry, keys);
}

static void
take_entry(struct reading *reading, const struct ini_entry *entry)
{
	if (strcmp(entry->section, "plan") == 0)
		take_plan(reading, entry);
	else if (strncmp(entry->section, "line ", 5) == 0)
		take_part(reading, entry, true);
	else if (strncmp(entry->section, "region ", 7) == 0)
		take_part(reading, entry, false);
	else if (config_problem_add(reading->problems, entry->file, entry->line,
		     "there is no section [%s]; there are [plan], [line "
		     "NAME] and [region NAME]",
		     entry->section) < 0)
		reading->error = -ENOMEM;
}

/* ---- the whole -------------------------------------------------------- */

/* The same key twice is a mistake. */
static void
check_repeats(struct reading *reading, const struct ini_entries *entries)
{
	for (size_t i = 0; i < entries->len; i++)
		for (size_t j = 0; j < i; j++) {
			const struct ini_entry *a = &entries->items[i];
			const struct ini_entry *b = &entries->items[j];

			if (strcmp(a->section, b->section) == 0 &&
			    strcmp(a->key, b->key) == 0) {
				complain(reading, a, "is given twice");
				break;
			}
		}
}

static void
add_parts(struct buf *json, const char *name, const struct parts *parts)
{
	if (!parts->len)
		return;
	add_name(json, name);
	vec_each(parts, part)
		buf_addf(json, "%c{%s}", part == parts->items ? '[' : ',',
		    buf_str(&part->json));
	buf_addc(json, ']');
}

/* What only shows in the whole: missing days, wrong codes and countries. */
static int
build(struct reading *reading, struct plan **out, struct err *err)
{
	CLEANUP(buf_free) struct buf json = BUF_INIT;
	CLEANUP(invalid_free) struct invalid invalid = { .pointers = true };
	CLEANUP(freep) struct plan *plan = NULL;

	buf_addf(&json, "{%s", buf_str(&reading->plan));
	if (!reading->plan.len)
		buf_adds(&json, "\"id\":null");
	add_parts(&json, "lines", &reading->lines);
	add_parts(&json, "regions", &reading->regions);
	if (reading->targets.len)
		buf_addf(
		    &json, ",\"targets\":[%s]", buf_str(&reading->targets));
	buf_addc(&json, '}');
	if (buf_error(&json) < 0)
		return err_set(err, -ENOMEM, "read %s", reading->path);
	if (record_patch(&plan_record, NULL, json.data, json.len, &invalid,
		(void **)&plan, err) == 0)
		record_check(&plan_record, plan, &invalid);
	if (plan && plan->start && plan->end &&
	    strcmp(plan->start, plan->end) >= 0)
		invalid_add(&invalid, "/end", "it ends before it begins");
	vec_each(&invalid.list, value)
		if (config_problem_add(reading->problems, reading->path, 0,
			"%s: %s", value->where + 1, value->detail) < 0)
			reading->error = -ENOMEM;
	*out = TAKE(plan);
	return 0;
}

int
plan_file_read(const char *path, struct plan **out,
    struct config_problems *problems, struct err *err)
{
	CLEANUP(ini_entries_free) struct ini_entries entries = VEC_INIT;
	CLEANUP(reading_release)
	struct reading reading = { .path = path, .problems = problems };
	CLEANUP(freep) struct plan *plan = NULL;
	size_t before = problems->len;

	if (ini_file_read(path, &entries, problems, err) < 0)
		return err->code;
	check_repeats(&reading, &entries);
	vec_each(&entries, entry)
		take_entry(&reading, entry);
	if (problems->len == before && build(&reading, &plan, err) < 0)
		return err->code;
	if (reading.error < 0)
		return err_set(err, -ENOMEM, "read %s", path);
	if (problems->len > before)
		return err_set(err, -EINVAL,
		    "%s: %zu thing(s) wrong in the "
		    "plan",
		    path, problems->len - before);
	*out = TAKE(plan);
	return 0;
}
