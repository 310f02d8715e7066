/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ambit resolve --instance F.json [--plan OUT.json] [--seconds S | --cpu S |
 *     --iterations N] [--seed K] [--threads N] [--lp F.lp] [--explain ID]
 * ambit resolve --period P [--seconds S] [--iterations N] [--seed K] [--apply]
 *     [--explain MISSION]
 * ambit resolve --export FILE --period P
 * ambit resolve apply|undo|cancel ID [--why REASON]
 *
 * Resolves an instance file without a store. The plan is written beside its
 * place and moved there, so that there is a whole one or none.
 */
#include <inttypes.h>
#include <pthread.h>
#include <string.h>
#include <time.h>

#include "base/cleanup.h"
#include "base/number.h"
#include "base/record.h"
#include "cli/cli.h"
#include "cli/propose.h"
#include "cli/resolve_period.h"
#include "cli/resolve_why.h"
#include "office/judge.h"
#include "schedule/resolve/check.h"
#include "schedule/resolve/lp_write.h"
#include "schedule/resolve/problem_read.h"
#include "schedule/resolve/resolve.h"

#define MOST_BYTES (INT64_C(1) << 30)

struct asked {
	const char *instance, *plan, *lp;
	const char *seconds, *cpu, *iterations, *seed, *threads, *explain;
	enum language language;
};

struct budget {
	const struct clock *clock;
	int64_t wall; /* milliseconds, 0: none */
	int64_t cpu;
	bool progress;
	int64_t shown;
};

/* ---- files -------------------------------------------------------------- */

static int
read_whole(const char *path, struct buf *out, struct err *err)
{
	CLEANUP(fclosep) FILE *file = fopen(path, "re");

	if (!file)
		return err_errno(err, "%s", path);
	out->limit = MOST_BYTES;
	for (;;) {
		char *to = buf_reserve(out, 1 << 16);
		size_t got;

		if (!to)
			return err_set(err, buf_error(out),
			    "%s: too large, at most 1 GiB is read", path);
		got = fread(to, 1, 1 << 16, file);
		buf_commit(out, got);
		if (got == 0)
			break;
	}
	return ferror(file) ? err_errno(err, "%s", path) : 0;
}

static int
write_whole(const char *path, const struct buf *text, struct err *err)
{
	CLEANUP(buf_free) struct buf beside = BUF_INIT;
	CLEANUP(fclosep) FILE *file = NULL;

	buf_addf(&beside, "%s.new", path);
	if (buf_error(&beside) < 0 || buf_error(text) < 0)
		return err_set(err, -ENOMEM, "%s: out of memory", path);
	file = fopen(buf_str(&beside), "we");
	if (!file)
		return err_errno(err, "%s", buf_str(&beside));
	if (fwrite(text->data, 1, text->len, file) != text->len ||
	    fflush(file) != 0 || rename(buf_str(&beside), path) < 0)
		return err_errno(err, "%s", path);
	return 0;
}

/* ---- the budget --------------------------------------------------------- */

static int64_t
cpu_milliseconds(void)
{
	return (int64_t)clock() * 1000 / CLOCKS_PER_SEC;
}

static bool
is_over(void *ctx, const struct resolve_state *state)
{
	struct budget *budget = ctx;
	int64_t now = clock_monotonic(budget->clock);

	if (budget->progress && now >= budget->shown + 500) {
		budget->shown = now;
		fprintf(stderr,
		    "\r%" PRId64 " steps, objective %" PRId64 ", bound %" PRId64
		    "   ",
		    state->iterations, state->cost, state->bound);
	}
	if (budget->cpu)
		return cpu_milliseconds() >= budget->cpu;
	return budget->wall && now >= budget->wall;
}

/* ---- threads ------------------------------------------------------------ */

struct thread_task {
	void (*task)(void *tasks, int i);
	void *tasks;
	int i;
};

static void *
run_one(void *ctx)
{
	struct thread_task *one = ctx;

	one->task(one->tasks, one->i);
	return NULL;
}

/* The last task runs here; so does any that no thread could be had for. */
static void
run_threads(void *ctx, void (*task)(void *tasks, int i), void *tasks, int n)
{
	struct thread_task one = { task, tasks, 0 };
	pthread_t thread;
	bool started;

	(void)ctx;
	started = n > 1 && pthread_create(&thread, NULL, run_one, &one) == 0;
	for (int i = started ? 1 : 0; i < n; i++)
		task(tasks, i);
	if (started)
		pthread_join(thread, NULL);
}

/* ---- reporting ---------------------------------------------------------- */

