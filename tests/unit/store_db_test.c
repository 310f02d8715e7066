/* SPDX-License-Identifier: Apache-2.0 */
/* The driver, the schema's steps, the lock, and what happens on bad disks. */
#include <fcntl.h>
#include <math.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/cleanup.h"
#include "store/lock.h"
#include "store/migrate.h"
#include "store/restore.h"
#include "store_kit.h"

static void
run(struct kit *kit, const char *sql)
{
	if (db_run(store_db(kit->store), sql, &kit->err) < 0)
		fail_msg("%s", kit->err.msg);
}

static struct db_stmt *
prepare(struct kit *kit, const char *sql)
{
	struct db_stmt *stmt = db_prepare(store_db(kit->store), sql, &kit->err);

	if (!stmt)
		fail_msg("%s", kit->err.msg);
	return stmt;
}

static void
values_come_back(void **state)
{
	struct kit *kit = *state;
	struct db_stmt *stmt =
	    prepare(kit, "SELECT $3, $1, $2, $4, $5, $1, $6, $7");
	size_t len;

	db_bind_text(stmt, 1, "té");
	db_bind_int(stmt, 2, INT64_MIN);
	db_bind_real(stmt, 3, 0.1);
	db_bind_blob(stmt, 4, "a\0b", 3);
	db_bind_real(stmt, 5, NAN);
	db_bind_blob(stmt, 6, NULL, 0);
	db_bind_text(stmt, 7, NULL);
	assert_int_equal(db_step(stmt, &kit->err), 1);
	assert_true(db_real(stmt, 0) == 0.1);
	assert_string_equal(db_text(stmt, 1), "té");
	assert_true(db_int(stmt, 2) == INT64_MIN);
	assert_memory_equal(db_blob(stmt, 3, &len), "a\0b", 3);
	assert_int_equal(len, 3);
	assert_true(db_is_null(stmt, 4));
	assert_true(isnan(db_real(stmt, 4)));
	assert_string_equal(db_text(stmt, 5), "té");
	assert_false(db_is_null(stmt, 6));
	assert_true(db_is_null(stmt, 7));
	assert_null(db_text(stmt, 7));
	assert_int_equal(db_step(stmt, &kit->err), 0);
	db_done(stmt);
}

static void
wrong_places_fail_the_step(void **state)
{
	struct kit *kit = *state;
	struct db_stmt *stmt = prepare(kit, "SELECT $1");

	db_bind_int(stmt, 2, 1);
	assert_true(db_step(stmt, &kit->err) < 0);
	db_done(stmt);
	db_bind_int(stmt, 1, 7);
	assert_int_equal(db_step(stmt, &kit->err), 1);
	assert_int_equal(db_int(stmt, 0), 7);
	db_done(stmt);
}

static void
constraints_are_told(void **state)
{
	struct kit *kit = *state;
	struct db *db = store_db(kit->store);

	run(kit, "CREATE TABLE t (a INTEGER PRIMARY KEY) STRICT");
	run(kit, "INSERT INTO t VALUES (1)");
	assert_int_equal(
	    db_run(db, "INSERT INTO t VALUES (1)", &kit->err), -EEXIST);
	assert_int_equal(db_run(db, "SELEC", &kit->err), -EINVAL);
	assert_non_null(strstr(kit->err.msg, "SELEC"));
}

static int
insert_and_fail(struct db *db, void *arg, struct err *err)
{
	int rc = db_run(db, "INSERT INTO t VALUES (1)", err);

	return rc < 0 ? rc : err_set(err, *(int *)arg, "as told");
}

static void
a_failed_transaction_leaves_nothing(void **state)
{
	struct kit *kit = *state;
	int code = -ECANCELED;

	run(kit, "CREATE TABLE t (a INTEGER PRIMARY KEY) STRICT");
	assert_int_equal(db_transaction(store_db(kit->store), insert_and_fail,
			     &code, &kit->err),
	    -ECANCELED);
	assert_string_equal(kit->err.msg, "as told");
	assert_int_equal(kit_int(kit, "SELECT count(*) FROM t"), 0);
}

static int
insert_at_third_try(struct db *db, void *arg, struct err *err)
{
	int *tries = arg;

	if (db_run(db, "INSERT INTO t VALUES (1)", err) < 0)
		return err->code;
	return ++*tries < 3 ? err_set(err, -EAGAIN, "again") : 0;
}

static void
a_transaction_is_tried_again(void **state)
{
	struct kit *kit = *state;
	int tries = 0;

	run(kit, "CREATE TABLE t (a INTEGER PRIMARY KEY) STRICT");
	assert_int_equal(db_transaction(store_db(kit->store),
			     insert_at_third_try, &tries, &kit->err),
	    0);
	assert_int_equal(tries, 3);
	assert_int_equal(kit->err.code, 0);
	assert_int_equal(kit_int(kit, "SELECT count(*) FROM t"), 1);
}

