/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A process that writes events and says so after each commit is killed at a
 * random moment, or loses its power: what was not synced is gone, or gone in
 * part. What it has said must be there, whole: each event with its rows in
 * the log, the log without gaps, the lock free, the file sound. AMBIT_CYCLES
 * chooses how often (50).
 */
#include "chance.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "fault/disk.h"
#include "store_kit.h"

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
live_and_die(struct kit *kit, struct chance *chance, const struct disk *power,
    int64_t from)
{
	int64_t wanted = from + chance_range(chance, 0, 60);
	int64_t last;
	int ends[2];
	pid_t child;

	assert_int_equal(pipe(ends), 0);
	store_close(kit->store);
	kit->store = NULL;
	if (power->durable)
		disk_sync(power); /* what the last life has left */
	child = fork();
	assert_true(child >= 0);
	if (child == 0) {
		close(ends[0]);
		disk = *power;
		kit_reopen(kit);
		write_for_ever(kit, from, ends[1]);
	}
	close(ends[1]);
	last = kill_after(child, ends[0], wanted);
	close(ends[0]);
	if (power->durable)
		disk_lose_power(power, chance_one_in(chance, 2));
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

static int
cycles(void)
{
	const char *text = getenv("AMBIT_CYCLES");

	return text ? atoi(text) : 50;
}

static void
what_was_said_is_there(void **state)
{
	struct chance chance = chance_start();
	const struct disk none = { .folder = NULL };
	struct kit kit;
	int64_t said = 0;

	(void)state;
	kit_open(&kit);
	for (int i = 0; i < cycles(); i++) {
		said = live_and_die(&kit, &chance, &none, said + 1);
		check(&kit, &chance, said);
		said = kit_int(&kit, "SELECT MAX(seq) FROM change");
	}
	kit_close(&kit);
}

/* ---- loss of power ----------------------------------------------------- */

static void
power_begin(struct kit *kit, struct disk *power, char durable[112])
{
	kit_open(kit);
	snprintf(durable, 112, "%s/durable", kit->folder);
	assert_int_equal(mkdir(durable, 0700), 0);
	*power = (struct disk){ .folder = kit->folder, .durable = durable };
}

static void
what_was_said_outlives_a_loss_of_power(void **state)
{
	struct chance chance = chance_start();
	char durable[112];
	struct disk power;
	struct kit kit;
	int64_t said = 0;

	(void)state;
	power_begin(&kit, &power, durable);
	srand((unsigned)chance.seed);
	for (int i = 0; i < cycles(); i++) {
		said = live_and_die(&kit, &chance, &power, said + 1);
		check(&kit, &chance, said);
		said = kit_int(&kit, "SELECT MAX(seq) FROM change");
	}
	kit_close(&kit);
}

/* That test can fail: with synchronous = NORMAL commits are lost. */
static void
without_full_syncs_it_would_not(void **state)
{
	struct chance chance = chance_start();
	char durable[112];
	struct disk power;
	struct kit kit;
	int64_t said, lost = 0, from = 1;

	(void)state;
	power_begin(&kit, &power, durable);
	power.normal = true;
	for (int i = 0; i < 10; i++) {
		said = live_and_die(&kit, &chance, &power, from);
		from =
		    kit_int(&kit, "SELECT COALESCE(MAX(seq), 0) FROM change") +
		    1;
		lost += said - (from - 1) > 0;
	}
	assert_in_range(lost, 1, 10);
	kit_close(&kit);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_was_said_is_there),
		cmocka_unit_test(what_was_said_outlives_a_loss_of_power),
		cmocka_unit_test(without_full_syncs_it_would_not),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
