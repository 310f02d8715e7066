/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A record's fields as columns: one for each, in the order of its table.
 * Texts, numbers and choices (by their words) as themselves, lists as JSON;
 * what is not given is NULL.
 */
#ifndef AMBIT_STORE_FIELDS_H
#define AMBIT_STORE_FIELDS_H

#include "base/buf.h"
#include "base/record.h"
#include "store/db.h"

/* Binds the fields to the parameters from $first on. lists (empty) keeps the
 * texts of lists and must live until the statement has run. */
int fields_bind(struct db_stmt *stmt, int first, const struct record *type,
    const void *record, struct buf *lists, struct err *err);

/* Reads the columns from first on into a record of one block, the caller's.
 * -EUCLEAN and the like name the column. */
int fields_read(struct db_stmt *stmt, int first, const struct record *type,
    void **out, struct err *err);

#endif