static double
gap_percent(const struct resolve_state *state)
{
	int64_t size = state->cost < 0 ? -state->cost : state->cost;

	return 100.0 * (double)(state->cost - state->bound) /
	       (double)(size ? size : 1);
}

static void
report(const struct cli *cli, const struct resolve_state *state, double cpu,
    const char *explained)
{
	const struct roster *roster = state->roster;
	int64_t attended = 0;

	for (int32_t i = 0; i < roster->problem->missions; i++)
		attended += roster->choice[i].option >= 0;
	if (cli->json) {
		printf("{\"objective\": [%" PRId64 ", %" PRId64 ", %" PRId64
		       "], \"scalar\": %" PRId64 ", \"bound\": %" PRId64
		       ", \"gap_percent\": %.4f, \"attended\": %" PRId64
		       ", \"missions\": %d, \"iterations\": %" PRId64
		       ", \"hash\": \"%016" PRIx64
		       "\", \"cpu_seconds\": %.6f%s%s}\n",
		    roster->level[0], roster->level[1], roster->level[2],
		    state->cost, state->bound, gap_percent(state), attended,
		    roster->problem->missions, state->iterations, roster->hash,
		    cpu, explained ? ", \"explained\": " : "",
		    explained ? explained : "");
		return;
	}
	printf("objective  %" PRId64 " (declined statutory %" PRId64
	       ", disturbed %" PRId64 ", value lost %" PRId64 ")\n"
	       "bound      %" PRId64 "\n",
	    state->cost, roster->level[0], roster->level[1], roster->level[2],
	    state->bound);
	if (state->bound == state->cost)
		puts("gap        none: this is an optimum");
	else
		printf("gap        %.3f %%\n", gap_percent(state));
	printf("attended   %" PRId64 " of %d missions\n"
	       "plan       %016" PRIx64 ", %" PRId64 " steps\n",
	    attended, roster->problem->missions, roster->hash,
	    state->iterations);
	if (explained)
		puts(explained);
}

/* ---- the command -------------------------------------------------------- */

static int
number(const char *option, const char *text, int64_t min, int64_t max,
    int64_t *out)
{
	if (!text)
		return 0;
	if (int_parse(text, out) < 0 || *out < min || *out > max)
		return cli_usage("--%s %s: a number from %" PRId64
				 " to %" PRId64 " is wanted",
		    option, text, min, max);
	return 0;
}

static int
understand(const struct cli *cli, const struct asked *asked,
    struct resolve_how *how, struct budget *budget)
{
	int64_t seconds = 0, cpu = 0, seed = 1, threads = 1;
	int status = number("seconds", asked->seconds, 1, 86400, &seconds);

	if (!status)
		status = number("cpu", asked->cpu, 1, 86400, &cpu);
	if (!status)
		status = number("iterations", asked->iterations, 1,
		    INT64_C(1000000000000), &how->iterations);
	if (!status)
		status = number("seed", asked->seed, 0, INT64_MAX, &seed);
	if (!status)
		status = number("threads", asked->threads, 1, 64, &threads);
	if (status)
		return status;
	if (threads > 1)
		how->run = run_threads;
	if (!how->iterations && !cpu && !seconds)
		seconds = PERIOD_SECONDS;
	*budget = (struct budget){ .clock = cli->clock,
		.cpu = cpu ? cpu_milliseconds() + cpu * 1000 : 0,
		.progress = isatty(STDERR_FILENO) };
	if (seconds)
		budget->wall = clock_monotonic(cli->clock) + seconds * 1000;
	how->seed = (uint64_t)seed;
	how->stop = is_over;
	how->ctx = budget;
	return 0;
}

static int
resolve_file(
    struct cli *cli, const struct asked *asked, const struct resolve_how *how)
{
	CLEANUP(buf_free) struct buf text = BUF_INIT;
	CLEANUP(problem_free) struct problem problem = { 0 };
	CLEANUP(roster_free) struct roster roster = { 0 };
	CLEANUP(buf_free) struct buf why = BUF_INIT;
	struct resolve_state state;
	struct err err = ERR_INIT;
	clock_t cpu;

