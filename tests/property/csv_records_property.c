/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Random records of every family, written as CSV, read back, and written
 * again: the same records, the same bytes. Texts are made of what is awkward
 * in cells: quotes, separators, line ends, formulas, apostrophes, brackets.
 */
#include "chance.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/csv_text.h"
#include "base/record_cell.h"
#include "cli/csv_file.h"
#include "model/family.h"

#define ROWS 20
#define ROUNDS 60

/* ---- random records --------------------------------------------------- */

static void
add_text(struct chance *chance, enum field_form form, struct buf *json)
{
	static const char *const pieces[] = { "a", "é", ",", ";", "\\\"", "=",
		"'", "[", "]", "-", " x ", "+", "@", "1" };
	CLEANUP(buf_free) struct buf text = BUF_INIT;
	int n = (int)chance_range(chance, 1, 5);

	for (int i = 0; i < n; i++)
		buf_adds(&text, pieces[chance_range(chance, 0, 13)]);
	if (form == FORM_TEXT && chance_one_in(chance, 3))
		buf_adds(&text, "\\n=x");
	buf_addf(json, "\"%s\"", buf_str(&text));
}

static void
add_value(struct chance *chance, const struct field *field, struct buf *json);

static void
add_object(struct chance *chance, const struct record *type, struct buf *json)
{
	const char *before = "{";

	for (size_t i = 0; i < type->nfields; i++) {
		if (chance_one_in(chance, 2))
			continue;
		buf_addf(json, "%s\"%s\":", before, type->fields[i].name);
		add_value(chance, &type->fields[i], json);
		before = ",";
	}
	buf_adds(json, *before == '{' ? "{}" : "}");
}

static void
add_list(struct chance *chance, const struct field *field, struct buf *json)
{
	int n = (int)chance_range(chance, 1, 3);

	for (int i = 0; i < n; i++) {
		buf_addc(json, i ? ',' : '[');
		if (field->type == FIELD_TEXTS)
			add_text(chance, field->form, json);
		else
			add_object(chance, field->of, json);
	}
	buf_addc(json, ']');
}

static void
add_value(struct chance *chance, const struct field *field, struct buf *json)
{
	int64_t words = 0;

	switch (field->type) {
	case FIELD_TEXT:
		add_text(chance, field->form, json);
		break;
	case FIELD_INT:
		buf_addi(json, chance_range(chance, 1, 1000000));
		break;
	case FIELD_REAL:
		buf_addf(
		    json, "%lld.5", (long long)chance_range(chance, -90, 90));
		break;
	case FIELD_BOOL:
		buf_adds(json, "true");
		break;
	case FIELD_CHOICE:
		while (field->choices[words + 1])
			words++;
		buf_addf(json, "\"%s\"",
		    field->choices[chance_range(chance, 1, words)]);
		break;
	case FIELD_TEXTS:
	case FIELD_RECORDS:
		add_list(chance, field, json);
		break;
	}
}

static void *
random_record(struct chance *chance, const struct record *type)
{
	CLEANUP(buf_free) struct buf json = BUF_INIT;
	CLEANUP(invalid_free) struct invalid invalid = { .pointers = true };
	struct err err = ERR_INIT;
	void *record;

	add_object(chance, type, &json);
	if (record_patch(
		type, NULL, json.data, json.len, &invalid, &record, &err) < 0)
		chance_fail(chance, "%s: %s", buf_str(&json), err.msg);
	return record;
}

static bool
says_nothing(const struct record *type, const void *record)
{
	for (size_t i = 0; i < type->nfields; i++)
		if (field_given(&type->fields[i], record))
			return false;
	return true;
}

/* ---- there and back --------------------------------------------------- */

static void
write_row(const struct record *type, const void *record, struct buf *out)
{
	for (size_t i = 0; i < type->nfields; i++) {
		CLEANUP(buf_free) struct buf cell = BUF_INIT;

		field_add_cell(&type->fields[i], record, &cell);
		csv_add_text(out, buf_str(&cell), i == 0);
	}
	csv_end_row(out);
}

