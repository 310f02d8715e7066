/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Runs a plugin once, without a store: each event that would be taken in goes
 * to standard output as a line of JSON, all else to standard error. The same
 * checks hold as in a sync, so that what is quarantined here would be there.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/number.h"
#include "base/vec.h"
#include "cli/plugin.h"
#include "source/fetch.h"
#include "source/health.h"
#include "source/intake.h"
#include "source/repeats.h"
#include "source/runner.h"

struct run {
	struct intake_options intake;
	struct keyset *seen;
	int64_t taken, again, quarantined, forgotten;
	const char *data_dir;
	const char *identity;
	const char *deadline;
	const char *max_bytes;
	bool allow_private;
	VEC(struct setting) settings;
	VEC(const struct setting *) list; /* ends with NULL */
};

static void
run_release(struct run *run)
{
	vec_each(&run->settings, setting)
		free((char *)setting->key);
	vec_free(&run->settings);
	vec_free(&run->list);
	zones_free(run->intake.zones);
	keyset_free(run->seen);
}

static void
tell_quarantined(
    struct run *run, const char *name, const char *reason, int64_t line)
{
	run->quarantined++;
	if (line)
		fprintf(stderr, "quarantined: line %lld: %s: %s\n",
		    (long long)line, name, reason);
	else
		fprintf(stderr, "quarantined: %s: %s\n", name, reason);
}

/* An event that stands for the one before it is written too. */
static int
take_item(struct run *run, const struct intake *item, struct err *err)
{
	CLEANUP(buf_free) struct buf json = BUF_INIT;
	bool revised;
	int repeat = repeat_judge(run->seen, item, &revised);

	if (repeat < 0)
		return err_set(err, -ENOMEM, "take an event");
	if (repeat >= REPEAT_REPLACES)
		tell_quarantined(run,
		    repeat == REPEAT_LOSES ? item->event->summary
					   : item->event->uid,
		    repeat_reason(run->intake.identity, revised),
		    repeat == REPEAT_LOSES ? item->line : 0);
	if (repeat == REPEAT_LOSES)
		return 0;
	record_add_json(&event_record, item->event, &json);
	if (buf_error(&json) < 0)
		return err_set(err, -ENOMEM, "write an event");
	puts(buf_str(&json));
	run->taken += repeat == REPEAT_NONE;
	run->again += repeat == REPEAT_AGAIN;
	return 0;
}

static int
on_event(void *arg, const struct ambit_event *event, struct err *err)
{
	struct run *run = arg;
	struct err why = ERR_INIT;
	struct intake item;
	int rc;

	rc = intake_event(&run->intake, event, &item, &why);
	if (rc == -EINVAL) {
		tell_quarantined(run, intake_name(event), why.msg, event->line);
		return 0;
	}
	if (rc < 0)
		return err_set(err, rc, "%s", why.msg);
	rc = take_item(run, &item, err);
	free(item.event);
	return rc;
}

static int
on_forget(void *arg, const char *uid, struct err *err)
{
	struct run *run = arg;

	(void)err;
	fprintf(stderr, "forgotten: %s\n", uid);
	run->forgotten++;
	return 0;
}

static int
on_checkpoint(void *arg, const char *cursor, struct err *err)
{
	(void)arg;
	(void)err;
	fprintf(stderr, "checkpoint: %s\n", cursor ? cursor : "(no cursor)");
	return 0;
}

static int
on_quarantine(void *arg, const struct frame_quarantine *item, struct err *err)
{
	(void)err;
	tell_quarantined(arg, item->name ? item->name : "an item",
	    item->reason ? item->reason : "no reason given", item->line);
	return 0;
}

static void
on_log(void *arg, int level, const char *text)
{
	static const char *const words[] = { "error", "warning", "info",
		"debug" };

	(void)arg;
	fprintf(stderr, "%s: %s\n",
	    level >= 0 && level < (int)ARRAY_LEN(words) ? words[level] : "log",
	    text);
}

/* "key=value" arguments as settings. 0 or an exit status. */
static int
read_settings(struct run *run, int n, char **argv)
{
	for (int i = 0; i < n; i++) {
		struct setting setting = { .key = strdup(argv[i]) };
		char *equals = setting.key ? strchr(setting.key, '=') : NULL;

		if (!equals) {
			free((char *)setting.key);
			return cli_usage(
			    "plugin run: \"%s\" is not key=value", argv[i]);
		}
		*equals = '\0';
		setting.value = equals + 1;
		if (vec_push(&run->settings, setting) < 0) {
			free((char *)setting.key);
			return EXIT_FAILURE;
		}
	}
	vec_each(&run->settings, setting)
		if (vec_push(&run->list, setting) < 0)
			return EXIT_FAILURE;
	return vec_push(&run->list, NULL) < 0 ? EXIT_FAILURE : 0;
}

