/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ambit agenda [--from DATE] [--to DATE] [--team TEAM]
 *
 * The missions of a period as a text to read or to send: by their first day,
 * each with its place, teams, people and state. From today for a year, when
 * nothing is said; to is the first day after. `ambit export missions` takes
 * the same period for its CSV.
 */
#include "agenda.h"

#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/date.h"
#include "base/vec.h"
#include "cli/records.h"
#include "model/person.h"
#include "office/mission_time.h"
#include "store/event_table.h"

#define YEAR 365

struct entry {
	int64_t first, last; /* days */
	const struct mission *mission;
	struct event_row *event; /* owned, or NULL */
};
VEC_TYPE(entries, struct entry);

static void
entries_release(struct entries *entries)
{
	vec_each(entries, entry)
		event_row_free(entry->event);
	vec_free(entries);
}

int
period_read(
    struct cli *cli, const char *from, const char *to, struct period *out)
{
	int64_t today;
	int status = cli_today(cli, &today);

	if (status)
		return status;
	*out = (struct period){ today, today + YEAR };
	if (from && day_parse(from, &out->first) < 0)
		return cli_usage("--from: \"%s\" should be a date", from);
	if (from)
		out->end = out->first + YEAR;
	if (to && day_parse(to, &out->end) < 0)
		return cli_usage("--to: \"%s\" should be a date", to);
	if (out->end <= out->first)
		return cli_usage("--to should be later than --from");
	return EXIT_SUCCESS;
}

/* The days that the mission touches, and its event; false: not known. */
static bool
days_of(struct cli *cli, const struct mission *mission, struct entry *entry)
{
	struct event_row *row = NULL;
	struct event_times times;
	struct err ignored = ERR_INIT;

	if (mission->event)
		event_load(cli->store, mission->event, &row, &ignored);
	*entry = (struct entry){ .mission = mission, .event = row };
	if (mission_times(mission, row ? row->event : NULL, cli->zones, &times,
		&ignored) < 0)
		return false;
	entry->first = times.all_day ? times.start : day_from_wall(times.start);
	entry->last =
	    times.all_day ? times.end - 1 : day_from_wall(times.end - 1);
	return true;
}

bool
period_has(
    struct cli *cli, const struct period *period, const struct mission *mission)
{
	struct entry entry;
	bool known = days_of(cli, mission, &entry);

	event_row_free(entry.event);
	return known && entry.first < period->end &&
	       period->first <= entry.last;
}

/* ---- the text --------------------------------------------------------- */

static int
compare(const void *a, const void *b)
{
	const struct entry *x = a, *y = b;

	if (x->first != y->first)
		return x->first < y->first ? -1 : 1;
	return strcmp(x->mission->id, y->mission->id);
}

static void
print_day(int64_t day)
{
	static const char *const names[] = { "Mon", "Tue", "Wed", "Thu", "Fri",
		"Sat", "Sun" };
	char text[DAY_TEXT];

	printf("%s %s", names[day_weekday(day)], day_format(text, day));
}

struct listing {
	const struct records *records;
	int n;
};

static int
print_person(const char *id, void *arg)
{
	struct listing *listing = arg;
	const struct person *person =
	    records_get(listing->records, FAMILY_PERSON, id);

	printf("%s%s", listing->n++ ? ", " : "",
	    person && person->name ? person->name : id);
	return 0;
}

static void
print_place(const struct entry *entry)
{
	const struct mission *mission = entry->mission;
	const struct window *window = mission_window(mission);
	const struct event *event = entry->event ? entry->event->event : NULL;
	const char *city = window && window->city ? window->city
			   : mission->city        ? mission->city
			   : event                ? event->city
						  : NULL;
	const char *country = window && window->country ? window->country
			      : mission->country        ? mission->country
			      : event                   ? event->country
							: NULL;

	if (window && window->remote)
		fputs("from home", stdout);
	else if (city || country)
		printf("%s%s%s", city ? city : "", city && country ? ", " : "",
		    country ? country : "");
	else
		fputs("place not known", stdout);
}

static void
print_entry(const struct records *records, const struct entry *entry)
{
	const struct mission *mission = entry->mission;
	struct listing people = { records, 0 };

	print_day(entry->first);
	if (entry->last != entry->first) {
		fputs(" - ", stdout);
		print_day(entry->last);
	}
	printf("  %s\n    ", mission->title);
	print_place(entry);
	printf("; %s", mission->team);
	for (size_t i = 0; mission->teams && mission->teams[i]; i++)
		printf(", %s", mission->teams[i]);
	fputs("; ", stdout);
	mission_people_each(mission, print_person, &people);
	printf("%s; %s%s%s\n", people.n ? "" : "nobody chosen",
	    mission_state_words[mission->state], mission->number ? "; " : "",
	    mission->number ? mission->number : "");
}

static bool
is_over(const struct mission *mission)
{
	return mission->state == MISSION_REJECTED ||
	       mission->state == MISSION_WITHDRAWN ||
	       mission->state == MISSION_CANCELLED ||
	       mission->state == MISSION_DECLINED;
}

static int
gather(struct cli *cli, const struct records *records,
    const struct period *period, const char *team, struct entries *out)
{
	struct ordered_walk walk;

	for (const struct record_row *row =
		 records_first(records, FAMILY_MISSION, NULL, &walk);
	     row; row = records_next(&walk)) {
		const struct mission *mission = row->record;
		struct entry entry;

		if (is_over(mission) ||
		    (team && !mission_has_team(mission, team)))
			continue;
		if (!days_of(cli, mission, &entry) ||
		    entry.first >= period->end || entry.last < period->first) {
			event_row_free(entry.event);
			continue;
		}
		if (vec_push(out, entry) < 0) {
			event_row_free(entry.event);
			return cli_usage("there is not enough memory");
		}
	}
	if (out->len)
		qsort(out->items, out->len, sizeof *out->items, compare);
	return EXIT_SUCCESS;
}

int
command_agenda(struct cli *cli, int argc, char **argv)
{
	CLEANUP(records_unrefp) struct records *records = NULL;
	CLEANUP(entries_release) struct entries entries = VEC_INIT;
	const char *from = NULL, *to = NULL, *team = NULL;
	const struct cli_option options[] = {
		{ "from", &from, NULL },
		{ "to", &to, NULL },
		{ "team", &team, NULL },
		{ NULL, NULL, NULL },
	};
	struct period period;
	int n = cli_options(cli, "agenda", options, argc, argv), status;

	if (n < 0)
		return EXIT_USAGE;
	if (n > 0)
		return cli_usage("agenda: \"%s\" is not understood", argv[0]);
	status = period_read(cli, from, to, &period);
	if (!status)
		status = records_read(cli, &records);
	if (!status)
		status = gather(cli, records, &period, team, &entries);
	if (status)
		return status;
	vec_each(&entries, entry)
		print_entry(records, entry);
	return EXIT_SUCCESS;
}
