/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ambit plugin check NAME FIXTURES: what a source can do to a plugin, done to
 * it, and whether it behaves. FIXTURES/sources.conf holds the sources to try,
 * as in ambit.conf; their file: URLs are below FIXTURES. Beside it,
 * SOURCE.jsonl may hold the events that are expected.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/number.h"
#include "cli/plugin.h"
#include "cli/plugin_checking.h"
#include "cli/plugin_leaks.h"
#include "source/health.h"
#include "source/sync.h"

#define RUN_MS 20000
#define TEN_YEARS INT64_C(315569520)

static void
checking_release(struct checking *checking)
{
	trial_seen_free(&checking->good);
	config_free(checking->fixtures);
	zones_free(checking->room.zones);
	free(checking->plugin);
	free(checking->path);
}

bool
checking_try(struct checking *checking, const struct trial_way *way,
    struct trial_seen *seen)
{
	struct err err = ERR_INIT;

	if (trial_run(&checking->room, way, seen, &err) == 0)
		return true;
	failed(checking, "a run could not take place: %s", err.msg);
	return false;
}

/* ------------------------------------------------------ what it says --- */

static void
check_name(struct checking *checking)
{
	const char *name = checking->plugin->name;
	const char *file = strrchr(checking->path, '/') + 1;

	if (strlen(file) == strlen(name) + 3 &&
	    !strncmp(file, name, strlen(name)))
		ok(checking, "it is called %s, as its file is", name);
	else
		failed(checking,
		    "it is called %s, and its file %s: a configuration names "
		    "the file",
		    name, file);
}

static void
check_kinds(struct checking *checking)
{
	for (const char *const *kind = checking->plugin->kinds; *kind; kind++)
		if (choice_parse(event_kind_words, *kind) <= 0) {
			failed(checking, "there is no kind of event \"%s\"",
			    *kind);
			return;
		}
	ok(checking, "its kinds of event are known");
}

static void
check_keys(struct checking *checking)
{
	const struct plugin_key *const *key = checking->plugin->keys;
	int n = 0;

	for (; key && *key; key++, n++)
		if (!(*key)->help || !(*key)->help[0]) {
			failed(
			    checking, "its key %s has no help", (*key)->name);
			return;
		}
	ok(checking, "%d keys, each with help", n);
}

static void
check_capabilities(struct checking *checking)
{
	if (!checking->plugin->snapshot && !checking->plugin->cursor)
		note(checking, "neither a snapshot nor a cursor: nothing that "
			       "it brings ever vanishes");
}

/* ---------------------------------------------------- a run as it is --- */

static void
check_good(struct checking *checking)
{
	const struct trial_seen *seen = &checking->good;

	if (seen->outcome.result != AMBIT_OK)
		failed(checking, "%s: %s", health_word(seen->outcome.result),
		    seen->outcome.message);
	else if (seen->refused)
		failed(checking, "%lld events cannot be taken in",
		    (long long)seen->refused);
	else if (!seen->taken)
		failed(checking, "it brings no event");
	else
		ok(checking, "brings %lld events in %lld ms, leaves out %lld",
		    (long long)seen->taken, (long long)seen->outcome.elapsed_ms,
		    (long long)seen->quarantined);
	report_detail(&checking->report, buf_str(&seen->faults));
}

bool
same_events(const struct trial_seen *a, const struct trial_seen *b)
{
	return a->events.len == b->events.len &&
	       !memcmp(buf_str(&a->events), buf_str(&b->events), a->events.len);
}

static void
check_again(struct checking *checking)
{
	CLEANUP(trial_seen_free) struct trial_seen seen = { .taken = 0 };
	const struct trial_way way = { .cursor = NULL };

	if (!checking_try(checking, &way, &seen))
		return;
	if (same_events(&seen, &checking->good))
		ok(checking, "the same events when it is run again");
	else
		failed(checking, "other events when it is run again: each "
				 "sync would change them all");
}

static void
check_later(struct checking *checking)
{
	CLEANUP(trial_seen_free) struct trial_seen seen = { .taken = 0 };
	const struct trial_way way = { .now = TRIAL_NOW + TEN_YEARS };

	if (!checking_try(checking, &way, &seen))
		return;
	if (seen.outcome.result != AMBIT_OK)
		failed(checking, "in ten years: %s", seen.outcome.message);
	else
		ok(checking, "in ten years: %s",
		    same_events(&seen, &checking->good)
			? "the same events"
			: "other events, by its clock");
}

static void
check_bare(struct checking *checking)
{
	CLEANUP(trial_seen_free) struct trial_seen seen = { .taken = 0 };
	const struct trial_way way = { .bare = true, .mode = START_CHECK };

	if (!checking_try(checking, &way, &seen))
		return;
	if (seen.outcome.result == AMBIT_BUG)
		failed(checking, "without settings: %s", seen.outcome.message);
	else
		ok(checking, "without settings: %s",
		    seen.outcome.message[0] ? seen.outcome.message
					    : "it needs none");
}

static void
check_cursor(struct checking *checking)
{
	CLEANUP(trial_seen_free) struct trial_seen seen = { .taken = 0 };
	const struct trial_way way = { .cursor = checking->good.cursor
						     ? checking->good.cursor
						     : "no such" };

	if (!checking->plugin->cursor || !checking_try(checking, &way, &seen))
		return;
	if (seen.outcome.result == AMBIT_OK ||
	    seen.outcome.result == AMBIT_CURSOR)
		ok(checking, "goes on from its cursor: %s",
		    health_word(seen.outcome.result));
	else
		failed(checking, "from its cursor: %s", seen.outcome.message);
}

