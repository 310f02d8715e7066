/* SPDX-License-Identifier: Apache-2.0 */
/* Putting series together from rows. */
#ifndef AMBIT_STORE_SERIES_H
#define AMBIT_STORE_SERIES_H

#include "base/vec.h"
#include "store/snapshot.h"

VEC_TYPE(event_rows, struct event_row *);

/* The rows too. */
void event_rows_free(struct event_rows *rows);

/* An event_row_fn; arg is a struct event_rows. */
int event_rows_take(struct event_row *row, void *arg, struct err *err);

/* One series of all the rows, at least one, which are of one source and uid
 * and in order. Empties rows. NULL when memory runs out. */
struct series *series_new(struct event_rows *rows);

bool series_has(const struct series *series, const struct event_row *row);

/* Order by source, uid. */
int series_compare(const void *a, const void *b);

#endif
