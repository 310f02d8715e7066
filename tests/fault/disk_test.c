/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The n-th write, truncation or sync of the store fails, for each n: once or
 * from then on, for want of room, or in the middle. A process writes on
 * through it and says what was committed. That must be there afterwards, also
 * when the power goes at the end; after an error of the disk nothing more is
 * committed, after a full disk it goes on, also after a sync that found it
 * full and has lost what was to be synced. AMBIT_TEST_EVERY has each n; by
 * default one in twenty is tried.
 */
#include "fault/disk.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/cleanup.h"
#include "unit/store_kit.h"

#define MOST 200
#define PUTS 60
#define SERIES 20
/* What the writer says besides the numbers of its puts. */
#define FAILED (-1)

struct way {
	const char *name;
	int error;
	bool in_part;
	long fails;    /* in a row */
	bool recovers; /* it writes again without a restart */
};

static const struct way ways[] = {
	{ "one error", EIO, false, 1, false },
	{ "errors from then on", EIO, false, 1000000, false },
	{ "half a write, then errors", EIO, true, 3, false },
	{ "a full disk for a while", ENOSPC, false, 8, true },
	{ "half a write on a full disk", ENOSPC, true, 2, true },
};

struct told {
	int64_t last;       /* the number of the last put that was committed */
	bool any;           /* was there one? */
	int after_failures; /* committed after the first that was not */
	bool last_put_well;
	bool failed; /* was any put not committed? */
};

/* Of all runs. */
static int committed, failed;

/* A new store, made once: each run begins with a copy of it. */
static struct kit plain_store;

static bool
put(struct kit *kit, int64_t n)
{
	char uid[16], summary[32];
	struct event event;

	snprintf(uid, sizeof uid, "u%d", (int)(n % SERIES));
	snprintf(summary, sizeof summary, "%lld", (long long)n);
	event = kit_event("s", uid, "2026-03-01", "2026-03-02");
	event.summary = summary;
	err_clear(&kit->err);
	return kit_try_put(kit, &event) == 0;
}

/* In the child: writes, and says the number of each put that is committed,
 * and FAILED for each that is not. */
static void
write_through(struct kit *kit, int said)
{
	if (store_open(kit->path, DB_WRITER, &kit->store, &kit->err) < 0)
		_exit(0);
	for (int64_t n = 1; n <= PUTS; n++) {
		int64_t word = n;

		if (!put(kit, n))
			word = FAILED;
		if (write(said, &word, sizeof word) != sizeof word)
			_exit(1);
	}
	_exit(0); /* nothing is closed: the power goes */
}

static struct told
listen_to(int heard)
{
	struct told told = { .last_put_well = false };
	int64_t word;

	while (read(heard, &word, sizeof word) == sizeof word) {
		told.last_put_well = word > 0;
		if (word < 0) {
			told.failed = true;
			continue;
		}
		told.any = true;
		told.last = word;
		told.after_failures += told.failed;
	}
	return told;
}

static struct told
run_writer(struct kit *kit, const struct disk *faults)
{
	struct told told;
	int ends[2], status;
	pid_t child;

	assert_int_equal(pipe(ends), 0);
	child = fork();
	assert_true(child >= 0);
	if (child == 0) {
		close(ends[0]);
		disk = *faults;
		write_through(kit, ends[1]);
	}
	close(ends[1]);
	told = listen_to(ends[0]);
	close(ends[0]);
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(status, 0);
	return told;
}

/* All that was said is there, whole. */
static void
check(struct kit *kit, const struct told *told, const struct way *way, long n)
{
	struct err err = ERR_INIT;
	int64_t last;

	if (store_open(kit->path, DB_WRITER, &kit->store, &err) < 0)
		fail_msg("%s at %ld: %s", way->name, n, err.msg);
	if (db_check(store_db(kit->store), DB_CHECK_WHOLE, &err) < 0)
		fail_msg("%s at %ld: %s", way->name, n, err.msg);
	last = kit_int(kit, "SELECT COALESCE(MAX(CAST(title AS INTEGER)), 0)"
			    " FROM change");
	if (told->any && last < told->last)
		fail_msg("%s at %ld: %lld was committed, %lld is there",
		    way->name, n, (long long)told->last, (long long)last);
	assert_int_equal(
	    kit_int(kit, "SELECT COUNT(*) FROM event WHERE summary <>"
			 " (SELECT title FROM change WHERE entity_id ="
			 " event.id ORDER BY seq DESC LIMIT 1)"),
	    0);
	if (!way->recovers && told->after_failures)
		fail_msg("%s at %ld: %d committed after the error", way->name,
		    n, told->after_failures);
	if (way->recovers && told->any && !told->last_put_well)
		fail_msg("%s at %ld: it does not write again", way->name, n);
}

static void
fail_at(const struct way *way, long n, bool power_goes, bool creating)
{
	char durable[112];
	struct kit kit;
	struct disk faults = { .error = way->error,
		.in_part = way->in_part,
		.fail_at = n,
		.fails = way->fails };
	struct told told;

	kit_begin(&kit);
	if (!creating)
		kit_copy_file(plain_store.path, kit.path);
	snprintf(durable, sizeof durable, "%s/durable", kit.folder);
	assert_int_equal(mkdir(durable, 0700), 0);
	faults.folder = kit.folder;
	faults.durable = power_goes ? durable : NULL;
	if (power_goes)
		disk_sync(&faults);
	told = run_writer(&kit, &faults);
	committed += told.any;
	failed += told.failed;
	if (power_goes)
		disk_lose_power(&faults, n % 2);
	check(&kit, &told, way, n);
	kit_close(&kit);
}

static void
nothing_committed_is_lost_whatever_fails(void **state)
{
	long step = getenv("AMBIT_TEST_EVERY") ? 1 : 20;

	(void)state;
	kit_open(&plain_store);
	store_close(plain_store.store);
	plain_store.store = NULL;
	for (size_t i = 0; i < ARRAY_LEN(ways); i++)
		for (long n = 1 + (long)i; n <= MOST; n += step)
			fail_at(&ways[i], n, n / step % 2, false);
	/* Its making is one long transaction after the other. */
	for (long n = 1; n <= MOST; n += step * 2)
		fail_at(&ways[n / step / 2 % ARRAY_LEN(ways)], n, n / step % 4,
		    true);
	/* The faults were where writes are. */
	assert_in_range(committed, 1, 1000);
	assert_in_range(failed, 1, 1000);
	kit_close(&plain_store);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nothing_committed_is_lost_whatever_fails),
	};

	return cmocka_run_group_tests_name("disk", tests, NULL, NULL);
}