static void *
read_row(struct chance *chance, const struct record *type,
    const struct csv_cells *cells)
{
	CLEANUP(buf_free) struct buf json = BUF_INIT;
	CLEANUP(invalid_free) struct invalid invalid = { .pointers = true };
	struct err err = ERR_INIT;
	void *record;

	for (size_t i = 0; i < type->nfields; i++) {
		buf_addf(
		    &json, "%c\"%s\":", i ? ',' : '{', type->fields[i].name);
		if (field_cell_json(&type->fields[i],
			csv_unguard(i < cells->n ? cells->values[i] : ""),
			&json, &err) < 0)
			chance_fail(chance, "%s", err.msg);
	}
	buf_addc(&json, '}');
	if (record_patch(
		type, NULL, json.data, json.len, &invalid, &record, &err) < 0)
		chance_fail(chance, "%s: %s", buf_str(&json), err.msg);
	return record;
}

static void
save(const char *path, const struct buf *text)
{
	int fd = open(path, O_WRONLY | O_TRUNC);

	assert_true(fd >= 0);
	assert_int_equal(write(fd, text->data, text->len), (ssize_t)text->len);
	close(fd);
}

static void
check_family(struct chance *chance, const struct record *type, const char *path)
{
	CLEANUP(csv_file_freep) struct csv_file *file = NULL;
	CLEANUP(buf_free) struct buf text = BUF_INIT;
	CLEANUP(buf_free) struct buf again = BUF_INIT;
	void *records[ROWS];
	struct csv_cells cells;
	struct err err = ERR_INIT;
	int n = 0;

	for (size_t i = 0; i < type->nfields; i++)
		csv_add_plain(&text, type->fields[i].name, i == 0);
	csv_end_row(&text);
	buf_add(&again, text.data, text.len);
	for (int i = 0; i < ROWS; i++) {
		do { /* an empty row is passed over */
			records[i] = random_record(chance, type);
		} while (
		    says_nothing(type, records[i]) && (free(records[i]), true));
		write_row(type, records[i], &text);
	}
	save(path, &text);
	assert_int_equal(csv_file_open(path, &file, &err), 0);
	while (csv_file_next(file, &cells, &err) > 0) {
		CLEANUP(freep) void *record = read_row(chance, type, &cells);

		if (n == ROWS || !record_equal(type, record, records[n]))
			chance_fail(chance, "line %lld of\n%s",
			    (long long)cells.line, buf_str(&text));
		n++;
	}
	for (int i = 0; i < ROWS; i++) {
		write_row(type, records[i], &again);
		free(records[i]);
	}
	assert_string_equal(buf_str(&text), buf_str(&again));
	assert_string_equal(err.msg, "");
}

static void
csv_brings_records_back(void **state)
{
	struct chance chance = chance_start();
	char path[] = "/tmp/ambit-csv-XXXXXX";
	int fd = mkstemp(path);

	(void)state;
	assert_true(fd >= 0);
	close(fd);
	for (int round = 0; round < ROUNDS; round++)
		for (int i = 0; i < FAMILIES; i++)
			check_family(&chance, families[i].type, path);
	unlink(path);
}

/* Nothing that a spreadsheet would run stands first in a cell. */
static void
no_cell_is_a_formula(void **state)
{
	static const char *const texts[] = { "=1+1", "+1", "-1", "@x", "\tx",
		"'=x", "''-x", "a=1", "'t Hooft", "" };
	static const char *const cells[] = { "'=1+1", "'+1", "'-1", "'@x",
		"\"'\tx\"", "''=x", "'''-x", "a=1", "'t Hooft", "" };

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
		CLEANUP(buf_free) struct buf out = BUF_INIT;

		csv_add_text(&out, texts[i], true);
		assert_string_equal(buf_str(&out), cells[i]);
	}
	assert_string_equal(csv_unguard("'=x"), "=x");
	assert_string_equal(csv_unguard("'t Hooft"), "'t Hooft");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(csv_brings_records_back),
		cmocka_unit_test(no_cell_is_a_formula),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
