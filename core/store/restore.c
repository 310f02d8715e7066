/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The order of a restore's steps is what makes it safe to be cut short: the
 * old files get second names first, the old log goes before the new file
 * comes (a log beside a file that is not its own would be played into it),
 * and the new file comes by one rename.
 */
#include "restore.h"

#include <libgen.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "store/db.h"
#include "store/folder.h"
#include "store/lock.h"
#include "store/migrate.h"
#include "store/seal.h"

static void
db_closep(struct db **db)
{
	db_close(*db);
}

static int
open_whole(const char *path, struct db **db, int *version, struct err *err)
{
	if (db_open(path, DB_READER, db, err) < 0 ||
	    db_check(*db, DB_CHECK_WHOLE, err) < 0 ||
	    schema_version(*db, path, version, err) < 0)
		return err->code;
	if (*version == 0)
		return err_set(
		    err, -EINVAL, "%s is empty: it is no store", path);
	return 0;
}

int
store_verify(const char *path, int *version, struct err *err)
{
	CLEANUP(db_closep) struct db *db = NULL;

	if (open_whole(path, &db, version, err) < 0)
		return err->code;
	if (*version > migrations_len)
		return err_set(err, -EPROTO,
		    "%s has schema %d and this program knows only %d: use "
		    "the newer program",
		    path, *version, migrations_len);
	return 0;
}

int
store_intact(const char *path, struct err *err)
{
	CLEANUP(closep) int lock = -1;
	struct seal *seal = NULL;
	struct err other = ERR_INIT;
	char name[PATH_MAX];
	int rc;

	/* One that is made here might not be its user's. */
	snprintf(name, sizeof name, "%s.lock", path);
	if (access(name, F_OK) == 0 && lock_take(path, &lock, &other) < 0)
		return 0;
	rc = seal_check(path, &seal, err);
	seal_free(seal);
	return rc;
}

int
store_backup(const char *path, const char *to, int *version, struct err *err)
{
	CLEANUP(db_closep) struct db *db = NULL;

	if (open_whole(path, &db, version, err) < 0)
		return err->code;
	return db_backup(db, to, err);
}

/* ---- restore ---------------------------------------------------------- */

struct names {
	char now[PATH_MAX], kept[PATH_MAX];
};

static int
names_set(struct names *names, const char *path, const char *ending,
    const char *part, struct err *err)
{
	if (snprintf(names->now, PATH_MAX, "%s%s", path, part) >= PATH_MAX ||
	    snprintf(names->kept, PATH_MAX, "%s%s%s", path, ending, part) >=
		PATH_MAX)
		return err_set(err, -ENAMETOOLONG, "restore %s", path);
	return 0;
}

/* A second name for what is there. */
static int
keep(const char *path, const char *ending, const char *part, struct err *err)
{
	struct names names;

	if (names_set(&names, path, ending, part, err) < 0)
		return err->code;
	if (link(names.now, names.kept) < 0 && errno != ENOENT)
		return err_errno(err, "keep %s as %s", names.now, names.kept);
	return 0;
}

static int
drop(const char *path, const char *part, struct err *err)
{
	struct names names;

	if (names_set(&names, path, "", part, err) < 0)
		return err->code;
	if (unlink(names.now) < 0 && errno != ENOENT)
		return err_errno(err, "remove %s", names.now);
	return 0;
}

/* As root: the new file belongs to whom the old one, or the folder, does. */
static int
give_away(const char *path, const char *new, struct err *err)
{
	char folder[PATH_MAX];
	struct stat st;

	if (geteuid() != 0)
		return 0;
	snprintf(folder, sizeof folder, "%s", path);
	if (stat(path, &st) < 0 && stat(dirname(folder), &st) < 0)
		return err_errno(err, "look at %s", path);
	if (chown(new, st.st_uid, st.st_gid) < 0)
		return err_errno(err, "give %s to user %u", new, st.st_uid);
	return 0;
}

static int
put_in_place(
    const char *path, const char *new, const char *ending, struct err *err)
{
	if (keep(path, ending, "", err) < 0 ||
	    keep(path, ending, "-wal", err) < 0 || folder_sync(path, err) < 0 ||
	    drop(path, "-wal", err) < 0 || drop(path, "-shm", err) < 0 ||
	    drop(path, ".seal", err) < 0)
		return err->code;
	if (rename(new, path) < 0)
		return err_errno(err, "give %s the name %s", new, path);
	return folder_sync(path, err);
}

int
store_restore(
    const char *path, const char *from, const char *ending, struct err *err)
{
	CLEANUP(db_closep) struct db *db = NULL;
	CLEANUP(closep) int lock = -1;
	struct names names;
	int version, rc;

	if (names_set(&names, path, "", ".restored", err) < 0 ||
	    lock_take(path, &lock, err) < 0 ||
	    store_verify(from, &version, err) < 0 ||
	    db_open(from, DB_READER, &db, err) < 0)
		return err->code;
	unlink(names.now); /* of a restore that was cut short */
	rc = db_backup(db, names.now, err);
	if (rc == 0)
		rc = give_away(path, names.now, err);
	if (rc == 0)
		rc = put_in_place(path, names.now, ending, err);
	if (rc < 0)
		unlink(names.now);
	return rc;
}
