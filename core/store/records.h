/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An immutable view of all that the office keeps (model/family.h) at one
 * moment: each family by id, and who refers to whom. Shared by reference
 * count. A change gives a new view that shares all but a few nodes with the
 * old one, so its cost grows with the logarithm of the size.
 */
#ifndef AMBIT_STORE_RECORDS_H
#define AMBIT_STORE_RECORDS_H

#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "model/family.h"
#include "store/ordered.h"

struct record_row;

/* The row refers to a record by this id. */
struct record_use {
	const char *kind; /* a family's name, or "event" */
	const char *id;
	const struct record_row *row;
};

/* A record, immutable, and what the program knows of it. */
struct record_row {
	atomic_int refs;
	const struct family *family;
	void *record;       /* one block, owned */
	int64_t revision;   /* 1, 2 ...; any change */
	int64_t created_at; /* UTC seconds */
	int64_t revised_at;
	struct record_use *uses; /* each once */
	size_t nuses;
};

/* Takes record over, also when it fails (NULL: no memory). */
struct record_row *record_row_new(const struct family *family, void *record,
    int64_t revision, int64_t created_at, int64_t revised_at);
struct record_row *record_row_ref(struct record_row *row); /* takes NULL */
void record_row_unref(struct record_row *row);             /* takes NULL */
void record_row_unrefp(struct record_row **row);

struct records; /* opaque, immutable */

/* NULL: no memory. */
struct records *records_empty(void);
struct records *records_ref(struct records *records); /* takes NULL */
void records_unref(struct records *records);          /* takes NULL */
void records_unrefp(struct records **records);

/* A row before and after a change, of one id; either may be NULL, not both. */
struct record_change {
	struct record_row *before, *after;
};

/* old with the changes, each of another record. *out is the caller's.
 * -ENOMEM. */
int
records_apply(const struct records *old, const struct record_change *changes,
    size_t n, struct records **out, struct err *err);

size_t records_count(const struct records *records, enum family_id family);

/* On loan from the view; NULL when there is none (of no id: NULL). */
const struct record_row *records_find(
    const struct records *records, enum family_id family, const char *id);
/* The record itself. */
const void *records_get(
    const struct records *records, enum family_id family, const char *id);

/* A family in the order of its ids: from the first that is not before id
 * (NULL: the first of all); NULL at the end. The view outlives the walk. */
const struct record_row *records_first(const struct records *records,
    enum family_id family, const char *id, struct ordered_walk *walk);
const struct record_row *records_next(struct ordered_walk *walk);

/* Those who refer to a record (of a family, or an "event") by its id, each
 * once, by family and id. */
struct records_users {
	struct ordered_walk walk;
	const char *kind, *id;
};
const struct record_row *records_user_first(const struct records *records,
    const char *kind, const char *id, struct records_users *users);
const struct record_row *records_user_next(struct records_users *users);

#endif
