/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ambit sync [NAME ...] [--accept]
 *
 * Asks the running daemon through its local door; without one takes the
 * store's lock and syncs by itself.
 */
#include "source/sync.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "cli/cli.h"
#include "cli/door.h"
#include "cli/table.h"
#include "daemon/detector.h"
#include "daemon/watch.h"
#include "office/zone_watch.h"
#include "rest/source_json.h"
#include "source/manners.h"
#include "store/writer.h"

#define POLL_MS 50
#define CLEAR_LINE "\r\033[K"

struct sync {
	struct cli *cli;
	struct manners *manners; /* when we fetch ourselves */
	bool accept;
	bool progress; /* is told on a terminal */
	size_t at, of; /* sources */
	struct table *table;
	struct buf json;
	int status;
};

/* The counts of one source's run, from its JSON as the API gives it: one way
 * for both ways of syncing. */
static void
add_result(struct sync *sync, const struct buf *source)
{
	static const char *const counts[] = { "events", "created", "updated",
		"vanished", "quarantined", "elapsed_ms" };
	json_t *json = json_loadb(source->data, source->len, 0, NULL);
	const char *result = json_string_value(json_object_get(json, "result"));

	buf_adds(&sync->json, sync->json.len > 1 ? ",\n" : "\n");
	buf_add(&sync->json, source->data, source->len);
	table_add(
	    sync->table, json_string_value(json_object_get(json, "name")));
	table_add(sync->table, result);
	for (size_t i = 0; i < ARRAY_LEN(counts); i++)
		table_addf(sync->table, "%lld",
		    (long long)json_integer_value(
			json_object_get(json, counts[i])));
	table_add(
	    sync->table, json_string_value(json_object_get(json, "message")));
	if (!result || strcmp(result, "ok") != 0 ||
	    json_is_true(json_object_get(json, "held")))
		sync->status = EXIT_FAILURE;
	json_decref(json);
}

/* -------------------------------------------------------------- progress */

/* One line on the terminal, which the next one takes the place of. */
static void
tell_progress(const struct sync *sync, const char *name, int64_t waited_ms)
{
	if (!sync->progress)
		return;
	fprintf(stderr, CLEAR_LINE "syncing %s (%zu of %zu)", name, sync->at,
	    sync->of);
	if (waited_ms >= 1000)
		fprintf(stderr, ", %lld s", (long long)(waited_ms / 1000));
	fflush(stderr);
}

static void
clear_progress(const struct sync *sync)
{
	if (sync->progress)
		fputs(CLEAR_LINE, stderr);
}

/* ------------------------------------------------------ through the door */

static bool
still_syncing(const struct buf *body)
{
	json_t *json = json_loadb(body->data, body->len, 0, NULL);
	bool syncing = json_is_true(json_object_get(json, "syncing"));

	json_decref(json);
	return syncing;
}

static int
refused(const char *name, int status, const struct buf *body, struct err *err)
{
	json_t *json = json_loadb(body->data, body->len, 0, NULL);
	const char *detail = json_string_value(json_object_get(json, "detail"));

	err_set(err, -EPROTO, "sync %s: the daemon answers %d: %s", name,
	    status, detail ? detail : "it does not say why");
	json_decref(json);
	return err->code;
}

static int
ask(const struct sync *sync, const char *name, struct err *err)
{
	CLEANUP(buf_free) struct buf body = BUF_INIT;
	char target[160];
	int status;

	snprintf(target, sizeof target, "/v1/sources/%s/sync%s", name,
	    sync->accept ? "?accept_shrink=true" : "");
	status = door_request(
	    sync->cli->config->socket, "POST", target, NULL, &body, err);
	if (status < 0)
		return status;
	return status == 202 ? 0 : refused(name, status, &body, err);
}

/* Waits until the daemon has done it. */
static int
await(const struct sync *sync, const char *name, struct buf *body,
    struct err *err)
{
	static const struct timespec pause = { 0, POLL_MS * 1000000L };
	char target[128];
	int status;

