/* SPDX-License-Identifier: Apache-2.0 */
#include "migrate.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

int
schema_version(struct db *db, const char *path, int *version, struct err *err)
{
	struct db_stmt *stmt;
	int64_t tables, newest = 0;
	int rc = db_tables(db, &tables, err);

	*version = 0;
	if (rc < 0 || tables == 0)
		return rc;
	stmt = db_prepare(db, "SELECT MAX(version) FROM schema_step", err);
	if (!stmt && err->code == -EINVAL)
		return err_set(err, -EINVAL,
		    "%s is a database of another program: give the store a "
		    "path of its own",
		    path);
	if (!stmt)
		return err->code;
	rc = db_execute_int(stmt, &newest, err);
	*version = (int)newest;
	return rc;
}

/* One step to make, for db_transaction. */
struct step {
	const struct migration *migration;
	int version; /* that it leads to */
};

static int
step_note(struct db *db, int version, struct err *err)
{
	struct db_stmt *stmt = db_prepare(
	    db, "INSERT INTO schema_step (version) VALUES ($1)", err);

	if (!stmt)
		return err->code;
	db_bind_int(stmt, 1, version);
	return db_execute(stmt, err);
}

static int
step_run(struct db *db, void *arg, struct err *err)
{
	const struct step *step = arg;
	const char *const *statement = step->migration->statements;
	int rc = 0;

	if (step->version == 1)
		rc = db_schema(db,
		    "CREATE TABLE schema_step (version $int PRIMARY KEY)"
		    " $table",
		    err);
	for (; rc == 0 && *statement; statement++)
		rc = db_schema(db, *statement, err);
	return rc < 0 ? rc : step_note(db, step->version, err);
}

static int
backup_before(struct db *db, const char *path, int version, struct err *err)
{
	char copy[PATH_MAX];

	if (version == 0 || !strcmp(path, ":memory:"))
		return 0;
	if (snprintf(copy, sizeof copy, "%s.v%d.bak", path, version) >=
	    (int)sizeof copy)
		return err_set(err, -ENAMETOOLONG, "backup of %s", path);
	if (unlink(copy) < 0 && errno != ENOENT)
		return err_errno(err, "remove the old backup %s", copy);
	return db_backup(db, copy, err);
}

int
migrate(struct db *db, const char *path, const struct migration *steps, int n,
    int *version, struct err *err)
{
	int at, rc = schema_version(db, path, &at, err);

	if (rc < 0)
		return rc;
	if (at > n)
		return err_set(err, -EPROTO,
		    "%s has schema %d and this program knows only %d: use "
		    "the newer program, or restore a backup of its time",
		    path, at, n);
	if (at < n)
		rc = backup_before(db, path, at, err);
	for (; rc == 0 && at < n; at++) {
		struct step step = { &steps[at], at + 1 };

		rc = db_transaction(db, step_run, &step, err);
		if (rc < 0)
			err_context(err, "schema %d", step.version);
	}
	*version = at;
	return rc;
}