/* ------------------------------------------------- what is expected --- */

static int
file_read(const char *path, struct buf *out)
{
	FILE *file = fopen(path, "re");
	char bytes[4096];
	size_t n;

	if (!file)
		return -errno;
	while ((n = fread(bytes, 1, sizeof bytes, file)) > 0)
		buf_add(out, bytes, n);
	fclose(file);
	return buf_error(out);
}

static void
expected_write(struct checking *checking, const char *path)
{
	const struct buf *events = &checking->good.events;
	FILE *file = fopen(path, "we");
	bool written = file && fwrite(buf_str(events), 1, events->len, file) ==
				   events->len;

	if (file && fclose(file) != 0)
		written = false;
	if (written)
		ok(checking, "its events are written to %s", path);
	else
		failed(checking, "%s: %s", path, strerror(errno));
}

/* The line from which on two texts differ, 1-based. */
static int
line_of_difference(const char *a, const char *b)
{
	int line = 1;

	for (; *a && *a == *b; a++, b++)
		line += *a == '\n';
	return line;
}

static void
check_expected(struct checking *checking)
{
	CLEANUP(buf_free) struct buf expected = BUF_INIT;
	CLEANUP(freep) char *path = NULL;
	const char *events = buf_str(&checking->good.events);

	if (asprintf(&path, "%s/%s.jsonl", checking->folder,
		checking->room.source->name) < 0) {
		path = NULL;
		return;
	}
	if (checking->accept) {
		expected_write(checking, path);
	} else if (file_read(path, &expected) < 0) {
		note(checking, "no %s to compare with (--accept writes it)",
		    path);
	} else if (strcmp(buf_str(&expected), events) == 0) {
		ok(checking, "its events are those of %s", path);
	} else {
		failed(checking,
		    "its events are not those of %s, from line %d on (--accept "
		    "replaces it)",
		    path, line_of_difference(buf_str(&expected), events));
	}
}

/* -------------------------------------------------------------- command --- */

static void
plugin_check_itself(struct checking *checking)
{
	const struct plugin_description *plugin = checking->plugin;

	if (!checking->report.json)
		printf("%s %s, ABI %lld.%lld: %s\n", plugin->name,
		    plugin->version, (long long)plugin->abi_major,
		    (long long)plugin->abi_minor, plugin->summary);
	check_name(checking);
	check_kinds(checking);
	check_keys(checking);
	check_capabilities(checking);
}

static void
source_check(struct checking *checking, const struct config_source *source)
{
	const struct trial_way way = { .cursor = NULL };

	checking->room.source = source;
	report_source(&checking->report, source->name);
	trial_seen_free(&checking->good);
	if (!checking_try(checking, &way, &checking->good))
		return;
	check_good(checking);
	if (checking->good.outcome.result != AMBIT_OK)
		return;
	check_expected(checking);
	check_again(checking);
	check_later(checking);
	check_bare(checking);
	check_cursor(checking);
	faults_check(checking);
	if (!checking->quick)
		leaks_check(&checking->room, &checking->report);
}

static int
fixtures_load(struct checking *checking)
{
	CLEANUP(config_problems_free)
	struct config_problems problems = VEC_INIT;
	CLEANUP(freep) char *file = NULL;
	struct err err = ERR_INIT;

	if (asprintf(&file, "%s/sources.conf", checking->folder) < 0) {
		file = NULL;
		return EXIT_FAILURE;
	}
	if (config_load(file, &checking->fixtures, &problems, &err) < 0) {
		cli_problems(&problems);
		return cli_fail(&err);
	}
	if (!checking->fixtures->sources.len) {
		err_set(&err, -EINVAL, "%s has no [source NAME]", file);
		return cli_fail(&err);
	}
	return EXIT_SUCCESS;
}

static int
checking_open(struct checking *checking, const char *name)
{
	const struct config *config = checking->cli->config;
	struct err err = ERR_INIT;

	checking->path = plugin_path_of(checking->cli, name);
	if (!checking->path) {
		err_errno(&err, "plugin %s", name);
		return cli_fail(&err);
	}
	checking->room = (struct trial_room){ .host = config->plugin_host,
		.plugin = checking->path,
		.data_dir = checking->folder,
		.sandbox = (enum sandbox_mode)config->sandbox,
		.deadline_ms = RUN_MS };
	if (runner_describe(config->plugin_host, checking->path,
		checking->room.sandbox, &checking->plugin, &err) < 0 ||
	    zones_open(NULL, &checking->room.zones, &err) < 0)
		return cli_fail(&err);
	return fixtures_load(checking);
}

int
plugin_check(struct cli *cli, int argc, char **argv)
{
	CLEANUP(checking_release) struct checking checking = { .cli = cli };
	const struct cli_option options[] = {
		{ "accept", NULL, &checking.accept },
		{ "no-valgrind", NULL, &checking.quick },
		{ NULL, NULL, NULL },
	};
	int n = cli_options(cli, "plugin check", options, argc, argv);
	int status;

	if (n != 2)
		return n < 0 ? EXIT_USAGE
			     : cli_usage("plugin check: name the plugin and "
					 "the folder of its fixtures");
	checking.folder = argv[1];
	checking.report.json = cli->json;
	status = checking_open(&checking, argv[0]);
	if (status)
		return status;
	plugin_check_itself(&checking);
	vec_each(&checking.fixtures->sources, source)
		source_check(&checking, source);
	return report_end(&checking.report);
}
