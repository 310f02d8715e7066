/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The event table and struct event_row, one in terms of the other. The texts
 * of the statements are made once for each store from event_record, so that
 * a field's name stands in one place. All row statements share one order:
 * parameter $1 and column 0 are the id, then the record's fields, then what
 * the program knows.
 */
#ifndef AMBIT_STORE_EVENT_TABLE_H
#define AMBIT_STORE_EVENT_TABLE_H

#include "base/buf.h"
#include "base/text.h"
#include "store/db.h"
#include "store/events.h"

struct event_sql {
	char *insert, *update; /* bound by event_write */
	char *by_id;           /* $1 id */
	char *all;
	char *series;  /* $1 source, $2 uid */
	char *between; /* bound by event_window_bind */
};

int event_sql_build(struct event_sql *sql, struct err *err);
void event_sql_free(struct event_sql *sql);

/* The search by window, for those columns, in no order. */
void event_window_sql(struct buf *sql, const char *columns);
void event_window_bind(struct db_stmt *stmt, struct span window);

/*
 * An override that tells of all later occurrences ends the part of its series
 * that is told before it, so whoever is told of that must see that it is
 * revised: the master and the others of its kind get a new revision and
 * sequence (RFC 5545 section 3.8.7.4), unless they came at the same time.
 * event_write does it, for such a row.
 */
int event_parts_revise(struct store *store, const struct event_row *row,
    int64_t now, struct err *err);

/* Inserts or updates (by its id) the whole row; its series is touched. */
int event_write(struct store *store, const char *sql,
    const struct event_row *row, struct err *err);

/* The row on which stmt stands, without its times. */
int event_read(struct db_stmt *stmt, struct event_row **out, struct err *err);

/* The row of an id, without its times. -ENOENT. */
int event_load(struct store *store, const char *id, struct event_row **out,
    struct err *err);

/* Of what the source tells. */
int event_fingerprint(const struct event *event,
    unsigned char out[DIGEST_BYTES], struct err *err);

void event_row_freep(struct event_row **row);

#endif
