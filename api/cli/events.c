/* SPDX-License-Identifier: Apache-2.0 */
/* ambit events: occurrence by occurrence, soonest first. */
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/date.h"
#include "base/text.h"
#include "cli/cli.h"
#include "cli/table.h"
#include "model/bound.h"
#include "rest/view.h"
#include "schedule/occurrences.h"
#include "source/keyset.h"
#include "store/events.h"
#include "store/merge.h"
#include "store/series.h"

#define DAYS_AHEAD 365

/* An occurrence and the row that tells of it. */
struct listed {
	struct occurrence at;
	const struct event_row *row;
};
VEC_TYPE(listed_occurrences, struct listed);

struct listing {
	struct cli *cli;
	const char *from, *to, *kind, *network, *source;
	struct bound first, last; /* --from, --to */
	struct span window;       /* that holds what they meet */
	struct keyset *seen;      /* uids, each with its source */
	VEC(struct series *) series;
	struct listed_occurrences found;
};

static bool
wanted(const struct listing *listing, const struct event *event)
{
	if (listing->kind &&
	    strcmp(event_kind_words[event->kind], listing->kind) != 0)
		return false;
	if (listing->source && strcmp(event->source, listing->source) != 0)
		return false;
	return !listing->network ||
	       (event->network &&
		   strcasecmp(event->network, listing->network) == 0);
}

static int
add_occurrences(struct listing *listing, const struct series *series,
    const struct occurrence_row *rows, struct err *err)
{
	struct occurrence_vec at = VEC_INIT;
	int rc = occurrences_between(
	    rows, series->nrows, listing->window, 0, &at, err);

	vec_each(&at, it) {
		struct listed listed = { *it, series->rows[it->row] };

		if (rc < 0 || !wanted(listing, listed.row->event) ||
		    !bounds_meet(&listing->first, &listing->last,
			&listed.row->times, it->span))
			continue;
		if (vec_push(&listing->found, listed) < 0)
			rc = err_set(err, -ENOMEM, "list events");
	}
	vec_free(&at);
	return rc;
}

static int
expand(struct listing *listing, const struct series *series, struct err *err)
{
	struct occurrence_row *rows = calloc(series->nrows, sizeof *rows);
	int rc;

	if (!rows)
		return err_set(err, -ENOMEM, "list events");
	for (size_t i = 0; i < series->nrows; i++)
		rows[i] = (struct occurrence_row){ series->rows[i]->event,
			&series->rows[i]->times };
	rc = add_occurrences(listing, series, rows, err);
	free(rows);
	return rc;
}

/* Keeps the series until the listing is shown; takes the reference over. */
static int
take_series(struct listing *listing, struct series *series, struct err *err)
{
	int64_t seen;

	if (keyset_get(listing->seen, series->uid, series->source, &seen)) {
		series_unref(series);
		return 0;
	}
	if (keyset_put(listing->seen, series->uid, series->source, 0) < 0 ||
	    vec_push(&listing->series, series) < 0) {
		series_unref(series);
		return err_set(err, -ENOMEM, "list events");
	}
	return expand(listing, series, err);
}

/* Is it the whole of what is shown: no part of a series, and merged with
 * nothing? */
static int
stands_alone(struct listing *listing, const struct event *event, bool *alone,
    struct err *err)
{
	CLEANUP(merge_members_free) struct merge_members members = VEC_INIT;

	if (merge_members(listing->cli->store, event->source, event->uid,
		&members, err) < 0)
		return err->code;
	*alone =
	    members.len == 1 && !event_recurs(event) && !event->recurrence_id;
	return 0;
}

/* A row that meets the window; the rest of what it is part of is read beside
 * it. */
