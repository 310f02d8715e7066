/* SPDX-License-Identifier: Apache-2.0 */
/* ambit sources [NAME] */
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/number.h"
#include "cli/age.h"
#include "cli/cli.h"
#include "cli/table.h"
#include "rest/view.h"
#include "source/health.h"

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

static void
add_row(struct table *table, const struct view_source *source, int64_t now)
{
	const struct source_health *health = &source->health;
	char age[AGE_TEXT];

	table_add(table, source->name);
	table_add(table, source->plugin);
	table_add(table, state_of(source, now));
	table_addf(table, "%lld", (long long)health->events);
	table_addf(table, "%lld", (long long)health->quarantined);
	table_add(table, age_format(age, health->last_success, now));
	table_add(table, health->next_attempt == HEALTH_WAITS
			     ? "waits for you"
			     : age_format(age, health->next_attempt, now));
	table_add(table, health->message);
}

static void
print_quarantined(const struct view_source *source)
{
	vec_each(&source->quarantined, item) {
		if (item->line)
			printf("  line %lld: %s: %s\n", (long long)item->line,
			    item->name, item->reason);
		else
			printf("  %s: %s\n", item->name, item->reason);
	}
}

/* One source as lines that say more than a row can. */
static void
print_source(const struct view_source *source, int64_t now)
{
	const struct source_health *health = &source->health;
	CLEANUP(buf_free) struct buf interval = BUF_INIT;
	char age[AGE_TEXT];

	seconds_add(&interval, source->interval);
	printf("%s (%s)  %s\n", source->name, source->plugin,
	    source->url ? source->url : "");
	printf("state         %s%s%s\n", state_of(source, now),
	    health->message[0] ? ": " : "", health->message);
	printf("last success  %s, every %s\n",
	    age_format(age, health->last_success, now), buf_str(&interval));
	printf("last change   %s\n", age_format(age, health->last_change, now));
	printf("events        %lld\n", (long long)health->events);
	printf("last run      %lld created, %lld updated, %lld vanished, "
	       "%lld quarantined, %lld ms\n",
	    (long long)health->created, (long long)health->updated,
	    (long long)health->vanished, (long long)health->quarantined,
	    (long long)health->elapsed_ms);
	if (source->quarantined.len)
		printf("quarantined:\n");
	print_quarantined(source);
}

static int
print_all(const struct view *view, int64_t now)
{
	static const char *const heads[] = { "SOURCE", "PLUGIN", "STATE",
		"EVENTS", "QUARANTINED", "LAST SUCCESS", "NEXT", "MESSAGE",
		NULL };
	CLEANUP(table_freep) struct table *table = table_new(heads);

	if (!table)
		return EXIT_FAILURE;
	vec_each(&view->sources, source)
		add_row(table, source, now);
	return table_print(table, stdout) < 0;
}

static int
print_json(const struct view *view, const struct view_source *one, int64_t now)
{
	CLEANUP(buf_free) struct buf buf = BUF_INIT;

	if (one)
		view_source_add_json(&buf, one, false, now);
	else
		buf_addc(&buf, '[');
	vec_each(&view->sources, source) {
		if (one)
			break;
		buf_adds(&buf, source == view->sources.items ? "\n" : ",\n");
		view_source_add_json(&buf, source, false, now);
	}
	if (!one)
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
	if (cli->json)
		return print_json(view, one, now);
	if (!one)
		return print_all(view, now);
	print_source(one, now);
	return EXIT_SUCCESS;
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
