/* SPDX-License-Identifier: Apache-2.0 */
/* What the tests of feeds share: one series of up to four rows, and the feed
 * set over it. */
#ifndef AMBIT_TESTS_UNIT_FEED_KIT_H
#define AMBIT_TESTS_UNIT_FEED_KIT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/date.h"
#include "tests/unit/series_maker.h"

/* 2026-03-01T12:00:00Z */
#define NOW INT64_C(1772366400)
#define DAYS(n) ((int64_t)(n)*DAY_SECONDS)

struct feed_kit {
	struct zones *zones;
	struct feed_options options;
	struct feedset *set;
	struct snapshot *snapshot;
	struct buf body;
	struct event_row rows[4]; /* of events[] */
	struct event events[4];
};

extern struct feed_kit kit;

/* Rows of an assembly in Madrid on 10 March, from ten to twelve. */
int kit_open(void **state);
int kit_close(void **state);

#define KIT_TEST(name) \
	cmocka_unit_test_setup_teardown(name, kit_open, kit_close)

/* Makes the second row an override of the first, which recurs weekly. */
void kit_override(const char *recurrence_id);

/* Builds the set over one series of the first n rows. */
void kit_build(size_t n);

/* Applies the change from what stands to the first n rows (0: gone). */
void kit_change(size_t n, int64_t now);

/* Applies a change of one series to what stands, and gives both sides back. */
void kit_apply(const struct series_change *change, int64_t now);

/* Builds, then a feed's body, checked by libical and unfolded. */
const char *kit_feed(size_t n, const char *id);
const char *kit_public(size_t n);

/* The same of a variant of the feed, whose set is built already. */
const char *kit_variant(const char *id, const struct feed_variant *variant);

/* libical must read it without an error. */
void kit_check(const char *text);

int count(const char *text, const char *word);

#define assert_has(text, word) assert_int_equal(count(text, word), 1)
#define assert_lacks(text, word) assert_int_equal(count(text, word), 0)

#endif
