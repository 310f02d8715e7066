/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Whole files: is one sound, and a verified copy of it under another name,
 * which appears at once or not at all.
 */
#include <fcntl.h>
#include <libgen.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "store/db_sqlite.h"

int
sqlite_check(struct db *db, enum db_check_depth depth, struct err *err)
{
	struct sqlite *sqlite = sqlite_of(db);
	struct db_stmt *stmt =
	    depth == DB_CHECK_WHOLE
		? db_prepare(db, "PRAGMA integrity_check(1)", err)
		: db_prepare(db, "PRAGMA quick_check(1)", err);
	int rc;

	if (!stmt)
		return err->code;
	rc = db_step(stmt, err);
	if (rc > 0 && strcmp(db_text(stmt, 0), "ok") != 0) {
		sqlite->broken = true;
		rc = err_set(err, -EUCLEAN,
		    "%s: %s: the file is damaged; restore a backup",
		    sqlite->path, db_text(stmt, 0));
	}
	db_done(stmt);
	return rc < 0 ? rc : 0;
}

/* Copies the pages into the database that is open as to. */
static int
copy_pages(struct sqlite *from, struct sqlite *to, struct err *err)
{
	sqlite3_backup *backup =
	    sqlite3_backup_init(to->handle, "main", from->handle, "main");
	int rc;

	if (!backup)
		return sqlite_fail(
		    to, sqlite3_extended_errcode(to->handle), err);
	rc = sqlite3_backup_step(backup, -1);
	sqlite3_backup_finish(backup);
	return rc == SQLITE_DONE ? 0 : sqlite_fail(to, rc, err);
}

/* The copy is plain again afterwards, one file without a log beside it. */
static int
backup_into(struct sqlite *from, const char *path, struct err *err)
{
	struct db *to;
	int rc = db_open(path, DB_WRITER, &to, err);

	if (rc < 0)
		return rc;
	rc = copy_pages(from, sqlite_of(to), err);
	if (rc == 0)
		rc = db_run(to, "PRAGMA journal_mode = DELETE", err);
	if (rc == 0)
		rc = sqlite_check(to, DB_CHECK_WHOLE, err);
	db_close(to);
	return rc;
}

static int
sync_file(const char *path, int flags, struct err *err)
{
	CLEANUP(closep) int fd = open(path, flags | O_RDONLY | O_CLOEXEC);

	if (fd < 0 || fsync(fd) < 0)
		return err_errno(err, "sync %s", path);
	return 0;
}

/* Gives the finished part its name, which must be free. */
static int
publish(const char *part, const char *path, struct err *err)
{
	char folder[PATH_MAX];

	if (snprintf(folder, sizeof folder, "%s", path) >= (int)sizeof folder)
		return err_set(err, -ENAMETOOLONG, "backup to %s", path);
	if (sync_file(part, 0, err) < 0)
		return err->code;
	if (link(part, path) < 0)
		return err_errno(err, "backup to %s: give another name", path);
	return sync_file(dirname(folder), O_DIRECTORY, err);
}

int
sqlite_backup(struct db *db, const char *path, struct err *err)
{
	char part[PATH_MAX];
	int rc;

	if (snprintf(part, sizeof part, "%s.part", path) >= (int)sizeof part)
		return err_set(err, -ENAMETOOLONG, "backup to %s", path);
	unlink(part); /* of a backup that was cut short */
	rc = backup_into(sqlite_of(db), part, err);
	if (rc == 0)
		rc = publish(part, path, err);
	unlink(part);
	return rc < 0 ? err_context(err, "backup") : 0;
}

int
sqlite_compact(struct db *db, struct err *err)
{
	if (db_run(db, "VACUUM", err) < 0)
		return err->code;
	return sqlite_empty_log(sqlite_of(db))
		   ? 0
		   : err_set(err, -EBUSY, "its log is still being read");
}
