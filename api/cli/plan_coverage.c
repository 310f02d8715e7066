/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ambit plan coverage [YEAR]: what each line has reached and is to reach, by
 * region; and for what is open, the best events of that year that would fill
 * it and to which nobody goes yet.
 */
#include "schedule/coverage.h"

#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/date.h"
#include "base/number.h"
#include "base/text.h"
#include "cli/plan.h"
#include "cli/table.h"
#include "office/covered.h"
#include "office/standing.h"
#include "store/record_table.h"

#define CANDIDATES 3

/* An event that would serve a line. */
struct candidate {
	const struct event_row *row;
	int score;
};

struct coverage {
	struct cli *cli;
	const struct plan *plan;
	struct records *records;
	struct snapshot *events;
	struct coverage_cells cells;
	int64_t year;
	struct candidate best[64][CANDIDATES]; /* by line, the highest first */
};

static void
coverage_release(struct coverage *coverage)
{
	records_unref(coverage->records);
	snapshot_unref(coverage->events);
	vec_free(&coverage->cells);
}

static size_t
line_count(const struct plan *plan)
{
	size_t n = 0;

	while (plan->lines && plan->lines[n] && n < 64)
		n++;
	return n;
}

/* ---- candidates ------------------------------------------------------- */

/* Keeps it among a line's best. */
static void
offer(struct candidate best[CANDIDATES], struct candidate candidate)
{
	for (int i = 0; i < CANDIDATES; i++)
		if (!best[i].row || candidate.score > best[i].score) {
			struct candidate next = best[i];

			best[i] = candidate;
			candidate = next;
			if (!candidate.row)
				return;
		}
}

/* Only what begins in the year, is on, and has no mission. */
static bool
is_open(const struct coverage *coverage, const struct event_row *row)
{
	struct records_users users;
	const struct record_row *user;
	int64_t year;
	char digits[5];

	snprintf(digits, sizeof digits, "%.4s", row->event->start);
	if (int_parse(digits, &year) < 0 || year != coverage->year ||
	    event_row_status(row) == EVENT_CANCELLED)
		return false;
	for (user = records_user_first(
		 coverage->records, "event", row->id, &users);
	     user; user = records_user_next(&users))
		if (user->family->id == FAMILY_MISSION)
			return false;
	return true;
}

static int
offer_series(const struct series *series, void *arg)
{
	struct coverage *coverage = arg;
	const struct event_row *row = series->rows[0];
	struct score_facts facts;
	struct score score;

	if (!is_open(coverage, row))
		return 0;
	standing_facts(coverage->records, row->id, row->event, &facts);
	score_event(coverage->plan, row->event, &facts, &score);
	for (size_t i = 0; i < line_count(coverage->plan); i++)
		if (score_serves(coverage->plan->lines[i], row->event, &facts))
			offer(coverage->best[i],
			    (struct candidate){ row, score.total });
	return 0;
}

/* ---- printing --------------------------------------------------------- */

