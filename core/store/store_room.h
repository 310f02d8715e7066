/* SPDX-License-Identifier: Apache-2.0 */
/* Inside of the store, for this folder's files alone. */
#ifndef AMBIT_STORE_STORE_ROOM_H
#define AMBIT_STORE_STORE_ROOM_H

#include "store/event_table.h"
#include "store/store.h"
#include "store/touched.h"

struct store {
	struct db *db;
	int lock;    /* descriptor; -1: a reader, or in memory */
	int version; /* of the schema */
	struct event_sql event_sql;
	struct touched touched; /* by the last transaction */
};

#endif