	snprintf(target, sizeof target, "/v1/sources/%s", name);
	for (int64_t waited = 0;; waited += POLL_MS) {
		tell_progress(sync, name, waited);
		buf_reset(body);
		status = door_request(
		    sync->cli->config->socket, "GET", target, NULL, body, err);
		if (status < 0)
			return status;
		if (status != 200)
			return refused(name, status, body, err);
		if (!still_syncing(body))
			return 0;
		nanosleep(&pause, NULL);
	}
}

static int
sync_by_daemon(struct sync *sync, const char *name, struct err *err)
{
	CLEANUP(buf_free) struct buf body = BUF_INIT;

	if (ask(sync, name, err) < 0 || await(sync, name, &body, err) < 0)
		return err->code;
	add_result(sync, &body);
	return 0;
}

/* ------------------------------------------------------------ by ourselves */

struct logging {
	const struct sync *sync;
	const char *source;
};

static void
log_line(void *arg, int level, const char *text)
{
	const struct logging *logging = arg;

	(void)level;
	clear_progress(logging->sync);
	fprintf(stderr, "%s: %s\n", logging->source, text);
}

struct reading {
	const struct config_source *source;
	struct view_source view;
};

static int
read_source(struct store *store, void *arg, struct err *err)
{
	struct reading *reading = arg;

	view_source_release(&reading->view);
	return view_source_fill(&reading->view, reading->source, store, err);
}

static int
sync_here(struct sync *sync, struct writer *writer,
    const struct config_source *source, struct err *err)
{
	CLEANUP(buf_free) struct buf json = BUF_INIT;
	struct logging logging = { sync, source->name };
	struct sync_request request = { .config = sync->cli->config,
		.source = source,
		.writer = writer,
		.zones = sync->cli->zones,
		.places = sync->cli->places,
		.clock = sync->cli->clock,
		.anew = true,
		.accept_shrink = sync->accept,
		.manners = sync->manners,
		.log = log_line,
		.log_arg = &logging };
	struct reading reading = { .source = source };
	struct source_health health;
	int rc;

	tell_progress(sync, source->name, 0);
	if (sync_source(&request, &health, err) < 0)
		return err->code;
	rc = writer_read(writer, read_source, &reading, err);
	if (rc == 0) {
		source_add_json(
		    &json, &reading.view, false, clock_now(sync->cli->clock));
		add_result(sync, &json);
	}
	view_source_release(&reading.view);
	return rc;
}

/* As a daemon does when it starts. */
static int
look_at_zones(const struct cli *cli, struct writer *writer, struct err *err)
{
	struct zone_watch watch = { cli->zones, clock_now(cli->clock) };
	int rc = writer_call(writer, zone_watch, &watch, err);

	if (rc == 0 && watch.changed)
		fprintf(stderr,
		    "the rules of %zu time zones changed; %zu events moved: "
		    "see \"ambit zones moved\"\n",
		    watch.changed, watch.moved);
	return rc;
}

static int
open_writer(struct cli *cli, struct writer **writer, struct err *err)
{
	struct store *store;

	if (mkdir(cli->config->state_dir, 0750) < 0 && errno != EEXIST)
		return err_errno(
		    err, "make the folder %s", cli->config->state_dir);
	if (zones_open(NULL, &cli->zones, err) < 0 ||
	    store_open(cli->config->store_path, DB_WRITER, &store, err) < 0)
		return err->code;
	if (writer_new(store, NULL, NULL, writer, err) < 0)
		return err->code;
	return look_at_zones(cli, *writer, err);
}

