/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One run: the first frame on descriptor 3 says what to do; then limits and
 * sandbox, the plugin, its configuration, its sync; FRAME_DONE tells how it
 * went. The
 * process ends by _exit: a plugin's destructors and atexit handlers run
 * nowhere, and it is never unloaded.
 */
#include "host.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "sandbox.h"
#include "source/plugin_place.h"

enum exit_status { EXIT_FINE, EXIT_NO_START = 64, EXIT_WIRE = 65 };

struct outcome {
	int result; /* enum ambit_result */
	char message[480];
	char key[64];
	bool snapshot;
	const char *gaps; /* of the sandbox; static */
};

static void
outcome_set(
    struct outcome *outcome, enum ambit_result result, const char *message)
{
	outcome->result = result;
	snprintf(outcome->message, sizeof outcome->message, "%s", message);
}

static const char *
result_words(int result)
{
	static const char *const words[] = { "", "the source did not answer",
		"the source wants other credentials",
		"the configuration is wrong",
		"the cursor is no longer known to the source", "cancelled",
		"the plugin found itself in error" };

	return words[result];
}

/* What sync returned, checked. */
static void
outcome_of_sync(struct outcome *outcome, int result, const char *complaint)
{
	if (result < AMBIT_OK || result > AMBIT_BUG) {
		outcome->result = AMBIT_BUG;
		snprintf(outcome->message, sizeof outcome->message,
		    "sync returned %d, which is no result", result);
		return;
	}
	outcome_set(outcome, result,
	    result != AMBIT_OK && complaint[0] ? complaint
					       : result_words(result));
}

static void
plugin_sync(const struct ambit_plugin *plugin, const void *config,
    const struct frame_start *start, struct wire *wire, struct outcome *outcome)
{
	struct ambit_run run;
	int result;

	run_init(&run, wire, start);
	run.kind = plugin->kinds[0];
	result = plugin->sync(config, start->cursor, &host_services, &run);
	outcome_of_sync(outcome, result, run.complaint);
	if (run.emits_after)
		outcome_set(outcome, AMBIT_BUG,
		    "it went on after emit had returned AMBIT_CANCELLED");
	run_free(&run);
}

/* Settings, the plugin's own check, and the sync if that is wanted. */
static void
plugin_use(const struct ambit_plugin *plugin, const struct frame_start *start,
    struct wire *wire, struct outcome *outcome)
{
	CLEANUP(freep) void *config = NULL;
	struct err err = ERR_INIT;
	const char *complaint;

	outcome->snapshot = (plugin->capabilities & AMBIT_CAP_SNAPSHOT) != 0;
	if (keys_fill(plugin, start->settings, &config, outcome->key, &err) <
	    0) {
		outcome_set(outcome, AMBIT_CONFIG, err.msg);
		return;
	}
	complaint = plugin->check ? plugin->check(config) : NULL;
	if (complaint)
		outcome_set(outcome, AMBIT_CONFIG, complaint);
	else if (start->mode == START_SYNC)
		plugin_sync(plugin, config, start, wire, outcome);
}

/* Limits and walls first: a plugin's constructors run while it is loaded. */
static int
plugin_enclose(const struct frame_start *start, struct ambit_plugin *plugin,
    struct outcome *outcome, struct err *err)
{
	const char *path = start->plugin ? start->plugin : "";
	int64_t mode = start->sandbox - 1;
	struct sandbox sandbox;

	if (mode != SANDBOX_BEST_EFFORT && mode != SANDBOX_OFF)
		mode = SANDBOX_STRICT;
	outcome->result = AMBIT_BUG;
	if (limits_set(start, err) < 0)
		return err->code;
	if (plugin_place_check(path, err) < 0) {
		if (err->code == -EPERM)
			outcome->result = AMBIT_CONFIG;
		return err->code;
	}
	outcome->result = AMBIT_CONFIG;
	if (sandbox_enter(&sandbox, (enum sandbox_mode)mode, path, err) < 0)
		return err->code;
	outcome->gaps = sandbox_gaps(&sandbox);
	outcome->result = AMBIT_BUG;
	if (plugin_load(path, plugin, err) < 0 ||
	    sandbox_seal(&sandbox, err) < 0)
		return err->code;
	outcome->result = AMBIT_OK;
	return 0;
}

static void
start_obey(
    const struct frame_start *start, struct wire *wire, struct outcome *outcome)
{
	struct ambit_plugin plugin;
	struct err err = ERR_INIT;

	if (plugin_enclose(start, &plugin, outcome, &err) < 0)
		outcome_set(
		    outcome, (enum ambit_result)outcome->result, err.msg);
	else if (start->mode != START_DESCRIBE)
		plugin_use(&plugin, start, wire, outcome);
	else if (describe_send(wire, &plugin, &err) < 0)
		outcome_set(outcome, AMBIT_BUG, err.msg);
}

static int
start_receive(struct wire *wire, void **start, struct err *err)
{
	static const struct record_limits limits = { 1u << 20, 1000 };
	struct frame frame;

	if (wire_receive(wire, -1, &frame, err) != 1 ||
	    frame.type != FRAME_START)
		return err_set(err, -EBADMSG,
		    "this program is started by ambit, with its orders on "
		    "descriptor %d",
		    WIRE_FD);
	return record_decode(
	    &start_record, frame.bytes, frame.len, &limits, start, err);
}

int
main(void)
{
	struct outcome outcome = { .result = AMBIT_OK };
	struct frame_done done;
	struct err err = ERR_INIT;
	struct wire wire;
	void *start;

	wire_init(&wire, WIRE_FD);
	if (start_receive(&wire, &start, &err) < 0) {
		fprintf(stderr, "ambit-plugin-host: %s\n", err.msg);
		_exit(EXIT_NO_START);
	}
	start_obey(start, &wire, &outcome);
	done = (struct frame_done){ .result = outcome.result + 1,
		.snapshot = outcome.snapshot,
		.message = outcome.message,
		.key = outcome.key,
		.gaps = outcome.gaps };
	if (wire_send(&wire, FRAME_DONE, &done_record, &done, &err) < 0 ||
	    wire_flush(&wire, &err) < 0)
		_exit(EXIT_WIRE);
	_exit(EXIT_FINE);
}