static int
on_row(struct event_row *row, void *arg, struct err *err)
{
	CLEANUP(event_rows_free) struct event_rows rows = VEC_INIT;
	struct listing *listing = arg;
	struct series *series = NULL;
	bool alone = true;
	int rc = event_rows_take(row, &rows, err);

	if (rc == 0)
		rc = stands_alone(listing, row->event, &alone, err);
	if (rc < 0)
		return rc;
	if (alone)
		series = series_new(&rows);
	else if (series_read(listing->cli->store, listing->cli->zones,
		     row->event->source, row->event->uid, &series, err) < 0)
		return err->code;
	return series ? take_series(listing, series, err)
		      : err_set(err, -ENOMEM, "list events");
}

static int
compare_listed(const void *a, const void *b)
{
	const struct listed *x = a, *y = b;
	int order = occurrence_order(
	    &x->at, x->row->times.all_day, &y->at, y->row->times.all_day);

	return order ? order : strcmp(x->row->id, y->row->id);
}

/* "2026-03-01", or the wall time in the event's zone. */
static const char *
time_text(const struct listed *listed, int64_t value, char out[WALL_TEXT])
{
	if (listed->row->times.all_day)
		return day_format(out, value);
	wall_format(out, value);
	out[10] = ' ';
	out[16] = '\0';
	return out;
}

/* A whole day's end as its last day: what people would say. */
static const char *
end_text(const struct listed *listed, char out[WALL_TEXT])
{
	int64_t last = listed->at.end - listed->row->times.all_day;

	if (listed->row->times.all_day && last == listed->at.start)
		return "";
	return time_text(listed, last, out);
}

/* The venue, else the city; and when nobody knows where that is, so. */
static void
add_place(struct table *table, const struct event *event)
{
	const char *place = event->place ? event->place : event->city;

	if (event->located == EVENT_LOCATED_AMBIGUOUS)
		table_addf(table, "%s (which %s?)", place, event->city);
	else if (event->located == EVENT_LOCATED_UNKNOWN)
		table_addf(table, "%s (unknown place)", place);
	else
		table_add(table, place);
}

static void
add_row(struct table *table, const struct listed *listed)
{
	const struct event *event = listed->row->event;
	char start[WALL_TEXT], end[WALL_TEXT];
	int status = event_row_status(listed->row);

	table_add(table, time_text(listed, listed->at.start, start));
	table_add(table, end_text(listed, end));
	table_add(table, event->zone);
	table_add(table, event_kind_words[event->kind]);
	table_addf(table, "%s%s", event->summary,
	    status == EVENT_CONFIRMED   ? ""
	    : status == EVENT_CANCELLED ? " (cancelled)"
					: " (tentative)");
	add_place(table, event);
	table_add(table, event->source);
}

static void
add_word(struct buf *buf, const char *name, const char *text)
{
	if (!text || !text[0])
		return;
	buf_addf(buf, ",\"%s\":", name);
	json_add_text(buf, text);
}

/* Whole days as dates, times as RFC 3339 with their offset. */
static const char *
json_time(const struct listed *listed, int64_t value, int64_t utc,
    char out[INSTANT_TEXT])
{
	const struct zone *zone = listed->row->times.zone;

	if (listed->row->times.all_day)
		return day_format(out, value);
	return instant_format(out, utc, zone_offset(zone, utc));
}

static void
add_json(struct buf *buf, const struct listed *listed)
{
	const struct event *event = listed->row->event;
	const struct occurrence *at = &listed->at;
	char text[INSTANT_TEXT];

	buf_addf(buf, "%s{\"id\":\"%s\"", buf->len > 1 ? ",\n" : "\n",
	    listed->row->id);
	add_word(
	    buf, "start", json_time(listed, at->start, at->span.start, text));
	add_word(buf, "end", json_time(listed, at->end, at->span.end, text));
	buf_addf(buf, ",\"all_day\":%s",
	    listed->row->times.all_day ? "true" : "false");
	add_word(buf, "zone", event->zone);
	add_word(buf, "kind", event_kind_words[event->kind]);
	add_word(
	    buf, "status", event_status_words[event_row_status(listed->row)]);
	add_word(buf, "summary", event->summary);
	add_word(buf, "place", event->place);
	add_word(buf, "city", event->city);
	add_word(buf, "country", event->country);
	add_word(buf, "located", event_located_words[event->located]);
	add_word(buf, "network", event->network);
	add_word(buf, "organ", event->organ);
	add_word(buf, "source", event->source);
	add_word(buf, "uid", event->uid);
	buf_addc(buf, '}');
}

