/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A sweep over the beginnings and ends of all busy times: between two of them
 * the strongest type that is open holds. One FREEBUSY line for each period,
 * since not every reader takes lists. Cost: a sort.
 */
#include "freebusy.h"

#include <stdlib.h>

#include "base/vec.h"
#include "calendars/ical_text.h"

/* Where a busy time begins (step 1) or ends (-1). */
struct edge {
	int64_t at;
	int type;
	int step;
};
VEC_TYPE(edges, struct edge);

static int
by_time(const void *a, const void *b)
{
	const struct edge *x = a, *y = b;

	return (x->at > y->at) - (x->at < y->at);
}

/* The part of it inside the window, if there is one. */
static int
add_edges(struct edges *edges, const struct busy *busy, struct span window)
{
	struct span span = span_common(busy->span, window);
	struct edge begin = { span.start, (int)busy->type, 1 };
	struct edge end = { span.end, (int)busy->type, -1 };

	if (span_empty(span))
		return 0;
	if (vec_push(edges, begin) < 0 || vec_push(edges, end) < 0)
		return -ENOMEM;
	return 0;
}

static int
gather(struct edges *edges, const struct freebusy *freebusy)
{
	for (size_t i = 0; i < freebusy->nbusy; i++)
		if (add_edges(edges, &freebusy->busy[i], freebusy->window) < 0)
			return -ENOMEM;
	if (edges->len)
		qsort(edges->items, edges->len, sizeof *edges->items, by_time);
	return 0;
}

/* ---------------------------------------------------------------- lines --- */

static void
period_line(struct ical_writer *writer, int type, int64_t start, int64_t end)
{
	static const char *const names[BUSY_TYPES] = {
		[BUSY_TENTATIVE] = "FREEBUSY;FBTYPE=BUSY-TENTATIVE:",
		[BUSY] = "FREEBUSY;FBTYPE=BUSY:",
		[BUSY_UNAVAILABLE] = "FREEBUSY;FBTYPE=BUSY-UNAVAILABLE:",
	};

	ical_raws(writer, names[type]);
	ical_instant(writer, start);
	ical_lit(writer, "/");
	ical_instant(writer, end);
	ical_end(writer);
}

/* The strongest that is open, -1 when none is. */
static int
strongest(const int open[BUSY_TYPES])
{
	int type = BUSY_TYPES - 1;

	while (type >= 0 && !open[type])
		type--;
	return type;
}

static void
period_lines(struct ical_writer *writer, const struct edges *edges)
{
	int open[BUSY_TYPES] = { 0 };
	int type = -1;
	int64_t since = 0;

	for (size_t i = 0; i < edges->len; i++) {
		const struct edge *edge = &edges->items[i];
		int next;

		open[edge->type] += edge->step;
		if (i + 1 < edges->len && edges->items[i + 1].at == edge->at)
			continue; /* until all at that time are counted */
		next = strongest(open);
		if (next == type)
			continue;
		if (type >= 0)
			period_line(writer, type, since, edge->at);
		type = next;
		since = edge->at;
	}
}

static void
stream(
    struct buf *out, const struct freebusy *freebusy, const struct edges *edges)
{
	struct ical_writer writer;

	ical_open(&writer, out);
	ical_line(&writer, "BEGIN:VCALENDAR");
	ical_line(&writer, "VERSION:2.0");
	ical_text_line(&writer, "PRODID", NULL, freebusy->product);
	ical_line(&writer, "METHOD:PUBLISH");
	ical_line(&writer, "BEGIN:VFREEBUSY");
	ical_text_line(&writer, "UID", NULL, freebusy->uid);
	ical_instant_line(&writer, "DTSTAMP:", freebusy->modified);
	ical_instant_line(&writer, "DTSTART:", freebusy->window.start);
	ical_instant_line(&writer, "DTEND:", freebusy->window.end);
	if (freebusy->url) {
		ical_lit(&writer, "URL:");
		ical_uri(&writer, freebusy->url);
		ical_end(&writer);
	}
	period_lines(&writer, edges);
	ical_line(&writer, "END:VFREEBUSY");
	ical_line(&writer, "END:VCALENDAR");
	ical_close(&writer);
}

void
freebusy_add(struct buf *out, const struct freebusy *freebusy)
{
	struct edges edges = VEC_INIT;

	if (gather(&edges, freebusy) < 0)
		out->error = -ENOMEM;
	else
		stream(out, freebusy, &edges);
	vec_free(&edges);
}
