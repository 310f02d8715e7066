/* SPDX-License-Identifier: Apache-2.0 */
#include "run.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static int
see_event(void *arg, const struct ambit_event *event, struct err *err)
{
	struct seen *seen = arg;

	(void)err;
	if (seen->nevents < SEEN_MOST)
		seen->events[seen->nevents++] =
		    record_copy(&wire_event_record, event);
	return 0;
}

static int
see_checkpoint(void *arg, const char *cursor, struct err *err)
{
	struct seen *seen = arg;

	(void)cursor;
	(void)err;
	seen->checkpoints++;
	return 0;
}

static int
see_quarantine(void *arg, const struct frame_quarantine *item, struct err *err)
{
	struct seen *seen = arg;

	(void)err;
	if (seen->nquarantined < SEEN_MOST)
		snprintf(seen->quarantined[seen->nquarantined++],
		    sizeof seen->quarantined[0], "%.200s: %.300s (%lld)",
		    item->name, item->reason, (long long)item->line);
	return 0;
}

static void
see_log(void *arg, int level, const char *text)
{
	struct seen *seen = arg;

	(void)level;
	if (seen->nlogs < SEEN_MOST * 4)
		snprintf(seen->logs[seen->nlogs++], sizeof seen->logs[0],
		    "%.190s", text);
}

struct runner_request
run_request(const char *plugin)
{
	return (struct runner_request){
		.host = getenv("AMBIT_PLUGIN_HOST"),
		.plugin = plugin,
		.mode = START_SYNC,
		.clock = &clock_system,
		.deadline_ms = 20000,
		.max_memory = INT64_C(512) << 20,
		.max_events = 10000,
	};
}

void
run(const struct runner_request *request, struct seen *seen)
{
	const struct runner_sink sink = { .arg = seen,
		.event = see_event,
		.checkpoint = see_checkpoint,
		.quarantine = see_quarantine,
		.log = see_log,
		.log_arg = seen };
	struct err err = ERR_INIT;

	*seen = (struct seen){ .nevents = 0 };
	if (runner_run(request, &sink, &seen->outcome, &err) < 0)
		fail_msg("the run did not take place: %s", err.msg);
}

void
seen_free(struct seen *seen)
{
	for (int i = 0; i < seen->nevents; i++)
		free(seen->events[i]);
	seen->nevents = 0;
}

/* Cuts a word at its sign; key is the room for what stands before. */
static struct setting
setting_of(const char *word, char key[64])
{
	size_t len = strcspn(word, "=");

	assert_in_range(len, 1, 63);
	snprintf(key, 64, "%.*s", (int)len, word);
	return (struct setting){ key, word + len + 1 };
}

void
plugin_run(const char *name, const char *folder, const char *const *words,
    struct seen *seen)
{
	struct fetch_options options = fetch_options_default;
	const struct setting *list[SETTINGS_MOST + 1] = { NULL };
	struct setting settings[SETTINGS_MOST];
	char keys[SETTINGS_MOST][64], plugin[1024];
	struct runner_request request;
	struct fetcher *fetcher;
	struct err err = ERR_INIT;

	for (size_t i = 0; words[i]; i++) {
		assert_in_range(i, 0, SETTINGS_MOST - 1);
		settings[i] = setting_of(words[i], keys[i]);
		list[i] = &settings[i];
	}
	options.data_dir = folder;
	assert_int_equal(fetcher_new("test", &options, &fetcher, &err), 0);
	snprintf(
	    plugin, sizeof plugin, "%s/%s.so", getenv("AMBIT_PLUGINS"), name);
	request = run_request(plugin);
	request.fetcher = fetcher;
	request.settings = list;
	run(&request, seen);
	fetcher_free(fetcher);
}

const char *
samples(void)
{
	return getenv("AMBIT_SAMPLES");
}

const char *
shared_folder(const char *name)
{
	const char *shared = getenv("AMBIT_SHARED_DATA");

	if (shared && *shared)
		return path_in("AMBIT_SHARED_DATA", name);
	print_message("skipped: set -Dshared_data to the folder of the larger "
		      "test data\n");
	skip();
	return NULL;
}

const struct ambit_event *
seen_event(const struct seen *seen, int i)
{
	assert_in_range(i, 0, seen->nevents - 1);
	return seen->events[i];
}

const char *
path_in(const char *variable, const char *name)
{
	static char path[1024];
	const char *folder = getenv(variable);

	if (!folder)
		fail_msg("%s is not set; run this by meson test", variable);
	snprintf(path, sizeof path, "%s/%s", folder, name);
	return path;
}

const char *
bad_plugin(const char *name)
{
	char file[80];

	snprintf(file, sizeof file, "bad-%s.so", name);
	return path_in("AMBIT_BAD_PLUGINS", file);
}
