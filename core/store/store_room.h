/* SPDX-License-Identifier: Apache-2.0 */
/* Inside of the store, for this folder's files alone. */
#ifndef AMBIT_STORE_STORE_ROOM_H
#define AMBIT_STORE_STORE_ROOM_H

#include "store/event_table.h"
#include "store/record_table.h"
#include "store/store.h"
#include "store/touched.h"

/* The office's records (records.h): as committed, as the transaction that runs
 * sees them, and what it has changed. NULL: not yet read. */
struct office {
	struct records *committed, *now;
	struct record_changes changes;
};
void office_begin(struct office *office);
void office_end(struct office *office, bool committed);
void office_free(struct office *office);

/* Names of sources whose word counts first in what is merged. */
VEC_TYPE(preferred, char *);
void preferred_free(struct preferred *preferred);

struct store {
	struct db *db;
	int lock;          /* descriptor; -1: a reader, or in memory */
	int version;       /* of the schema */
	struct seal *seal; /* NULL: a reader, or in memory */
	struct event_sql event_sql;
	struct record_sql record_sql[FAMILIES];
	struct office office;
	struct touched touched; /* by the last transaction */
	struct preferred preferred;
	bool compact; /* the file is to be rewritten; see store_settle */
};

#endif
