/* SPDX-License-Identifier: Apache-2.0 */
/* A family's records as a table, one of them in lines, either as JSON. */
#include "records.h"

#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/date.h"
#include "base/record_cell.h"
#include "cli/table.h"
#include "rest/record_json.h"
#include "store/record_table.h"

/* The columns of a list: fields, or words of the family's own. */
static const char *const columns[FAMILIES][9] = {
	[FAMILY_COUNCIL] = { "id", "name", "city", "country", "email", NULL },
	[FAMILY_TEAM] = { "id", "name", "area", "lead", "minimum_presence",
	    "city", NULL },
	[FAMILY_PERSON] = { "id", "name", "team", "kind", "rank", "languages",
	    "skills", "city", NULL },
	[FAMILY_NETWORK] = { "id", "name", "role", "voting_seat", "responsible",
	    "lines", NULL },
	[FAMILY_PROJECT] = { "id", "name", "programme", "start", "end", "team",
	    "responsible", NULL },
	[FAMILY_RESOURCE] = { "id", "name", "kind", "languages", "capacity",
	    "seats", "city", NULL },
	[FAMILY_BUDGET] = { "id", "team", "year", "amount", "currency", NULL },
	[FAMILY_ABSENCE] = { "person", "start", "end", "kind", "requested",
	    "note", "id", NULL },
	[FAMILY_HOLIDAY] = { "start", "end", "name", "city", "country", "id",
	    NULL },
	[FAMILY_OVERLAY] = { "id", "publication", "part", "tags", "lines",
	    "network", "project", NULL },
	[FAMILY_SESSION] = { "id", "team", "host", NULL },
	[FAMILY_TOKEN] = { "id", "label", "role", "feed", "teams", "person",
	    "expires", "revoked", NULL },
	[FAMILY_MISSION] = { "number", "state", "from", "to", "where", "team",
	    "people", "title", NULL },
};

/* ---- looking ---------------------------------------------------------- */

int
records_read(struct cli *cli, struct records **out)
{
	struct err err = ERR_INIT;
	int status = cli_store(cli);

	if (!status && store_records(cli->store, out, &err) < 0)
		status = cli_fail(&err);
	return status;
}

/* Is the record one with this value? */
static bool
has_value(const struct field *field, const void *record, const char *value)
{
	CLEANUP(buf_free) struct buf cell = BUF_INIT;
	const char *const *list = NULL;

	if (field->type == FIELD_TEXTS && field_given(field, record))
		list = *(const char *const *const *)((const char *)record +
						     field->offset);
	for (; list && *list; list++)
		if (strcmp(*list, value) == 0)
			return true;
	field_add_cell(field, record, &cell);
	return strcmp(buf_str(&cell), value) == 0;
}

/* Fits the record every KEY=VALUE? */
static bool
is_wanted(const struct records_work *work, const struct records *records,
    const void *record)
{
	for (int i = 0; i < work->n; i++) {
		char *equals = strchr(work->arguments[i], '=');
		const struct field *field;
		bool fits;

		*equals = '\0';
		field = record_field(work->family->type, work->arguments[i]);
		*equals = '=';
		fits = field && has_value(field, record, equals + 1);
		if (!fits)
			return false;
	}
	return !work->fits || work->fits(work, records, record);
}

/* Every argument is a KEY=VALUE of the family's. */
static int
check_filters(const struct records_work *work)
{
	for (int i = 0; i < work->n; i++) {
		const char *equals = strchr(work->arguments[i], '=');
		CLEANUP(freep)
		char *key = equals ? strndup(work->arguments[i],
					 (size_t)(equals - work->arguments[i]))
				   : NULL;

		if (!key || !record_field(work->family->type, key))
			return cli_usage("%s list: \"%s\" is no KEY=VALUE of "
					 "%s",
			    work->family->name, work->arguments[i],
			    work->family->a);
	}
	return 0;
}

static void
add_cells(
    const struct records_work *work, struct table *table, const void *record)
{
	const struct family *family = work->family;

	for (const char *const *name = columns[family->id]; *name; name++) {
		const struct field *field = record_field(family->type, *name);
		CLEANUP(buf_free) struct buf cell = BUF_INIT;

		if (field)
			field_add_cell(field, record, &cell);
		else
			work->add_cell(work, *name, record, &cell);
		table_add(table, buf_str(&cell));
	}
}

