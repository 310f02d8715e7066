/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a driver gives: one table of functions for each database. db.c checks
 * and dispatches; nothing else sees this header but the drivers.
 *
 * A driver's connection begins with struct db, its statement with struct
 * db_stmt. The functions mean what their namesakes in db.h say.
 */
#ifndef AMBIT_STORE_DB_DRIVER_H
#define AMBIT_STORE_DB_DRIVER_H

#include "store/db.h"

/* One of db_schema's words and what it is here. */
struct db_word {
	const char *portable, *native;
};

struct db_driver {
	const struct db_word *words; /* ends with { NULL } */

	int (*open)(const char *path, enum db_mode mode, struct db **out,
	    struct err *err);
	void (*close)(struct db *db);
	int (*run)(struct db *db, const char *sql, struct err *err);
	int (*tables)(struct db *db, int64_t *count, struct err *err);
	int64_t (*rows_written)(struct db *db);
	int (*backup)(struct db *db, const char *path, struct err *err);
	int (*compact)(struct db *db, struct err *err);
	bool (*sound)(struct db *db);
	void (*keep_seal)(struct db *db, struct seal *seal);
	int (*check)(struct db *db, enum db_check_depth depth, struct err *err);

	/* begin and commit return -EAGAIN when the transaction is to be run
	 * again; rollback cannot fail. */
	int (*begin)(struct db *db, struct err *err);
	int (*commit)(struct db *db, struct err *err);
	void (*rollback)(struct db *db);

	struct db_stmt *(*prepare)(
	    struct db *db, const char *sql, struct err *err);
	void (*done)(struct db_stmt *stmt);
	void (*bind_text)(struct db_stmt *stmt, int i, const char *text);
	void (*bind_int)(struct db_stmt *stmt, int i, int64_t value);
	void (*bind_real)(struct db_stmt *stmt, int i, double value);
	void (*bind_blob)(
	    struct db_stmt *stmt, int i, const void *bytes, size_t len);
	void (*bind_null)(struct db_stmt *stmt, int i);
	int (*step)(struct db_stmt *stmt, struct err *err);
	const char *(*text)(struct db_stmt *stmt, int i);
	int64_t (*integer)(struct db_stmt *stmt, int i);
	double (*real)(struct db_stmt *stmt, int i);
	const void *(*blob)(struct db_stmt *stmt, int i, size_t *len);
	bool (*is_null)(struct db_stmt *stmt, int i);
};

struct db {
	const struct db_driver *driver;
	bool in_transaction;
};

struct db_stmt {
	const struct db_driver *driver;
};

extern const struct db_driver db_sqlite;

#endif
