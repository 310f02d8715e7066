/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A half-open interval [start, end) of instants, in UTC seconds since
 * 1970-01-01T00:00:00Z. What touches does not meet. An empty span (start ==
 * end) is an instant: it meets a span that contains it.
 */
#ifndef AMBIT_BASE_SPAN_H
#define AMBIT_BASE_SPAN_H

#include <stdbool.h>
#include <stdint.h>

#define SPAN_ALWAYS ((struct span){ INT64_MIN, INT64_MAX })

struct span {
	int64_t start;
	int64_t end; /* exclusive; INT64_MAX: without end */
};

static inline bool
span_empty(struct span a)
{
	return a.start >= a.end;
}

/* Half-open: a mission that ends at 10:00 does not meet one that starts then.
 * An instant counts as lasting for the least possible time. */
static inline bool
span_meets(struct span a, struct span b)
{
	int64_t a_end = span_empty(a) ? a.start + 1 : a.end;
	int64_t b_end = span_empty(b) ? b.start + 1 : b.end;

	return a.start < b_end && b.start < a_end;
}

/* What both hold; empty when they have nothing in common. */
static inline struct span
span_common(struct span a, struct span b)
{
	return (struct span){ a.start > b.start ? a.start : b.start,
		a.end < b.end ? a.end : b.end };
}

/* The least span that holds both. */
static inline struct span
span_hull(struct span a, struct span b)
{
	return (struct span){ a.start < b.start ? a.start : b.start,
		a.end > b.end ? a.end : b.end };
}

#endif
