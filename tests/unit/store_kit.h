/* SPDX-License-Identifier: Apache-2.0 */
/* A store in a folder of its own, for tests; what fails here fails the test. */
#ifndef AMBIT_TESTS_UNIT_STORE_KIT_H
#define AMBIT_TESTS_UNIT_STORE_KIT_H

#include "base/zone.h"
#include "store/events.h"
#include "store/store.h"

struct kit {
	char folder[64];
	char path[96]; /* of the store */
	struct store *store;
	struct zones *zones;
	struct actor actor; /* its now is the tests' clock */
	struct err err;
};

/* A folder, and no store in it yet. */
void kit_begin(struct kit *kit);
void kit_open(struct kit *kit);
void kit_close(struct kit *kit);

void kit_copy_file(const char *from, const char *to);

/* The same as a test's fixture: *state is the kit. */
int kit_setup(void **state);
int kit_teardown(void **state);

/* Closes the store and opens it again. */
void kit_reopen(struct kit *kit);

/* Whole days: start and end as dates; else wall times in Europe/Madrid. */
struct event kit_event(
    const char *source, const char *uid, const char *start, const char *end);

enum put_result kit_put(struct kit *kit, const struct event *event);
/* The same where it may fail: 0, or a negative errno and kit->err. */
int kit_try_put(struct kit *kit, const struct event *event);
bool kit_missed(
    struct kit *kit, const char *id, enum vanish_policy policy, int patience);
int kit_forget(struct kit *kit, const char *source, const char *uid,
    enum vanish_policy policy);

/* The only row of a series, the caller's; NULL when there is none. */
struct event_row *kit_row(struct kit *kit, const char *source, const char *uid);

/* The first column of the first row of sql. */
int64_t kit_int(struct kit *kit, const char *sql);

/* "created moved ...": the actions in the log after seq, the caller's. */
char *kit_actions(struct kit *kit, int64_t after);

#endif
