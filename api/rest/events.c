/* SPDX-License-Identifier: Apache-2.0 */
/*
 * GET /v1/events and /v1/events/{id}
 *
 * The list is walked in the snapshot's order: (start of the series, source,
 * uid), then its rows; a cursor is the place of the last item, so a page is
 * stable when others are inserted. With expand=occurrences it goes by (start
 * of the occurrence, id).
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/date.h"
#include "model/bound.h"
#include "office/standing.h"
#include "rest/call.h"
#include "rest/event_json.h"
#include "rest/listing.h"
#include "rest/query.h"

#define EXPAND_MOST (732 * DAY_SECONDS)

/* A date is the beginning of that day where the event is, and of whole days
 * themselves; an instant is the same everywhere. */
struct filter {
	struct bound from, to;
	struct span window; /* what can lie between them, wherever it is */
	int kind, status;
	bool published; /* nothing else */
	const char *network, *source, *city, *country, *text;
	int64_t updated_since;
	int64_t min_score;          /* 0: any */
	const struct plan *plan;    /* by which; NULL when there is none */
	const struct records *ours; /* what the office says of it */
};

struct page {
	struct filter filter;
	struct listing listing;
	bool people;            /* told of, too */
	char after[CURSOR_MAX]; /* "" : from the beginning */
	int64_t after_start;    /* what starts earlier lies before it */
	bool expand;
};

static const char *const parameters[] = { "from", "to", "kind", "status",
	"network", "source", "city", "country", "q", "updated_since",
	"min_score", "expand", "limit", "cursor", NULL };
static const char *const expansions[] = { "", "occurrences", NULL };

/* Does the span, of an event of these times, lie between the bounds? */
static bool
in_window(const struct filter *filter, const struct event_times *times,
    struct span span)
{
	return bounds_meet(&filter->from, &filter->to, times, span);
}

static bool
same(const char *wanted, const char *is)
{
	return !wanted || (is && strcasecmp(wanted, is) == 0);
}

static bool
contains(const char *text, const char *part)
{
	return text && strcasestr(text, part);
}

static bool
wanted(const struct filter *filter, const struct event_row *row)
{
	const struct event *event = row->event;

	if (filter->published && !event_row_public(row))
		return false;
	if (filter->kind && event->kind != filter->kind)
		return false;
	if (filter->status && (int)event_row_status(row) != filter->status)
		return false;
	if (row->revised_at < filter->updated_since)
		return false;
	if (!same(filter->network, event_row_network(row)) ||
	    !same(filter->source, event->source) ||
	    !same(filter->city, event->city) ||
	    !same(filter->country, event->country))
		return false;
	if (filter->text && !contains(event->summary, filter->text) &&
	    !contains(event->description, filter->text) &&
	    !contains(event->place, filter->text) &&
	    !contains(event->city, filter->text))
		return false;
	return filter->min_score == 0 ||
	       standing_score(filter->ours, filter->plan, row->id, event) >=
		   filter->min_score;
}

/* The place of a row as text that orders as the walk does. */
static void
place_of(char out[CURSOR_MAX], int64_t start, const char *a, const char *b,
    const char *c)
{
	snprintf(out, CURSOR_MAX, "%020llu\x01%s\x01%s\x01%s",
	    (unsigned long long)start + (UINT64_C(1) << 63), a, b, c);
}

/* Adds one item unless it lies before the cursor; non-zero: the page is
 * full. */
static int
add_item(struct page *page, const char *place, const struct event_row *row,
    const struct occurrence *occurrence)
{
	if (strcmp(place, page->after) <= 0)
		return 0;
	if (!listing_next(&page->listing, place))
		return 1;
	event_add_json(&page->listing.body, row, occurrence, page->people);
	return 0;
}

static int
add_series(const struct series *series, void *arg)
{
	struct page *page = arg;
	char place[CURSOR_MAX];

	if (series->extent.start < page->after_start)
		return 0;
	for (size_t i = 0; i < series->nrows; i++) {
		const struct event_row *row = series->rows[i];
		const char *id = row->event->recurrence_id;

		if (!in_window(&page->filter, &row->times, row->extent) ||
		    !wanted(&page->filter, row))
			continue;
		place_of(place, series->extent.start, series->source,
		    series->uid, id ? id : "");
		if (add_item(page, place, row, NULL) != 0)
			return 1;
	}
	return 0;
}

/* ------------------------------------------------------------ occurrences */

struct expanded {
	struct occurrence at;
	const struct event_row *row;
	char place[64];
};

struct expansion {
	const struct filter *filter;
	VEC(struct expanded) list;
	int error;
};

static int
expand_rows(struct expansion *expansion, const struct series *series,
    const struct occurrence_row *rows)
{
	struct occurrence_vec found = VEC_INIT;
	char place[CURSOR_MAX];
	int rc = occurrences_between(
	    rows, series->nrows, expansion->filter->window, 0, &found, NULL);

	vec_each(&found, at) {
		struct expanded item = { *at, series->rows[at->row], "" };

		if (rc < 0 ||
		    !in_window(expansion->filter, &item.row->times, at->span) ||
		    !wanted(expansion->filter, item.row))
			continue;
		place_of(place, at->span.start, item.row->id, "", "");
		memcpy(item.place, place, sizeof item.place - 1);
		rc = vec_push(&expansion->list, item);
	}
	vec_free(&found);
	return rc;
}

/* A rule that cannot be read was refused when it came in: only memory can
 * fail here. */
