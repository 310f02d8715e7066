/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a command of the office works with, and the commands that are the same
 * for all families (model/family.h). Each runs inside store_write, sees what
 * the transaction has done before, and either does all of it or, with a
 * negative result, nothing that its caller may commit.
 *
 * Results: 0, or
 *   -EINVAL  values are wrong: each is in invalid, by JSON pointer (when there
 *            is none, what was given is not the JSON that it should be)
 *   -ENOENT  there is no such record
 *   -EEXIST  there is one of this id already
 *   -ENOTEMPTY  others refer to it
 *   -EPERM   its state does not allow it
 *   -ESTALE  it has changed since
 *   -EACCES  it is not the caller's to do
 *   -EDEADLK  conflicts forbid it: they are in evidence, a JSON list
 * and those of the store.
 */
#ifndef AMBIT_OFFICE_DESK_H
#define AMBIT_OFFICE_DESK_H

#include "base/invalid.h"
#include "base/places.h"
#include "base/zone.h"
#include "model/family.h"
#include "office/authorize.h"
#include "office/judge.h"
#include "store/record_table.h"

struct desk {
	struct store *store;
	struct actor actor;
	/* Who asks: what they may not know of is not there. NULL: the program
	 * itself. */
	const struct caller *caller;
	struct zones *zones;
	const struct zone *zone; /* whose days are the office's */
	/* Against which homes are held; NULL: they are not. */
	const struct places *places;
	struct invalid invalid;
	const struct judge *judge; /* NULL: nobody looks for conflicts */
	struct buf evidence;
	/* As of what revision a record is changed or removed; 0: whatever. */
	int64_t revision;
	/* Per cent by which the cost of an authorised mission may change
	 * without being decided again. */
	int64_t revise_percent;
};

/* Empties what a command has noted, and keeps the rest. */
void desk_clear(struct desk *desk);
void desk_free(struct desk *desk);

/* The record of an id, as it is now: a reference of the caller's. -ENOENT. */
int desk_find(struct desk *desk, const struct family *family, const char *id,
    struct record_row **out, struct err *err);

/* The same of one that is to be changed, when it is as it was. -ESTALE. */
int desk_find_unchanged(struct desk *desk, const struct family *family,
    const char *id, struct record_row **out, struct err *err);

/*
 * Creates a record from a JSON object. *out is the caller's reference, as in
 * the others. For a family whose ids the program makes, the object has none.
 */
int desk_create(struct desk *desk, const struct family *family,
    const char *json, size_t len, struct record_row **out, struct err *err);

/* Merges a JSON object into a record (RFC 7396). Its id stays. */
int desk_change(struct desk *desk, const struct family *family, const char *id,
    const char *json, size_t len, struct record_row **out, struct err *err);

/* Removes a record to which no other refers. */
int desk_remove(struct desk *desk, const struct family *family, const char *id,
    struct err *err);

/* Holds a record against its table, its family's check, the zones and what it
 * refers to; notes what is wrong. 0, or -EINVAL. For commands that make
 * records of their own. */
int desk_check(struct desk *desk, const struct family *family,
    const void *record, struct err *err);

/* The part of it that looks beyond the record, whose own values are right:
 * notes what is wrong. 0, or why it could not be looked up. */
int desk_check_outside(struct desk *desk, const struct family *family,
    const void *record, struct err *err);

#endif
