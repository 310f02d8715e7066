/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a sync could not take in, by source. A list is replaced as a whole,
 * and only when it differs: a steady feed writes nothing. An item is the same
 * as before when its name and reason are, wherever it stands in the feed now.
 */
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/vec.h"
#include "store/sources.h"

struct item {
	char *name, *reason;
	int64_t line, byte, since;
};

VEC_TYPE(items, struct item);

static void
items_free(struct items *items)
{
	vec_each(items, item) {
		free(item->name);
		free(item->reason);
	}
	vec_free(items);
}

static int
item_keep(const struct quarantined *from, void *arg, struct err *err)
{
	struct items *items = arg;
	struct item item = { strdup(from->name), strdup(from->reason),
		from->line, from->byte, from->since };

	if (item.name && item.reason && vec_push(items, item) == 0)
		return 0;
	free(item.name);
	free(item.reason);
	return err_set(err, -ENOMEM, "quarantine: no memory");
}

static const char *
text(const char *given)
{
	return given ? given : "";
}

static bool
item_is(const struct item *a, const struct quarantined *b)
{
	return a->line == b->line && a->byte == b->byte &&
	       !strcmp(a->name, text(b->name)) &&
	       !strcmp(a->reason, text(b->reason));
}

static bool
all_same(const struct items *old, const struct quarantined *items, size_t n)
{
	if (old->len != n)
		return false;
	for (size_t i = 0; i < n; i++)
		if (!item_is(&old->items[i], &items[i]))
			return false;
	return true;
}

static int
item_compare(const void *a, const void *b)
{
	const struct item *x = a, *y = b;
	int rc = strcmp(x->name, y->name);

	return rc ? rc : strcmp(x->reason, y->reason);
}

/* Since when: old is sorted. */
static int64_t
since_of(const struct items *old, const struct quarantined *item, int64_t now)
{
	struct item key = { (char *)text(item->name),
		(char *)text(item->reason), 0, 0, 0 };
	const struct item *found =
	    old->len
		? bsearch(&key, old->items, old->len, sizeof key, item_compare)
		: NULL;

	return found ? found->since : now;
}

static int
item_add(struct store *store, const struct quarantined *item, size_t position,
    int64_t since, struct err *err)
{
	struct db_stmt *stmt = db_prepare(store_db(store),
	    "INSERT INTO quarantine (source, position, name, reason, line,"
	    " byte, since) VALUES ($1, $2, $3, $4, $5, $6, $7)",
	    err);

	if (!stmt)
		return err->code;
	db_bind_text(stmt, 1, item->source);
	db_bind_int(stmt, 2, (int64_t)position);
	db_bind_text(stmt, 3, text(item->name));
	db_bind_text(stmt, 4, text(item->reason));
	db_bind_int(stmt, 5, item->line);
	db_bind_int(stmt, 6, item->byte);
	db_bind_int(stmt, 7, since);
	return db_execute(stmt, err);
}

static int
clear(struct store *store, const char *source, struct err *err)
{
	struct db_stmt *stmt = db_prepare(
	    store_db(store), "DELETE FROM quarantine WHERE source = $1", err);

	if (!stmt)
		return err->code;
	db_bind_text(stmt, 1, source);
	return db_execute(stmt, err);
}

int
quarantine_replace(struct store *store, const char *source,
    const struct quarantined *items, size_t n, int64_t now, struct err *err)
{
	CLEANUP(items_free) struct items old = VEC_INIT;
	int rc = quarantine_each(store, source, item_keep, &old, err);

	if (rc < 0 || all_same(&old, items, n))
		return rc;
	if (old.len)
		qsort(old.items, old.len, sizeof *old.items, item_compare);
	rc = clear(store, source, err);
	for (size_t i = 0; rc == 0 && i < n; i++) {
		struct quarantined item = items[i];

		item.source = source;
		rc = item_add(store, &item, i, since_of(&old, &item, now), err);
	}
	return rc;
}

int
quarantine_each(struct store *store, const char *source,
    int (*fn)(const struct quarantined *item, void *arg, struct err *err),
    void *arg, struct err *err)
{
	struct db_stmt *stmt = db_prepare(store_db(store),
	    "SELECT source, name, reason, line, byte, since FROM quarantine"
	    " WHERE source = $1 ORDER BY position",
	    err);
	int rc;

	if (!stmt)
		return err->code;
	db_bind_text(stmt, 1, source);
	while ((rc = db_step(stmt, err)) > 0) {
		struct quarantined item = { .source = db_text(stmt, 0),
			.name = db_text(stmt, 1),
			.reason = db_text(stmt, 2),
			.line = db_int(stmt, 3),
			.byte = db_int(stmt, 4),
			.since = db_int(stmt, 5) };

		rc = fn(&item, arg, err);
		if (rc < 0)
			break;
	}
	db_done(stmt);
	return rc;
}

int
quarantined_note(struct quarantined_list *list, const struct quarantined *item)
{
	struct quarantined copy = *item;

	copy.name = strdup(item->name);
	copy.reason = strdup(item->reason);
	if (copy.name && copy.reason && vec_push(list, copy) == 0)
		return 0;
	free((char *)copy.name);
	free((char *)copy.reason);
	return -ENOMEM;
}

void
quarantined_release(struct quarantined_list *list)
{
	vec_each(list, item) {
		free((char *)item->name);
		free((char *)item->reason);
	}
	vec_free(list);
}
