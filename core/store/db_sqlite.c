/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The embedded driver: SQLite with a write-ahead log and a sync at each
 * commit. Statements are kept by the address of their text (a linear search:
 * there are a few dozen). One connection writes and checkpoints; SQLite
 * before 3.51.3 can lose a reset of the log when two do.
 */
#include "db_sqlite.h"

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/cleanup.h"

#define BUSY_MS 5000

static struct statement *
statement_of(struct db_stmt *stmt)
{
	return (struct statement *)stmt;
}

/* What SQLite's primary result codes mean, and what to do about them. */
static const struct meaning {
	int sqlite, code;
	const char *remedy;
} meanings[] = {
	{ SQLITE_BUSY, -EBUSY, "another program is using it; try again" },
	{ SQLITE_LOCKED, -EBUSY, "another program is using it; try again" },
	{ SQLITE_IOERR, -EIO,
	    "writing stops here; check the disk and restore a backup" },
	{ SQLITE_CORRUPT, -EUCLEAN, "the file is damaged; restore a backup" },
	{ SQLITE_NOTADB, -EUCLEAN, "the file is damaged; restore a backup" },
	{ SQLITE_FULL, -ENOSPC,
	    "free some space on its disk; what was acknowledged is safe" },
	{ SQLITE_CONSTRAINT, -EEXIST, "the row was refused" },
	{ SQLITE_NOMEM, -ENOMEM, "free some memory and try again" },
	{ SQLITE_READONLY, -EROFS,
	    "give this user the right to write the file and its folder" },
	{ SQLITE_CANTOPEN, -ENOENT,
	    "look whether the file and its folder exist and may be read" },
	{ SQLITE_PERM, -EACCES, "give this user the right to open it" },
	{ SQLITE_TOOBIG, -E2BIG, "the value is too long for the store" },
};

static const struct meaning *
meaning_of(int rc)
{
	static const struct meaning other = { SQLITE_ERROR, -EINVAL,
		"the statement is wrong: report this as a fault" };

	for (size_t i = 0; i < ARRAY_LEN(meanings); i++)
		if (meanings[i].sqlite == (rc & 0xff))
			return &meanings[i];
	return &other;
}

/*
 * A disk that is full, told in other ways than SQLITE_FULL: by a sync (of what
 * the kernel had taken), a quota, the log's index. Writing goes on when there
 * is room: what was to be synced may be gone, but it was never acknowledged,
 * and SQLite writes it anew: the transaction's pages behind the last commit's,
 * or a checkpoint's all pages that it had not synced. Which error it was SQLite
 * tells of statements alone, not of their commit; errno has it still.
 */
static bool
found_full(int rc)
{
	return (errno == ENOSPC || errno == EDQUOT) &&
	       (rc == SQLITE_IOERR_FSYNC || rc == SQLITE_IOERR_WRITE ||
		   rc == SQLITE_IOERR_SHMSIZE || rc == SQLITE_IOERR_TRUNCATE);
}

int
sqlite_fail(struct sqlite *sqlite, int rc, struct err *err)
{
	bool full = found_full(rc);
	const struct meaning *meaning = meaning_of(full ? SQLITE_FULL : rc);
	const char *text = full ? sqlite3_errstr(SQLITE_FULL)
			   : sqlite3_errcode(sqlite->handle) == SQLITE_OK
			       ? sqlite3_errstr(rc)
			       : sqlite3_errmsg(sqlite->handle);

	if (rc == SQLITE_IOERR_NOMEM)
		return err_set(err, -ENOMEM, "%s: no memory", sqlite->path);
	if (rc == SQLITE_BUSY_SNAPSHOT)
		return err_set(err, -EAGAIN, "%s: %s", sqlite->path, text);
	if (meaning->code == -EIO || meaning->code == -EUCLEAN)
		sqlite->broken = true;
	return err_set(err, meaning->code, "%s: %s: %s", sqlite->path, text,
	    meaning->remedy);
}

