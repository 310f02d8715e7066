/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A process that writes events and says so after each commit is killed at a
 * random moment. What it has said must be there, whole: each event with its
 * rows in the log, the log without gaps, the lock free, the file sound.
 */
#include "chance.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "store_kit.h"

#define ROUNDS 25
#define SERIES 40

/* In the child: put after put, each a change, until it is killed. The pipe
 * tells the number of the last one that is committed. */
static void
write_for_ever(struct kit *kit, int64_t from, int said)
{
	for (int64_t n = from;; n++) {
		char uid[16], summary[32];
		struct event event;

		snprintf(uid, sizeof uid, "u%d", (int)(n % SERIES));
		snprintf(summary, sizeof summary, "%lld", (long long)n);
		event = kit_event("s", uid, "2026-03-01", "2026-03-02");
		event.summary = summary;
		kit_put(kit, &event);
		if (write(said, &n, sizeof n) != sizeof n)
			_exit(1);
	}
}

/* Kills the child once it has said at least wanted; returns the last that it
 * said. */
static int64_t
kill_after(pid_t child, int heard, int64_t wanted)
{
	int64_t n = 0;
	int status;

	while (n < wanted)
		assert_int_equal(read(heard, &n, sizeof n), sizeof n);
	kill(child, SIGKILL);
	while (read(heard, &n, sizeof n) == sizeof n)
		continue;
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFSIGNALED(status));
	return n;
}

/* One life of the writer; returns the last change that it said. */
static int64_t
live_and_die(struct kit *kit, struct chance *chance, int64_t from)
{
	int64_t wanted = from + chance_range(chance, 0, 60);
	int64_t last;
	int ends[2];
	pid_t child;

	assert_int_equal(pipe(ends), 0);
	store_close(kit->store);
	kit->store = NULL;
	child = fork();
	assert_true(child >= 0);
	if (child == 0) {
		close(ends[0]);
		kit_reopen(kit);
		write_for_ever(kit, from, ends[1]);
	}
	close(ends[1]);
	last = kill_after(child, ends[0], wanted);
	close(ends[0]);
	kit_reopen(kit); /* which checks the file, and takes the lock */
	return last;
}

/* Changes and events agree: the log's n-th change is the n-th put, and each
 * event is as its last change left it. */
static void
check(struct kit *kit, struct chance *chance, int64_t said)
{
	int64_t made = kit_int(kit, "SELECT MAX(seq) FROM change");

	/* One more may be committed than it came to say. */
	if (made != said && made != said + 1)
		chance_fail(chance, "%lld said and %lld made", (long long)said,
		    (long long)made);
	assert_int_equal(kit_int(kit, "SELECT COUNT(*) FROM change"), made);
	assert_int_equal(
	    kit_int(kit, "SELECT COUNT(*) FROM change WHERE title <> seq"), 0);
	assert_int_equal(
	    kit_int(kit, "SELECT COUNT(*) FROM event WHERE summary <>"
			 " (SELECT title FROM change WHERE entity_id ="
			 " event.id ORDER BY seq DESC LIMIT 1)"),
	    0);
	assert_int_equal(kit_int(kit, "SELECT COUNT(*) FROM event"),
	    made < SERIES ? made : SERIES);
}

static void
what_was_said_is_there(void **state)
{
	struct chance chance = chance_start();
	struct kit kit;
	int64_t said = 0;

	(void)state;
	kit_open(&kit);
	for (int i = 0; i < ROUNDS; i++) {
		said = live_and_die(&kit, &chance, said + 1);
		check(&kit, &chance, said);
		said = kit_int(&kit, "SELECT MAX(seq) FROM change");
	}
	kit_close(&kit);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_was_said_is_there),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
