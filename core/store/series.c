/* SPDX-License-Identifier: Apache-2.0 */
#include "series.h"

#include <stdlib.h>
#include <string.h>

void
event_rows_free(struct event_rows *rows)
{
	vec_each(rows, row)
		event_row_free(*row);
	vec_free(rows);
}

int
event_rows_take(struct event_row *row, void *arg, struct err *err)
{
	struct event_rows *rows = arg;

	if (vec_push(rows, row) == 0)
		return 0;
	event_row_free(row);
	return err_set(err, -ENOMEM, "events: no memory");
}

struct series *
series_new(struct event_rows *rows)
{
	struct series *series = malloc(sizeof *series);
	struct event_row **own = malloc(rows->len * sizeof *own);

	if (!series || !own) {
		free(series);
		free(own);
		return NULL;
	}
	memcpy(own, rows->items, rows->len * sizeof *own);
	*series = (struct series){ .source = own[0]->event->source,
		.uid = own[0]->event->uid,
		.rows = own,
		.nrows = rows->len,
		.extent = own[0]->extent };
	atomic_init(&series->refs, 1);
	for (size_t i = 1; i < rows->len; i++)
		series->extent = span_hull(series->extent, own[i]->extent);
	rows->len = 0;
	return series;
}

struct series *
series_ref(struct series *series)
{
	if (series)
		atomic_fetch_add_explicit(
		    &series->refs, 1, memory_order_relaxed);
	return series;
}

void
series_unref(struct series *series)
{
	if (!series || atomic_fetch_sub_explicit(
			   &series->refs, 1, memory_order_acq_rel) > 1)
		return;
	for (size_t i = 0; i < series->nrows; i++)
		event_row_free(series->rows[i]);
	for (size_t i = 0; i < series->nmembers; i++)
		series_unref(series->members[i]);
	free(series->rows);
	free(series->members);
	free(series->origins);
	free(series);
}

const struct event_row *
series_master(const struct series *series)
{
	const struct event_row *first = series->rows[0];

	return first->event->recurrence_id ? NULL : first;
}

bool
series_has(const struct series *series, const struct event_row *row)
{
	for (size_t i = 0; i < series->nrows; i++)
		if (series->rows[i] == row)
			return true;
	return false;
}

int
series_compare(const void *a, const void *b)
{
	const struct series *x = a, *y = b;
	int order = strcmp(x->source, y->source);

	return order ? order : strcmp(x->uid, y->uid);
}
