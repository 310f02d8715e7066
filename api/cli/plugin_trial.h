/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Runs of a plugin by hand, without a store: what comes goes through the same
 * checks as in a sync. A trial keeps what a run brought, so that two can be
 * compared.
 */
#ifndef AMBIT_CLI_PLUGIN_TRIAL_H
#define AMBIT_CLI_PLUGIN_TRIAL_H

#include "base/buf.h"
#include "cli/cli.h"
#include "source/intake.h"
#include "source/runner.h"

/* The same in every trial: 2026-01-15T12:00:00Z. */
#define TRIAL_NOW INT64_C(1768478400)

/* Where and how a source of the fixtures is tried. */
struct trial_room {
	const char *host, *plugin; /* paths */
	const char *data_dir;
	enum sandbox_mode sandbox;
	int64_t deadline_ms;
	const struct config_source *source;
	struct zones *zones;
};

/* How one run differs from others. */
struct trial_way {
	struct trial trial;
	int64_t now; /* 0: TRIAL_NOW */
	const char *cursor;
	enum start_mode mode; /* START_NONE: START_SYNC */
	bool bare;            /* without the source's settings */
};

struct trial_seen {
	struct runner_outcome outcome;
	struct buf events; /* a line of JSON for each that is taken */
	int64_t taken, refused, quarantined;
	struct buf faults; /* "line 4: name: reason" for those that are not */
	char *cursor;      /* of the last checkpoint */
};
void trial_seen_free(struct trial_seen *seen);

/* One run. 0 when it took place, whatever its outcome. */
int trial_run(const struct trial_room *room, const struct trial_way *way,
    struct trial_seen *seen, struct err *err);

#endif
