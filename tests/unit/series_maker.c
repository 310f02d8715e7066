/* SPDX-License-Identifier: Apache-2.0 */
#include "series_maker.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "store/series.h"

static void
must(int ok, const char *what)
{
	if (ok)
		return;
	fprintf(stderr, "test data: %s\n", what);
	abort();
}

struct event
event_plain(
    const char *uid, const char *start, const char *end, const char *zone)
{
	struct event event;

	record_init(&event_record, &event);
	event.source = "test";
	event.uid = uid;
	event.summary = "Assembly";
	event.start = start;
	event.end = end;
	event.zone = zone;
	return event;
}

/* The same for the same event, as it would be in a store. */
static void
make_id(struct event_row *row)
{
	struct digest_state state;
	unsigned char digest[DIGEST_BYTES];
	char hex[33];

	digest_start(&state);
	digest_add_text(&state, row->event->source);
	digest_add_text(&state, row->event->uid);
	digest_add_text(&state, row->event->recurrence_id);
	digest_end(&state, digest);
	hex_format(hex, digest, 16);
	snprintf(row->id, sizeof row->id, "%.8s-%.4s-%.4s-%.4s-%.12s", hex,
	    hex + 8, hex + 12, hex + 16, hex + 20);
}

static struct event_row *
row_make(struct zones *zones, const struct event_row *like)
{
	struct event_row *row = malloc(sizeof *row);
	struct err err = ERR_INIT;

	must(row != NULL, "memory");
	*row = *like;
	row->event = record_copy(&event_record, like->event);
	must(row->event != NULL, "memory");
	if (like->overlay)
		row->overlay = record_copy(&overlay_record, like->overlay);
	must(!row->overlay == !like->overlay, "memory");
	if (event_times(row->event, zones, &row->times, &err) < 0)
		must(0, err.msg);
	row->extent = event_extent(row->event, &row->times);
	make_id(row);
	return row;
}

struct series *
series_make(struct zones *zones, const struct event_row *rows, size_t n)
{
	struct event_rows made = VEC_INIT;
	struct series *series;

	for (size_t i = 0; i < n; i++)
		must(vec_push(&made, row_make(zones, &rows[i])) == 0, "memory");
	series = series_new(&made);
	must(series != NULL, "memory");
	event_rows_free(&made);
	return series;
}

struct snapshot *
snapshot_make(struct series *const *series, size_t n)
{
	struct series_change *changes = calloc(n + 1, sizeof *changes);
	struct snapshot *empty = NULL, *snapshot = NULL;
	struct err err = ERR_INIT;

	must(changes != NULL, "memory");
	for (size_t i = 0; i < n; i++)
		changes[i].after = series[i];
	if (snapshot_empty(&empty, &err) < 0 ||
	    snapshot_apply(empty, changes, n, &snapshot, &err) < 0)
		must(0, err.msg);
	snapshot_unref(empty);
	free(changes);
	return snapshot;
}

static int
join_part(const void *bytes, size_t len, void *arg)
{
	buf_add(arg, bytes, len);
	return 0;
}

void
feed_join(const struct feed *feed, enum feed_coding coding, struct buf *body)
{
	feed_parts(feed, coding, join_part, body);
	must(buf_error(body) == 0, "memory");
}
