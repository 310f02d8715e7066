/* SPDX-License-Identifier: Apache-2.0 */
/* The store's face to its drivers: transactions with their retries, and one
 * jump through the driver's table for all else. */
#include "db.h"

#include <assert.h>
#include <string.h>

#include "base/buf.h"
#include "base/cleanup.h"
#include "store/db_driver.h"

/* How often a transaction is tried when the database asks for it. */
#define TRIES 8

int
db_open(const char *path, enum db_mode mode, struct db **out, struct err *err)
{
	return db_sqlite.open(path, mode, out, err);
}

void
db_close(struct db *db)
{
	if (db)
		db->driver->close(db);
}

int
db_run(struct db *db, const char *sql, struct err *err)
{
	return db->driver->run(db, sql, err);
}

int
db_compact(struct db *db, struct err *err)
{
	return db->driver->compact(db, err);
}

static const struct db_word *
word_at(const struct db_word *words, const char *text)
{
	for (; words->portable; words++)
		if (!strncmp(text, words->portable, strlen(words->portable)))
			return words;
	return NULL;
}

int
db_schema(struct db *db, const char *sql, struct err *err)
{
	CLEANUP(buf_free) struct buf text = BUF_INIT;

	while (*sql) {
		const struct db_word *word = word_at(db->driver->words, sql);

		if (word) {
			buf_adds(&text, word->native);
			sql += strlen(word->portable);
		} else {
			buf_addc(&text, *sql++);
		}
	}
	if (buf_error(&text))
		return err_set(err, buf_error(&text), "schema: no memory");
	return db_run(db, buf_str(&text), err);
}

int
db_tables(struct db *db, int64_t *count, struct err *err)
{
	return db->driver->tables(db, count, err);
}

/* One try. */
static int
transaction_try(struct db *db,
    int (*fn)(struct db *db, void *arg, struct err *err), void *arg,
    struct err *err)
{
	int rc = db->driver->begin(db, err);

	if (rc < 0)
		return rc;
	db->in_transaction = true;
	rc = fn(db, arg, err);
	if (rc >= 0)
		rc = db->driver->commit(db, err);
	if (rc < 0)
		db->driver->rollback(db);
	db->in_transaction = false;
	return rc;
}

int
db_transaction(struct db *db,
    int (*fn)(struct db *db, void *arg, struct err *err), void *arg,
    struct err *err)
{
	int rc = -EAGAIN;

	assert(!db->in_transaction);
	for (int i = 0; i < TRIES && rc == -EAGAIN; i++) {
		err_clear(err);
		rc = transaction_try(db, fn, arg, err);
	}
	return rc < 0 ? rc : 0;
}

int64_t
db_rows_written(struct db *db)
{
	return db->driver->rows_written(db);
}

int
db_backup(struct db *db, const char *path, struct err *err)
{
	return db->driver->backup(db, path, err);
}

bool
db_sound(struct db *db)
{
	return db->driver->sound(db);
}

void
db_keep_seal(struct db *db, struct seal *seal)
{
	db->driver->keep_seal(db, seal);
}

int
db_check(struct db *db, enum db_check_depth depth, struct err *err)
{
	return db->driver->check(db, depth, err);
}

struct db_stmt *
db_prepare(struct db *db, const char *sql, struct err *err)
{
	return db->driver->prepare(db, sql, err);
}

void
db_done(struct db_stmt *stmt)
{
	if (stmt)
		stmt->driver->done(stmt);
}

void
db_bind_text(struct db_stmt *stmt, int i, const char *text)
{
	if (text)
		stmt->driver->bind_text(stmt, i, text);
	else
		stmt->driver->bind_null(stmt, i);
}

void
db_bind_int(struct db_stmt *stmt, int i, int64_t value)
{
	stmt->driver->bind_int(stmt, i, value);
}

void
db_bind_real(struct db_stmt *stmt, int i, double value)
{
	if (value == value)
		stmt->driver->bind_real(stmt, i, value);
	else
		stmt->driver->bind_null(stmt, i);
}

void
db_bind_blob(struct db_stmt *stmt, int i, const void *bytes, size_t len)
{
	stmt->driver->bind_blob(stmt, i, bytes, len);
}

void
db_bind_null(struct db_stmt *stmt, int i)
{
	stmt->driver->bind_null(stmt, i);
}

int
db_step(struct db_stmt *stmt, struct err *err)
{
	return stmt->driver->step(stmt, err);
}

int
db_execute(struct db_stmt *stmt, struct err *err)
{
	int rc;

	do
		rc = db_step(stmt, err);
	while (rc > 0);
	db_done(stmt);
	return rc;
}

int
db_execute_int(struct db_stmt *stmt, int64_t *value, struct err *err)
{
	int rc = db_step(stmt, err);

	if (rc > 0)
		*value = db_int(stmt, 0);
	db_done(stmt);
	return rc < 0 ? rc : 0;
}

const char *
db_text(struct db_stmt *stmt, int i)
{
	return stmt->driver->text(stmt, i);
}

int64_t
db_int(struct db_stmt *stmt, int i)
{
	return stmt->driver->integer(stmt, i);
}

double
db_real(struct db_stmt *stmt, int i)
{
	return stmt->driver->real(stmt, i);
}

const void *
db_blob(struct db_stmt *stmt, int i, size_t *len)
{
	return stmt->driver->blob(stmt, i, len);
}

bool
db_is_null(struct db_stmt *stmt, int i)
{
	return stmt->driver->is_null(stmt, i);
}