static void
rows_written_are_counted(void **state)
{
	struct kit *kit = *state;
	int64_t before;

	run(kit, "CREATE TABLE t (a INTEGER PRIMARY KEY) STRICT");
	before = db_rows_written(store_db(kit->store));
	kit_int(kit, "SELECT count(*) FROM t");
	assert_int_equal(db_rows_written(store_db(kit->store)), before);
	run(kit, "INSERT INTO t VALUES (1), (2)");
	assert_int_equal(db_rows_written(store_db(kit->store)), before + 2);
}

static void
a_reader_reads_and_never_writes(void **state)
{
	struct kit *kit = *state;
	struct store *reader;

	assert_int_equal(
	    store_open(kit->path, DB_READER, &reader, &kit->err), 0);
	assert_int_equal(store_schema(reader), migrations_len);
	assert_int_equal(
	    db_run(store_db(reader), "DELETE FROM change", &kit->err), -EROFS);
	store_close(reader);
	assert_int_equal(
	    store_open("/nonexistent/x", DB_READER, &reader, &kit->err),
	    -ENOENT);
}

static void
one_process_writes(void **state)
{
	struct kit *kit = *state;
	struct store *second;
	char pid[16];

	snprintf(pid, sizeof pid, "%d", getpid());
	assert_int_equal(
	    store_open(kit->path, DB_WRITER, &second, &kit->err), -EBUSY);
	assert_non_null(strstr(kit->err.msg, pid));
	kit_reopen(kit);
}

static void
the_lock_ends_with_its_process(void **state)
{
	struct kit *kit = *state;
	int status, fd = -1;
	char path[128];
	pid_t child;

	snprintf(path, sizeof path, "%s/other", kit->folder);
	child = fork();
	if (child == 0)
		_exit(lock_take(path, &fd, &kit->err) < 0);
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(status, 0);
	assert_int_equal(lock_take(path, &fd, &kit->err), 0);
	close(fd);
}

static const char *const two[] = {
	"CREATE TABLE extra (a $int PRIMARY KEY, b $text, c $real) $table",
	NULL,
};
static const char *const bad[] = {
	"CREATE TABLE half (a $int) $table",
	"CREATE TABLE half (a $int) $table",
	NULL,
};

/* Takes the store on by one step, beyond those of the program. */
static int
migrate_once_more(struct kit *kit, const char *const *statements, int *version)
{
	struct migration *steps =
	    malloc(((size_t)migrations_len + 1) * sizeof *steps);
	int rc;

	assert_non_null(steps);
	memcpy(steps, migrations, (size_t)migrations_len * sizeof *steps);
	steps[migrations_len] = (struct migration){ statements };
	rc = migrate(store_db(kit->store), kit->path, steps, migrations_len + 1,
	    version, &kit->err);
	free(steps);
	return rc;
}

static void
a_backup_comes_before_a_step(void **state)
{
	struct kit *kit = *state;
	char backup[128];
	struct store *old;
	int version;

	snprintf(
	    backup, sizeof backup, "%s.v%d.bak", kit->path, migrations_len);
	assert_int_not_equal(access(backup, F_OK), 0);
	assert_int_equal(migrate_once_more(kit, two, &version), 0);
	assert_int_equal(version, migrations_len + 1);
	assert_int_equal(kit_int(kit, "SELECT count(*) FROM extra"), 0);
	assert_int_equal(store_open(backup, DB_READER, &old, &kit->err), 0);
	assert_int_equal(store_schema(old), migrations_len);
	store_close(old);
	store_close(kit->store);
	kit->store = NULL;
	assert_int_equal(
	    store_open(kit->path, DB_WRITER, &kit->store, &kit->err), -EPROTO);
	assert_int_equal(
	    store_open(kit->path, DB_READER, &kit->store, &kit->err), -EPROTO);
}

static void
a_step_is_whole_or_not_at_all(void **state)
{
	struct kit *kit = *state;
	int version;

	assert_true(migrate_once_more(kit, bad, &version) < 0);
	assert_int_equal(kit_int(kit, "SELECT count(*) FROM sqlite_schema"
				      " WHERE name = 'half'"),
	    0);
	assert_int_equal(kit_int(kit, "SELECT MAX(version) FROM schema_step"),
	    migrations_len);
}

static void
another_programs_database_is_left_alone(void **state)
{
	struct kit *kit = *state;
	char path[128];
	struct db *db;
	struct store *store;

	snprintf(path, sizeof path, "%s/foreign", kit->folder);
	assert_int_equal(db_open(path, DB_WRITER, &db, &kit->err), 0);
	assert_int_equal(db_run(db, "CREATE TABLE theirs (a)", &kit->err), 0);
	db_close(db);
	assert_int_equal(
	    store_open(path, DB_WRITER, &store, &kit->err), -EINVAL);
	assert_non_null(strstr(kit->err.msg, "another program"));
}

