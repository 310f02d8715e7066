/* SPDX-License-Identifier: Apache-2.0 */
/* What a sync of absences or holidays makes of the records, run after run. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/cleanup.h"
#include "base/date.h"
#include "model/person.h"
#include "source/daybook.h"
#include "store/record_table.h"
#include "store/sources.h"
#include "store_kit.h"

#define NOW INT64_C(1767225600) /* 2026-01-01T00:00:00Z */

struct box {
	struct kit kit; /* its store is the writer's */
	struct writer *writer;
	struct daybook *daybook;
	struct buf text; /* what describe has said */
};

static int
add_person(struct store *store, void *arg, struct err *err)
{
	struct kit *kit = arg;
	struct person person;

	record_init(&person_record, &person);
	person.id = "a1";
	person.name = "Ada Example";
	return record_write(store, &kit->actor, &families[FAMILY_PERSON], NULL,
	    &person, "created", NULL, err);
}

static int
setup(void **state)
{
	struct box *box = calloc(1, sizeof *box);

	assert_non_null(box);
	kit_open(&box->kit);
	box->kit.actor.now = NOW;
	assert_int_equal(
	    store_write(box->kit.store, add_person, &box->kit, &box->kit.err),
	    0);
	assert_int_equal(
	    writer_new(box->kit.store, NULL, NULL, &box->writer, &box->kit.err),
	    0);
	*state = box;
	return 0;
}

static int
teardown(void **state)
{
	struct box *box = *state;

	daybook_free(box->daybook);
	writer_stop(box->writer);
	box->kit.store = NULL;
	buf_free(&box->text);
	kit_close(&box->kit);
	free(box);
	return 0;
}

/* person NULL: holidays of Barcelona. */
static void
begin(struct box *box, const char *person)
{
	struct daybook_options options = { .source = "cal",
		.person = person,
		.city = person ? NULL : "Barcelona",
		.country = person ? NULL : "ES",
		.zones = box->kit.zones,
		.writer = box->writer,
		.actor = { .name = "sync cal", .now = NOW },
		.shrink_percent = 30 };

	daybook_free(box->daybook);
	box->daybook = NULL;
	assert_int_equal(
	    daybook_new(&options, &box->daybook, &box->kit.err), 0);
}

static void
emit(struct box *box, struct ambit_event event)
{
	const struct runner_sink *sink = daybook_sink(box->daybook);

	event.size = sizeof event;
	event.kind = "milestone";
	assert_int_equal(sink->event(sink->arg, &event, &box->kit.err), 0);
}

static const struct ingest_counts *
end(struct box *box, bool complete)
{
	if (daybook_finish(box->daybook, complete, &box->kit.err) < 0)
		fail_msg("%s", box->kit.err.msg);
	return daybook_counts(box->daybook);
}

