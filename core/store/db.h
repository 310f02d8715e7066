/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The driver interface of the store: SQL in, rows out. SQL is portable, with
 * $1, $2 ... as placeholders, so that a driver for another database serves
 * the same store. SQLite is the embedded default.
 *
 * One connection is used by one thread at a time. After the first I/O error,
 * or the first sign of damage, a connection reads on but refuses to write
 * (-EIO): a later write could be acknowledged and yet be lost.
 */
#ifndef AMBIT_STORE_DB_H
#define AMBIT_STORE_DB_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

struct db;
struct db_stmt;

enum db_mode { DB_WRITER, DB_READER };

/* path: a file, or ":memory:". A reader never creates it. */
int
db_open(const char *path, enum db_mode mode, struct db **out, struct err *err);
void db_close(struct db *db);

/* Statements without parameters and rows; several, split by semicolons. */
int db_run(struct db *db, const char *sql, struct err *err);

/* Outside of a transaction: rewrites the file without what is in it no longer,
 * and empties the log beside it. -EBUSY: a reader kept the log. */
int db_compact(struct db *db, struct err *err);

/*
 * As db_run, for the schema: $int, $real, $text, $blob and $table (after a
 * table's closing bracket) stand for this database's own words.
 */
int db_schema(struct db *db, const char *sql, struct err *err);

/* How many tables it has: 0 for a new one. */
int db_tables(struct db *db, int64_t *count, struct err *err);

/*
 * A statement, ready to be bound. Prepared once for each sql pointer and kept
 * by the connection (pass string literals). NULL with err filled on failure.
 * db_done gives it back; a later db_prepare of the same sql resets it.
 */
struct db_stmt *db_prepare(struct db *db, const char *sql, struct err *err);
void db_done(struct db_stmt *stmt);

/* Parameters count from 1. Texts and blobs must live until the next step
 * that returns 0, or db_done. A failed bind makes the next step fail. */
void db_bind_text(struct db_stmt *stmt, int i, const char *text); /* or NULL */
void db_bind_int(struct db_stmt *stmt, int i, int64_t value);
void db_bind_real(struct db_stmt *stmt, int i, double value); /* NaN: NULL */
void db_bind_blob(struct db_stmt *stmt, int i, const void *bytes, size_t len);
void db_bind_null(struct db_stmt *stmt, int i);

/* 1: a row is there; 0: done; negative errno: -EEXIST for a broken
 * constraint, -EBUSY, -EIO, -ENOSPC, -EUCLEAN for a damaged file. */
int db_step(struct db_stmt *stmt, struct err *err);

/* Runs a bound statement of which no row is wanted, and gives it back. */
int db_execute(struct db_stmt *stmt, struct err *err);

/* As db_execute; the first row's first column is in *value, which stays as
 * it is when there is no row. */
int db_execute_int(struct db_stmt *stmt, int64_t *value, struct err *err);

/* Columns count from 0; texts live until the next step. */
const char *db_text(struct db_stmt *stmt, int i); /* NULL for NULL */
int64_t db_int(struct db_stmt *stmt, int i);      /* 0 for NULL */
double db_real(struct db_stmt *stmt, int i);      /* NaN for NULL */
const void *db_blob(struct db_stmt *stmt, int i, size_t *len);
bool db_is_null(struct db_stmt *stmt, int i);

/* Rows written by this connection since it was opened. */
int64_t db_rows_written(struct db *db);

/*
 * Runs fn inside a transaction that is begun for writing; commits when it
 * returns 0, else rolls back. When the database asks for another try, fn is
 * run again from the start: it does no other I/O and keeps no state from a
 * failed try. Not nested.
 */
int db_transaction(struct db *db,
    int (*fn)(struct db *db, void *arg, struct err *err), void *arg,
    struct err *err);

/* Copies the whole database, consistent, into a new file that is checked
 * before it gets its name. -EEXIST when there is a file of that name. */
int db_backup(struct db *db, const char *path, struct err *err);

/* Has no error of the disk, and no damage, been seen? */
bool db_sound(struct db *db);

/* The file's seal (seal.h), which must outlive db, is renewed whenever the
 * log is copied into the file; NULL: there is none. */
struct seal;
void db_keep_seal(struct db *db, struct seal *seal);

/* 0, or -EUCLEAN and what is wrong with the file: its structure, or the whole
 * of it, which also compares each index with its table. */
enum db_check_depth { DB_CHECK_STRUCTURE, DB_CHECK_WHOLE };
int db_check(struct db *db, enum db_check_depth depth, struct err *err);

#endif
