/* SPDX-License-Identifier: Apache-2.0 */
/* ambit sources [NAME] */
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/date.h"
#include "base/json.h"
#include "base/number.h"
#include "cli/age.h"
#include "cli/cli.h"
#include "cli/table.h"
#include "rest/source_json.h"
#include "source/health.h"
#include "store/runs.h"

#define RUNS_SHOWN 10
#define CHANGES_SHOWN 50
#define MOST_SHOWN 60 /* bytes of a value */

static const char *
state_of(const struct view_source *source, int64_t now)
{
	if (source->health.last_attempt == 0)
		return source->enabled ? "never synced" : "off";
	if (strcmp(source->health.result, "ok") != 0)
		return source->health.result;
	if (source->health.held)
		return "held";
	return view_source_stale(source, now) ? "stale" : "ok";
}

/* "+12%": how far the count is from what is usual; "" when it is not. */
#define DRIFT_TEXT 32
static const char *
drift_format(char out[DRIFT_TEXT], int64_t count, int64_t usual)
{
	int64_t drift = health_drift(count, usual);

	out[0] = '\0';
	if (drift)
		snprintf(out, DRIFT_TEXT, "%+lld%%", (long long)drift);
	return out;
}

/* Why it is stale; what has been said of it before that. */
static void
message_add(struct buf *buf, const struct view_source *source, int64_t now)
{
	const struct source_health *health = &source->health;
	char age[AGE_TEXT];

	buf_adds(buf, health->message);
	if (!view_source_stale(source, now))
		return;
	buf_adds(buf, buf->len ? "; " : "");
	if (health->last_success == 0) {
		buf_adds(buf, "never synced well");
	} else if (now - health->last_success > 2 * source->interval) {
		buf_addf(buf, "last success %s, expected every ",
		    age_format(age, health->last_success, now));
		seconds_add(buf, source->interval);
	} else {
		buf_addf(buf, "nothing new since %s, expected every ",
		    age_format(age, health->last_change, now));
		seconds_add(buf, source->expected);
	}
}

static void
add_row(struct table *table, const struct view_source *source, int64_t now)
{
	const struct source_health *health = &source->health;
	CLEANUP(buf_free) struct buf message = BUF_INIT;
	char age[AGE_TEXT], drift[DRIFT_TEXT];

	message_add(&message, source, now);
	table_add(table, source->name);
	table_add(table, source->plugin);
	table_add(table, state_of(source, now));
	table_addf(table, "%lld", (long long)health->events);
	table_add(table, drift_format(drift, health->events, health->usual));
	table_addf(table, "%lld", (long long)health->quarantined);
	table_add(table, age_format(age, health->last_success, now));
	table_add(table, age_format(age, health->last_change, now));
	table_add(table, health->next_attempt == HEALTH_WAITS
			     ? "waits for you"
			     : age_format(age, health->next_attempt, now));
	table_add(table, buf_str(&message));
}

static int
print_all(const struct view *view, int64_t now)
{
	static const char *const heads[] = { "SOURCE", "PLUGIN", "STATE",
		"EVENTS", "DRIFT", "QUARANTINED", "LAST SUCCESS", "LAST NEWS",
		"NEXT", "MESSAGE", NULL };
	CLEANUP(table_freep) struct table *table = table_new(heads);

	if (!table)
		return EXIT_FAILURE;
	vec_each(&view->sources, source)
		add_row(table, source, now);
	return table_print(table, stdout) < 0;
}

/* ------------------------------------------------------------- one source */

static void
print_quarantined(const struct view_source *source)
{
	if (source->quarantined.len)
		printf("quarantined\n");
	vec_each(&source->quarantined, item) {
		if (item->line)
			printf("  line %lld: %s: %s\n", (long long)item->line,
			    item->name, item->reason);
		else
			printf("  %s: %s\n", item->name, item->reason);
	}
}

static void
print_times(const struct view_source *source, int64_t now)
{
	const struct source_health *health = &source->health;
	CLEANUP(buf_free) struct buf interval = BUF_INIT;
	CLEANUP(buf_free) struct buf expected = BUF_INIT;
	char age[AGE_TEXT];

	seconds_add(&interval, source->interval);
	buf_adds(&expected, source->expected ? ", expected every " : "");
	if (source->expected)
		seconds_add(&expected, source->expected);
	printf("last success  %s, every %s\n",
	    age_format(age, health->last_success, now), buf_str(&interval));
	printf("last news     %s%s\n",
	    age_format(age, health->last_change, now), buf_str(&expected));
	if (view_source_stale_at(source))
		printf("stale         %s\n",
		    age_format(age, view_source_stale_at(source), now));
}

/* One source as lines that say more than a row can. */
static void
print_state(const struct view_source *source, int64_t now)
{
	const struct source_health *health = &source->health;
	CLEANUP(buf_free) struct buf message = BUF_INIT;
	char drift[DRIFT_TEXT];

	message_add(&message, source, now);
	printf("%s (%s)  %s\n", source->name, source->plugin,
	    source->url ? source->url : "");
	printf("state         %s%s%s\n", state_of(source, now),
	    message.len ? ": " : "", buf_str(&message));
	printf("sandbox       %s%s\n",
	    health->sandbox[0] ? "best-effort: " : "strict", health->sandbox);
	print_times(source, now);
	printf("events        %lld", (long long)health->events);
	if (health->usual)
		printf(", usually %lld", (long long)health->usual);
	if (*drift_format(drift, health->events, health->usual))
		printf(", %s", drift);
	putchar('\n');
}

