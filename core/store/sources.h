/* SPDX-License-Identifier: Apache-2.0 */
/* The health of each source, its cursor, and its quarantined items. */
#ifndef AMBIT_STORE_SOURCES_H
#define AMBIT_STORE_SOURCES_H

#include <stdbool.h>
#include <stdint.h>

#include "base/vec.h"
#include "store/store.h"

struct source_health {
	char name[64];
	int64_t last_attempt; /* UTC seconds; 0: never */
	int64_t last_success;
	int64_t last_change;  /* when a sync last changed anything */
	int64_t known_since;  /* its first attempt; 0: not known */
	int64_t next_attempt; /* 0: at its interval */
	int64_t failures;     /* in a row */
	char result[16];      /* "ok", "retry", "auth", ... of the last run */
	char message[400];    /* why it failed, for people; "" */
	bool held;            /* a suspicious shrinking was not applied */
	int64_t events;       /* that it lists: seen in the last good run */
	int64_t usual; /* median of what good runs before listed; 0: none */
	/* Of the last run; updated has what moved or was cancelled too. */
	int64_t created, updated, moved, cancelled, vanished, quarantined;
	int64_t elapsed_ms; /* of the last run */
	char sandbox[64];   /* "" or what is missing */
};

/* A row of zeros under its name when there is none yet. */
int source_health_get(struct store *store, const char *name,
    struct source_health *out, struct err *err);
int source_health_put(
    struct store *store, const struct source_health *health, struct err *err);
int source_health_each(struct store *store,
    int (*fn)(const struct source_health *health, void *arg, struct err *err),
    void *arg, struct err *err);

/* *cursor is the caller's, NULL when there is none; put NULL to forget it. */
int source_cursor_get(
    struct store *store, const char *name, char **cursor, struct err *err);
int source_cursor_put(
    struct store *store, const char *name, const char *cursor, struct err *err);

struct quarantined {
	const char *source, *name, *reason;
	int64_t line; /* 1-based; 0: not known */
	int64_t byte; /* 0-based; -1: not known */
	int64_t since;
};

/* A list that owns its items' names and reasons. */
VEC_TYPE(quarantined_list, struct quarantined);
/* Adds a copy of the item, but for its source. 0 or -ENOMEM. */
int
quarantined_note(struct quarantined_list *list, const struct quarantined *item);
void quarantined_release(struct quarantined_list *list);

/* Makes the source's list this one: keeps what is the same (and its since),
 * removes the rest. Inside store_write. */
int quarantine_replace(struct store *store, const char *source,
    const struct quarantined *items, size_t n, int64_t now, struct err *err);
int quarantine_each(struct store *store, const char *source,
    int (*fn)(const struct quarantined *item, void *arg, struct err *err),
    void *arg, struct err *err);

#endif
