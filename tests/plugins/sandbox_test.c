/* SPDX-License-Identifier: Apache-2.0 */
/* The walls around a plugin's process, tried from inside. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/cleanup.h"
#include "run.h"

static void
assert_says(const char *text, const char *part)
{
	if (!strstr(text, part))
		fail_msg("'%s' does not say '%s'", text, part);
}

static void
need_sandbox(void)
{
	struct sandbox_support support = sandbox_support();

	if (!sandbox_lacks(&support)[0])
		return;
	print_message(
	    "skipped: this kernel gives no %s\n", sandbox_lacks(&support));
	skip();
}

static void
every_door_is_shut(void **state)
{
	struct runner_request request = run_request(bad_plugin("burglar"));
	struct seen seen;

	(void)state;
	need_sandbox();
	run(&request, &seen);
	assert_string_equal(seen.outcome.message, "");
	assert_int_equal(seen.nlogs, 2);
	assert_string_equal(seen.logs[0], "loaded:");
	assert_string_equal(seen.logs[1], "sync:");
	assert_string_equal(seen.outcome.gaps, "");
	seen_free(&seen);
}

/* The burglar is a good one: without walls he comes in everywhere but where
 * the limits hold (no process beyond NPROC; root is not bound by that). */
static void
without_a_sandbox_they_are_open(void **state)
{
	static const char *const open_doors[] = { " secrets", " environment",
		" writing", " internet", " local-socket", " program", " signal",
		" code" };
	struct runner_request request = run_request(bad_plugin("burglar"));
	struct seen seen;

	(void)state;
	request.sandbox = SANDBOX_OFF;
	run(&request, &seen);
	assert_int_equal(seen.nlogs, 2);
	for (size_t i = 0; i < ARRAY_LEN(open_doors); i++)
		assert_says(seen.logs[1], open_doors[i]);
	assert_string_equal(seen.outcome.gaps, "Landlock and seccomp");
	seen_free(&seen);
}

static void
a_kernel_without_landlock_is_refused(void **state)
{
	struct runner_request request = run_request(bad_plugin("burglar"));
	struct seen seen;

	(void)state;
	need_sandbox();
	request.host = getenv("AMBIT_HOST_WITHOUT_LANDLOCK");
	run(&request, &seen);
	assert_int_equal(seen.outcome.result, AMBIT_CONFIG);
	assert_says(seen.outcome.message, "gives no Landlock");
	assert_says(seen.outcome.message, "sandbox = best-effort");
	assert_int_equal(seen.nlogs, 0);
	seen_free(&seen);
}

/* What seccomp alone can hold is held: files can be read while it is loaded,
 * and no more. */
static void
best_effort_goes_on_and_says_so(void **state)
{
	struct runner_request request = run_request(bad_plugin("burglar"));
	struct seen seen;

	(void)state;
	need_sandbox();
	request.host = getenv("AMBIT_HOST_WITHOUT_LANDLOCK");
	request.sandbox = SANDBOX_BEST_EFFORT;
	run(&request, &seen);
	assert_int_equal(seen.outcome.result, AMBIT_OK);
	assert_string_equal(seen.outcome.gaps, "Landlock");
	assert_int_equal(seen.nlogs, 2);
	assert_string_equal(seen.logs[0], "loaded: secrets environment");
	assert_string_equal(seen.logs[1], "sync:");
	seen_free(&seen);
}

/* Each brings an event first; that it is not OK keeps it out. */
static void
who_is_shut_out_says_by_which_door(void **state)
{
	static const struct {
		const char *plugin, *says;
	} cases[] = {
		{ "forks", "start a process: Operation not permitted" },
		{ "opens_socket", "open a socket: Operation not permitted" },
		{ "reads_etc", "open /etc/passwd: Permission denied" },
		{ "opens_database", "open the store: Operation not permitted" },
	};

	(void)state;
	need_sandbox();
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		const struct setting store = { "path",
			getenv("AMBIT_PLUGIN_HOST") };
		const struct setting *settings[] = { NULL, NULL };
		struct runner_request request =
		    run_request(bad_plugin(cases[i].plugin));
		struct seen seen;

		if (!strcmp(cases[i].plugin, "opens_database"))
			settings[0] = &store;
		request.settings = settings;
		run(&request, &seen);
		assert_says(seen.outcome.message, cases[i].says);
		assert_int_equal(seen.outcome.result, AMBIT_BUG);
		assert_int_equal(seen.checkpoints, 0);
		seen_free(&seen);
	}
}

static void
the_walls_cost_the_plugin_nothing(void **state)
{
	struct runner_request request = run_request(bad_plugin("old_struct"));
	struct seen seen;

	(void)state;
	run(&request, &seen);
	assert_int_equal(seen.outcome.result, AMBIT_OK);
	assert_int_equal(seen.nevents, 1);
	seen_free(&seen);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_door_is_shut),
		cmocka_unit_test(without_a_sandbox_they_are_open),
		cmocka_unit_test(a_kernel_without_landlock_is_refused),
		cmocka_unit_test(who_is_shut_out_says_by_which_door),
		cmocka_unit_test(best_effort_goes_on_and_says_so),
		cmocka_unit_test(the_walls_cost_the_plugin_nothing),
	};

	return cmocka_run_group_tests_name("sandbox", tests, NULL, NULL);
}
