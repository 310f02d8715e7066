/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ambit plan coverage [YEAR]: what each line has reached and is to reach, by
 * region; and for what is open, the best events of that year that would fill
 * it and to which nobody goes yet.
 */
#include "office/reach.h"

#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/date.h"
#include "base/number.h"
#include "cli/plan.h"
#include "cli/table.h"
#include "store/record_table.h"

/* ---- printing --------------------------------------------------------- */

/* "A 3, else 1": missions by region, reached and planned. */
static void
add_regions(const struct reach *reach, int line, struct table *table)
{
	CLEANUP(buf_free) struct buf text = BUF_INIT;

	vec_each(&reach->cells, cell) {
		if (cell->line != line || cell->year != reach->year)
			continue;
		buf_addf(&text, "%s%s %lld", text.len ? ", " : "",
		    cell->region < 0 ? "else"
				     : reach->plan->regions[cell->region]->id,
		    (long long)(cell->reached.missions +
				cell->planned.missions));
	}
	table_add(table, buf_str(&text));
}

/* "7 missions, 12 days"; "" for nothing. */
static void
add_count(struct table *table, struct coverage_count count)
{
	if (count.missions && count.days)
		table_addf(table, "%lld missions, %lld days",
		    (long long)count.missions, (long long)count.days);
	else if (count.missions || count.days)
		table_addf(table, "%lld %s",
		    (long long)(count.missions ? count.missions : count.days),
		    count.missions ? "missions" : "days");
	else
		table_add(table, NULL);
}

static int
print_table(const struct reach *reach)
{
	static const char *const heads[] = { "LINE", "TARGET", "REACHED",
		"PLANNED", "OPEN", "BONUS", "BY REGION", NULL };
	CLEANUP(table_freep) struct table *table = table_new(heads);

	if (!table)
		return EXIT_FAILURE;
	for (size_t i = 0; i < reach->nlines; i++) {
		struct coverage_year year = coverage_year_of(
		    reach->plan, &reach->cells, (int)i, reach->year);

		table_add(table, reach->plan->lines[i]->id);
		add_count(table, year.target);
		add_count(table, year.reached);
		add_count(table, year.planned);
		add_count(table, year.open);
		table_addf(table, "%d", year.bonus);
		add_regions(reach, (int)i, table);
	}
	return table_print(table, stdout) < 0;
}

static int
print_candidates(const struct reach *reach)
{
	static const char *const heads[] = { "LINE", "SCORE", "START", "EVENT",
		"ID", NULL };
	CLEANUP(table_freep) struct table *table = table_new(heads);
	int n = 0;

	if (!table)
		return EXIT_FAILURE;
	for (size_t i = 0; i < reach->nlines; i++) {
		struct coverage_year year = coverage_year_of(
		    reach->plan, &reach->cells, (int)i, reach->year);

		for (int k = 0; k < REACH_CANDIDATES && year.bonus > 0; k++) {
			const struct reach_candidate *it = &reach->best[i][k];

			if (!it->row)
				break;
			table_add(table, reach->plan->lines[i]->id);
			table_addf(table, "%d", it->score);
			table_addf(table, "%.10s", it->row->event->start);
			table_add(table, it->row->event->summary);
			table_add(table, it->row->id);
			n++;
		}
	}
	if (n == 0)
		return EXIT_SUCCESS;
	printf("\nwould fill what is open:\n");
	return table_print(table, stdout) < 0;
}

static int
print_json(const struct reach *reach)
{
	CLEANUP(buf_free) struct buf json = BUF_INIT;

	buf_addc(&json, '[');
	for (size_t i = 0; i < reach->nlines; i++) {
		buf_adds(&json, i ? ",\n" : "\n");
		reach_line_json(reach, i, &json);
	}
	buf_addc(&json, ']');
	if (buf_error(&json) < 0)
		return EXIT_FAILURE;
	puts(buf_str(&json));
	return EXIT_SUCCESS;
}

/* ---- command ---------------------------------------------------------- */

int
plan_coverage(struct cli *cli, const char *year)
{
	CLEANUP(reach_release) struct reach reach = { .year = 0 };
	CLEANUP(records_unrefp) struct records *records = NULL;
	CLEANUP(snapshot_unrefp) struct snapshot *events = NULL;
	struct err err = ERR_INIT;
	int64_t today;
	int status = cli_today(cli, &today);

	if (status)
		return status;
	reach.year = civil_from_day(today).year;
	if (year && (int_parse(year, &reach.year) < 0 ||
			reach.year < REACH_FIRST || reach.year > REACH_LAST))
		return cli_usage(
		    "plan coverage: \"%s\" is no year, such as 2026", year);
	status = cli_store(cli);
	if (status)
		return status;
	if (store_records(cli->store, &records, &err) < 0 ||
	    snapshot_load(cli->store, cli->zones, &events, &err) < 0)
		return cli_fail(&err);
	reach.plan = cli->config->plan;
	reach.records = records;
	reach.events = events;
	if (reach_count(&reach, &err) < 0)
		return cli_fail(&err);
	if (cli->json)
		return print_json(&reach);
	status = print_table(&reach);
	return status ? status : print_candidates(&reach);
}
