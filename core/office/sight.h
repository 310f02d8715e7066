/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How much of what the rules have found a reader may see: titles, places,
 * times and teams, but names of the people of their own teams alone. Who may
 * not be named is "somebody" of their team: their id and name are taken out
 * of the evidence, so that every text that is made from it knows them neither.
 */
#ifndef AMBIT_OFFICE_SIGHT_H
#define AMBIT_OFFICE_SIGHT_H

#include <jansson.h>

#include "base/buf.h"
#include "base/err.h"
#include "office/desk.h"
#include "store/changes.h"
#include "store/records.h"

/* Must anything be taken out for the caller at all? */
bool sight_is_narrow(const struct caller *caller);

/* What is left for the caller of a conflict's parts, each of them JSON as
 * the store has it; title is text. */
struct sight {
	struct buf title, subject, evidence;
};
void sight_free(struct sight *sight);

/* 0, -ENOMEM or -EINVAL: it is not JSON. out is empty before. */
int sight_of(const struct caller *caller, const struct records *records,
    const char *title, const char *subject, const char *evidence,
    struct sight *out, struct err *err);

/* The same of the list of findings that the desk holds for its caller. */
int sight_of_evidence(struct desk *desk, struct err *err);

/* The same of an answer about ways out (office/proposals.h), as it is read.
 * Ids of people who are invited go, too. */
void sight_of_proposals(
    const struct caller *caller, const struct records *records, json_t *answer);

/* The same of a row of the log that is about a conflict: its title is cut
 * before the name. out's change is on loan from change and itself. */
struct sight_change {
	struct change change;
	struct buf title, before, after;
};
void sight_change_free(struct sight_change *sight);
int sight_of_change(const struct caller *caller, const struct records *records,
    const struct change *change, struct sight_change *out, struct err *err);

#endif
