/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The routes of the office's families, all alike: GET a list and an item, POST
 * a new one, PATCH (merge-patch) and DELETE one. A route's detail says which
 * family it is of.
 *
 * A list goes by ids, and is narrowed by what a record refers to, by words of a
 * choice and by languages (/v1/people?team=T1&languages=en), by a part of any
 * of its texts (q), and by when it was last changed (updated_since). Missions
 * also by what they take from their event, and by who is in them.
 */
#include <stdio.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/date.h"
#include "model/bound.h"
#include "office/access.h"
#include "office/mission_filter.h"
#include "rest/call.h"
#include "rest/listing.h"
#include "rest/query.h"
#include "rest/record_json.h"
#include "rest/write.h"
#include "store/tokens.h"

#define FILTERS 64

static const struct family *
family_of(const struct rest_call *call)
{
	return ((const struct write_op *)call->route->detail)->family;
}

/* ---- reading ---------------------------------------------------------- */

/* A list's field must have this value. */
struct wanted {
	const struct field *field;
	const char *value;
};

struct wish {
	struct wanted wanted[FILTERS];
	size_t n;
	const char *text; /* NULL: any */
	int64_t updated_since;
	struct mission_filter mission;
};

/* Those of missions alone. */
static const char *const of_missions[] = { "person", "line", "region", "from",
	"to", "min_score" };

static bool
is_filter(const struct field *field)
{
	return field->type == FIELD_CHOICE || field->refers ||
	       field->form == FORM_LANGUAGE || field->form == FORM_PAIR;
}

/* A mission's team may be one of several. */
static bool
is_wide(const struct family *family, const struct field *field)
{
	return family->id == FAMILY_MISSION && strcmp(field->name, "team") == 0;
}

/* The day of a date, or that on which the office's calendar stands then. */
static int64_t
read_day(struct query *query, const char *name, const struct zone *zone,
    int64_t fallback)
{
	int64_t day;
	int64_t utc = query_time(query, name, zone, fallback);

	if (query_day(query, name, &day))
		return day;
	return utc == fallback ? fallback : zone_day(zone, utc);
}

static void
read_mission_wishes(struct query *query, const struct zone *zone,
    const struct plan *plan, struct mission_filter *filter)
{
	filter->person = query_text(query, "person");
	filter->team = query_text(query, "team");
	filter->line = query_text(query, "line");
	filter->region = query_text(query, "region");
	filter->from = read_day(query, "from", zone, INT64_MIN);
	filter->to = read_day(query, "to", zone, INT64_MAX);
	filter->min_score = query_score(query, plan);
	if (filter->to <= filter->from)
		invalid_add(
		    &query->invalid, "to", "It must be later than \"from\".");
	if (mission_filter_plans(filter) && !plan && !filter->min_score)
		invalid_add(&query->invalid, filter->line ? "line" : "region",
		    "There is no plan: [plan] of the configuration names no "
		    "file.");
}

static void
read_wishes(const struct rest_call *call, struct query *query,
    const struct http_request *request, struct wish *wish)
{
	const struct family *family = family_of(call);
	const struct zone *zone = feedset_zone(call->view->feeds);
	const char *names[FILTERS + 11] = { "limit", "cursor", "q",
		"updated_since" };
	size_t n = 4;

	*wish = (struct wish){ .mission = mission_filter_none };
	for (size_t i = 0;
	     family->id == FAMILY_MISSION && i < ARRAY_LEN(of_missions); i++)
		names[n++] = of_missions[i];
	for (size_t i = 0; i < family->type->nfields && n < FILTERS; i++) {
		const struct field *field = &family->type->fields[i];

		if (!is_filter(field))
			continue;
		names[n++] = field->name;
		if (!is_wide(family, field) && http_query(request, field->name))
			wish->wanted[wish->n++] = (struct wanted){ field,
				http_query(request, field->name) };
	}
	names[n] = NULL;
	query_start(query, request, names);
	wish->text = query_text(query, "q");
	wish->updated_since =
	    query_time(query, "updated_since", zone, INT64_MIN);
	if (family->id == FAMILY_MISSION)
		read_mission_wishes(
		    query, zone, call->view->plan, &wish->mission);
}

static bool
has_value(const struct wanted *wanted, const void *record)
{
	const void *member = (const char *)record + wanted->field->offset;
	const char *const *list;

	if (!field_given(wanted->field, record))
		return false;
	if (wanted->field->type == FIELD_CHOICE)
		return strcmp(field_choice_word(wanted->field, record),
			   wanted->value) == 0;
	if (wanted->field->type == FIELD_TEXT)
		return strcmp(*(const char *const *)member, wanted->value) == 0;
	for (list = *(const char *const *const *)member; *list; list++)
		if (strcmp(*list, wanted->value) == 0)
			return true;
	return false;
}

struct search {
	const char *part;
	bool found;
};

static void
search_text(const struct field *field, const char *text,
    const struct record_place *place, void *arg)
{
	struct search *search = arg;

	(void)field;
	(void)place;
	search->found = search->found || strcasestr(text, search->part);
}