static int
expand_series(const struct series *series, void *arg)
{
	struct expansion *expansion = arg;
	struct occurrence_row *rows = calloc(series->nrows, sizeof *rows);
	int rc = rows ? 0 : -ENOMEM;

	for (size_t i = 0; rc == 0 && i < series->nrows; i++)
		rows[i] = (struct occurrence_row){ series->rows[i]->event,
			&series->rows[i]->times };
	if (rc == 0)
		rc = expand_rows(expansion, series, rows);
	free(rows);
	if (rc == -ENOMEM)
		expansion->error = rc;
	return expansion->error;
}

static int
compare_expanded(const void *a, const void *b)
{
	return strcmp(((const struct expanded *)a)->place,
	    ((const struct expanded *)b)->place);
}

static void
add_occurrences(struct page *page, const struct snapshot *events)
{
	struct expansion expansion = { .filter = &page->filter };

	snapshot_between(
	    events, page->filter.window, expand_series, &expansion);
	if (expansion.list.len)
		qsort(expansion.list.items, expansion.list.len,
		    sizeof *expansion.list.items, compare_expanded);
	vec_each(&expansion.list, item)
		if (add_item(page, item->place, item->row, &item->at) != 0)
			break;
	if (expansion.error)
		page->listing.body.error = expansion.error;
	vec_free(&expansion.list);
}

/* ---------------------------------------------------------------- handlers */

static struct bound
read_bound(struct query *query, const char *name, int64_t fallback)
{
	struct bound bound = { .utc = query_time(query, name, NULL, fallback) };

	bound.is_day = query_day(query, name, &bound.day);
	return bound;
}

/* What an event is worth to us is told to whom the plan is. */
static void
read_score(
    struct query *query, const struct rest_call *call, struct filter *filter)
{
	filter->plan = call->view->plan;
	filter->ours = call->view->records;
	if (authorize_all(&call->caller, VERB_READ, OBJECT_PLAN))
		filter->min_score = query_score(query, filter->plan);
	else if (query_text(query, "min_score"))
		invalid_add(&query->invalid, "min_score",
		    "Show a token: scores are not told to everybody.");
}

static void
read_filter(
    struct query *query, const struct rest_call *call, struct filter *filter)
{
	filter->from = read_bound(query, "from", INT64_MIN);
	filter->to = read_bound(query, "to", INT64_MAX);
	filter->window = bounds_window(&filter->from, &filter->to);
	filter->kind = query_choice(query, "kind", event_kind_words);
	filter->status = query_choice(query, "status", event_status_words);
	filter->network = query_text(query, "network");
	filter->source = query_text(query, "source");
	filter->city = query_text(query, "city");
	filter->country = query_text(query, "country");
	filter->text = query_text(query, "q");
	filter->updated_since = query_time(
	    query, "updated_since", feedset_zone(call->view->feeds), INT64_MIN);
	read_score(query, call, filter);
	if (filter->to.utc <= filter->from.utc)
		invalid_add(
		    &query->invalid, "to", "It must be later than \"from\".");
}

/* Occurrences go on for ever, so they want a window. */
static void
read_expansion(struct query *query, struct page *page)
{
	int64_t from = page->filter.from.utc, to = page->filter.to.utc;

	page->expand = query_choice(query, "expand", expansions) != 0;
	if (!page->expand)
		return;
	if (from == INT64_MIN || to == INT64_MAX)
		invalid_add(&query->invalid, "expand",
		    "Give \"from\" and \"to\" as well.");
	else if (to - from > EXPAND_MOST)
		invalid_add(&query->invalid, "to",
		    "At most two years are expanded at once.");
}

/* Where to go on: the start in it. */
static int64_t
read_place(struct query *query, char after[CURSOR_MAX])
{
	after[0] = '\0';
	if (!query_cursor(query, after))
		return INT64_MIN;
	return (int64_t)(strtoull(after, NULL, 10) - (UINT64_C(1) << 63));
}

void
events_list(
    const struct http_request *request, struct http_reply *reply, void *arg)
{
	const struct rest_call *call = arg;
	struct page page = { .people = call_knows_who(call) };
	struct query query;
	int64_t limit;

	query_start(&query, request, parameters);
	read_filter(&query, call, &page.filter);
	page.filter.published = !call_sees_all(call);
	read_expansion(&query, &page);
	limit = query_limit(&query);
	page.after_start = read_place(&query, page.after);
	if (query_refused(&query, reply))
		return;
	listing_begin(&page.listing, limit);
	if (page.expand)
		add_occurrences(&page, call->view->events);
	else
		snapshot_between(
		    call->view->events, page.filter.window, add_series, &page);
	listing_send(&page.listing, request, reply);
	listing_free(&page.listing);
}

void
event_item(
    const struct http_request *request, struct http_reply *reply, void *arg)
{
	CLEANUP(buf_free) struct buf body = BUF_INIT;
	const struct rest_call *call = arg;
	const char *id = http_path_value(request, "id");
	const struct series *series;
	const struct event_row *row =
	    snapshot_event(call->view->events, id, &series);

	if (query_any(request, reply))
		return;
	if (!row || (!call_sees_all(call) && !event_row_public(row))) {
		problem_reply(reply, PROBLEM_NOT_FOUND,
		    "There is no event with this id.");
		return;
	}
	event_add_whole_json(
	    &body, row, series, call->rest->places, call_knows_who(call));
	buf_addc(&body, '\n');
	reply_json_revised(request, reply, &body, row->revision);
}
