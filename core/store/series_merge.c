/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One series out of several: a copy of the rows of the one whose word counts
 * first, in which the master gets the fields that only others give. The
 * members stay with it as they are.
 */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "store/merge.h"
#include "store/series.h"
#include "store/store_room.h"

enum matter {
	MATTER_OWN,   /* a field for itself */
	MATTER_NONE,  /* identity: of no source's words */
	MATTER_FIRST, /* times, recurrence, status: of the first alone */
	MATTER_PLACE,
};

static enum matter
matter_of(const char *field)
{
	static const struct {
		const char *name;
		enum matter matter;
	} rows[] = { { "source", MATTER_NONE }, { "uid", MATTER_NONE },
		{ "recurrence_id", MATTER_NONE },
		{ "this_and_future", MATTER_NONE }, { "sequence", MATTER_NONE },
		{ "inferred", MATTER_NONE }, { "start", MATTER_FIRST },
		{ "end", MATTER_FIRST }, { "zone", MATTER_FIRST },
		{ "rrule", MATTER_FIRST }, { "rdates", MATTER_FIRST },
		{ "exdates", MATTER_FIRST }, { "status", MATTER_FIRST },
		{ "certainty", MATTER_FIRST }, { "city", MATTER_PLACE },
		{ "country", MATTER_PLACE }, { "latitude", MATTER_PLACE },
		{ "longitude", MATTER_PLACE }, { "located", MATTER_PLACE },
		{ "city_zone", MATTER_PLACE } };

	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		if (strcmp(rows[i].name, field) == 0)
			return rows[i].matter;
	return MATTER_OWN;
}

/* What is worked with. */
struct merging {
	const struct store *store;
	struct series **members;
	size_t n;
	const struct series *known_by; /* the oldest */
	short *origins;
	struct event_rows rows; /* of what is shown */
};

/* ----------------------------------------------------------------- order */

static const struct event_row *
master(const struct series *series)
{
	const struct event_row *row = series_master(series);

	return row ? row : series->rows[0];
}

/* Does a's word count before b's? */
static bool
counts_before(
    const struct store *store, const struct series *a, const struct series *b)
{
	const struct event_row *x = master(a), *y = master(b);
	bool prefers_x = store_prefers(store, a->source);
	bool prefers_y = store_prefers(store, b->source);

	if (!x->event->recurrence_id != !y->event->recurrence_id)
		return !x->event->recurrence_id;
	if (x->vanished != y->vanished)
		return !x->vanished;
	if (prefers_x != prefers_y)
		return prefers_x;
	return strcmp(x->id, y->id) < 0;
}

static void
put_in_order(struct merging *merging)
{
	struct series **members = merging->members;

	for (size_t i = 1; i < merging->n; i++) {
		struct series *series = members[i];
		size_t at = i;

		for (; at > 0 &&
		       counts_before(merging->store, series, members[at - 1]);
		     at--)
			members[at] = members[at - 1];
		members[at] = series;
	}
	merging->known_by = members[0];
	for (size_t i = 1; i < merging->n; i++)
		if (strcmp(master(members[i])->id,
			master(merging->known_by)->id) < 0)
			merging->known_by = members[i];
}

/* ---------------------------------------------------------------- fields */

static const struct event *
event_of(const struct merging *merging, size_t member)
{
	return master(merging->members[member])->event;
}

/* The first whose place is known, else who names a city. */
static size_t
place_member(const struct merging *merging)
{
	for (size_t i = 0; i < merging->n; i++) {
		int located = event_of(merging, i)->located;

		if (located == EVENT_LOCATED_SOURCE ||
		    located == EVENT_LOCATED_CITY)
			return i;
	}
	for (size_t i = 0; i < merging->n; i++)
		if (event_of(merging, i)->city)
			return i;
	return 0;
}

/* The first that gives a field. */
static size_t
giver(const struct merging *merging, const struct field *field)
{
	size_t i = 0;

	while (i < merging->n && !field_given(field, event_of(merging, i)))
		i++;
	return i < merging->n ? i : 0;
}

static void
take_fields(struct merging *merging, struct event *out)
{
	size_t place = place_member(merging);

	for (size_t i = 0; i < event_record.nfields; i++) {
		const struct field *field = &event_record.fields[i];
		enum matter matter = matter_of(field->name);
		size_t from = matter == MATTER_PLACE ? place
			      : matter == MATTER_OWN ? giver(merging, field)
						     : 0;

		if (from > 0)
			field_share(field, out, event_of(merging, from));
		merging->origins[i] =
		    matter == MATTER_NONE || !field_given(field, out)
			? -1
			: (short)from;
	}
}