static bool
is_wanted(const struct wish *wish, const struct view *view,
    const struct record_row *row)
{
	struct search search = { wish->text, !wish->text };

	for (size_t i = 0; i < wish->n; i++)
		if (!has_value(&wish->wanted[i], row->record))
			return false;
	if (row->revised_at < wish->updated_since)
		return false;
	if (row->family->id == FAMILY_MISSION &&
	    !mission_filter_fits(&wish->mission, row->record, view->records,
		view->events, view->plan))
		return false;
	if (wish->text)
		record_texts(
		    row->family->type, row->record, search_text, &search);
	return search.found;
}

/* With what the program knows besides: when a token was last used, *used (0:
 * never). */
static void
add_row(struct buf *body, const struct rest_call *call,
    const struct record_row *row, int64_t *used)
{
	struct err err = ERR_INIT;
	char at[INSTANT_TEXT];

	*used = 0;
	record_row_add_json(body, row);
	if (row->family->id != FAMILY_TOKEN || buf_error(body) < 0 ||
	    token_use_read(
		call->rest->reader, record_id(row->record), used, &err) < 0 ||
	    *used == 0)
		return;
	body->len--; /* the closing bracket */
	buf_addf(body, ",\"last_used\":\"%s\"}", instant_format(at, *used, 0));
}

static void
add_page(struct listing *listing, const struct rest_call *call,
    const struct wish *wish, const char *after)
{
	struct ordered_walk walk;
	int64_t used;

	for (const struct record_row *row = records_first(
		 call->view->records, family_of(call)->id, after, &walk);
	     row; row = records_next(&walk)) {
		if ((after && strcmp(record_id(row->record), after) == 0) ||
		    !is_wanted(wish, call->view, row) ||
		    !row_readable(&call->caller, call->view->records, row))
			continue;
		if (!listing_next(listing, record_id(row->record)))
			return;
		add_row(&listing->body, call, row, &used);
	}
}

void
records_list(
    const struct http_request *request, struct http_reply *reply, void *arg)
{
	CLEANUP(listing_free) struct listing listing = { .body = BUF_INIT };
	const struct rest_call *call = arg;
	char after[CURSOR_MAX];
	struct query query;
	struct wish wish;
	int64_t limit;
	bool paged;

	read_wishes(call, &query, request, &wish);
	limit = query_limit(&query);
	paged = query_cursor(&query, after);
	if (query_refused(&query, reply))
		return;
	listing_begin(&listing, limit);
	add_page(&listing, call, &wish, paged ? after : NULL);
	listing_send(&listing, request, reply);
}

void
record_item(
    const struct http_request *request, struct http_reply *reply, void *arg)
{
	CLEANUP(buf_free) struct buf body = BUF_INIT;
	const struct rest_call *call = arg;
	const struct record_row *row = records_find(call->view->records,
	    family_of(call)->id, http_path_value(request, "id"));
	char tag[2 * RECORD_TAG];
	int64_t used;

	if (query_any(request, reply))
		return;
	if (!row || !row_readable(&call->caller, call->view->records, row)) {
		problem_reply(reply, PROBLEM_NOT_FOUND,
		    "There is no %s of this id.", family_of(call)->name);
		return;
	}
	add_row(&body, call, row, &used);
	buf_addc(&body, '\n');
	record_row_tag(tag, row);
	if (used) /* it is another text, of the same version */
		snprintf(tag, sizeof tag, "\"%lld.%lld\"",
		    (long long)row->revision, (long long)used);
	reply_json_tagged(request, reply, &body, tag);
}

/* ---- writing ---------------------------------------------------------- */

static const struct family *
family_written(const struct write *write)
{
	return ((const struct write_op *)write->route->detail)->family;
}

static int
create(struct write *write, struct err *err)
{
	CLEANUP(record_row_unrefp) struct record_row *row = NULL;

	if (desk_create(&write->desk, family_written(write), write->body,
		write->len, &row, err) < 0)
		return err->code;
	return write_answer_row(write, row, 201, err);
}

static int
change(struct write *write, struct err *err)
{
	CLEANUP(record_row_unrefp) struct record_row *row = NULL;

	if (desk_change(&write->desk, family_written(write),
		write_value(write, "id"), write->body, write->len, &row,
		err) < 0)
		return err->code;
	return write_answer_row(write, row, 200, err);
}

static int
drop(struct write *write, struct err *err)
{
	if (desk_remove(&write->desk, family_written(write),
		write_value(write, "id"), err) < 0)
		return err->code;
	write->status = 204;
	return 0;
}

#define EACH_FAMILY(op) \
	op(COUNCIL), op(TEAM), op(PERSON), op(NETWORK), op(PROJECT), \
	    op(RESOURCE), op(BUDGET), op(ABSENCE), op(HOLIDAY), op(OVERLAY), \
	    op(SESSION)

#define CREATE(name) \
	[FAMILY_##name] = { create, &families[FAMILY_##name], NULL, false }
#define CHANGE(name) \
	[FAMILY_##name] = { change, &families[FAMILY_##name], NULL, false }
#define REMOVE(name) \
	[FAMILY_##name] = { drop, &families[FAMILY_##name], NULL, true }

const struct write_op record_create_ops[] = { EACH_FAMILY(CREATE) };
const struct write_op record_change_ops[] = { EACH_FAMILY(CHANGE) };
const struct write_op record_remove_ops[] = { EACH_FAMILY(REMOVE) };
