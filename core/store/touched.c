/* SPDX-License-Identifier: Apache-2.0 */
#include "touched.h"

#include <stdlib.h>
#include <string.h>

static void
series_free(struct touched_series *series)
{
	free(series->source);
	free(series->uid);
}

static int
compare(const void *a, const void *b)
{
	const struct touched_series *x = a, *y = b;
	int order = strcmp(x->source, y->source);

	return order ? order : strcmp(x->uid, y->uid);
}

int
touched_note(struct touched *touched, const char *source, const char *uid,
    struct err *err)
{
	struct touched_series series = { strdup(source), strdup(uid) };

	if (series.source && series.uid && vec_push(touched, series) == 0)
		return 0;
	series_free(&series);
	return err_set(err, -ENOMEM, "series %s: no memory", uid);
}

void
touched_tidy(struct touched *touched)
{
	size_t kept = 0;

	if (touched->len < 2)
		return;
	qsort(touched->items, touched->len, sizeof *touched->items, compare);
	for (size_t i = 0; i < touched->len; i++) {
		struct touched_series *series = &touched->items[i];

		if (kept && !compare(&touched->items[kept - 1], series))
			series_free(series);
		else
			touched->items[kept++] = *series;
	}
	touched->len = kept;
}

void
touched_reset(struct touched *touched)
{
	vec_each(touched, series)
		series_free(series);
	touched->len = 0;
}

void
touched_free(struct touched *touched)
{
	touched_reset(touched);
	vec_free(touched);
}
