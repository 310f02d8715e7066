/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The daemon resolves; here it is asked how far it is, until it has a plan.
 * Without one the same is done in this process.
 */
#include "period.h"

#include <inttypes.h>
#include <string.h>
#include <time.h>

#include "base/cleanup.h"
#include "base/date.h"
#include "base/json.h"
#include "cli/ask.h"
#include "daemon/watch.h"
#include "model/bound.h"
#include "office/period_job.h"
#include "schedule/propose/text.h"

/* ---- periods ------------------------------------------------------------ */

/* The first day of "2026", "2026-11", "2026-11-03", and the one behind its
 * last. */
static bool
read_days(const char *text, size_t len, int64_t *first, int64_t *end)
{
	char date[DAY_TEXT + 1];
	struct civil civil;

	if (len != 4 && len != 7 && len != 10)
		return false;
	snprintf(date, sizeof date, "%.*s%s", (int)len, text,
	    len == 4   ? "-01-01"
	    : len == 7 ? "-01"
		       : "");
	if (day_parse(date, first) < 0)
		return false;
	civil = civil_from_day(*first);
	*end = len == 4   ? day_from_ymd(civil.year + 1, 1, 1)
	       : len == 7 ? *first + days_in_month(civil.year, civil.month)
			  : *first + 1;
	return true;
}

bool
cli_read_period(const char *text, int64_t *first, int64_t *end)
{
	const char *dots = strstr(text, "..");
	const char *slash = strchr(text, '/');
	const char *behind = dots ? dots + 2 : slash ? slash + 1 : NULL;
	size_t len = dots    ? (size_t)(dots - text)
		     : slash ? (size_t)(slash - text)
			     : strlen(text);
	int64_t other;

	return read_days(text, len, first, end) &&
	       (!behind || read_days(behind, strlen(behind), &other, end)) &&
	       *first < *end;
}

/* ---- asking ------------------------------------------------------------- */

static int
begin(struct cli *cli, const struct period_wish *wish, json_t **out)
{
	CLEANUP(ask_free) struct ask ask = { .method = HTTP_POST };
	char day[2][DAY_TEXT];
	int64_t first, end;

	if (!cli_read_period(wish->period, &first, &end))
		return cli_usage("resolve: write a period as 2026-11 or "
				 "2026-11-01/2026-11-30");
	buf_adds(&ask.target, "/v1/resolutions");
	if (wish->why)
		ask_parameter(&ask, "why", wish->why);
	buf_addf(&ask.body,
	    "{\"from\":\"%s\",\"to\":\"%s\",\"seconds\":%" PRId64
	    ",\"iterations\":%" PRId64 ",\"seed\":%" PRId64 "}",
	    day_format(day[0], first), day_format(day[1], end), wish->seconds,
	    wish->iterations, wish->seed);
	return ask_json(cli, &ask, out);
}

static int
look(struct cli *cli, const char *id, json_t **out)
{
	CLEANUP(ask_free) struct ask ask = { .method = HTTP_GET };

	buf_adds(&ask.target, "/v1/resolutions");
	ask_segment(&ask, id);
	return ask_json(cli, &ask, out);
}

static void
show_progress(const json_t *told)
{
	if (!isatty(STDERR_FILENO) || !told)
		return;
	fprintf(stderr,
	    "\r%" PRId64 " steps, objective %" PRId64 ", bound %" PRId64 "   ",
	    json_member_int(told, "steps"), json_member_int(told, "scalar"),
	    json_member_int(told, "bound"));
}

/* Until it does not run any more. */
static int
wait_for(struct cli *cli, json_t **answer)
{
	const struct timespec pause = { 0, 200000000 };
	int status = 0;

	while (status == 0 &&
	       strcmp(json_member_text(*answer, "state"), "running") == 0) {
		json_t *next = NULL;

		nanosleep(&pause, NULL);
		status = look(cli, json_member_text(*answer, "id"), &next);
		if (next) {
			json_decref(*answer);
			*answer = next;
			show_progress(json_object_get(next, "told"));
		}
	}
	return status;
}

/* ---- telling ------------------------------------------------------------ */

static void
print_counts(const json_t *told)
{
	json_t *before = json_object_get(told, "before");
	json_t *after = json_object_get(told, "after");
	const char *code;
	json_t *value;

	puts("CODE  BEFORE  AFTER");
	json_object_foreach(before, code, value)
	    printf("%-4s  %6" JSON_INTEGER_FORMAT "  %5" PRId64 "\n", code,
		json_integer_value(value), json_member_int(after, code));
	json_object_foreach(after, code, value)
	{
		if (!json_object_get(before, code))
			printf("%-4s  %6d  %5" JSON_INTEGER_FORMAT "\n", code,
			    0, json_integer_value(value));
	}
}

