/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a plugin makes of a source that fails. The one thing that it must not
 * do is to say AMBIT_OK when it has not seen all: what it did not bring would
 * be taken for gone.
 */
#include <stdlib.h>

#include "base/cleanup.h"
#include "cli/plugin_checking.h"
#include "source/health.h"

/* Of the fetches that are spoilt and the emits that are cancelled. */
#define FETCHES_MOST 20
#define CANCELS_MOST 200

struct spoiling {
	enum trial_fault fault;
	const char *words;
};

static int64_t
least(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

/* Has it said that all is well? Then false, and why is said. */
static bool
spoilt_run(
    struct checking *checking, const struct spoiling *spoiling, int64_t at)
{
	CLEANUP(trial_seen_free) struct trial_seen seen = { .taken = 0 };
	const struct trial_way way = { .trial = { spoiling->fault, at, 0 } };
	enum ambit_result result;

	if (!checking_try(checking, &way, &seen))
		return false;
	result = seen.outcome.result;
	if (result == AMBIT_OK)
		failed(checking,
		    "fetch %lld %s: it says ok, so what it did not read would "
		    "be taken for gone",
		    (long long)at, spoiling->words);
	else if (result == AMBIT_BUG || result == AMBIT_CANCELLED)
		failed(checking, "fetch %lld %s: %s: %s", (long long)at,
		    spoiling->words, health_word(result), seen.outcome.message);
	else
		return true;
	return false;
}

static void
check_fetches(struct checking *checking, const struct spoiling *spoiling)
{
	int64_t n = least(checking->good.outcome.fetches, FETCHES_MOST);

	for (int64_t at = 1; at <= n; at++)
		if (!spoilt_run(checking, spoiling, at))
			return;
	ok(checking, "a fetch %s", spoiling->words);
}

/* A body of which so much is left: it may be told from a whole one, or not. */
static void
check_cut(struct checking *checking, int64_t percent)
{
	CLEANUP(trial_seen_free) struct trial_seen seen = { .taken = 0 };
	const struct trial_way way = { .trial = { TRIAL_CUT, 1, percent } };
	const struct trial_seen *good = &checking->good;

	if (!checking_try(checking, &way, &seen))
		return;
	if (seen.outcome.result == AMBIT_BUG)
		failed(checking, "a body cut to %lld %%: %s",
		    (long long)percent, seen.outcome.message);
	else if (seen.outcome.result == AMBIT_OK && !seen.quarantined &&
		 seen.taken < good->taken)
		note(checking,
		    "a body cut to %lld %% is taken for a shorter list (%lld "
		    "of "
		    "%lld events)",
		    (long long)percent, (long long)seen.taken,
		    (long long)good->taken);
	else
		ok(checking, "a body cut to %lld %%: %s, %lld events",
		    (long long)percent, health_word(seen.outcome.result),
		    (long long)seen.taken);
}

static void
check_empty(struct checking *checking)
{
	static const struct spoiling empty = { TRIAL_CUT,
		"brings an empty body" };

	check_fetches(checking, &empty);
}

/* At each emit, or so many of them, evenly. */
static void
check_cancels(struct checking *checking)
{
	int64_t all = checking->good.outcome.events;
	int64_t n = least(all, CANCELS_MOST);

	for (int64_t i = 0; i < n; i++) {
		CLEANUP(trial_seen_free)
		struct trial_seen seen = { .taken = 0 };
		int64_t at = n > 1 ? 1 + i * (all - 1) / (n - 1) : 1;
		const struct trial_way way = { .trial = {
						   TRIAL_CANCEL, at, 0 } };

		if (!checking_try(checking, &way, &seen))
			return;
		if (seen.outcome.result == AMBIT_CANCELLED)
			continue;
		failed(checking, "told to stop at event %lld: %s: %s",
		    (long long)at, health_word(seen.outcome.result),
		    seen.outcome.message);
		return;
	}
	if (n)
		ok(checking, "stops when it is told to, at each of %lld events",
		    (long long)n);
}

void
faults_check(struct checking *checking)
{
	static const struct spoiling spoilings[] = {
		{ TRIAL_NO_ANSWER, "without an answer" },
		{ TRIAL_DENIED, "that is denied (401)" },
		{ TRIAL_BROKEN, "that fails (503)" },
	};
	static const int cuts[] = { 25, 50, 75, 99 };

	check_cancels(checking);
	if (!checking->good.outcome.fetches) {
		skip(checking, "failing fetches: it fetches nothing");
		return;
	}
	for (size_t i = 0; i < ARRAY_LEN(spoilings); i++)
		check_fetches(checking, &spoilings[i]);
	check_empty(checking);
	for (size_t i = 0; i < ARRAY_LEN(cuts); i++)
		check_cut(checking, cuts[i]);
}