/* What a daemon does after each commit, once at the end. */
static int
find_conflicts(struct cli *cli, struct err *err)
{
	CLEANUP(store_closep) struct store *store = NULL;
	struct watch *watch = NULL;
	bool wrote;
	int rc;

	if (store_open(cli->config->store_path, DB_WRITER, &store, err) < 0 ||
	    detector_once(cli->config, store, cli->zones, cli->places,
		cli->clock, err) < 0 ||
	    watch_open(cli->config, store, cli->zones, cli->places, cli->clock,
		&watch, err) < 0)
		return err->code;
	rc = watch_write(watch, store, &wrote, err);
	watch_free(watch);
	return rc;
}

/* ---------------------------------------------------------------- command */

/* The enabled sources, when none is named. */
static bool
is_wanted(const struct config_source *source, int n, char **names)
{
	bool wanted = n == 0 && source->enabled;

	for (int i = 0; i < n; i++)
		wanted |= strcmp(names[i], source->name) == 0;
	return wanted;
}

static int
sync_each(struct sync *sync, struct writer *writer, int n, char **names,
    struct err *err)
{
	vec_each(&sync->cli->config->sources, source)
		sync->of += is_wanted(source, n, names);
	vec_each(&sync->cli->config->sources, source) {
		if (!is_wanted(source, n, names))
			continue;
		sync->at++;
		if (writer ? sync_here(sync, writer, source, err) < 0
			   : sync_by_daemon(sync, source->name, err) < 0)
			return err->code;
	}
	return 0;
}

static int
check_names(const struct cli *cli, int n, char **names)
{
	for (int i = 0; i < n; i++)
		if (!config_source_find(cli->config, names[i]))
			return cli_usage("sync: there is no source \"%s\" in "
					 "%s",
			    names[i], cli->config_path);
	return 0;
}

static bool
daemon_runs(const struct cli *cli)
{
	CLEANUP(buf_free) struct buf body = BUF_INIT;
	struct err err = ERR_INIT;

	return door_request(cli->config->socket, "GET", "/healthz", NULL, &body,
		   &err) > 0;
}

static int
print(struct sync *sync)
{
	buf_addc(&sync->json, ']');
	if (sync->cli->json)
		puts(buf_str(&sync->json));
	else if (table_print(sync->table, stdout) < 0)
		return EXIT_FAILURE;
	return sync->status;
}

static int
run(struct sync *sync, int n, char **names)
{
	struct writer *writer = NULL;
	struct err err = ERR_INIT;
	bool own;
	int rc = 0;

	if (!daemon_runs(sync->cli)) {
		if (cli_places(sync->cli))
			return EXIT_FAILURE;
		sync->manners =
		    manners_new(sync->cli->config->fetch_pause * 1000);
		rc = sync->manners ? open_writer(sync->cli, &writer, &err)
				   : err_set(&err, -ENOMEM, "sync: no memory");
	}
	if (rc == 0)
		rc = sync_each(sync, writer, n, names, &err);
	clear_progress(sync);
	own = writer != NULL;
	writer_stop(writer);
	if (rc == 0 && own)
		rc = find_conflicts(sync->cli, &err);
	return rc < 0 ? cli_fail(&err) : print(sync);
}

int
command_sync(struct cli *cli, int argc, char **argv)
{
	static const char *const heads[] = { "SOURCE", "RESULT", "EVENTS",
		"CREATED", "UPDATED", "VANISHED", "QUARANTINED", "MS",
		"MESSAGE", NULL };
	struct sync sync = { .cli = cli, .progress = isatty(STDERR_FILENO) };
	const struct cli_option options[] = {
		{ "accept", NULL, &sync.accept },
		{ NULL, NULL, NULL },
	};
	int n = cli_options(cli, "sync", options, argc, argv);
	int status;

	if (n < 0)
		return EXIT_USAGE;
	status = cli_config(cli);
	if (!status)
		status = check_names(cli, n, argv);
	if (status)
		return status;
	sync.table = table_new(heads);
	buf_addc(&sync.json, '[');
	status = sync.table ? run(&sync, n, argv) : EXIT_FAILURE;
	manners_free(sync.manners);
	table_free(sync.table);
	buf_free(&sync.json);
	return status;
}