static int
refuse_write(struct sqlite *sqlite, struct err *err)
{
	return err_set(err, -EIO,
	    "%s: not written, for an earlier error showed that the file or "
	    "its disk is bad: stop, check the disk and restore a backup",
	    sqlite->path);
}

/* ---- opening ---------------------------------------------------------- */

static int
sqlite_run(struct db *db, const char *sql, struct err *err)
{
	struct sqlite *sqlite = sqlite_of(db);
	int rc;

	if (sqlite->broken)
		return refuse_write(sqlite, err);
	rc = sqlite3_exec(sqlite->handle, sql, NULL, NULL, NULL);
	return rc == SQLITE_OK ? 0 : sqlite_fail(sqlite, rc, err);
}

static void
sqlite_close(struct db *db)
{
	struct sqlite *sqlite = sqlite_of(db);

	vec_each(&sqlite->statements, statement) {
		sqlite3_finalize((*statement)->handle);
		free(*statement);
	}
	vec_free(&sqlite->statements);
	if (sqlite->handle && sqlite->writes)
		sqlite_end_log(sqlite);
	sqlite3_close_v2(sqlite->handle);
	free(sqlite->path);
	free(sqlite);
}

static void
sqlite_closep(struct sqlite **sqlite)
{
	if (*sqlite)
		sqlite_close(&(*sqlite)->base);
}

/* The file is the store's user's and group's alone; the log and its index
 * take their rights from it. */
static int
create_file(const char *path, struct err *err)
{
	CLEANUP(closep) int fd = -1;

	if (!strcmp(path, ":memory:"))
		return 0;
	fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0640);
	if (fd < 0)
		return err_errno(err, "create the store %s", path);
	return 0;
}

