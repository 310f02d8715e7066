/* SPDX-License-Identifier: Apache-2.0 */
/* The delegations plugin from a sheet to its events, as a source has it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/cleanup.h"
#include "run.h"

static const char *const words[] = { "url=file:delegations/sample/sample.csv",
	"dates=dmy ca", "zone=Europe/Madrid", "home=Barcelona",
	"host=\xc3\x80rea Internacional",
	"columns=uid=Exp, title=Delegaci\xc3\xb3, direction=Sentit, "
	"start=Inici, end=Fi, city=Ciutat, country=Pa\xc3\xads, "
	"head_rank=Rang, host=Amfitri\xc3\xb3, interpreters=Int\xc3\xa8rprets, "
	"participant=Participant, participant.role=Funci\xc3\xb3, "
	"participant.organisation=Unitat, slot.title=Acte, slot.start=Hora, "
	"slot.needs=Calen",
	NULL };

static void
sample_run(struct seen *seen)
{
	plugin_run("delegations", samples(), words, seen);
	assert_string_equal(seen->outcome.message, "");
	assert_int_equal(seen->outcome.result, AMBIT_OK);
}

static void
rows_of_one_trip_are_one_event(void **state)
{
	const struct ambit_event *event;
	struct seen seen;

	(void)state;
	sample_run(&seen);
	assert_int_equal(seen.nevents, 2);
	event = seen_event(&seen, 0);
	assert_string_equal(event->uid, "D-01");
	assert_string_equal(event->kind, "delegation");
	assert_string_equal(event->direction, "outgoing");
	assert_string_equal(event->start, "2026-02-03");
	assert_string_equal(event->end, "2026-02-08");
	assert_string_equal(event->place, "Li\xc3\xb3; Grenoble");
	assert_int_equal(event->head_rank, 3);
	assert_null(event->host);
	assert_string_equal(event->participants[0]->name, "Mostra, Aina");
	assert_string_equal(event->participants[0]->role, "head");
	assert_string_equal(event->participants[1]->name, "Exemple, Biel");
	assert_null(event->participants[2]);
	seen_free(&seen);
}

static void
leg_is(const struct ambit_leg *leg, const char *from, const char *to,
    const char *day)
{
	assert_string_equal(leg->from, from);
	assert_string_equal(leg->to, to);
	assert_string_equal(leg->depart, day);
	assert_string_equal(leg->arrive, day);
}

static void
stops_that_share_a_day_have_a_leg_on_it(void **state)
{
	const struct ambit_event *event;
	struct seen seen;

	(void)state;
	sample_run(&seen);
	event = seen_event(&seen, 0);
	leg_is(event->legs[0], "Barcelona", "Li\xc3\xb3", "2026-02-03");
	leg_is(event->legs[1], "Li\xc3\xb3", "Grenoble", "2026-02-05");
	leg_is(event->legs[2], "Grenoble", "Barcelona", "2026-02-07");
	assert_null(event->legs[3]);
	seen_free(&seen);
}

static void
a_visit_has_its_host_interpreters_and_programme(void **state)
{
	const struct ambit_event *event;
	struct seen seen;

	(void)state;
	sample_run(&seen);
	event = seen_event(&seen, 1);
	assert_string_equal(event->direction, "incoming");
	assert_string_equal(event->start, "2026-03-22");
	assert_string_equal(event->end, "2026-03-25");
	assert_string_equal(event->host, "\xc3\x80rea Internacional");
	assert_int_equal(event->head_rank, 1);
	assert_string_equal(event->interpreters[0], "ca-ar");
	assert_string_equal(event->interpreters[1], "es-ar");
	assert_null(event->interpreters[2]);
	assert_string_equal(event->slots[0]->start, "2026-03-22T10:00:00");
	assert_string_equal(event->slots[0]->end, "2026-03-22T11:30:00");
	assert_string_equal(event->slots[0]->zone, "Europe/Madrid");
	assert_string_equal(
	    event->slots[0]->title, "Recepci\xc3\xb3\na la seu");
	assert_string_equal(event->slots[1]->start, "2026-03-23T09:30:00");
	assert_string_equal(event->slots[1]->needs, "Medi Ambient");
	assert_null(event->slots[2]);
	assert_null(event->legs);
	seen_free(&seen);
}

static void
a_row_without_dates_is_quarantined_by_its_line(void **state)
{
	struct seen seen;

	(void)state;
	sample_run(&seen);
	assert_int_equal(seen.nquarantined, 1);
	assert_string_equal(seen.quarantined[0],
	    "Missi\xc3\xb3 sense dates: start: 'per confirmar' cannot be read "
	    "as a date (day, month, year) (9)");
	seen_free(&seen);
}

/* Runs over a sheet of this text, with one setting more. */
static void
text_run(const char *text, const char *setting, struct seen *seen)
{
	const char *const settings[] = { "url=file:sheet.csv", setting, NULL };
	char folder[] = "/tmp/ambit-test-XXXXXX", path[80];
	FILE *file;

	assert_non_null(mkdtemp(folder));
	snprintf(path, sizeof path, "%s/sheet.csv", folder);
	file = fopen(path, "w");
	assert_non_null(file);
	fputs(text, file);
	assert_int_equal(fclose(file), 0);
	plugin_run("delegations", folder, settings, seen);
	unlink(path);
	rmdir(folder);
}

