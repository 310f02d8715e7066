/* SPDX-License-Identifier: Apache-2.0 */
#include "cli.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/date.h"
#include "base/text.h"
#include "rest/view.h"

int
cli_fail(const struct err *err)
{
	fprintf(stderr, "ambit: %s\n", err->msg);
	return EXIT_FAILURE;
}

int
cli_usage(const char *fmt, ...)
{
	va_list args;

	fputs("ambit: ", stderr);
	va_start(args, fmt);
	vfprintf(stderr, fmt, args);
	va_end(args);
	fputc('\n', stderr);
	return EXIT_USAGE;
}

void
cli_problems(const struct config_problems *problems)
{
	vec_each(problems, problem) {
		if (problem->line)
			fprintf(stderr, "%s:%d: %s\n", problem->file,
			    problem->line, problem->text);
		else
			fprintf(
			    stderr, "%s: %s\n", problem->file, problem->text);
	}
}

int
cli_config(struct cli *cli)
{
	CLEANUP(config_problems_free)
	struct config_problems problems = VEC_INIT;
	struct err err = ERR_INIT;

	if (cli->config)
		return 0;
	if (config_load(cli->config_path, &cli->config, &problems, &err) == 0)
		return 0;
	cli_problems(&problems);
	return cli_fail(&err);
}

int
cli_store(struct cli *cli)
{
	struct err err = ERR_INIT;
	int status = cli_config(cli);

	if (status || cli->store)
		return status;
	if ((!cli->zones && zones_open(NULL, &cli->zones, &err) < 0) ||
	    store_open(cli->config->store_path, DB_READER, &cli->store, &err) <
		0)
		return cli_fail(&err);
	return 0;
}

int
cli_open_places(struct cli *cli, struct err *err)
{
	struct places_options options = view_places_options(cli->config);

	return cli->places ? 0 : places_open(&options, &cli->places, err);
}

int
cli_places(struct cli *cli)
{
	struct err err = ERR_INIT;
	int status = cli_config(cli);

	if (!status && cli_open_places(cli, &err) < 0)
		status = cli_fail(&err);
	return status;
}

void
cli_add_origin(struct buf *out, const char *address, int port)
{
	bool v6 = strchr(address, ':') != NULL;

	buf_addf(out, "http://%s%s%s:%d", v6 ? "[" : "", address, v6 ? "]" : "",
	    port);
}

static const struct cli_option *
find_option(const struct cli_option *options, const char *name, size_t len)
{
	for (; options && options->name; options++)
		if (strlen(options->name) == len &&
		    strncmp(options->name, name, len) == 0)
			return options;
	return NULL;
}

static int
unknown_option(
    const char *command, const struct cli_option *options, const char *given)
{
	const char *names[16] = { "json" };
	const char *near;
	size_t n = 1;

	for (; options && options->name && n < ARRAY_LEN(names); options++)
		names[n++] = options->name;
	near = text_nearest(given, names, n);
	if (near)
		cli_usage("%s: there is no option --%s; did you mean --%s?",
		    command, given, near);
	else
		cli_usage("%s: there is no option --%s; see \"ambit help\"",
		    command, given);
	return -1;
}

/* Takes the option at argv[*i]; 0 or -1. */
static int
take_option(const char *command, const struct cli_option *options, int argc,
    char **argv, int *i)
{
	const char *name = argv[*i] + 2, *equals = strchr(name, '=');
	size_t len = equals ? (size_t)(equals - name) : strlen(name);
	const struct cli_option *option = find_option(options, name, len);

	if (!option)
		return unknown_option(command, options, name);
	if (option->flag) {
		*option->flag = true;
		return 0;
	}
	if (equals) {
		*option->value = equals + 1;
	} else if (*i + 1 < argc) {
		*option->value = argv[++*i];
	} else {
		cli_usage("%s: --%s needs a value", command, option->name);
		return -1;
	}
	return 0;
}

/* The manual says more, and is held against this. */
static void
print_help(const struct cli *cli, const struct cli_option *options)
{
	printf("usage: ambit %s %s\n\n%s\n\n", cli->command->name,
	    cli->command->arguments, cli->command->summary);
	for (; options && options->name; options++)
		printf(
		    "  --%s%s\n", options->name, options->flag ? "" : " VALUE");
	puts("  --json\n\nThe manual: man ambit");
}

int
cli_options(struct cli *cli, const char *command,
    const struct cli_option *options, int argc, char **argv)
{
	int kept = 0;

	for (int i = 1; i < argc; i++) {
		if (strcmp(argv[i], "--") == 0) {
			while (++i < argc)
				argv[kept++] = argv[i];
		} else if (strcmp(argv[i], "--json") == 0) {
			cli->json = true;
		} else if (strcmp(argv[i], "--help") == 0) {
			print_help(cli, options);
			exit(EXIT_SUCCESS);
		} else if (strncmp(argv[i], "--", 2) != 0) {
			argv[kept++] = argv[i];
		} else if (take_option(command, options, argc, argv, &i) < 0) {
			return -1;
		}
	}
	return kept;
}

int
cli_find_zone(struct cli *cli, const struct zone **out, struct err *err)
{
	if (!cli->zones && zones_open(NULL, &cli->zones, err) < 0)
		return err->code;
	return zones_get(cli->zones, cli->config->zone, out, err);
}

int
cli_zone(struct cli *cli, const struct zone **out)
{
	struct err err = ERR_INIT;
	int status = cli_config(cli);

	if (!status && cli_find_zone(cli, out, &err) < 0)
		status = cli_fail(&err);
	return status;
}

int
cli_today(struct cli *cli, int64_t *day)
{
	const struct zone *zone = NULL;
	int status = cli_zone(cli, &zone);

	*day = zone_day(zone, clock_now(cli->clock));
	return status;
}

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

bool
cli_read_span(const char *text, const struct zone *zone, struct span *out)
{
	int64_t first, end;

	if (!cli_read_period(text, &first, &end))
		return false;
	*out = days_within(zone, first, end);
	return true;
}

int
cli_bound(const char *option, const char *text, struct bound *bound)
{
	bound->is_day = day_parse(text, &bound->day) == 0;
	if (bound->is_day) {
		*bound = bound_of_day(bound->day);
		return 0;
	}
	if (instant_parse(text, &bound->utc) == 0)
		return 0;
	return cli_usage("--%s \"%s\" is neither a date (2026-03-01) nor a "
			 "time (2026-03-01T10:00:00Z)",
	    option, text);
}
