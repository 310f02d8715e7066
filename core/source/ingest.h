/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Takes in what one sync of one source brings: checks each event (intake),
 * gathers what was brought until a checkpoint, commits it through the writer,
 * and works out at the end what has vanished.
 *
 * An event that is over is not missed when its source no longer lists it: a
 * publisher that drops what is past has cancelled nothing. An override that
 * is gone while its series is still there has been taken back, and is
 * deleted. Anything else that is gone is missed; see semantics of sources.
 */
#ifndef AMBIT_SOURCE_INGEST_H
#define AMBIT_SOURCE_INGEST_H

#include <stdbool.h>
#include <stdint.h>

#include "base/clock.h"
#include "base/err.h"
#include "model/erased.h"
#include "source/intake.h"
#include "source/runner.h"
#include "store/events.h"
#include "store/writer.h"

struct ingest_options {
	struct intake_options intake;
	enum vanish_policy vanished;
	int patience;       /* good syncs without an event; default 2 */
	int shrink_percent; /* most that a list may shrink; default 30 */
	size_t max_pending; /* events without a checkpoint; default 100,000 */
	struct actor actor;
	struct writer *writer;
	const struct erased_names *erased; /* who is hidden; NULL: nobody */
};
extern const struct ingest_options ingest_options_default;

struct ingest_counts {
	int64_t listed; /* distinct events that the run brought */
	int64_t created, updated, vanished, quarantined;
	bool held;      /* the list shrank too much; nothing vanished */
	int64_t before; /* how many the source listed before */
};

struct ingest;

int ingest_new(
    const struct ingest_options *options, struct ingest **out, struct err *err);
void ingest_free(struct ingest *ingest);
void ingest_freep(struct ingest **ingest);

/* What the runner feeds. On loan from the ingest. */
const struct runner_sink *ingest_sink(struct ingest *ingest);

/*
 * The run returned OK: commits what is left, and when the run listed all that
 * there is (complete) works out what vanished. Without this call only what
 * was checkpointed is committed.
 */
int ingest_finish(struct ingest *ingest, bool complete, struct err *err);

const struct ingest_counts *ingest_counts(const struct ingest *ingest);

#endif