static void
what_is_no_delegation_is_told(void **state)
{
	struct seen seen;

	(void)state;
	text_run("uid,title,start,head_rank,interpreters,slot.title,"
		 "slot.start,slot.end\n"
		 "1,A,2026-03-02,6,,,,\n"
		 "2,B,2026-03-02,1,arabic,,,\n"
		 "3,C,2026-03-02,,,x,2026-03-02,2026-03-01\n"
		 "4,D,2026-03-02,5,ca-ar,,,\n",
	    NULL, &seen);
	assert_int_equal(seen.nevents, 1);
	assert_string_equal(seen_event(&seen, 0)->uid, "4");
	assert_string_equal(
	    seen.quarantined[0], "A: head_rank is not 1 (highest) to 5 (2)");
	assert_non_null(strstr(seen.quarantined[1], "such as ca-ar (3)"));
	assert_non_null(strstr(seen.quarantined[2], "ends before it starts"));
	seen_free(&seen);
}

static void
days_that_touch_are_one_trip_of_a_person(void **state)
{
	struct seen seen;

	(void)state;
	text_run("uid,title,start,end,city\n"
		 "p,A,2026-03-10,2026-03-12,Turin\n"
		 "p,A,2026-03-02,2026-03-04,Lyon\n"
		 "p,A,2026-03-04,2026-03-05,Geneva\n"
		 "p,A,2026-03-06,2026-03-07,Milan\n",
	    "touching=yes", &seen);
	assert_int_equal(seen.nevents, 2);
	assert_string_equal(seen_event(&seen, 0)->uid, "p 2026-03-02");
	assert_string_equal(seen_event(&seen, 0)->end, "2026-03-08");
	assert_string_equal(seen_event(&seen, 0)->legs[1]->to, "Milan");
	assert_string_equal(
	    seen_event(&seen, 0)->legs[1]->depart, "2026-03-05");
	assert_string_equal(
	    seen_event(&seen, 0)->legs[1]->arrive, "2026-03-06");
	assert_string_equal(seen_event(&seen, 1)->uid, "p 2026-03-10");
	seen_free(&seen);
}

static void
a_sheet_that_cannot_be_read_brings_nothing(void **state)
{
	struct seen seen;

	(void)state;
	text_run("Title,Beginn\nA,2026-03-02\n",
	    "columns=title=Title, start=Begin", &seen);
	assert_int_equal(seen.outcome.result, AMBIT_RETRY);
	assert_int_equal(seen.nevents, 0);
	assert_non_null(
	    strstr(seen.outcome.message, "the nearest that it has is"));
	seen_free(&seen);
}

static void
a_wrong_map_is_a_wrong_setting(void **state)
{
	struct seen seen;

	(void)state;
	text_run("A,B\n", "columns=tilte=A, start=B", &seen);
	assert_int_equal(seen.outcome.result, AMBIT_CONFIG);
	assert_non_null(strstr(seen.outcome.message, "did you mean 'title'?"));
	assert_int_equal(seen.outcome.fetches, 0);
	seen_free(&seen);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rows_of_one_trip_are_one_event),
		cmocka_unit_test(stops_that_share_a_day_have_a_leg_on_it),
		cmocka_unit_test(
		    a_visit_has_its_host_interpreters_and_programme),
		cmocka_unit_test(
		    a_row_without_dates_is_quarantined_by_its_line),
		cmocka_unit_test(what_is_no_delegation_is_told),
		cmocka_unit_test(days_that_touch_are_one_trip_of_a_person),
		cmocka_unit_test(a_sheet_that_cannot_be_read_brings_nothing),
		cmocka_unit_test(a_wrong_map_is_a_wrong_setting),
	};

	return cmocka_run_group_tests_name("delegations", tests, NULL, NULL);
}
