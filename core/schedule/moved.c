/* SPDX-License-Identifier: Apache-2.0 */
#include "moved.h"

#include <stdlib.h>

#include "base/cleanup.h"
#include "base/date.h"

/* No rules move an occurrence further than this: from one end of the date
 * line to the other. */
#define FURTHEST (2 * DAY_SECONDS)

/* Both have the row and the recurrence id. */
static int
compare_identity(const void *a, const void *b)
{
	const struct occurrence *x = a, *y = b;

	if (x->row != y->row)
		return x->row < y->row ? -1 : 1;
	if (x->recurrence_id != y->recurrence_id)
		return x->recurrence_id < y->recurrence_id ? -1 : 1;
	return 0;
}

/* So far on both sides of the window that what moved over its edge is found
 * on both sides of the comparison. */
static struct span
widened(struct span window)
{
	if (window.start > INT64_MIN + FURTHEST)
		window.start -= FURTHEST;
	if (window.end < INT64_MAX - FURTHEST)
		window.end += FURTHEST;
	return window;
}

static int
expand(const struct occurrence_row *rows, size_t n, struct span window,
    struct occurrence_vec *out, struct err *err)
{
	int rc = occurrences_between(rows, n, widened(window), 0, out, err);

	if (rc == 0 && out->len)
		qsort(
		    out->items, out->len, sizeof *out->items, compare_identity);
	return rc;
}

static void
release(struct occurrence_vec *list)
{
	vec_free(list);
}

/* One occurrence by the old rules and by the new; either may be NULL. */
struct pair {
	const struct occurrence *was, *is;
};

/* Takes the next from the front of both lists. */
static struct pair
next_pair(const struct occurrence_vec *old, size_t *o,
    const struct occurrence_vec *new, size_t *n)
{
	const struct occurrence *was = *o < old->len ? old->items + *o : NULL;
	const struct occurrence *is = *n < new->len ? new->items + *n : NULL;
	int order = !was ? 1 : !is ? -1 : compare_identity(was, is);

	*o += order <= 0;
	*n += order >= 0;
	return (struct pair){ order <= 0 ? was : NULL, order >= 0 ? is : NULL };
}

static bool
pair_moved(const struct pair *pair, struct span window)
{
	const struct occurrence *was = pair->was, *is = pair->is;

	if (!(was && span_meets(was->span, window)) &&
	    !(is && span_meets(is->span, window)))
		return false;
	return !was || !is || was->span.start != is->span.start ||
	       was->span.end != is->span.end;
}

static int
note(struct moved_vec *out, size_t first, const struct pair *pair)
{
	static const struct occurrence none = { .row = 0 };
	const struct occurrence *was = pair->was ? pair->was : &none;
	const struct occurrence *is = pair->is ? pair->is : &none;
	struct moved fresh = { pair->was ? was->row : is->row, 1, was->span,
		is->span, pair->was, pair->is };

	if (out->len == first || out->items[out->len - 1].row != fresh.row)
		return vec_push(out, fresh);
	out->items[out->len - 1].occurrences++;
	return 0;
}

int
occurrences_moved(const struct occurrence_row *was,
    const struct occurrence_row *is, size_t n, struct span window,
    struct moved_vec *out, struct err *err)
{
	CLEANUP(release) struct occurrence_vec old = VEC_INIT;
	CLEANUP(release) struct occurrence_vec new = VEC_INIT;
	size_t first = out->len, at_old = 0, at_new = 0;
	int rc = expand(was, n, window, &old, err);

	if (rc == 0)
		rc = expand(is, n, window, &new, err);
	while (rc == 0 && (at_old < old.len || at_new < new.len)) {
		struct pair pair = next_pair(&old, &at_old, &new, &at_new);

		if (pair_moved(&pair, window) && note(out, first, &pair) < 0)
			rc = err_set(err, -ENOMEM, "compare occurrences");
	}
	if (rc < 0)
		out->len = first;
	return rc;
}