static int
configure(struct sqlite *sqlite, enum db_mode mode, struct err *err)
{
	sqlite3 *handle = sqlite->handle;

	sqlite3_extended_result_codes(handle, 1);
	sqlite3_busy_timeout(handle, BUSY_MS);
	sqlite3_db_config(handle, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	sqlite3_db_config(handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
	sqlite3_db_config(handle, SQLITE_DBCONFIG_ENABLE_FKEY, 1, NULL);
	sqlite3_db_config(handle, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
	sqlite3_db_config(handle, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
	if (mode == DB_READER)
		return sqlite_run(&sqlite->base,
		    "PRAGMA cell_size_check = ON; PRAGMA query_only = ON;",
		    err);
	return sqlite_run(&sqlite->base,
	    "PRAGMA cell_size_check = ON; PRAGMA journal_mode = WAL;"
	    "PRAGMA synchronous = FULL;",
	    err);
}

static int
sqlite_open(
    const char *path, enum db_mode mode, struct db **out, struct err *err)
{
	CLEANUP(sqlite_closep) struct sqlite *sqlite = NULL;
	int flags =
	    SQLITE_OPEN_NOMUTEX |
	    (mode == DB_READER ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE);
	int rc;

	sqlite = calloc(1, sizeof *sqlite);
	if (!sqlite || !(sqlite->path = strdup(path)))
		return err_set(err, -ENOMEM, "open %s: no memory", path);
	sqlite->base.driver = &db_sqlite;
	sqlite->writes = mode == DB_WRITER;
	if (mode == DB_WRITER && create_file(path, err) < 0)
		return err->code;
	rc = sqlite3_open_v2(path, &sqlite->handle, flags, NULL);
	if (rc != SQLITE_OK)
		return sqlite_fail(sqlite, rc, err);
	rc = configure(sqlite, mode, err);
	if (rc < 0)
		return rc;
	if (mode == DB_WRITER)
		sqlite_watch_log(sqlite);
	*out = &TAKE(sqlite)->base;
	return 0;
}

/* ---- statements ------------------------------------------------------- */

static struct statement *
statement_find(struct sqlite *sqlite, const char *sql)
{
	vec_each(&sqlite->statements, statement)
		if ((*statement)->sql == sql)
			return *statement;
	return NULL;
}

static void
statement_reset(struct statement *statement)
{
	sqlite3_reset(statement->handle);
	sqlite3_clear_bindings(statement->handle);
	statement->bind_error = SQLITE_OK;
}

static void
map_places(struct statement *statement)
{
	int n = sqlite3_bind_parameter_count(statement->handle);

	for (int i = 1; i <= n; i++) {
		const char *name =
		    sqlite3_bind_parameter_name(statement->handle, i);
		int number = name && name[0] == '$' ? atoi(name + 1) : 0;

		if (number > 0 && number <= MAX_PARAMETERS)
			statement->place[number] = (unsigned char)i;
	}
}

static struct statement *
statement_new(struct sqlite *sqlite, const char *sql, struct err *err)
{
	struct statement *statement = calloc(1, sizeof *statement);
	int rc;

	if (!statement || vec_push(&sqlite->statements, statement) < 0) {
		free(statement);
		err_set(err, -ENOMEM, "%s: no memory", sqlite->path);
		return NULL;
	}
	*statement = (struct statement){
		.base.driver = &db_sqlite, .sqlite = sqlite, .sql = sql
	};
	rc = sqlite3_prepare_v3(sqlite->handle, sql, -1,
	    SQLITE_PREPARE_PERSISTENT, &statement->handle, NULL);
	if (rc != SQLITE_OK) {
		sqlite->statements.len--;
		free(statement);
		sqlite_fail(sqlite, rc, err);
		return NULL;
	}
	map_places(statement);
	return statement;
}

static struct db_stmt *
sqlite_prepare(struct db *db, const char *sql, struct err *err)
{
	struct statement *statement = statement_find(sqlite_of(db), sql);

	if (statement)
		statement_reset(statement);
	else
		statement = statement_new(sqlite_of(db), sql, err);
	return statement ? &statement->base : NULL;
}

static void
sqlite_done(struct db_stmt *stmt)
{
	statement_reset(statement_of(stmt));
}

/* The place of parameter $i; SQLite refuses 0. */
static int
place(struct db_stmt *stmt, int i)
{
	return i > 0 && i <= MAX_PARAMETERS ? statement_of(stmt)->place[i] : 0;
}

static void
bound(struct db_stmt *stmt, int rc)
{
	if (rc != SQLITE_OK && statement_of(stmt)->bind_error == SQLITE_OK)
		statement_of(stmt)->bind_error = rc;
}

static void
sqlite_bind_text(struct db_stmt *stmt, int i, const char *text)
{
	bound(stmt, sqlite3_bind_text(statement_of(stmt)->handle,
			place(stmt, i), text, -1, SQLITE_STATIC));
}

static void
sqlite_bind_int(struct db_stmt *stmt, int i, int64_t value)
{
	bound(stmt, sqlite3_bind_int64(
			statement_of(stmt)->handle, place(stmt, i), value));
}

static void
sqlite_bind_real(struct db_stmt *stmt, int i, double value)
{
	bound(stmt, sqlite3_bind_double(
			statement_of(stmt)->handle, place(stmt, i), value));
}

static void
sqlite_bind_blob(struct db_stmt *stmt, int i, const void *bytes, size_t len)
{
	/* A NULL pointer would bind NULL, not an empty blob. */
	bound(stmt, sqlite3_bind_blob64(statement_of(stmt)->handle,
			place(stmt, i), len ? bytes : "", len, SQLITE_STATIC));
}

static void
sqlite_bind_null(struct db_stmt *stmt, int i)
{
	bound(stmt,
	    sqlite3_bind_null(statement_of(stmt)->handle, place(stmt, i)));
}

static int
sqlite_step(struct db_stmt *stmt, struct err *err)
{
	struct statement *statement = statement_of(stmt);
	struct sqlite *sqlite = statement->sqlite;
	int rc = statement->bind_error;

	if (rc == SQLITE_OK) {
		if (sqlite->broken && !sqlite3_stmt_readonly(statement->handle))
			return refuse_write(sqlite, err);
		rc = sqlite3_step(statement->handle);
	}
	if (rc == SQLITE_ROW)
		return 1;
	rc = rc == SQLITE_DONE ? 0 : sqlite_fail(sqlite, rc, err);
	/* An unfinished statement would hold back checkpoints. */
	sqlite3_reset(statement->handle);
	return rc;
}

static const char *
sqlite_text(struct db_stmt *stmt, int i)
{
	return (const char *)sqlite3_column_text(statement_of(stmt)->handle, i);
}

static int64_t
sqlite_integer(struct db_stmt *stmt, int i)
{
	return sqlite3_column_int64(statement_of(stmt)->handle, i);
}

static bool
sqlite_is_null(struct db_stmt *stmt, int i)
{
	return sqlite3_column_type(statement_of(stmt)->handle, i) ==
	       SQLITE_NULL;
}

static double
sqlite_real(struct db_stmt *stmt, int i)
{
	return sqlite_is_null(stmt, i)
		   ? NAN
		   : sqlite3_column_double(statement_of(stmt)->handle, i);
}

static const void *
sqlite_blob(struct db_stmt *stmt, int i, size_t *len)
{
	sqlite3_stmt *handle = statement_of(stmt)->handle;
	const void *bytes = sqlite3_column_blob(handle, i);

	*len = (size_t)sqlite3_column_bytes(handle, i);
	return bytes;
}

static int64_t
sqlite_rows_written(struct db *db)
{
	return sqlite3_total_changes64(sqlite_of(db)->handle);
}

static int
sqlite_tables(struct db *db, int64_t *count, struct err *err)
{
	struct db_stmt *stmt = sqlite_prepare(
	    db, "SELECT count(*) FROM sqlite_schema WHERE type = 'table'", err);
	int rc;

	if (!stmt)
		return err->code;
	rc = sqlite_step(stmt, err);
	if (rc > 0)
		*count = sqlite_integer(stmt, 0);
	sqlite_done(stmt);
	return rc < 0 ? rc : 0;
}

/* ---- transactions ----------------------------------------------------- */

static int
sqlite_commit(struct db *db, struct err *err)
{
	return sqlite_run(db, "COMMIT", err);
}

static int
sqlite_begin(struct db *db, struct err *err)
{
	return sqlite_run(db, "BEGIN IMMEDIATE", err);
}

static void
sqlite_rollback(struct db *db)
{
	sqlite3 *handle = sqlite_of(db)->handle;

	/* Some errors have rolled back already. */
	if (!sqlite3_get_autocommit(handle))
		sqlite3_exec(handle, "ROLLBACK", NULL, NULL, NULL);
}

static bool
sqlite_sound(struct db *db)
{
	return !sqlite_of(db)->broken;
}

static const struct db_word words[] = {
	{ "$int", "INTEGER" },
	{ "$real", "REAL" },
	{ "$text", "TEXT" },
	{ "$blob", "BLOB" },
	{ "$table", "STRICT" },
	{ NULL, NULL },
};

const struct db_driver db_sqlite = {
	.words = words,
	.open = sqlite_open,
	.close = sqlite_close,
	.run = sqlite_run,
	.tables = sqlite_tables,
	.rows_written = sqlite_rows_written,
	.backup = sqlite_backup,
	.compact = sqlite_compact,
	.sound = sqlite_sound,
	.keep_seal = sqlite_keep_seal,
	.check = sqlite_check,
	.begin = sqlite_begin,
	.commit = sqlite_commit,
	.rollback = sqlite_rollback,
	.prepare = sqlite_prepare,
	.done = sqlite_done,
	.bind_text = sqlite_bind_text,
	.bind_int = sqlite_bind_int,
	.bind_real = sqlite_bind_real,
	.bind_blob = sqlite_bind_blob,
	.bind_null = sqlite_bind_null,
	.step = sqlite_step,
	.text = sqlite_text,
	.integer = sqlite_integer,
	.real = sqlite_real,
	.blob = sqlite_blob,
	.is_null = sqlite_is_null,
};
