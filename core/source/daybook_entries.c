/* SPDX-License-Identifier: Apache-2.0 */
/* From what was brought to entries: series expanded, each by its name. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "schedule/occurrences.h"
#include "source/daybook_parts.h"

#define ENTRIES_MOST 20000

static int
no_memory(struct err *err)
{
	return err_set(err, -ENOMEM, "take days in");
}

int
daybook_add_bad(struct daybook *daybook, const char *name, const char *reason,
    int64_t line, int64_t byte)
{
	struct quarantined item = {
		.source = daybook->options.source,
		.name = is_absences(daybook) ? "an entry" : name,
		.reason = reason,
		.line = line,
		.byte = byte,
		.since = daybook->options.actor.now,
	};

	if (quarantined_note(&daybook->bad, &item) < 0)
		return -ENOMEM;
	daybook->counts.quarantined++;
	return 0;
}

void
daybook_clear_entries(struct daybook *daybook)
{
	vec_each(&daybook->entries, entry) {
		free(entry->uid);
		free(entry->name);
		free(entry->zone);
	}
	daybook->entries.len = 0;
}

static int
item_compare(const void *a, const void *b)
{
	const struct intake *x = a, *y = b;
	int order = strcmp(x->event->uid, y->event->uid);

	if (order || !x->event->recurrence_id || !y->event->recurrence_id)
		return order ? order
			     : (x->event->recurrence_id != NULL) -
				   (y->event->recurrence_id != NULL);
	return strcmp(x->event->recurrence_id, y->event->recurrence_id);
}

/* Holidays are whole days: one of a time is that of its day. */
static void
write_times(struct entry *entry, const struct intake *item,
    const struct occurrence *at, bool whole)
{
	if (item->times.all_day) {
		day_format(entry->start, at->start);
		day_format(entry->end, at->end);
	} else if (whole) {
		day_format(entry->start, day_from_wall(at->start));
		day_format(entry->end, day_from_wall(at->end - 1) + 1);
	} else {
		wall_format(entry->start, at->start);
		wall_format(entry->end, at->end);
	}
}

static int
add_entry(struct daybook *daybook, const struct intake *item,
    const struct occurrence *at)
{
	bool whole = item->times.all_day || !is_absences(daybook);
	struct entry entry = { .name = strdup(item->event->summary
						  ? item->event->summary
						  : "holiday") };
	char place[WALL_TEXT];

	write_times(&entry, item, at, whole);
	if (at->of_day)
		day_format(place, at->recurrence_id);
	else
		wall_format(place, at->recurrence_id);
	if (!whole)
		entry.zone = strdup(item->event->zone);
	if (asprintf(&entry.uid, "%s/%s", item->event->uid, place) < 0)
		entry.uid = NULL;
	if (entry.uid && entry.name && (whole || entry.zone) &&
	    daybook->entries.len < ENTRIES_MOST &&
	    vec_push(&daybook->entries, entry) == 0)
		return 0;
	free(entry.uid);
	free(entry.name);
	free(entry.zone);
	return daybook->entries.len < ENTRIES_MOST ? -ENOMEM : -E2BIG;
}

/* The n items of one uid. */
static int
expand(struct daybook *daybook, const struct intake *items, size_t n,
    struct err *err)
{
	CLEANUP(freep) struct occurrence_row *rows = calloc(n, sizeof *rows);
	struct occurrence_vec found = VEC_INIT;
	int rc = rows ? 0 : -ENOMEM;

	for (size_t i = 0; rc == 0 && i < n; i++)
		rows[i] =
		    (struct occurrence_row){ items[i].event, &items[i].times };
	if (rc == 0)
		rc = occurrences_between(
		    rows, n, daybook_window(daybook), 0, &found, err);
	vec_each(&found, at)
		if (rc == 0 &&
		    items[at->row].event->status != EVENT_CANCELLED &&
		    at->start < at->end)
			rc = add_entry(daybook, &items[at->row], at);
	vec_free(&found);
	if (rc == -EINVAL || rc == -ENOTSUP) {
		struct err why = *err;

		err_clear(err);
		rc = daybook_add_bad(
		    daybook, items[0].event->uid, why.msg, items[0].line, -1);
	}
	if (rc == -E2BIG)
		return err_set(
		    err, rc, "it has more than %d entries", ENTRIES_MOST);
	return rc < 0 ? no_memory(err) : 0;
}

static int
entry_compare(const void *a, const void *b)
{
	return strcmp(
	    ((const struct entry *)a)->uid, ((const struct entry *)b)->uid);
}

/* Sorted, each name once. */
static void
tidy_entries(struct daybook *daybook)
{
	size_t kept = 0;

	if (daybook->entries.len)
		qsort(daybook->entries.items, daybook->entries.len,
		    sizeof *daybook->entries.items, entry_compare);
	vec_each(&daybook->entries, entry) {
		struct entry *last =
		    kept ? &daybook->entries.items[kept - 1] : NULL;

		if (last && strcmp(last->uid, entry->uid) == 0) {
			free(entry->uid);
			free(entry->name);
			free(entry->zone);
		} else {
			daybook->entries.items[kept++] = *entry;
		}
	}
	daybook->entries.len = kept;
	daybook->counts.listed = (int64_t)kept;
}

int
daybook_make_entries(struct daybook *daybook, struct err *err)
{
	struct intake *items = daybook->items.items;
	size_t n = daybook->items.len, first = 0;

	if (n)
		qsort(items, n, sizeof *items, item_compare);
	for (size_t i = 1; i <= n; i++) {
		if (i < n &&
		    strcmp(items[i].event->uid, items[first].event->uid) == 0)
			continue;
		if (expand(daybook, items + first, i - first, err) < 0)
			return err->code;
		first = i;
	}
	tidy_entries(daybook);
	return 0;
}
