/* SPDX-License-Identifier: Apache-2.0 */
/* Conflicts as rows, for conflicts*.c alone. */
#ifndef AMBIT_STORE_CONFLICT_ROW_H
#define AMBIT_STORE_CONFLICT_ROW_H

#include "base/buf.h"
#include "store/conflicts.h"

#define CONFLICT_COLUMNS \
	"id, code, subject, title, level, state, evidence, since," \
	" state_since, revision, decided_by, why, found, starts, ends," \
	" expires, undo, revised_at"

/* A conflict with texts of its own. */
struct known {
	struct conflict conflict;
	struct buf texts;
};
void known_release(struct known *known);

/* On loan from the statement. */
void conflict_read(struct db_stmt *stmt, struct conflict *out);

/* 1: it is there; 0: it is not. known_take takes stmt, bound, and gives it
 * back. */
int known_take(struct db_stmt *stmt, struct known *known, struct err *err);
int known_by_subject(struct store *store, const char *code, const char *subject,
    struct known *known, struct err *err);
int known_by_id(
    struct store *store, const char *id, struct known *known, struct err *err);

/* Writes the conflict as it is now, in its log, and has the events shown
 * anew whose being one it changes. */
int conflict_write(struct store *store, const struct actor *actor,
    const char *action, const struct conflict *before, struct conflict *after,
    struct err *err);

#endif
