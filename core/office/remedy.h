/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a way out (schedule/propose) does to the records: which of them would
 * be how. The same is tried on the picture, shown, written, and undone, so
 * that what is applied is what was judged.
 *
 * Steps respect a mission's life: what was endorsed and is changed so far that
 * it must be decided again is submitted again; of what is authorised only what
 * its event did is followed, as a new edition.
 */
#ifndef AMBIT_OFFICE_REMEDY_H
#define AMBIT_OFFICE_REMEDY_H

#include "office/picture.h"
#include "schedule/propose/propose.h"

/* One record or event, before and after. */
struct remedy_change {
	const struct family *family;     /* NULL: an event of our own */
	char id[RECORD_ID];              /* of the event: its id */
	const struct record_row *before; /* on loan; NULL: there was none */
	const struct event_row *event;   /* before, on loan */
	void *after;                     /* one block, owned; NULL: removed */
};

struct remedy {
	VEC(struct remedy_change) changes;
	/* The views with them. */
	struct records *records;
	struct snapshot *events;
	struct record_changes rows; /* references */
	struct touched series;
};
void remedy_free(struct remedy *remedy);

/* What it is made from; all on loan. */
struct remedy_office {
	struct picture *picture;
	struct picture_input input;
	int64_t now;
	int64_t revise_percent; /* desk.h */
	const char *reason;     /* of what is declined */
};

/* -EDOM: a step cannot be taken, err says why; -ENOMEM. */
int remedy_make(const struct remedy_office *office,
    const struct propose_candidate *candidate, struct remedy *out,
    struct err *err);

/* The same of several ways, one after the other. */
int remedy_make_all(const struct remedy_office *office,
    const struct propose_candidate *candidates, size_t n, struct remedy *out,
    struct err *err);

/* The views of what remedy->changes says, for those that are made otherwise.
 * -ENOMEM. */
int remedy_views(
    const struct remedy_office *office, struct remedy *remedy, struct err *err);

/* The record as it would be; NULL: not changed, or removed. */
const void *remedy_after(
    const struct remedy *remedy, enum family_id family, const char *id);

#endif
