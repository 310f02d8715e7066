/* SPDX-License-Identifier: Apache-2.0 */
/*
 * During the run what is brought is only gathered. At the end series are
 * expanded into entries, which are sorted by their names, as are the records
 * that the source has made: one walk over both tells what is new, what has
 * changed and what is gone.
 */
#include "daybook.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "model/person.h"
#include "source/daybook_parts.h"
#include "store/record_table.h"

#define ITEMS_MOST 20000
/* A list of a few may lose them all. */
#define FEW 5

static int
no_memory(struct err *err)
{
	return err_set(err, -ENOMEM, "take days in");
}

/* ---- the run ---------------------------------------------------------- */

static int
on_quarantine(void *arg, const struct frame_quarantine *item, struct err *err)
{
	if (daybook_add_bad(arg, item->name ? item->name : "an entry",
		item->reason ? item->reason : "it could not be read",
		item->line, item->byte - 1) < 0)
		return no_memory(err);
	return 0;
}

static int
on_event(void *arg, const struct ambit_event *event, struct err *err)
{
	struct daybook *daybook = arg;
	struct intake_options options = { .source = daybook->options.source,
		.fallback_kind = "milestone",
		.zones = daybook->options.zones };
	struct err why = ERR_INIT;
	struct intake item;
	int rc = intake_event(&options, event, &item, &why);

	if (rc == -EINVAL)
		rc = daybook_add_bad(
		    daybook, intake_name(event), why.msg, event->line, -1);
	else if (rc == 0 && daybook->items.len >= ITEMS_MOST)
		rc = err_set(err, -E2BIG,
		    "the plugin brought more than %d entries", ITEMS_MOST);
	else if (rc == 0 && vec_push(&daybook->items, item) == 0)
		return 0;
	if (rc == -E2BIG)
		free(item.event);
	return rc == -E2BIG || rc == 0 ? rc : no_memory(err);
}

int
daybook_new(const struct daybook_options *options, struct daybook **out,
    struct err *err)
{
	struct daybook *daybook = calloc(1, sizeof *daybook);

	if (!daybook)
		return no_memory(err);
	daybook->options = *options;
	daybook->sink = (struct runner_sink){
		.arg = daybook, .event = on_event, .quarantine = on_quarantine
	};
	*out = daybook;
	return 0;
}

void
daybook_free(struct daybook *daybook)
{
	if (!daybook)
		return;
	daybook_clear_entries(daybook);
	vec_free(&daybook->entries);
	vec_each(&daybook->items, item)
		free(item->event);
	vec_free(&daybook->items);
	quarantined_release(&daybook->bad);
	free(daybook);
}

const struct runner_sink *
daybook_sink(struct daybook *daybook)
{
	return &daybook->sink;
}

const struct ingest_counts *
daybook_counts(const struct daybook *daybook)
{
	return &daybook->counts;
}

/* ---- from entries to records ------------------------------------------ */

VEC_TYPE(rows, const struct record_row *);

static const struct family *
family_of(const struct daybook *daybook)
{
	return &families[is_absences(daybook) ? FAMILY_ABSENCE
					      : FAMILY_HOLIDAY];
}

static const char *
uid_of(const struct daybook *daybook, const struct record_row *row)
{
	const struct absence *absence = row->record;
	const struct holiday *holiday = row->record;

	return is_absences(daybook) ? absence->uid : holiday->uid;
}

/* Was it made by this source, and lies within the window? */
static bool
is_ours(const struct daybook *daybook, const struct record_row *row)
{
	const struct absence *absence = row->record;
	const struct holiday *holiday = row->record;
	const char *source =
	    is_absences(daybook) ? absence->source : holiday->source;
	const char *end = is_absences(daybook) ? absence->end : holiday->end;
	char date[DAY_TEXT];
	int64_t day;

	snprintf(date, sizeof date, "%.10s", end);
	return source && strcmp(source, daybook->options.source) == 0 &&
	       uid_of(daybook, row) && day_parse(date, &day) == 0 &&
	       day * DAY_SECONDS >= daybook_window(daybook).start + DAY_SECONDS;
}

static int
row_order(const struct daybook *daybook, const struct record_row *a,
    const struct record_row *b)
{
	return strcmp(uid_of(daybook, a), uid_of(daybook, b));
}

/* Puts it where it belongs: a person's are few, a town's too. */
static int
insert(const struct daybook *daybook, struct rows *rows,
    const struct record_row *row)
{
	size_t at = rows->len;

	if (vec_push(rows, row) < 0)
		return -ENOMEM;
	while (at > 0 && row_order(daybook, rows->items[at - 1], row) > 0) {
		rows->items[at] = rows->items[at - 1];
		at--;
	}
	rows->items[at] = row;
	return 0;
}

/* The records that this source has made, by their names. */
static int
find_ours(const struct daybook *daybook, const struct records *records,
    struct rows *out)
{
	const char *person = daybook->options.person;
	const struct record_row *row;
	struct records_users users;
	struct ordered_walk walk;
	int rc = 0;

	if (person)
		for (row =
			 records_user_first(records, "person", person, &users);
		     rc == 0 && row; row = records_user_next(&users))
			rc = row->family->id == FAMILY_ABSENCE &&
				     is_ours(daybook, row)
				 ? insert(daybook, out, row)
				 : 0;
	else
		for (row = records_first(records, FAMILY_HOLIDAY, NULL, &walk);
		     rc == 0 && row; row = records_next(&walk))
			rc = is_ours(daybook, row) ? insert(daybook, out, row)
						   : 0;
	return rc;
}

static int
write_absence(struct daybook *daybook, struct store *store,
    const struct record_row *old, const struct entry *entry, const char *id,
    struct err *err)
{
	struct absence absence;

