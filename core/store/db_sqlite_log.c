/* SPDX-License-Identifier: Apache-2.0 */
/*
 * When the log is copied into the file, and that the file's seal is renewed
 * before the log is written anew: between the two, what the seal does not say
 * is in the log.
 */
#include "store/db_sqlite.h"
#include "store/seal.h"

/* As SQLite has it by default. */
#define LONG_LOG 1000

/* Copies what it can; true: all of it. */
static bool
copy_log(struct sqlite *sqlite, int mode)
{
	struct err err = ERR_INIT;
	int log = -1, copied = -1, rc;

	/* Without memory for it the log grows until the next time. */
	if (sqlite->seal && seal_expect(sqlite->seal, &err) < 0)
		return false;
	rc = sqlite3_wal_checkpoint_v2(
	    sqlite->handle, NULL, mode, &log, &copied);
	if (rc != SQLITE_OK && rc != SQLITE_BUSY)
		sqlite_fail(sqlite, rc, &err);
	if (rc != SQLITE_OK || copied != log)
		return false;
	/* One that cannot be renewed is taken off. */
	if (sqlite->seal && log > 0)
		seal_renew(sqlite->seal, &err);
	return true;
}

static int
on_commit(void *arg, sqlite3 *handle, const char *name, int pages)
{
	struct sqlite *sqlite = arg;

	(void)handle;
	(void)name;
	if (pages >= LONG_LOG && !sqlite->broken)
		copy_log(sqlite, SQLITE_CHECKPOINT_PASSIVE);
	return SQLITE_OK;
}

void
sqlite_watch_log(struct sqlite *sqlite)
{
	sqlite3_wal_hook(sqlite->handle, on_commit, sqlite);
}

void
sqlite_keep_seal(struct db *db, struct seal *seal)
{
	sqlite_of(db)->seal = seal;
}

bool
sqlite_empty_log(struct sqlite *sqlite)
{
	return !sqlite->broken && copy_log(sqlite, SQLITE_CHECKPOINT_RESTART) &&
	       sqlite3_wal_checkpoint_v2(sqlite->handle, NULL,
		   SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL) == SQLITE_OK;
}

/* Also while readers have it open. Else SQLite would copy it unseen. */
void
sqlite_end_log(struct sqlite *sqlite)
{
	if (!sqlite_empty_log(sqlite))
		sqlite3_db_config(
		    sqlite->handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
}