static int
print_json(const struct listed_occurrences *list)
{
	CLEANUP(buf_free) struct buf buf = BUF_INIT;

	buf_addc(&buf, '[');
	vec_each(list, listed)
		add_json(&buf, listed);
	buf_addc(&buf, ']');
	if (buf_error(&buf) < 0)
		return EXIT_FAILURE;
	puts(buf_str(&buf));
	return EXIT_SUCCESS;
}

static int
print_table(const struct listed_occurrences *list)
{
	static const char *const heads[] = { "START", "END", "ZONE", "KIND",
		"TITLE", "PLACE", "SOURCE", NULL };
	CLEANUP(table_freep) struct table *table = table_new(heads);

	if (!table)
		return EXIT_FAILURE;
	vec_each(list, listed)
		add_row(table, listed);
	return table_print(table, stdout) < 0;
}

static int
read_window(struct listing *listing)
{
	struct bound *first = &listing->first, *last = &listing->last;
	int status = 0;

	if (listing->from)
		status = cli_bound("from", listing->from, first);
	if (listing->to && !status)
		status = cli_bound("to", listing->to, last);
	if (!status && listing->from && listing->to && last->utc <= first->utc)
		return cli_usage("events: --to must be later than --from");
	return status;
}

/* What was not given: from the office's today on, for a year. */
static int
complete_window(struct listing *listing)
{
	struct bound *first = &listing->first, *last = &listing->last;
	int64_t today;
	int status = cli_today(listing->cli, &today);

	if (status)
		return status;
	if (!listing->from)
		*first = bound_of_day(today);
	if (!listing->to && first->is_day)
		*last = bound_of_day(first->day + DAYS_AHEAD);
	else if (!listing->to)
		last->utc = first->utc + (int64_t)DAYS_AHEAD * DAY_SECONDS;
	if (last->utc <= first->utc)
		return cli_usage("events: --to must be later than today");
	listing->window = bounds_window(first, last);
	return 0;
}

static int
list(struct listing *listing)
{
	struct err err = ERR_INIT;

	listing->seen = keyset_new();
	if (!listing->seen)
		return EXIT_FAILURE;
	if (view_prefer(listing->cli->store, listing->cli->config, &err) < 0 ||
	    events_between(listing->cli->store, listing->cli->zones,
		listing->window, on_row, listing, &err) < 0)
		return cli_fail(&err);
	if (listing->found.len)
		qsort(listing->found.items, listing->found.len,
		    sizeof *listing->found.items, compare_listed);
	return listing->cli->json ? print_json(&listing->found)
				  : print_table(&listing->found);
}

static void
listing_release(struct listing *listing)
{
	vec_each(&listing->series, series)
		series_unref(*series);
	vec_free(&listing->series);
	vec_free(&listing->found);
	keyset_free(listing->seen);
}

int
command_events(struct cli *cli, int argc, char **argv)
{
	CLEANUP(listing_release) struct listing listing = { .cli = cli };
	const struct cli_option options[] = {
		{ "from", &listing.from, NULL },
		{ "to", &listing.to, NULL },
		{ "kind", &listing.kind, NULL },
		{ "network", &listing.network, NULL },
		{ "source", &listing.source, NULL },
		{ NULL, NULL, NULL },
	};
	int n = cli_options(cli, "events", options, argc, argv);
	int status;

	if (n != 0)
		return n < 0 ? EXIT_USAGE
			     : cli_usage("events takes only options");
	if (listing.kind && choice_parse(event_kind_words, listing.kind) <= 0)
		return cli_usage(
		    "events: there is no kind \"%s\"", listing.kind);
	status = read_window(&listing);
	if (!status)
		status = cli_store(cli);
	if (!status)
		status = complete_window(&listing);
	return status ? status : list(&listing);
}
