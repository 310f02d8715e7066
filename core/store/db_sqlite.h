/* SPDX-License-Identifier: Apache-2.0 */
/* What the two files of the SQLite driver share. */
#ifndef AMBIT_STORE_DB_SQLITE_H
#define AMBIT_STORE_DB_SQLITE_H

#include <sqlite3.h>

#include "base/vec.h"
#include "store/db_driver.h"

#define MAX_PARAMETERS 99

struct sqlite;

struct statement {
	struct db_stmt base;
	struct sqlite *sqlite;
	const char *sql; /* the key: its address */
	sqlite3_stmt *handle;
	/* "$7" is a name to SQLite, and its place that of its first use. */
	unsigned char place[MAX_PARAMETERS + 1];
	int bind_error; /* SQLite's, of the first bind that failed */
};

struct sqlite {
	struct db base;
	sqlite3 *handle;
	char *path;
	bool writes;
	/* An I/O error or damage was seen: what SQLite says of later writes
	 * cannot be trusted any more. */
	bool broken;
	struct seal *seal; /* a loan; NULL: none is kept */
	VEC(struct statement *) statements;
};

static inline struct sqlite *
sqlite_of(struct db *db)
{
	return (struct sqlite *)db;
}

/* Turns SQLite's result rc into an error, and remembers the bad ones. */
int sqlite_fail(struct sqlite *sqlite, int rc, struct err *err);

/* See db_check and db_backup. */
int sqlite_check(struct db *db, enum db_check_depth depth, struct err *err);
int sqlite_backup(struct db *db, const char *path, struct err *err);
int sqlite_compact(struct db *db, struct err *err);

/* See db_keep_seal. */
void sqlite_keep_seal(struct db *db, struct seal *seal);
/* Has the log copied into the file when a commit has made it long. */
void sqlite_watch_log(struct sqlite *sqlite);
/* Copies all of it and leaves it empty; false: a reader keeps it. */
bool sqlite_empty_log(struct sqlite *sqlite);
/* The same as the connection ends. */
void sqlite_end_log(struct sqlite *sqlite);

#endif
