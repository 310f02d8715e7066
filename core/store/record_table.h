/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The families' tables and struct record_row, one in terms of the other. Each
 * family has one table of its name: a column for each field, the id first,
 * then revision, created_at, revised_at. The statements' texts are made once
 * for each store.
 *
 * Writes keep the store's records (store_records) in step, so that what
 * comes later in a transaction sees what came before.
 */
#ifndef AMBIT_STORE_RECORD_TABLE_H
#define AMBIT_STORE_RECORD_TABLE_H

#include "store/changes.h"
#include "store/records.h"
#include "store/store.h"

struct record_sql {
	char *insert, *update, *remove, *all;
};

int record_sql_build(struct record_sql sql[FAMILIES], struct err *err);
void record_sql_free(struct record_sql sql[FAMILIES]);

/*
 * The records as they are now: inside store_write with what the transaction
 * has changed so far, else as committed. Read from the tables at the first
 * call. *out is a reference of the caller's.
 */
int store_records(struct store *store, struct records **out, struct err *err);

/* What the transaction that runs, or the last one, has changed: rows before
 * and after, in the order of the changes; on loan until the next begins. */
VEC_TYPE(record_changes, struct record_change);
const struct record_changes *store_record_changes(const struct store *store);

/*
 * Inside store_write: creates (old is NULL), changes, or removes (record is
 * NULL) a record, with its row in the log under the action. Nothing happens
 * when record equals old's. Checks nothing. *out (may be NULL) is the new
 * row, on loan.
 */
int record_write(struct store *store, const struct actor *actor,
    const struct family *family, const struct record_row *old,
    const void *record, const char *action, const struct record_row **out,
    struct err *err);

#endif