static int
read_identity(struct run *run)
{
	static const char *const words[] = { "uid", "url", "content", NULL };
	int choice = run->identity ? choice_parse(words, run->identity) : 0;

	if (choice < 0)
		return cli_usage("plugin run: --identity is uid, url or "
				 "content");
	run->intake.identity = (enum intake_identity)choice;
	return 0;
}

static int
read_limits(
    const struct run *run, int64_t *deadline, struct fetch_options *fetch)
{
	*deadline = 120;
	if (run->deadline && seconds_parse(run->deadline, deadline) < 0)
		return cli_usage("plugin run: --deadline is a time such as "
				 "90s or 2m");
	if (run->max_bytes &&
	    (int_parse(run->max_bytes, &fetch->max_bytes) < 0 ||
		fetch->max_bytes <= 0))
		return cli_usage("plugin run: --max-bytes is a number");
	fetch->data_dir = run->data_dir;
	fetch->allow_private = run->allow_private;
	return 0;
}

static int
tell_outcome(const struct run *run, const struct runner_outcome *outcome)
{
	fflush(stdout); /* the events come first, also where both are one */
	fprintf(stderr,
	    "%s%s%s%s%s: %lld taken in, %lld there again, %lld quarantined, "
	    "%lld forgotten, %lld ms\n",
	    health_word(outcome->result), outcome->message[0] ? ": " : "",
	    outcome->key, outcome->key[0] ? ": " : "", outcome->message,
	    (long long)run->taken, (long long)run->again,
	    (long long)run->quarantined, (long long)run->forgotten,
	    (long long)outcome->elapsed_ms);
	return outcome->result == AMBIT_OK ? EXIT_SUCCESS : EXIT_FAILURE;
}

static int
run_plugin(const struct cli *cli, struct run *run, const char *path)
{
	struct fetch_options fetch = fetch_options_default;
	struct runner_request request = { .host = cli->config->plugin_host,
		.plugin = path,
		.mode = START_SYNC,
		.clock = cli->clock,
		.sandbox = (enum sandbox_mode)cli->config->sandbox,
		.settings = run->list.items };
	struct runner_sink sink = { .arg = run,
		.event = on_event,
		.forget = on_forget,
		.checkpoint = on_checkpoint,
		.quarantine = on_quarantine,
		.log = on_log };
	struct runner_outcome outcome = { .result = AMBIT_OK };
	struct err err = ERR_INIT;
	int status = read_limits(run, &request.deadline_ms, &fetch);

	if (status)
		return status;
	request.deadline_ms *= 1000;
	run->seen = keyset_new();
	if (!run->seen) {
		err_set(&err, -ENOMEM, "run a plugin");
		return cli_fail(&err);
	}
	if (zones_open(NULL, &run->intake.zones, &err) < 0 ||
	    fetcher_new("plugin-run", &fetch, &request.fetcher, &err) < 0)
		return cli_fail(&err);
	status = runner_run(&request, &sink, &outcome, &err);
	fetcher_free(request.fetcher);
	return status < 0 ? cli_fail(&err) : tell_outcome(run, &outcome);
}

int
plugin_run(struct cli *cli, int argc, char **argv)
{
	CLEANUP(run_release)
	struct run run = { .intake.source = "plugin-run", .data_dir = "." };
	const struct cli_option options[] = {
		{ "data", &run.data_dir, NULL },
		{ "identity", &run.identity, NULL },
		{ "deadline", &run.deadline, NULL },
		{ "max-bytes", &run.max_bytes, NULL },
		{ "allow-private", NULL, &run.allow_private },
		{ NULL, NULL, NULL },
	};
	CLEANUP(freep) char *path = NULL;
	struct err err = ERR_INIT;
	int n = cli_options(cli, "plugin run", options, argc, argv);
	int status;

	if (n < 1)
		return n < 0 ? EXIT_USAGE
			     : cli_usage("plugin run: name the plugin");
	path = plugin_path_of(cli, argv[0]);
	if (!path) {
		err_errno(&err, "plugin %s", argv[0]);
		return cli_fail(&err);
	}
	status = read_settings(&run, n - 1, argv + 1);
	if (!status)
		status = read_identity(&run);
	return status ? status : run_plugin(cli, &run, path);
}
