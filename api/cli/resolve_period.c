/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The daemon resolves; here it is asked how far it is, until it has a plan.
 * Without one the same is done in this process.
 */
#include "resolve_period.h"

#include <inttypes.h>
#include <string.h>
#include <time.h>

#include "base/cleanup.h"
#include "base/date.h"
#include "base/json.h"
#include "cli/ask.h"
#include "cli/door.h"
#include "daemon/watch.h"
#include "model/bound.h"
#include "office/period_job.h"
#include "schedule/propose/text.h"
#include "schedule/resolve/why_text.h"
#include "store/resolutions.h"

/* ---- asking ------------------------------------------------------------- */

static int
not_a_period(void)
{
	return cli_usage("resolve: write a period as 2026-11 or "
			 "2026-11-01/2026-11-30, both inclusive");
}

static int
begin(struct cli *cli, const struct period_wish *wish, json_t **out)
{
	CLEANUP(ask_free) struct ask ask = { .method = HTTP_POST };
	char day[2][DAY_TEXT];
	int64_t first, end;

	if (!cli_read_period(wish->period, &first, &end))
		return not_a_period();
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

/* Of the daemon alone: nobody else knows how far it is. */
static int
look(struct cli *cli, const char *id, json_t **out)
{
	CLEANUP(ask_free) struct ask ask = { .method = HTTP_GET };
	struct err err = ERR_INIT;
	int status;

	buf_adds(&ask.target, "/v1/resolutions");
	ask_segment(&ask, id);
	status = door_request(cli->config->socket, "GET", buf_str(&ask.target),
	    NULL, &ask.answer, &err);
	if (status == 200 &&
	    json_read(buf_str(&ask.answer), ask.answer.len, out, &err) == 0)
		return EXIT_SUCCESS;
	fprintf(stderr,
	    "ambit: the daemon ended while it resolved, or does not answer: "
	    "start it, and ask again; what it had found by then is its "
	    "resolution %s\n",
	    id);
	return EXIT_FAILURE;
}

static bool
show_progress(const json_t *told)
{
	if (!isatty(STDERR_FILENO) || !told)
		return false;
	fprintf(stderr,
	    "\r%" PRId64 " steps, objective %" PRId64 ", bound %" PRId64 "   ",
	    json_member_int(told, "steps"), json_member_int(told, "scalar"),
	    json_member_int(told, "bound"));
	return true;
}

/* Until it does not run any more. */
static int
wait_for(struct cli *cli, json_t **answer)
{
	const struct timespec pause = { 0, 200000000 };
	int status = 0;
	bool shown = false;

	while (status == 0 &&
	       strcmp(json_member_text(*answer, "state"), "running") == 0) {
		json_t *next = NULL;

		nanosleep(&pause, NULL);
		status = look(cli, json_member_text(*answer, "id"), &next);
		if (next) {
			json_decref(*answer);
			*answer = next;
			shown |= show_progress(json_object_get(next, "told"));
		}
	}
	if (shown)
		fputc('\n', stderr);
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

/* What was left out of the plan, each with the rule that it would break. */
static void
print_left(const json_t *told)
{
	const json_t *left;
	size_t i;

	json_array_foreach(json_object_get(told, "left_out"), i, left)
	{
		CLEANUP(buf_free) struct buf text = BUF_INIT;
		const char *brings = json_member_text(left, "brings");

		propose_add_text(
		    &text, LANGUAGE_EN, json_object_get(left, "steps"));
		printf("left out (%s): %s\n",
		    brings[0] ? brings : "it has changed", buf_str(&text));
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
	print_left(told);
	print_counts(told);
}

/* ---- why, and applying ----------------------------------------------------
 */

struct explaining {
	const char *mission;
	json_t *why; /* owned; NULL: not found */
};

static int
find_why(const struct resolution *resolution, void *arg, struct err *err)
{
	struct explaining *explaining = arg;
	CLEANUP(json_freep) json_t *list = NULL;
	const char *text = resolution->explained;

	if (text && json_read(text, strlen(text), &list, err) < 0)
		return err->code;
	explaining->why = json_incref(why_find(list, explaining->mission));
	return 0;
}

/* Adds "explained" to the answer. */
static int
explain(struct cli *cli, const struct period_wish *wish, json_t *answer)
{
	struct explaining explaining = { wish->explain, NULL };
	struct resolution_filter filter = { .id = json_member_text(
						answer, "id") };
	struct err err = ERR_INIT;
	int status = cli_store(cli);

	if (status)
		return status;
	if (resolutions_each(cli->store, &filter, find_why, &explaining, &err) <
	    0)
		return cli_fail(&err);
	if (!explaining.why) {
		fprintf(stderr,
		    "ambit: the plan has no mission \"%s\": it resolves those "
		    "that begin in its period, count, and are not decided\n",
		    wish->explain);
		return EXIT_FAILURE;
	}
	json_object_set_new(answer, "explained", explaining.why);
	return EXIT_SUCCESS;
}

static void
print_why(const struct period_wish *wish, const json_t *answer)
{
	CLEANUP(buf_free) struct buf text = BUF_INIT;

	why_add_text(
	    &text, wish->language, json_object_get(answer, "explained"));
	puts(buf_str(&text));
}

/* The answer is then what it has become. */
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
	if (status == 0)
		json_object_update(answer, applied);
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
		return not_a_period();
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

static void
print_answer(
    const struct cli *cli, const struct period_wish *wish, const json_t *answer)
{
	if (cli->json) {
		json_dumpf(answer, stdout, JSON_COMPACT);
		putchar('\n');
		return;
	}
	print_plan(answer);
	if (json_object_get(answer, "explained"))
		print_why(wish, answer);
	if (wish->apply)
		printf("%s\n", json_member_text(answer, "state"));
	else if (json_object_get(answer, "changes"))
		printf(
		    "ambit resolve apply %s\n", json_member_text(answer, "id"));
}

int
cli_resolve_period(struct cli *cli, const struct period_wish *wish)
{
	CLEANUP(json_freep) json_t *answer = NULL;
	int status = cli_config(cli);
	bool failed;

	if (status || wish->export)
		return status ? status : export_instance(cli, wish);
	status = begin(cli, wish, &answer);
	if (status == 0)
		status = wait_for(cli, &answer);
	if (status)
		return status;
	failed = strcmp(json_member_text(answer, "state"), "failed") == 0;
	if (!failed && wish->explain)
		status = explain(cli, wish, answer);
	if (!failed && !status && wish->apply)
		status = apply(cli, wish, answer);
	print_answer(cli, wish, answer);
	return failed ? EXIT_FAILURE : status;
}
