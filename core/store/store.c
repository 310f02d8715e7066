/* SPDX-License-Identifier: Apache-2.0 */
#include "store.h"

#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "store/lock.h"
#include "store/merge.h"
#include "store/migrate.h"
#include "store/seal.h"
#include "store/store_room.h"

/* A reader neither migrates nor reads what it does not know. */
static int
open_reader(struct store *store, const char *path, struct err *err)
{
	int rc = schema_version(store->db, path, &store->version, err);

	if (rc < 0 || store->version == migrations_len)
		return rc;
	return err_set(err, -EPROTO,
	    "%s has schema %d and this program reads %d: let the program of "
	    "the same release write to it first",
	    path, store->version, migrations_len);
}

static int
open_writer(struct store *store, const char *path, struct err *err)
{
	int rc = db_check(store->db, DB_CHECK_STRUCTURE, err);

	if (rc == 0 && store->lock >= 0 && !store->seal)
		rc = seal_make(path, &store->seal, err);
	if (rc < 0)
		return rc;
	db_keep_seal(store->db, store->seal);
	return migrate(
	    store->db, path, migrations, migrations_len, &store->version, err);
}

int
store_open(
    const char *path, enum db_mode mode, struct store **out, struct err *err)
{
	CLEANUP(store_closep) struct store *store = calloc(1, sizeof *store);
	int rc = 0;

	if (!store)
		return err_set(err, -ENOMEM, "open %s: no memory", path);
	store->lock = -1;
	if (mode == DB_WRITER && strcmp(path, ":memory:") != 0)
		rc = lock_take(path, &store->lock, err);
	if (rc == 0 && store->lock >= 0)
		rc = seal_check(path, &store->seal, err);
	if (rc == 0)
		rc = event_sql_build(&store->event_sql, err);
	if (rc == 0)
		rc = record_sql_build(store->record_sql, err);
	if (rc == 0)
		rc = db_open(path, mode, &store->db, err);
	if (rc == 0)
		db_keep_seal(store->db, store->seal);
	if (rc == 0 && mode == DB_READER)
		rc = open_reader(store, path, err);
	else if (rc == 0)
		rc = open_writer(store, path, err);
	if (rc < 0)
		return err_context(err, "store");
	*out = TAKE(store);
	return 0;
}

void
store_close(struct store *store)
{
	if (!store)
		return;
	db_close(store->db);
	seal_free(store->seal);
	event_sql_free(&store->event_sql); /* the texts of its statements */
	record_sql_free(store->record_sql);
	office_free(&store->office);
	touched_free(&store->touched);
	preferred_free(&store->preferred);
	closep(&store->lock);
	free(store);
}

void
store_closep(struct store **store)
{
	store_close(*store);
}

struct db *
store_db(struct store *store)
{
	return store->db;
}

int
store_schema(struct store *store)
{
	return store->version;
}

/* One call of store_write, as db_transaction's argument. */
struct job {
	struct store *store;
	int (*fn)(struct store *store, void *arg, struct err *err);
	void *arg;
};

static int
job_run(struct db *db, void *arg, struct err *err)
{
	const struct job *job = arg;

	(void)db;
	touched_reset(&job->store->touched);
	office_begin(&job->store->office);
	return job->fn(job->store, job->arg, err) < 0
		   ? err->code
		   : merge_spread(job->store, err);
}

int
store_write(struct store *store,
    int (*fn)(struct store *store, void *arg, struct err *err), void *arg,
    struct err *err)
{
	struct job job = { store, fn, arg };
	int rc = db_transaction(store->db, job_run, &job, err);

	if (rc < 0) {
		touched_reset(&store->touched);
		store->compact = false;
	}
	touched_tidy(&store->touched);
	office_end(&store->office, rc == 0);
	return rc;
}

const struct touched *
store_touched(const struct store *store)
{
	return &store->touched;
}