static int
compare_rows(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* The records of the source, one a line, by their text. */
static int
describe(struct store *store, void *arg, struct err *err)
{
	CLEANUP(records_unrefp) struct records *records = NULL;
	struct box *box = arg;
	char *lines[64];
	size_t n = 0;
	struct ordered_walk walk;

	if (store_records(store, &records, err) < 0)
		return err->code;
	for (int f = FAMILY_ABSENCE; f <= FAMILY_HOLIDAY; f++)
		for (const struct record_row *row =
			 records_first(records, (enum family_id)f, NULL, &walk);
		     row; row = records_next(&walk)) {
			const struct absence *a = row->record;
			const struct holiday *h = row->record;

			if (f == FAMILY_ABSENCE)
				asprintf(&lines[n++], "%s %s %s %s", a->person,
				    a->start, a->end, a->zone ? a->zone : "-");
			else
				asprintf(&lines[n++], "%s %s %s %s", h->city,
				    h->start, h->end, h->name);
		}
	if (n)
		qsort(lines, n, sizeof *lines, compare_rows);
	buf_reset(&box->text);
	for (size_t i = 0; i < n; i++) {
		buf_addf(&box->text, "%s\n", lines[i]);
		free(lines[i]);
	}
	return 0;
}

static const char *
told(struct box *box)
{
	assert_int_equal(
	    writer_call(box->writer, describe, box, &box->kit.err), 0);
	return buf_str(&box->text);
}

static const struct ambit_event leave = { .uid = "leave",
	.summary = "Secret",
	.start = "2026-08-03",
	.end = "2026-08-17" };
static const struct ambit_event course = { .uid = "course",
	.summary = "Course",
	.start = "2026-03-02T09:00:00",
	.end = "2026-03-02T14:00:00",
	.zone = "Europe/Madrid",
	.rrule = "FREQ=WEEKLY;COUNT=3" };
static const struct ambit_event moved = { .uid = "course",
	.summary = "Course",
	.recurrence_id = "2026-03-09T09:00:00",
	.start = "2026-03-10T09:00:00",
	.end = "2026-03-10T14:00:00",
	.zone = "Europe/Madrid" };

static void
each_occurrence_is_an_absence(void **state)
{
	struct box *box = *state;
	const struct ingest_counts *counts;

	begin(box, "a1");
	emit(box, leave);
	emit(box, moved);
	emit(box, course);
	counts = end(box, true);
	assert_int_equal(counts->created, 4);
	assert_string_equal(told(box),
	    "a1 2026-03-02T09:00:00 2026-03-02T14:00:00 Europe/Madrid\n"
	    "a1 2026-03-10T09:00:00 2026-03-10T14:00:00 Europe/Madrid\n"
	    "a1 2026-03-16T09:00:00 2026-03-16T14:00:00 Europe/Madrid\n"
	    "a1 2026-08-03 2026-08-17 -\n");
}

static void
the_list_is_followed(void **state)
{
	struct box *box = *state;
	struct ambit_event shorter = leave, cancelled = leave;
	const struct ingest_counts *counts;

	begin(box, "a1");
	emit(box, leave);
	emit(box, course);
	end(box, true);
	/* The same again writes nothing. */
	begin(box, "a1");
	emit(box, course);
	emit(box, leave);
	counts = end(box, true);
	assert_int_equal(
	    counts->created + counts->updated + counts->vanished, 0);
	shorter.end = "2026-08-10";
	begin(box, "a1");
	emit(box, shorter);
	counts = end(box, true);
	assert_int_equal(counts->updated, 1);
	assert_int_equal(counts->vanished, 3);
	assert_string_equal(told(box), "a1 2026-08-03 2026-08-10 -\n");
	/* What is not the whole list removes nothing. */
	begin(box, "a1");
	end(box, false);
	assert_string_equal(told(box), "a1 2026-08-03 2026-08-10 -\n");
	cancelled.status = "cancelled";
	begin(box, "a1");
	emit(box, cancelled);
	counts = end(box, true);
	assert_int_equal(counts->vanished, 1);
	assert_string_equal(told(box), "");
}

static void
a_list_that_shrinks_too_much_is_held(void **state)
{
	struct box *box = *state;
	const struct ingest_counts *counts;
	struct ambit_event often = leave;

	often.rrule = "FREQ=DAILY;COUNT=10";
	often.end = "2026-08-04";
	begin(box, "a1");
	emit(box, often);
	end(box, true);
	begin(box, "a1");
	counts = end(box, true);
	assert_true(counts->held);
	assert_int_equal(counts->before, 10);
	assert_int_equal(counts->vanished, 0);
}

static void
holidays_are_whole_days_with_a_name(void **state)
{
	struct box *box = *state;
	struct ambit_event easter = { .uid = "e",
		.summary = "Dilluns de Pasqua",
		.start = "2026-04-06",
		.end = "2026-04-07" };
	struct ambit_event evening = { .uid = "n",
		.summary = "Evening",
		.start = "2026-12-24T15:00:00",
		.end = "2026-12-25T00:00:00",
		.zone = "Europe/Madrid" };

	begin(box, NULL);
	emit(box, easter);
	emit(box, evening);
	end(box, true);
	assert_string_equal(told(box),
	    "Barcelona 2026-04-06 2026-04-07 Dilluns de Pasqua\n"
	    "Barcelona 2026-12-24 2026-12-25 Evening\n");
}

static int
find_name(const struct quarantined *item, void *arg, struct err *err)
{
	(void)err;
	buf_adds(arg, item->name);
	return 0;
}

static int
read_quarantine(struct store *store, void *arg, struct err *err)
{
	return quarantine_each(store, "cal", find_name, arg, err);
}

static void
nobodys_titles_are_told(void **state)
{
	CLEANUP(buf_free) struct buf names = BUF_INIT;
	struct box *box = *state;
	struct ambit_event bad = leave;

	bad.end = "2026-08-01";
	begin(box, "a1");
	emit(box, bad);
	assert_int_equal(end(box, true)->quarantined, 1);
	assert_int_equal(
	    writer_call(box->writer, read_quarantine, &names, &box->kit.err),
	    0);
	assert_string_equal(buf_str(&names), "an entry");
	begin(box, "zz");
	emit(box, leave);
	assert_int_equal(
	    daybook_finish(box->daybook, true, &box->kit.err), -ENOENT);
	assert_non_null(strstr(box->kit.err.msg, "zz"));
}

#define KEPT(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		KEPT(each_occurrence_is_an_absence),
		KEPT(the_list_is_followed),
		KEPT(a_list_that_shrinks_too_much_is_held),
		KEPT(holidays_are_whole_days_with_a_name),
		KEPT(nobodys_titles_are_told),
	};

	return cmocka_run_group_tests_name("daybook", tests, NULL, NULL);
}
