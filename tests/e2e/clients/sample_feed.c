/* SPDX-License-Identifier: Apache-2.0 */
/* sample_feed: a public feed with one event of each difficult form, on
 * standard output. */
#include <stdio.h>
#include <stdlib.h>

#include "base/cleanup.h"
#include "tests/unit/series_maker.h"

#define NOW INT64_C(1772366400) /* 2026-03-01T12:00:00Z */

static const struct {
	const char *start, *end, *zone, *rrule, *recurrence_id, *summary;
	int status; /* enum event_status */
} samples[] = {
	{ "2026-03-10", "2026-03-15", NULL, NULL, NULL,
	    "A congress of five days", EVENT_CONFIRMED },
	{ "2026-03-10T10:00:00", "2026-03-10T12:00:00", "UTC", NULL, NULL,
	    "Commas, semicolons; back\\slashes and\nlines", 0 },
	{ "2026-03-28T10:00:00", "2026-03-28T12:30:00", "Europe/Madrid",
	    "FREQ=WEEKLY;UNTIL=20260630", NULL, "Each week over the change",
	    EVENT_CONFIRMED },
	{ "2026-03-30T01:30:00", "2026-03-30T02:30:00", "Europe/Dublin", NULL,
	    NULL, "Irish summer", EVENT_TENTATIVE },
	{ "2026-03-28T22:30:00", "2026-03-29T03:00:00", "America/Nuuk", NULL,
	    NULL, "Greenland's change on a Saturday", 0 },
	{ "2026-10-30T00:30:00", "2026-10-30T10:00:00", "Africa/Cairo", NULL,
	    NULL, "After Cairo's change at 24:00", 0 },
	{ "2026-02-20T10:00:00", "2026-02-20T11:00:00", "Africa/Casablanca",
	    NULL, NULL, "In Ramadan", 0 },
	{ "2026-04-04T12:00:00", "2026-04-04T13:00:00", "Asia/Gaza", NULL, NULL,
	    "Gaza's rule beyond a day", 0 },
	{ "2026-09-06T12:00:00", "2026-09-06T13:00:00", "America/Santiago",
	    NULL, NULL, "Santiago's rule at 24:00", 0 },
	{ "2026-10-04T02:45:00", "2026-10-04T12:00:00", "Australia/Lord_Howe",
	    NULL, NULL, "Half an hour of summer", 0 },
	{ "2026-05-05T10:00:00", "2026-05-05T10:00:00", "Asia/Kolkata", NULL,
	    NULL, "A moment", 0 },
	{ "2026-05-06T10:00:00", "2026-05-06T11:00:00", "America/New_York",
	    NULL, "2026-05-06T09:00:00", "An override alone", 0 },
	{ "2026-05-07", "2026-05-08", NULL, NULL, NULL,
	    "Àrea metropolitana — 漢字 𝄞 — a long title that has to be folded, "
	    "more than once, between its characters: ñ ç € ŀl",
	    EVENT_CANCELLED },
};

static int
write_part(const void *bytes, size_t len, void *arg)
{
	return fwrite(bytes, 1, len, arg) == len ? 0 : -1;
}

static struct series *
sample_series(struct zones *zones, size_t i)
{
	char uid[32];
	struct event events[2];
	struct event_row rows[2];
	size_t n = 1;

	snprintf(uid, sizeof uid, "sample-%zu", i);
	events[0] =
	    event_plain(uid, samples[i].start, samples[i].end, samples[i].zone);
	events[0].summary = samples[i].summary;
	events[0].rrule = samples[i].rrule;
	events[0].recurrence_id = samples[i].recurrence_id;
	events[0].status = samples[i].status;
	events[0].network = "Cities, Towns; and Regions";
	events[0].place = "Palau \"nou\"; sala 1";
	events[0].latitude = 41.5;
	events[0].longitude = 2.25;
	rows[0] = (struct event_row){ .event = &events[0],
		.created_at = NOW - 7200,
		.revised_at = NOW - 3600 };
	if (samples[i].rrule) {
		rows[n] = rows[0];
		events[n] = events[0];
		events[n].rrule = NULL;
		events[n].recurrence_id = "2026-04-04T10:00:00";
		events[n].start = "2026-04-04T16:00:00";
		events[n].end = "2026-04-04T17:00:00";
		rows[n].event = &events[n];
		n++;
	}
	return series_make(zones, rows, n);
}

int
main(void)
{
	struct feed_options options = feed_options_default;
	struct series *series[ARRAY_LEN(samples)];
	struct zones *zones = NULL;
	struct snapshot *snapshot;
	struct feedset *set = NULL;
	struct err err = ERR_INIT;
	int rc = 1;

	if (zones_open(NULL, &zones, &err) < 0)
		goto fail;
	for (size_t i = 0; i < ARRAY_LEN(samples); i++)
		series[i] = sample_series(zones, i);
	snapshot = snapshot_make(series, ARRAY_LEN(samples));
	options.uid_domain = "ambit.example";
	options.base_url = "https://ambit.example";
	if (feedset_build(snapshot, &options, zones, NOW, 0, &set, &err) == 0)
		rc = feed_parts(feedset_find(set, "public"), FEED_PLAIN,
		    write_part, stdout);
	feedset_unref(set);
	snapshot_unref(snapshot);
	for (size_t i = 0; i < ARRAY_LEN(samples); i++)
		series_unref(series[i]);
	zones_free(zones);
fail:
	if (rc)
		fprintf(stderr, "sample_feed: %s\n", err.msg);
	return rc ? 1 : 0;
}
