/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ambit plan show               lines, regions and targets of the plan in force
 * ambit plan check [FILE]       what is wrong with it, and where
 * ambit plan score EVENT        an event's score, term by term
 * ambit plan coverage [YEAR]    what has been reached; see plan_coverage.c
 */
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/date.h"
#include "base/text.h"
#include "cli/cli.h"
#include "cli/plan.h"
#include "cli/table.h"
#include "config/plan_file.h"
#include "office/standing.h"
#include "store/events.h"
#include "store/record_table.h"

/* ---- check and show --------------------------------------------------- */

static size_t
count(const void *list)
{
	const void *const *at = list;
	size_t n = 0;

	while (at && at[n])
		n++;
	return n;
}

static int
check(struct cli *cli, const char *path)
{
	CLEANUP(config_problems_free)
	struct config_problems problems = VEC_INIT;
	CLEANUP(freep) struct plan *plan = NULL;
	struct err err = ERR_INIT;

	if (!path) {
		int status = cli_config(cli);

		if (status)
			return status;
		path = cli->config->plan_path;
	}
	if (!*path)
		return cli_usage("%s names no plan: add \"file = FILE\" to "
				 "[plan]",
		    cli->config_path);
	if (plan_file_read(path, &plan, &problems, &err) < 0) {
		cli_problems(&problems);
		return cli_fail(&err);
	}
	printf("%s is right: %zu line(s), %zu region(s), %zu target(s)\n", path,
	    count(plan->lines), count(plan->regions), count(plan->targets));
	return EXIT_SUCCESS;
}

/* 0, or an exit status: there is no plan. */
static int
need_plan(struct cli *cli)
{
	int status = cli_config(cli);

	if (!status && !cli->config->plan)
		status = cli_usage("%s names no plan: add \"file = FILE\" to "
				   "[plan]",
		    cli->config_path);
	return status;
}

static int
print_plan(const struct plan *plan)
{
	static const char *const heads[] = { "", "ID", "WEIGHT", "NAME", NULL };
	CLEANUP(table_freep) struct table *table = table_new(heads);
	char last[DAY_TEXT];
	int64_t end;

	if (!table || day_parse(plan->end, &end) < 0)
		return EXIT_FAILURE;
	printf("%s: %s, from %s to %s\n", plan->id,
	    plan->name ? plan->name : "", plan->start,
	    day_format(last, end - 1));
	for (size_t i = 0; i < count(plan->lines); i++) {
		table_add(table, "line");
		table_add(table, plan->lines[i]->id);
		table_addf(table, "%lld", (long long)plan->lines[i]->weight);
		table_add(table, plan->lines[i]->name);
	}
	for (size_t i = 0; i < count(plan->regions); i++) {
		table_add(table, "region");
		table_add(table, plan->regions[i]->id);
		table_addf(table, "%lld", (long long)plan->regions[i]->weight);
		table_add(table, plan->regions[i]->name);
	}
	table_add(table, "region");
	table_add(table, "else");
	table_addf(table, "%lld", (long long)plan->other_regions);
	table_add(table, NULL);
	return table_print(table, stdout) < 0;
}

static int
show(struct cli *cli)
{
	CLEANUP(buf_free) struct buf json = BUF_INIT;
	int status = need_plan(cli);

	if (status)
		return status;
	if (!cli->json)
		return print_plan(cli->config->plan);
	record_add_json(&plan_record, cli->config->plan, &json);
	if (buf_error(&json) < 0)
		return EXIT_FAILURE;
	puts(buf_str(&json));
	return EXIT_SUCCESS;
}

/* ---- score ------------------------------------------------------------ */

struct wanted {
	const char *id;
	struct event_row *row;
};

static int
take_wanted(struct event_row *row, void *arg, struct err *err)
{
	struct wanted *wanted = arg;

	(void)err;
	if (!wanted->row && strcmp(row->id, wanted->id) == 0)
		wanted->row = row;
	else
		event_row_free(row);
	return 0;
}

static int
print_score(const struct score *score)
{
	static const char *const heads[] = { "TERM", "VALUE", "WEIGHT", "OF",
		NULL };
	const struct {
		const char *name;
		int value, weight;
		const char *of;
	} rows[] = {
		{ "line", score->line, 40, score->line_id },
		{ "region", score->region, 25, score->region_id },
		{ "role", score->role, 15, NULL },
		{ "project", score->project, 10, NULL },
		{ "network", score->network, 10, NULL },
	};
	CLEANUP(table_freep) struct table *table = table_new(heads);

	if (!table)
		return EXIT_FAILURE;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		table_add(table, rows[i].name);
		table_addf(table, "%d", rows[i].value);
		table_addf(table, "%d", rows[i].weight);
		table_add(table, rows[i].of);
	}
	if (table_print(table, stdout) < 0)
		return EXIT_FAILURE;
	printf("score %d\n", score->total);
	return EXIT_SUCCESS;
}

static int
print_score_json(const struct score *score)
{
	CLEANUP(buf_free) struct buf json = BUF_INIT;

	score_add_json(score, &json);
	if (buf_error(&json) < 0)
		return EXIT_FAILURE;
	puts(buf_str(&json));
	return EXIT_SUCCESS;
}

/* Outside of the plan's years its weights say nothing: it is said. */
static void
warn_of_years(const struct plan *plan, const struct event *event)
{
	char date[DAY_TEXT];
	int64_t day;

	snprintf(date, sizeof date, "%.10s", event->start);
	if (day_parse(date, &day) == 0 && !plan_holds(plan, day))
		fprintf(stderr, "ambit: %s is outside of the plan %s\n", date,
		    plan->id);
}

static int
score(struct cli *cli, const char *id)
{
	CLEANUP(records_unrefp) struct records *records = NULL;
	struct wanted wanted = { .id = id };
	struct err err = ERR_INIT;
	struct score_facts facts;
	struct score result;
	int status = need_plan(cli);

	if (!status)
		status = cli_store(cli);
	if (status)
		return status;
	if (store_records(cli->store, &records, &err) < 0 ||
	    events_each(
		cli->store, cli->zones, take_wanted, &wanted, NULL, &err) < 0)
		return cli_fail(&err);
	if (!wanted.row)
		return cli_usage("there is no event \"%s\"", id);
	warn_of_years(cli->config->plan, wanted.row->event);
	standing_facts(records, id, wanted.row->event, &facts);
	score_event(cli->config->plan, wanted.row->event, &facts, &result);
	status = cli->json ? print_score_json(&result) : print_score(&result);
	event_row_free(wanted.row);
	return status;
}

int
command_plan(struct cli *cli, int argc, char **argv)
{
	int n = cli_options(cli, "plan", NULL, argc, argv);

	if (n < 0)
		return EXIT_USAGE;
	if (n == 0 || (n == 1 && strcmp(argv[0], "show") == 0))
		return show(cli);
	if (n <= 2 && strcmp(argv[0], "check") == 0)
		return check(cli, n == 2 ? argv[1] : NULL);
	if (n == 2 && strcmp(argv[0], "score") == 0)
		return score(cli, argv[1]);
	if (n <= 2 && strcmp(argv[0], "coverage") == 0) {
		int status = need_plan(cli);

		return status ? status
			      : plan_coverage(cli, n == 2 ? argv[1] : NULL);
	}
	return cli_usage("usage: ambit plan show | check [FILE] | score EVENT "
			 "| coverage [YEAR]");
}