	record_init(&absence_record, &absence);
	if (old) /* what people have added stays */
		absence = *(const struct absence *)old->record;
	absence.id = id;
	absence.person = daybook->options.person;
	absence.start = entry->start;
	absence.end = entry->end;
	absence.zone = entry->zone;
	absence.source = daybook->options.source;
	absence.uid = entry->uid;
	return record_write(store, &daybook->options.actor, family_of(daybook),
	    old, &absence, old ? "updated" : "created", NULL, err);
}

static int
write_holiday(struct daybook *daybook, struct store *store,
    const struct record_row *old, const struct entry *entry, const char *id,
    struct err *err)
{
	struct holiday holiday;

	record_init(&holiday_record, &holiday);
	holiday.id = id;
	holiday.name = entry->name;
	holiday.start = entry->start;
	holiday.end = entry->end;
	holiday.city = daybook->options.city;
	holiday.country = daybook->options.country;
	holiday.source = daybook->options.source;
	holiday.uid = entry->uid;
	return record_write(store, &daybook->options.actor, family_of(daybook),
	    old, &holiday, old ? "updated" : "created", NULL, err);
}

static int
write_entry(struct daybook *daybook, struct store *store,
    const struct record_row *old, const struct entry *entry,
    struct ingest_counts *counts, struct err *err)
{
	size_t before = store_record_changes(store)->len;
	char id[UUID_TEXT];
	int rc;

	if (old)
		snprintf(id, sizeof id, "%s", record_id(old->record));
	else
		uuid_new(id, daybook->options.actor.now * 1000);
	rc = (is_absences(daybook) ? write_absence : write_holiday)(
	    daybook, store, old, entry, id, err);
	if (store_record_changes(store)->len > before)
		old ? counts->updated++ : counts->created++;
	return rc;
}

/* ---- the end ---------------------------------------------------------- */

struct commit {
	struct daybook *daybook;
	struct ingest_counts counts;
};

/* How many of the rows are in no entry, by a walk over both. */
static size_t
count_gone(const struct daybook *daybook, const struct rows *rows)
{
	size_t gone = 0, i = 0;

	vec_each(rows, row) {
		const char *uid = uid_of(daybook, *row);

		while (i < daybook->entries.len &&
		       strcmp(daybook->entries.items[i].uid, uid) < 0)
			i++;
		gone += i == daybook->entries.len ||
			strcmp(daybook->entries.items[i].uid, uid) != 0;
	}
	return gone;
}

static int
remove_row(struct daybook *daybook, struct store *store,
    const struct record_row *row, struct ingest_counts *counts, struct err *err)
{
	counts->vanished++;
	return record_write(store, &daybook->options.actor, family_of(daybook),
	    row, NULL, "vanished", NULL, err);
}

/* Both lists by name: what is in one alone is new, or gone. */
static int
merge(struct daybook *daybook, struct store *store, const struct rows *rows,
    struct ingest_counts *counts, struct err *err)
{
	bool keep = counts->held || !daybook->complete;
	size_t i = 0, k = 0;
	int rc = 0;

	while (rc == 0 && (i < rows->len || k < daybook->entries.len)) {
		const struct record_row *row =
		    i < rows->len ? rows->items[i] : NULL;
		const struct entry *entry = k < daybook->entries.len
						? &daybook->entries.items[k]
						: NULL;
		int order = !row     ? 1
			    : !entry ? -1
				     : strcmp(uid_of(daybook, row), entry->uid);

		if (order < 0 && !keep)
			rc = remove_row(daybook, store, row, counts, err);
		else if (order >= 0)
			rc = write_entry(daybook, store, order ? NULL : row,
			    entry, counts, err);
		i += order <= 0;
		k += order >= 0;
	}
	return rc;
}

static int
check_person(const struct daybook *daybook, const struct records *records,
    struct err *err)
{
	const char *person = daybook->options.person;

	if (!person || records_find(records, FAMILY_PERSON, person))
		return 0;
	return err_set(err, -ENOENT,
	    "absences_of: there is no person \"%.60s\"; add them, or mend "
	    "[source %s]",
	    person, daybook->options.source);
}

static int
write_all(struct store *store, void *arg, struct err *err)
{
	CLEANUP(records_unrefp) struct records *records = NULL;
	struct commit *commit = arg;
	struct daybook *daybook = commit->daybook;
	struct rows rows = VEC_INIT;
	size_t gone;
	int rc;

	commit->counts = daybook->counts;
	if (store_records(store, &records, err) < 0 ||
	    check_person(daybook, records, err) < 0)
		return err->code;
	rc = find_ours(daybook, records, &rows);
	if (rc == 0) {
		gone = count_gone(daybook, &rows);
		commit->counts.before = (int64_t)rows.len;
		commit->counts.held =
		    gone > FEW &&
		    gone * 100 >
			rows.len * (size_t)daybook->options.shrink_percent;
		rc = merge(daybook, store, &rows, &commit->counts, err);
	}
	vec_free(&rows);
	if (rc == -ENOMEM)
		return no_memory(err);
	if (rc < 0)
		return rc;
	return quarantine_replace(store, daybook->options.source,
	    daybook->bad.items, daybook->bad.len, daybook->options.actor.now,
	    err);
}

int
daybook_finish(struct daybook *daybook, bool complete, struct err *err)
{
	struct commit commit = { .daybook = daybook };

	daybook->complete = complete;
	daybook_clear_entries(daybook);
	if (daybook_make_entries(daybook, err) < 0 ||
	    writer_call(daybook->options.writer, write_all, &commit, err) < 0)
		return err->code;
	daybook->counts = commit.counts;
	return 0;
}
