/* SPDX-License-Identifier: Apache-2.0 */
#include "golden_kit.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/cleanup.h"
#include "base/csv_text.h"
#include "base/date.h"
#include "base/record_cell.h"
#include "cli/csv_file.h"
#include "office/import.h"

#define SKIPPED 77

static const char *
golden_path(void)
{
	static char path[1000];
	const char *shared = getenv("AMBIT_SHARED_DATA");

	snprintf(path, sizeof path, "%s/golden/municipal-2024.csv",
	    shared && *shared ? shared : "/nonexistent");
	return path;
}

void
golden_need(void)
{
	if (access(golden_path(), R_OK) == 0)
		return;
	puts("skipped: -Dshared_data=FOLDER brings the golden calendar");
	exit(SKIPPED);
}

static struct csv_file *
open_csv(const char *path)
{
	struct csv_file *file = NULL;
	struct err err = ERR_INIT;

	if (csv_file_open(path, &file, &err) < 0)
		fail_msg("%s: %s", path, err.msg);
	return file;
}

/* ---- events ----------------------------------------------------------- */

/* The row's cell under a column; NULL when it is empty. */
static const char *
cell(const struct csv_file *file, const struct csv_cells *cells,
    const char *column)
{
	for (size_t i = 0; i < csv_file_columns(file); i++)
		if (strcmp(csv_file_column(file, i), column) == 0)
			return i < cells->n && cells->values[i][0]
				   ? cells->values[i]
				   : NULL;
	fail_msg("no column %s", column);
	return NULL;
}

static void
put_event(
    struct kit *kit, const struct csv_file *file, const struct csv_cells *cells)
{
	char end[DAY_TEXT];
	struct event event;
	int64_t last;

	assert_int_equal(
	    day_parse(cell(file, cells, "end_inclusive"), &last), 0);
	event = kit_event(GOLDEN_SOURCE, cell(file, cells, "id"),
	    cell(file, cells, "start"), day_format(end, last + 1));
	event.summary = cell(file, cells, "title");
	event.city = cell(file, cells, "city");
	event.country = cell(file, cells, "country");
	event.kind = choice_parse(event_kind_words, cell(file, cells, "kind"));
	event.certainty =
	    choice_parse(event_certainty_words, cell(file, cells, "certainty"));
	event.status = event.certainty == EVENT_DATES_TENTATIVE
			   ? EVENT_TENTATIVE
			   : EVENT_CONFIRMED;
	event.statutory = strcmp(event.uid, "e13") == 0;
	assert_true(event.kind > 0 && event.certainty > 0);
	assert_int_equal(kit_put(kit, &event), PUT_CREATED);
}

static void
put_events(struct kit *kit)
{
	CLEANUP(csv_file_freep) struct csv_file *file = open_csv(golden_path());
	struct csv_cells cells;
	struct err err = ERR_INIT;
	int n = 0;

	while (csv_file_next(file, &cells, &err) == 1) {
		put_event(kit, file, &cells);
		n++;
	}
	assert_string_equal(err.msg, "");
	assert_int_equal(n, GOLDEN_EVENTS);
}

/* ---- people ----------------------------------------------------------- */

/* The file's rows as lines for desk_import. */
static void
add_lines(enum family_id id, const char *name, struct buf *out)
{
	char path[1000];
	CLEANUP(csv_file_freep) struct csv_file *file = NULL;
	const struct family *family = &families[id];
	struct csv_cells cells;
	struct err err = ERR_INIT;

	snprintf(path, sizeof path, "%s/%s", AMBIT_GOLDEN, name);
	file = open_csv(path);
	while (csv_file_next(file, &cells, &err) == 1) {
		buf_addf(out, "{\"%s\":", family->name);
		for (size_t i = 0; i < cells.n; i++) {
			const char *column = csv_file_column(file, i);

			buf_addf(out, "%c\"%s\":", i ? ',' : '{', column);
			assert_int_equal(
			    field_cell_json(record_field(family->type, column),
				csv_unguard(cells.values[i]), out, &err),
			    0);
		}
		buf_adds(out, "}}\n");
	}
	assert_string_equal(err.msg, "");
}

struct deed {
	struct kit *kit;
	struct buf lines;
};

static int
import(struct store *store, void *arg, struct err *err)
{
	struct deed *deed = arg;
	struct desk desk = { .store = store,
		.actor = deed->kit->actor,
		.zones = deed->kit->zones,
		.invalid = { .pointers = true } };
	struct import_counts counts;
	int rc = desk_import(
	    &desk, buf_str(&deed->lines), deed->lines.len, &counts, err);

	vec_each(&desk.invalid.list, value)
		print_error("%s: %s\n", value->where, value->detail);
	desk_free(&desk);
	return rc;
}

static void
put_people(struct kit *kit)
{
	struct deed deed = { .kit = kit };

	add_lines(FAMILY_TEAM, "teams.csv", &deed.lines);
	add_lines(FAMILY_PERSON, "people.csv", &deed.lines);
	if (store_write(kit->store, import, &deed, &kit->err) < 0)
		fail_msg("%s", kit->err.msg);
	buf_free(&deed.lines);
}

void
golden_open(struct kit *kit)
{
	kit_open(kit);
	kit->actor.now = GOLDEN_NOW;
	put_events(kit);
	put_people(kit);
}

void
golden_id(struct kit *kit, const char *uid, char out[UUID_TEXT])
{
	struct event_row *row = kit_row(kit, GOLDEN_SOURCE, uid);

	assert_non_null(row);
	memcpy(out, row->id, UUID_TEXT);
	event_row_free(row);
}
