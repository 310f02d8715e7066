/* SPDX-License-Identifier: Apache-2.0 */
/* What a misbehaving plugin does to its run, and to nothing else. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include <cmocka.h>

#include "base/cleanup.h"
#include "run.h"

static void
assert_no_child_left(void)
{
	assert_int_equal(waitpid(-1, NULL, WNOHANG), -1);
}

static void
assert_says(const char *text, const char *part)
{
	if (!strstr(text, part))
		fail_msg("'%s' does not say '%s'", text, part);
}

/* Runs a bad plugin and checks its result and words. */
static void
comes_to_with(const struct runner_request *request, enum ambit_result result,
    const char *words)
{
	struct seen seen;

	run(request, &seen);
	assert_says(seen.outcome.message, words);
	assert_int_equal(seen.outcome.result, result);
	assert_no_child_left();
	seen_free(&seen);
}

static void
comes_to(const char *name, enum ambit_result result, const char *words)
{
	struct runner_request request = run_request(bad_plugin(name));

	comes_to_with(&request, result, words);
}

static void
a_crash_is_named_by_its_signal(void **state)
{
	(void)state;
	comes_to("segfault", AMBIT_BUG, "killed by signal 11 (SIGSEGV)");
	comes_to("abort", AMBIT_BUG, "killed by signal 6 (SIGABRT)");
}

static void
an_exit_before_the_end_is_a_fault(void **state)
{
	(void)state;
	comes_to("exit_constructor", AMBIT_BUG,
	    "exited with status 0 before it was done");
}

static void
a_loop_ends_at_its_deadline(void **state)
{
	struct runner_request request = run_request(bad_plugin("loop"));

	(void)state;
	request.deadline_ms = 200;
	comes_to_with(&request, AMBIT_RETRY, "did not finish within 0.2 s");
	request.plugin = bad_plugin("patient");
	comes_to_with(&request, AMBIT_RETRY, "did not finish within 0.2 s");
}

static void
a_cancel_is_heeded(void **state)
{
	const atomic_bool cancel = true;
	struct runner_request request = run_request(bad_plugin("patient"));

	(void)state;
	request.cancel = &cancel;
	comes_to_with(&request, AMBIT_CANCELLED, "cancelled");
}

static void
memory_is_bounded(void **state)
{
	struct runner_request request = run_request(bad_plugin("greedy"));

	(void)state;
#ifdef WITH_ASAN
	print_message("skipped: AddressSanitizer cannot run under a limit of "
		      "addresses\n");
	skip();
#endif
	request.max_memory = INT64_C(128) << 20;
	comes_to_with(&request, AMBIT_BUG, "killed by signal 11 (SIGSEGV)");
}

static void
a_flood_is_cut_off(void **state)
{
	(void)state;
	comes_to("flood", AMBIT_BUG, "brought more than 10000 items");
	comes_to("shouter", AMBIT_BUG, "more than 16 MiB to standard error");
}

static void
rubbish_ends_the_run(void **state)
{
	(void)state;
	comes_to("rubbish", AMBIT_BUG, "sent rubbish");
	comes_to("forged", AMBIT_BUG, "an event cannot be read");
	comes_to("early_done", AMBIT_BUG, "went on after it was done");
	comes_to("strange_result", AMBIT_BUG, "returned 99");
}

static void
who_takes_no_answers_is_ended(void **state)
{
	(void)state;
	comes_to("deaf_fetches", AMBIT_BUG, "takes no answer");
}

static void
another_abi_is_refused_with_the_remedy(void **state)
{
	(void)state;
	comes_to("wrong_major", AMBIT_BUG, "build it again");
	comes_to("newer_minor", AMBIT_BUG, "update Ambit");
}

static void
what_is_no_plugin_is_refused(void **state)
{
	struct runner_request request = run_request("/nowhere/at-all.so");
	struct runner_sink sink = { .arg = NULL };
	struct runner_outcome outcome;
	struct err err = ERR_INIT;

	(void)state;
	comes_to_with(&request, AMBIT_BUG, "No such file");
	request.plugin = getenv("AMBIT_PLUGIN_HOST");
	comes_to_with(&request, AMBIT_BUG, "cannot be loaded");
	request.host = "/nowhere/ambit-plugin-host";
	assert_int_equal(runner_run(&request, &sink, &outcome, &err), -ENOENT);
	assert_says(err.msg, "/nowhere/ambit-plugin-host");
	assert_no_child_left();
}

static void
older_shorter_structs_are_taken(void **state)
{
	struct runner_request request = run_request(bad_plugin("old_struct"));
	const struct ambit_event *event;
	struct seen seen;

	(void)state;
	run(&request, &seen);
	assert_string_equal(seen.outcome.message, "");
	assert_int_equal(seen.outcome.result, AMBIT_OK);
	assert_true(seen.outcome.snapshot);
	event = seen_event(&seen, 0);
	assert_string_equal(event->zone, "Europe/Madrid");
	assert_null(event->rrule);
	assert_null(event->organ);
	assert_true(event->latitude == 0);
	seen_free(&seen);
}

static void
a_failure_carries_the_plugins_words(void **state)
{
	struct runner_request request =
	    run_request(bad_plugin("no_checkpoint"));
	struct seen seen;

	(void)state;
	run(&request, &seen);
	assert_int_equal(seen.outcome.result, AMBIT_RETRY);
	assert_string_equal(seen.outcome.message, "the source went away");
	assert_int_equal(seen.outcome.events, 1);
	assert_int_equal(seen.checkpoints, 0);
	seen_free(&seen);
}