static int
add_run(const struct source_run *run, void *arg, struct err *err)
{
	const struct run_changes *changes = &run->changes;
	const int64_t counts[] = { run->events, changes->created,
		changes->updated, changes->moved, changes->cancelled,
		changes->restored, changes->vanished + changes->deleted,
		run->quarantined };
	struct table *table = arg;
	char at[INSTANT_TEXT];

	(void)err;
	table_add(table, instant_format(at, run->at, 0));
	table_add(table, run->held ? "held" : run->result);
	for (size_t i = 0; i < ARRAY_LEN(counts); i++)
		table_addf(table, "%lld", (long long)counts[i]);
	table_addf(table, "%lld ms", (long long)run->elapsed_ms);
	return 0;
}

static int
print_runs(const struct view_source *source, struct store *store)
{
	static const char *const heads[] = { "RUN", "RESULT", "EVENTS", "NEW",
		"CHANGED", "MOVED", "CANCELLED", "RESTORED", "VANISHED",
		"QUARANTINED", "TOOK", NULL };
	CLEANUP(table_freep) struct table *table = table_new(heads);
	struct err err = ERR_INIT;

	if (!table)
		return EXIT_FAILURE;
	if (source_runs_each(
		store, source->name, RUNS_SHOWN, add_run, table, &err) < 0)
		return cli_fail(&err);
	return table_print(table, stdout) < 0;
}

/* "start 2026-03-01 -> 2026-03-02": the values of a change that are short. */
static void
print_values(const char *before, const char *after)
{
	CLEANUP(json_freep) json_t *was = json_loads(before, 0, NULL);
	CLEANUP(json_freep) json_t *is = json_loads(after, 0, NULL);
	const char *between = ": ", *key;
	json_t *value;

	json_object_foreach(is, key, value)
	{
		const char *old = json_string_value(json_object_get(was, key));
		const char *new = json_string_value(value);

		if (!new || strlen(new) > MOST_SHOWN ||
		    (old && strlen(old) > MOST_SHOWN))
			printf("%s%s", between, key);
		else
			printf("%s%s %s -> %s", between, key,
			    old ? old : "nothing", new);
		between = ", ";
	}
}

static int
print_change(const struct change *change, void *arg, struct err *err)
{
	bool *any = arg;

	(void)err;
	if (!*any)
		printf("changed by the last run\n");
	*any = true;
	printf("  %s %s", change->action, change->title ? change->title : "");
	if (change->before && change->after)
		print_values(change->before, change->after);
	putchar('\n');
	return 0;
}

static int
print_source(const struct view_source *source, struct store *store, int64_t now)
{
	struct err err = ERR_INIT;
	bool any = false;
	int status;

	print_state(source, now);
	status = print_runs(source, store);
	if (status)
		return status;
	if (view_source_changes(
		source, store, CHANGES_SHOWN, print_change, &any, &err) < 0)
		return cli_fail(&err);
	print_quarantined(source);
	return EXIT_SUCCESS;
}

/* ------------------------------------------------------------------- JSON */

static int
print_one_json(
    const struct view_source *source, struct store *store, int64_t now)
{
	CLEANUP(buf_free) struct buf buf = BUF_INIT;
	struct err err = ERR_INIT;

	if (source_add_whole_json(&buf, source, false, now, store, &err) < 0)
		return cli_fail(&err);
	if (buf_error(&buf) < 0)
		return EXIT_FAILURE;
	puts(buf_str(&buf));
	return EXIT_SUCCESS;
}

static int
print_all_json(const struct view *view, int64_t now)
{
	CLEANUP(buf_free) struct buf buf = BUF_INIT;

	buf_addc(&buf, '[');
	vec_each(&view->sources, source) {
		buf_adds(&buf, source == view->sources.items ? "\n" : ",\n");
		source_add_json(&buf, source, false, now);
	}
	buf_addc(&buf, ']');
	if (buf_error(&buf) < 0)
		return EXIT_FAILURE;
	puts(buf_str(&buf));
	return EXIT_SUCCESS;
}

static int
fill(struct cli *cli, struct view *view)
{
	struct err err = ERR_INIT;

	if (vec_reserve(&view->sources, cli->config->sources.len) < 0)
		return EXIT_FAILURE;
	vec_each(&cli->config->sources, source) {
		struct view_source *to =
		    &view->sources.items[view->sources.len++];

		if (view_source_fill(to, source, cli->store, &err) < 0)
			return cli_fail(&err);
	}
	return EXIT_SUCCESS;
}

static int
show(struct cli *cli, const struct view *view, const char *name)
{
	int64_t now = clock_now(cli->clock);
	const struct view_source *one =
	    name ? view_source_find(view, name) : NULL;

	if (name && !one)
		return cli_usage("sources: there is no source \"%s\"", name);
	if (one)
		return (cli->json ? print_one_json : print_source)(
		    one, cli->store, now);
	return (cli->json ? print_all_json : print_all)(view, now);
}

int
command_sources(struct cli *cli, int argc, char **argv)
{
	struct view *view;
	int n = cli_options(cli, "sources", NULL, argc, argv);
	int status;

	if (n < 0 || n > 1)
		return n < 0 ? EXIT_USAGE
			     : cli_usage("sources takes one name at most");
	status = cli_store(cli);
	if (status)
		return status;
	view = view_new();
	if (!view)
		return EXIT_FAILURE;
	status = fill(cli, view);
	if (status == EXIT_SUCCESS)
		status = show(cli, view, n ? argv[0] : NULL);
	view_unref(view);
	return status;
}