/* The names of the fields that are inferred: of the place by whose place it
 * is, the zone by the first. */
#define MOST_INFERRED 16
static void
take_inferred(struct merging *merging, struct event *out,
    const char *names[MOST_INFERRED + 1])
{
	const char *const *place =
	    event_of(merging, place_member(merging))->inferred;
	const char *const *first = event_of(merging, 0)->inferred;
	size_t n = 0;

	for (; place && *place && n < MOST_INFERRED; place++)
		if (strcmp(*place, "zone") != 0)
			names[n++] = *place;
	for (; first && *first && n < MOST_INFERRED; first++)
		if (strcmp(*first, "zone") == 0)
			names[n++] = *first;
	names[n] = NULL;
	out->inferred = n ? names : NULL;
}

/* ------------------------------------------------------------------ rows */

/* A copy of row with other words, under the name that the merged one has. */
static int
add_row(
    struct merging *merging, const struct event_row *row, struct event *event)
{
	struct event_row *copy = malloc(sizeof *copy);

	if (!copy)
		return -ENOMEM;
	event->source = merging->known_by->source;
	event->uid = merging->known_by->uid;
	*copy = *row;
	copy->event = record_copy(&event_record, event);
	if (copy->event && vec_push(&merging->rows, copy) == 0)
		return 0;
	event_row_free(copy);
	return -ENOMEM;
}

/* What all members together have published and known. */
static void
sum_up(const struct merging *merging, struct event_row *out)
{
	out->revision = out->sequence = 0;
	for (size_t i = 0; i < merging->n; i++) {
		const struct event_row *row = master(merging->members[i]);

		out->revision += row->revision;
		out->sequence += row->sequence;
		if (row->created_at < out->created_at)
			out->created_at = row->created_at;
		if (row->first_seen < out->first_seen)
			out->first_seen = row->first_seen;
		if (row->revised_at > out->revised_at)
			out->revised_at = row->revised_at;
	}
	memcpy(out->id, master(merging->known_by)->id, sizeof out->id);
}

static int
add_rows(struct merging *merging)
{
	const struct series *first = merging->members[0];
	const char *names[MOST_INFERRED + 1];
	struct event event = *master(first)->event;
	struct event_row row = *master(first);

	take_fields(merging, &event);
	take_inferred(merging, &event, names);
	sum_up(merging, &row);
	if (add_row(merging, &row, &event) < 0)
		return -ENOMEM;
	for (size_t i = 1; i < first->nrows; i++) {
		event = *first->rows[i]->event;
		if (add_row(merging, first->rows[i], &event) < 0)
			return -ENOMEM;
	}
	return 0;
}

static bool
is_shown(const struct series *series, const char *id)
{
	for (size_t i = 0; i < series->nrows; i++)
		if (strcmp(series->rows[i]->id, id) == 0)
			return true;
	return false;
}

/* Rows of members whose ids are not shown lead to the one that is. */
static void
hide_rows(struct series *series)
{
	for (size_t i = 0; i < series->nmembers; i++)
		for (size_t k = 0; k < series->members[i]->nrows; k++) {
			struct event_row *row = series->members[i]->rows[k];

			if (!is_shown(series, row->id))
				row->shown = series->rows[0];
		}
}

struct series *
series_merge(const struct store *store, struct series **members, size_t n)
{
	struct merging merging = { .store = store, .members = members, .n = n };
	struct series **own = malloc(n * sizeof *own), *series = NULL;

	put_in_order(&merging);
	merging.origins = malloc(event_record.nfields * sizeof(short));
	if (own && merging.origins && add_rows(&merging) == 0)
		series = series_new(&merging.rows);
	event_rows_free(&merging.rows);
	if (!series) {
		for (size_t i = 0; i < n; i++)
			series_unref(members[i]);
		free(own);
		free(merging.origins);
		return NULL;
	}
	memcpy(own, members, n * sizeof *own);
	series->members = own;
	series->nmembers = n;
	series->origins = merging.origins;
	hide_rows(series);
	return series;
}

int
series_origin(const struct series *series, size_t field)
{
	return series->origins ? series->origins[field] : -1;
}
