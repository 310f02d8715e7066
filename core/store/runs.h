/* SPDX-License-Identifier: Apache-2.0 */
/* What each sync of a source brought: its newest runs, and what the log has of
 * one of them. */
#ifndef AMBIT_STORE_RUNS_H
#define AMBIT_STORE_RUNS_H

#include <stdbool.h>
#include <stdint.h>

#include "store/store.h"

/* What became of events, counted from the log. */
struct run_changes {
	int64_t created, updated, moved, cancelled, restored, vanished, deleted;
};

struct source_run {
	int64_t at;      /* UTC seconds: when it ended */
	char result[16]; /* "ok", "retry", ... */
	bool held;       /* a suspicious shrinking was not applied */
	int64_t events;  /* that it listed */
	struct run_changes changes;
	int64_t quarantined, elapsed_ms;
	int64_t log_before; /* number of the newest change before it */
};

/* Adds a run and forgets all but the newest keep (at least 1) of the source.
 * Inside store_write. */
int source_run_add(struct store *store, const char *source,
    const struct source_run *run, int64_t keep, struct err *err);

/* The newest first, at most limit of them. */
int source_runs_each(struct store *store, const char *source, int limit,
    int (*fn)(const struct source_run *run, void *arg, struct err *err),
    void *arg, struct err *err);

/* What actor has changed in the source's entities after the change numbered
 * after. */
int run_changes_count(struct store *store, const char *source,
    const char *actor, int64_t after, struct run_changes *out, struct err *err);

#endif