/* "A 3, else 1": missions by region, reached and planned. */
static void
add_regions(const struct coverage *coverage, int line, struct table *table)
{
	CLEANUP(buf_free) struct buf text = BUF_INIT;

	vec_each(&coverage->cells, cell) {
		if (cell->line != line || cell->year != coverage->year)
			continue;
		buf_addf(&text, "%s%s %lld", text.len ? ", " : "",
		    cell->region < 0
			? "else"
			: coverage->plan->regions[cell->region]->id,
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
print_table(const struct coverage *coverage)
{
	static const char *const heads[] = { "LINE", "TARGET", "REACHED",
		"PLANNED", "OPEN", "BONUS", "BY REGION", NULL };
	CLEANUP(table_freep) struct table *table = table_new(heads);

	if (!table)
		return EXIT_FAILURE;
	for (size_t i = 0; i < line_count(coverage->plan); i++) {
		struct coverage_year year = coverage_year_of(
		    coverage->plan, &coverage->cells, (int)i, coverage->year);

		table_add(table, coverage->plan->lines[i]->id);
		add_count(table, year.target);
		add_count(table, year.reached);
		add_count(table, year.planned);
		add_count(table, year.open);
		table_addf(table, "%d", year.bonus);
		add_regions(coverage, (int)i, table);
	}
	return table_print(table, stdout) < 0;
}

static int
print_candidates(const struct coverage *coverage)
{
	static const char *const heads[] = { "LINE", "SCORE", "START", "EVENT",
		"ID", NULL };
	CLEANUP(table_freep) struct table *table = table_new(heads);
	int n = 0;

	if (!table)
		return EXIT_FAILURE;
	for (size_t i = 0; i < line_count(coverage->plan); i++) {
		struct coverage_year year = coverage_year_of(
		    coverage->plan, &coverage->cells, (int)i, coverage->year);

		for (int k = 0; k < CANDIDATES && year.bonus > 0; k++) {
			const struct candidate *it = &coverage->best[i][k];

			if (!it->row)
				break;
			table_add(table, coverage->plan->lines[i]->id);
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

static void
add_json_count(struct buf *json, const char *name, struct coverage_count count)
{
	buf_addf(json, ",\"%s\":{\"missions\":%lld,\"days\":%lld}", name,
	    (long long)count.missions, (long long)count.days);
}

static void
add_json_line(const struct coverage *coverage, size_t i, struct buf *json)
{
	struct coverage_year year = coverage_year_of(
	    coverage->plan, &coverage->cells, (int)i, coverage->year);

	buf_adds(json, i ? ",\n{\"line\":" : "\n{\"line\":");
	json_add_text(json, coverage->plan->lines[i]->id);
	buf_addf(json, ",\"year\":%lld,\"bonus\":%d", (long long)coverage->year,
	    year.bonus);
	add_json_count(json, "target", year.target);
	add_json_count(json, "reached", year.reached);
	add_json_count(json, "planned", year.planned);
	add_json_count(json, "open", year.open);
	buf_adds(json, ",\"candidates\":[");
	for (int k = 0; k < CANDIDATES && coverage->best[i][k].row; k++)
		buf_addf(json, "%s{\"event\":\"%s\",\"score\":%d}",
		    k ? "," : "", coverage->best[i][k].row->id,
		    coverage->best[i][k].score);
	buf_adds(json, "]}");
}

static int
print_json(const struct coverage *coverage)
{
	CLEANUP(buf_free) struct buf json = BUF_INIT;

	buf_addc(&json, '[');
	for (size_t i = 0; i < line_count(coverage->plan); i++)
		add_json_line(coverage, i, &json);
	buf_addc(&json, ']');
	if (buf_error(&json) < 0)
		return EXIT_FAILURE;
	puts(buf_str(&json));
	return EXIT_SUCCESS;
}

/* ---- command ---------------------------------------------------------- */

static int
count(struct coverage *coverage)
{
	struct coverage_items items = VEC_INIT;
	struct err err = ERR_INIT;
	struct cli *cli = coverage->cli;
	int rc;

	rc = store_records(cli->store, &coverage->records, &err);
	if (rc == 0)
		rc = snapshot_load(
		    cli->store, cli->zones, &coverage->events, &err);
	if (rc == 0)
		rc = covered_items(coverage->records, coverage->events,
		    coverage->plan, &items, &err);
	if (rc == 0 &&
	    coverage_cells_count(items.items, items.len, &coverage->cells) < 0)
		rc = err_set(&err, -ENOMEM, "coverage: no memory");
	vec_free(&items);
	return rc < 0 ? cli_fail(&err) : EXIT_SUCCESS;
}

int
plan_coverage(struct cli *cli, const char *year)
{
	CLEANUP(coverage_release)
	struct coverage coverage = { .cli = cli, .plan = cli->config->plan };
	int64_t today;
	int status = cli_today(cli, &today);

	if (status)
		return status;
	coverage.year = civil_from_day(today).year;
	if (year && (int_parse(year, &coverage.year) < 0 ||
			coverage.year < 1990 || coverage.year > 2999))
		return cli_usage(
		    "plan coverage: \"%s\" is no year, such as 2026", year);
	status = cli_store(cli);
	if (!status)
		status = count(&coverage);
	if (status)
		return status;
	snapshot_each(coverage.events, offer_series, &coverage);
	if (cli->json)
		return print_json(&coverage);
	status = print_table(&coverage);
	return status ? status : print_candidates(&coverage);
}