static void
a_backup_is_a_store(void **state)
{
	struct kit *kit = *state;
	struct event event = kit_event("s", "u", "2026-03-01", "2026-03-02");
	char path[128];
	struct db *db = store_db(kit->store);

	snprintf(path, sizeof path, "%s/copy", kit->folder);
	kit_put(kit, &event);
	assert_int_equal(db_backup(db, path, &kit->err), 0);
	assert_int_equal(db_backup(db, path, &kit->err), -EEXIST);
	assert_int_equal(db_backup(db, "/nonexistent/x", &kit->err), -ENOENT);
	event.summary = "later";
	kit_put(kit, &event);
	store_close(kit->store);
	kit->store = NULL;
	assert_int_equal(store_restore(kit->path, path, ".old", &kit->err), 0);
	assert_int_equal(
	    store_open(kit->path, DB_WRITER, &kit->store, &kit->err), 0);
	assert_int_equal(
	    kit_int(kit, "SELECT count(*) FROM event WHERE summary = 'u'"), 1);
}

static void
damage_is_seen_when_opened(void **state)
{
	struct kit *kit = *state;
	char rubbish[2048];
	int fd;

	store_close(kit->store);
	kit->store = NULL;
	memset(rubbish, 0xa5, sizeof rubbish);
	fd = open(kit->path, O_WRONLY | O_CLOEXEC);
	assert_int_equal(
	    pwrite(fd, rubbish, sizeof rubbish, 4096), sizeof rubbish);
	close(fd);
	assert_int_equal(
	    store_open(kit->path, DB_WRITER, &kit->store, &kit->err), -EUCLEAN);
	fd = open(kit->path, O_WRONLY | O_CLOEXEC);
	assert_int_equal(
	    pwrite(fd, rubbish, sizeof rubbish, 0), sizeof rubbish);
	close(fd);
	assert_int_equal(
	    store_open(kit->path, DB_WRITER, &kit->store, &kit->err), -EUCLEAN);
	assert_non_null(strstr(kit->err.msg, "restore a backup"));
}

/* Beyond a file's limit a write fails with EFBIG, an I/O error to SQLite. */
static void
limit_files(rlim_t bytes)
{
	struct rlimit limit;

	assert_int_equal(getrlimit(RLIMIT_FSIZE, &limit), 0);
	limit.rlim_cur = bytes;
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
}

static void
an_io_error_stops_writing_not_reading(void **state)
{
	struct kit *kit = *state;
	struct db *db = store_db(kit->store);
	int code;

	run(kit, "CREATE TABLE t (a INTEGER PRIMARY KEY, b BLOB) STRICT");
	run(kit, "INSERT INTO t VALUES (1, x'00')");
	signal(SIGXFSZ, SIG_IGN);
	limit_files(4096);
	code =
	    db_run(db, "INSERT INTO t VALUES (2, zeroblob(100000))", &kit->err);
	limit_files(RLIM_INFINITY);
	assert_int_equal(code, -EIO);
	assert_int_equal(
	    db_run(db, "INSERT INTO t VALUES (3, NULL)", &kit->err), -EIO);
	assert_non_null(strstr(kit->err.msg, "restore a backup"));
	code = 0;
	assert_int_equal(
	    db_transaction(db, insert_and_fail, &code, &kit->err), -EIO);
	assert_int_equal(
	    db_execute(
		prepare(kit, "INSERT INTO t VALUES (4, NULL)"), &kit->err),
	    -EIO);
	assert_int_equal(kit_int(kit, "SELECT count(*) FROM t"), 1);
	kit_reopen(kit);
	run(kit, "INSERT INTO t VALUES (3, NULL)");
	assert_int_equal(kit_int(kit, "SELECT sum(a) FROM t"), 4);
}

int
main(void)
{
#define TEST(fn) cmocka_unit_test_setup_teardown(fn, kit_setup, kit_teardown)
	const struct CMUnitTest tests[] = {
		TEST(values_come_back),
		TEST(wrong_places_fail_the_step),
		TEST(constraints_are_told),
		TEST(a_failed_transaction_leaves_nothing),
		TEST(a_transaction_is_tried_again),
		TEST(rows_written_are_counted),
		TEST(a_reader_reads_and_never_writes),
		TEST(one_process_writes),
		TEST(the_lock_ends_with_its_process),
		TEST(a_backup_comes_before_a_step),
		TEST(a_step_is_whole_or_not_at_all),
		TEST(another_programs_database_is_left_alone),
		TEST(a_backup_is_a_store),
		TEST(damage_is_seen_when_opened),
		TEST(an_io_error_stops_writing_not_reading),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