static int
print_table(const struct records_work *work, const struct records *records)
{
	char heads[9][24];
	const char *names[10] = { NULL };
	CLEANUP(table_freep) struct table *table = NULL;
	const struct record_row *row;
	struct ordered_walk walk;

	for (size_t i = 0; columns[work->family->id][i]; i++) {
		snprintf(heads[i], sizeof heads[i], "%s",
		    columns[work->family->id][i]);
		for (char *c = heads[i]; *c; c++)
			*c = *c == '_' ? ' ' : (char)(*c - 'a' + 'A');
		names[i] = heads[i];
	}
	table = table_new(names);
	if (!table)
		return EXIT_FAILURE;
	for (row = records_first(records, work->family->id, NULL, &walk); row;
	     row = records_next(&walk))
		if (is_wanted(work, records, row->record))
			add_cells(work, table, row->record);
	return table_print(table, stdout) < 0;
}

static int
print_json(const struct records_work *work, const struct records *records)
{
	CLEANUP(buf_free) struct buf json = BUF_INIT;
	const struct record_row *row;
	struct ordered_walk walk;

	buf_addc(&json, '[');
	for (row = records_first(records, work->family->id, NULL, &walk); row;
	     row = records_next(&walk)) {
		if (!is_wanted(work, records, row->record))
			continue;
		buf_adds(&json, json.len > 1 ? ",\n" : "\n");
		record_row_add_json(&json, row);
	}
	buf_adds(&json, "]");
	if (buf_error(&json) < 0)
		return EXIT_FAILURE;
	puts(buf_str(&json));
	return EXIT_SUCCESS;
}

int
records_list_run(struct records_work *work)
{
	CLEANUP(records_unrefp) struct records *records = NULL;
	int status = check_filters(work);

	if (!status)
		status = records_read(work->cli, &records);
	if (status)
		return status;
	return work->cli->json ? print_json(work, records)
			       : print_table(work, records);
}

/* A list of records: each in a line, its members as KEY=VALUE. */
static void
print_list(const struct field *list, const void *record)
{
	const void *const *items =
	    *(const void *const *const *)((const char *)record + list->offset);
	const char *name = list->name;

	for (; *items; items++, name = "") {
		printf("%-18s", name);
		for (size_t i = 0; i < list->of->nfields; i++) {
			const struct field *field = &list->of->fields[i];
			CLEANUP(buf_free) struct buf cell = BUF_INIT;

			if (!field_given(field, *items))
				continue;
			field_add_cell(field, *items, &cell);
			printf(" %s=%s", field->name, buf_str(&cell));
		}
		puts("");
	}
}

void
records_print(const struct record_row *row)
{
	char created[INSTANT_TEXT], revised[INSTANT_TEXT];

	for (size_t i = 0; i < row->family->type->nfields; i++) {
		const struct field *field = &row->family->type->fields[i];
		CLEANUP(buf_free) struct buf cell = BUF_INIT;

		if (!field_given(field, row->record))
			continue;
		if (field->type == FIELD_RECORDS) {
			print_list(field, row->record);
			continue;
		}
		field_add_cell(field, row->record, &cell);
		printf("%-18s %s\n", field->name, buf_str(&cell));
	}
	printf("%-18s %lld, made %s, changed %s\n", "revision",
	    (long long)row->revision,
	    instant_format(created, row->created_at, 0),
	    instant_format(revised, row->revised_at, 0));
}

int
records_show(const struct records_work *work, const struct records *records)
{
	CLEANUP(buf_free) struct buf json = BUF_INIT;
	const struct record_row *row =
	    records_find(records, work->family->id, work->arguments[0]);

	if (!row)
		return cli_usage("there is no %s \"%s\"", work->family->name,
		    work->arguments[0]);
	if (work->cli->json) {
		record_row_add_json(&json, row);
		puts(buf_str(&json));
	} else {
		records_print(row);
	}
	return EXIT_SUCCESS;
}

int
records_show_run(struct records_work *work)
{
	CLEANUP(records_unrefp) struct records *records = NULL;
	int status = records_read(work->cli, &records);

	return status ? status : records_show(work, records);
}