static void
an_unreadable_event_is_quarantined_alone(void **state)
{
	struct runner_request request =
	    run_request(bad_plugin("unreadable_event"));
	struct seen seen;

	(void)state;
	run(&request, &seen);
	assert_int_equal(seen.outcome.result, AMBIT_OK);
	assert_int_equal(seen.nevents, 2);
	assert_int_equal(seen.nquarantined, 1);
	assert_says(seen.quarantined[0], "second: ");
	assert_says(seen.quarantined[0], "(12)");
	assert_string_equal(seen_event(&seen, 1)->uid, "third");
	seen_free(&seen);
}

static void
a_process_left_behind_does_not_hold_the_run(void **state)
{
	struct runner_request request = run_request(bad_plugin("forker"));
	struct seen seen;

	(void)state;
	run(&request, &seen);
	assert_int_equal(seen.outcome.result, AMBIT_OK);
	assert_in_range(seen.outcome.elapsed_ms, 0, request.deadline_ms / 2);
	assert_no_child_left();
	seen_free(&seen);
}

static void
talk_is_bounded(void **state)
{
	struct runner_request request = run_request(bad_plugin("talker"));
	struct seen seen;

	(void)state;
	run(&request, &seen);
	assert_int_equal(seen.outcome.result, AMBIT_OK);
	assert_int_equal(seen.nlogs, 101);
	assert_string_equal(seen.logs[100], "what it says further is not kept");
	seen_free(&seen);
}

static void
the_child_sees_next_to_nothing(void **state)
{
	struct runner_request request = run_request(bad_plugin("curious"));
	struct seen seen;

	(void)state;
	request.frozen_now = 1234567890;
	run(&request, &seen);
	assert_int_equal(seen.nlogs, 1);
	assert_string_equal(seen.logs[0],
	    "4 descriptors, HOME unset, LANG C.UTF-8, now 1234567890");
	seen_free(&seen);
}

static int
refuse_event(void *arg, const struct ambit_event *event, struct err *err)
{
	(void)arg;
	(void)event;
	return err_set(err, -EROFS, "the store takes nothing");
}

static void
the_sink_can_end_the_run(void **state)
{
	struct runner_request request = run_request(bad_plugin("flood"));
	struct runner_sink sink = { .event = refuse_event };
	struct runner_outcome outcome;
	struct err err = ERR_INIT;

	(void)state;
	assert_int_equal(runner_run(&request, &sink, &outcome, &err), -EROFS);
	assert_string_equal(err.msg, "the store takes nothing");
	assert_no_child_left();
}

static void
a_plugin_describes_itself(void **state)
{
	CLEANUP(freep) struct plugin_description *description = NULL;
	struct err err = ERR_INIT;
	bool needed = false;

	(void)state;
	assert_int_equal(runner_describe(getenv("AMBIT_PLUGIN_HOST"),
			     path_in("AMBIT_PLUGINS", "networks.so"),
			     SANDBOX_STRICT, &description, &err),
	    0);
	assert_string_equal(description->name, "networks");
	assert_string_equal(description->kinds[0], "network-meeting");
	assert_true(description->snapshot && description->net);
	assert_false(description->cursor);
	assert_string_equal(description->keys[0]->name, "url");
	assert_string_equal(description->keys[0]->type, "url");
	assert_false(description->keys[0]->required);
	for (size_t i = 0; description->keys[i]; i++)
		if (!strcmp(description->keys[i]->name, "network"))
			needed = description->keys[i]->required;
	assert_true(needed);
	assert_int_equal(
	    runner_describe(getenv("AMBIT_PLUGIN_HOST"),
		bad_plugin("wrong_major"), SANDBOX_STRICT, &description, &err),
	    -ENOEXEC);
	assert_says(err.msg, "build it again");
}

static void
a_folders_plugins_are_listed(void **state)
{
	struct plugin_paths paths;
	struct err err = ERR_INIT;

	(void)state;
	assert_int_equal(
	    plugin_paths_list(getenv("AMBIT_BAD_PLUGINS"), &paths, &err), 0);
	assert_in_range(paths.len, 10, 100);
	assert_string_equal(paths.items[0], bad_plugin("abort"));
	plugin_paths_free(&paths);
	assert_int_equal(plugin_paths_list("/nowhere", &paths, &err), -ENOENT);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_crash_is_named_by_its_signal),
		cmocka_unit_test(an_exit_before_the_end_is_a_fault),
		cmocka_unit_test(a_loop_ends_at_its_deadline),
		cmocka_unit_test(a_cancel_is_heeded),
		cmocka_unit_test(memory_is_bounded),
		cmocka_unit_test(a_flood_is_cut_off),
		cmocka_unit_test(rubbish_ends_the_run),
		cmocka_unit_test(who_takes_no_answers_is_ended),
		cmocka_unit_test(another_abi_is_refused_with_the_remedy),
		cmocka_unit_test(what_is_no_plugin_is_refused),
		cmocka_unit_test(older_shorter_structs_are_taken),
		cmocka_unit_test(a_failure_carries_the_plugins_words),
		cmocka_unit_test(an_unreadable_event_is_quarantined_alone),
		cmocka_unit_test(a_process_left_behind_does_not_hold_the_run),
		cmocka_unit_test(talk_is_bounded),
		cmocka_unit_test(the_child_sees_next_to_nothing),
		cmocka_unit_test(the_sink_can_end_the_run),
		cmocka_unit_test(a_plugin_describes_itself),
		cmocka_unit_test(a_folders_plugins_are_listed),
	};

	return cmocka_run_group_tests_name("runner", tests, NULL, NULL);
}