static void
print_plan(const json_t *answer)
{
	const json_t *told = json_object_get(answer, "told");
	const json_t *objective = json_object_get(told, "objective");
	const json_t *ways = json_object_get(told, "ways"), *steps;
	size_t i;

	if (json_object_get(told, "failed")) {
		printf("failed: %s\n", json_member_text(told, "failed"));
		return;
	}
	json_array_foreach(ways, i, steps)
	{
		CLEANUP(buf_free) struct buf text = BUF_INIT;

		propose_add_text(&text, LANGUAGE_EN, steps);
		printf("%zu. %s\n", i + 1, buf_str(&text));
	}
	printf("objective  %" JSON_INTEGER_FORMAT
	       " (declined mandatory %" JSON_INTEGER_FORMAT
	       ", disturbed %" JSON_INTEGER_FORMAT
	       ", value lost %" JSON_INTEGER_FORMAT ")\n",
	    json_integer_value(json_object_get(told, "scalar")),
	    json_integer_value(json_array_get(objective, 0)),
	    json_integer_value(json_array_get(objective, 1)),
	    json_integer_value(json_array_get(objective, 2)));
	printf("bound      %" PRId64 "%s\n", json_member_int(told, "bound"),
	    json_is_true(json_object_get(told, "proven"))
		? ": this is an optimum"
		: "");
	printf("attended   %" PRId64 " of %" PRId64 " missions\n",
	    json_member_int(told, "attended"),
	    json_member_int(told, "missions"));
	print_counts(told);
}

static int
apply(struct cli *cli, const struct period_wish *wish, json_t *answer)
{
	CLEANUP(ask_free) struct ask ask = { .method = HTTP_POST };
	CLEANUP(json_freep) json_t *applied = NULL;
	int status;

	buf_adds(&ask.target, "/v1/resolutions");
	ask_segment(&ask, json_member_text(answer, "id"));
	ask_segment(&ask, "apply");
	if (wish->why)
		ask_parameter(&ask, "why", wish->why);
	status = ask_json(cli, &ask, &applied);
	if (status == 0 && !cli->json)
		printf("%s\n", json_member_text(applied, "state"));
	return status;
}

/* ---- the instance ------------------------------------------------------- */

static int
write_instance(const char *path, const struct period_job *job, struct err *err)
{
	CLEANUP(fclosep) FILE *file = fopen(path, "we");

	if (!file ||
	    fwrite(job->text.data, 1, job->text.len, file) != job->text.len ||
	    fflush(file) != 0)
		return err_errno(err, "%s", path);
	return 0;
}

static int
export_instance(struct cli *cli, const struct period_wish *wish)
{
	struct period_asked asked = { .milliseconds = 1 };
	struct period_job *job = NULL;
	struct watch *watch = NULL;
	struct err err = ERR_INIT;
	const struct zone *zone = NULL;
	int status = cli_store(cli);
	int64_t first, end;
	int rc;

	if (!cli_read_period(wish->period, &first, &end))
		return cli_usage("resolve: write a period as 2026-11");
	if (status || (status = cli_places(cli)) != 0 ||
	    (status = cli_zone(cli, &zone)) != 0)
		return status;
	asked.span = days_within(zone, first, end);
	asked.now = clock_now(cli->clock);
	asked.revise_percent = cli->config->revise_percent;
	rc = watch_open(cli->config, cli->store, cli->zones, cli->places,
	    cli->clock, &watch, &err);
	if (rc == 0)
		rc = watch_judge(watch)->begins(
		    watch_judge(watch)->arg, &asked, &job, &err);
	if (rc == 0)
		rc = write_instance(wish->export, job, &err);
	if (rc == 0)
		printf("%zu missions\n", job->period.missions.len);
	period_job_free(job);
	watch_free(watch);
	return rc < 0 ? cli_fail(&err) : EXIT_SUCCESS;
}

int
cli_resolve_period(struct cli *cli, const struct period_wish *wish)
{
	CLEANUP(json_freep) json_t *answer = NULL;
	int status = cli_config(cli);

	if (status || wish->export)
		return status ? status : export_instance(cli, wish);
	status = begin(cli, wish, &answer);
	if (status == 0)
		status = wait_for(cli, &answer);
	if (status)
		return status;
	if (cli->json)
		json_dumpf(answer, stdout, JSON_COMPACT);
	else
		print_plan(answer);
	if (strcmp(json_member_text(answer, "state"), "failed") == 0)
		return EXIT_FAILURE;
	if (wish->apply)
		return apply(cli, wish, answer);
	if (!cli->json)
		printf(
		    "ambit resolve apply %s\n", json_member_text(answer, "id"));
	return EXIT_SUCCESS;
}