	if (read_whole(asked->instance, &text, &err) < 0)
		return cli_fail(&err);
	if (problem_read(text.data, text.len, &problem, &err) < 0) {
		err_context(&err, "%s", asked->instance);
		return cli_fail(&err);
	}
	buf_reset(&text);
	if (asked->lp && (lp_write(&problem, &text, &err) < 0 ||
			     write_whole(asked->lp, &text, &err) < 0))
		return cli_fail(&err);
	buf_reset(&text);
	cpu = clock();
	if (resolve_problem(&problem, how, &roster, &state, &err) < 0 ||
	    check_roster(&roster, &err) < 0) {
		err_context(&err, "%s", asked->instance);
		return cli_fail(&err);
	}
	cpu = clock() - cpu;
	plan_write(&roster, &text);
	if (asked->plan && write_whole(asked->plan, &text, &err) < 0)
		return cli_fail(&err);
	if (asked->explain && resolve_why(&roster, asked->explain, cli->json,
				  asked->language, &why, &err) < 0)
		return cli_fail(&err);
	report(cli, &state, (double)cpu / CLOCKS_PER_SEC,
	    asked->explain ? buf_str(&why) : NULL);
	return EXIT_SUCCESS;
}

/* ---- what goes together ------------------------------------------------- */

/* The first of them that was given, or NULL. */
struct given {
	const char *name;
	bool given;
};

static const char *
first_given(const struct given *list)
{
	for (; list->name; list++)
		if (list->given)
			return list->name;
	return NULL;
}

static int
check_together(const struct asked *asked, const struct period_wish *wish)
{
	const struct given files[] = { { "instance", asked->instance },
		{ "plan", asked->plan }, { "lp", asked->lp },
		{ "threads", asked->threads }, { "cpu", asked->cpu },
		{ NULL, false } };
	const struct given periods[] = { { "apply", wish->apply },
		{ "export", wish->export }, { "why", wish->why },
		{ NULL, false } };
	const struct given results[] = { { "apply", wish->apply },
		{ "explain", asked->explain }, { NULL, false } };
	const char *other = first_given(wish->period ? files : periods);

	if (wish->period && other)
		return cli_usage("resolve: --%s is not for --period: write the "
				 "period as a file by --export FILE, and "
				 "resolve that by --instance FILE",
		    other);
	if (other)
		return cli_usage(
		    "resolve: --%s is for --period P: the plan of an "
		    "instance file goes to --plan FILE",
		    other);
	other = wish->export ? first_given(results) : NULL;
	if (other)
		return cli_usage("resolve: --export writes the instance, and "
				 "resolves nothing: leave --%s out",
		    other);
	return 0;
}

static int
resolve_period(
    struct cli *cli, const struct asked *asked, struct period_wish *wish)
{
	int status = number(
	    "seconds", asked->seconds, 1, PERIOD_MOST_SECONDS, &wish->seconds);

	if (!status)
		status = number("iterations", asked->iterations, 1,
		    INT64_C(1000000000000), &wish->iterations);
	if (!status)
		status = number("seed", asked->seed, 0, INT64_MAX, &wish->seed);
	wish->explain = asked->explain;
	wish->language = asked->language;
	return status ? status : cli_resolve_period(cli, wish);
}

int
command_resolve(struct cli *cli, int argc, char **argv)
{
	struct asked asked = { NULL };
	struct period_wish wish = { .seconds = PERIOD_SECONDS, .seed = 1 };
	static const char *const steps[] = { "apply", "undo", "cancel", NULL };
	const char *lang = NULL;
	struct budget budget;
	struct resolve_how how = { 0 };
	const struct cli_option options[] = {
		{ "instance", &asked.instance, NULL },
		{ "plan", &asked.plan, NULL },
		{ "lp", &asked.lp, NULL },
		{ "threads", &asked.threads, NULL },
		{ "seconds", &asked.seconds, NULL },
		{ "cpu", &asked.cpu, NULL },
		{ "iterations", &asked.iterations, NULL },
		{ "seed", &asked.seed, NULL },
		{ "why", &wish.why, NULL },
		{ "period", &wish.period, NULL },
		{ "export", &wish.export, NULL },
		{ "apply", NULL, &wish.apply },
		{ "explain", &asked.explain, NULL },
		{ "lang", &lang, NULL },
		{ NULL },
	};
	int left = cli_options(cli, "resolve", options, argc, argv);
	int language = lang ? language_parse(lang) : LANGUAGE_EN;
	int status;

	if (left < 0)
		return EXIT_USAGE;
	if (left == 2 && choice_parse(steps, argv[0]) >= 0)
		return cli_resolution_step(cli, argv[0], argv[1], wish.why);
	if (language < 0)
		return cli_usage("resolve: there are ca, es and en");
	asked.language = (enum language)language;
	if (left > 0 || (!wish.period && !asked.instance))
		return cli_usage("resolve --period P, or --instance FILE "
				 "[--plan FILE]");
	status = check_together(&asked, &wish);
	if (status)
		return status;
	if (wish.period)
		return resolve_period(cli, &asked, &wish);
	status = understand(cli, &asked, &how, &budget);
	return status ? status : resolve_file(cli, &asked, &how);
}
