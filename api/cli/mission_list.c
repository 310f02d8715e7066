/* SPDX-License-Identifier: Apache-2.0 */
#include "mission_list.h"

#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/date.h"
#include "base/number.h"
#include "office/mission_filter.h"
#include "office/mission_time.h"
#include "store/event_table.h"

/* ---- cells ------------------------------------------------------------ */

static int
add_person(const char *person, void *arg)
{
	struct buf *cell = arg;

	buf_addf(cell, "%s%s", cell->len ? ", " : "", person);
	return 0;
}

/* Its own place, else its event's. */
static void
add_where(
    const struct mission *mission, const struct event *event, struct buf *cell)
{
	const struct window *window = mission_window(mission);
	const char *city =
	    window && window->city ? window->city : mission->city;

	if (window && window->remote)
		city = "(remote)";
	if (!city && event)
		city = event->city;
	buf_adds(cell, city ? city : "");
}

/* The first day, or the last. */
static void
add_day(const struct event_times *times, bool last, struct buf *cell)
{
	char day[DAY_TEXT];
	int64_t at = last ? times->end - 1 : times->start;

	buf_adds(
	    cell, day_format(day, times->all_day ? at : day_from_wall(at)));
}

static void
add_cell(const struct records_work *work, const char *name, const void *record,
    struct buf *cell)
{
	const struct mission *mission = record;
	CLEANUP(event_row_freep) struct event_row *row = NULL;
	const struct event *event = NULL;
	struct event_times times;
	struct err ignored = ERR_INIT;

	if (strcmp(name, "people") == 0) {
		mission_people_each(mission, add_person, cell);
		return;
	}
	if (mission->event &&
	    event_load(work->cli->store, mission->event, &row, &ignored) == 0)
		event = row->event;
	if (strcmp(name, "where") == 0)
		add_where(mission, event, cell);
	else if (mission_times(
		     mission, event, work->cli->zones, &times, &ignored) == 0)
		add_day(&times, strcmp(name, "to") == 0, cell);
}

/* ---- filters ---------------------------------------------------------- */

struct listing {
	struct mission_filter filter;
	struct snapshot *events; /* NULL: not wanted */
	const struct plan *plan;
};

static int
read_day(const char *key, const char *value, bool after, int64_t *out)
{
	if (day_parse(value, out) < 0)
		return cli_usage("mission list: %s=\"%s\" should be a date, "
				 "such as 2026-03-01",
		    key, value);
	*out += after;
	return EXIT_SUCCESS;
}

static int
read_score(const char *value, int64_t *out)
{
	if (int_parse(value, out) < 0 || *out < 0 || *out > 100)
		return cli_usage("mission list: min_score=\"%s\" should be a "
				 "number from 0 to 100",
		    value);
	return EXIT_SUCCESS;
}

/* 1: it is no key of the filter; else an exit status as it is negated. */
static int
take_filter(struct mission_filter *filter, const char *key, const char *value)
{
	const struct {
		const char *key;
		const char **text;
	} texts[] = { { "person", &filter->person }, { "team", &filter->team },
		{ "line", &filter->line }, { "region", &filter->region } };

	for (size_t i = 0; i < ARRAY_LEN(texts); i++)
		if (strcmp(texts[i].key, key) == 0) {
			*texts[i].text = value;
			return EXIT_SUCCESS;
		}
	if (strcmp(key, "from") == 0)
		return -read_day(key, value, false, &filter->from);
	if (strcmp(key, "to") == 0)
		return -read_day(key, value, false, &filter->to);
	if (strcmp(key, "last") == 0)
		return -read_day(key, value, true, &filter->to);
	if (strcmp(key, "min_score") == 0)
		return -read_score(value, &filter->min_score);
	return 1;
}

/* Takes what is no field out of the arguments. */
static int
take_filters(struct records_work *work, struct mission_filter *filter)
{
	int kept = 0;

	for (int i = 0; i < work->n; i++) {
		char *argument = work->arguments[i];
		char *equals = strchr(argument, '=');
		int taken = 1;

		if (equals) {
			*equals = '\0';
			taken = take_filter(filter, argument, equals + 1);
			*equals = '=';
		}
		if (taken < 0)
			return -taken;
		if (taken > 0)
			work->arguments[kept++] = argument;
	}
	work->n = kept;
	return EXIT_SUCCESS;
}

static bool
fits(const struct records_work *work, const struct records *records,
    const void *record)
{
	const struct listing *listing = work->arg;

	return mission_filter_fits(
	    &listing->filter, record, records, listing->events, listing->plan);
}

/* What the filter looks at. */
static int
prepare(struct records_work *work, struct listing *listing)
{
	struct cli *cli = work->cli;
	struct err err = ERR_INIT;
	int status = cli_store(cli);

	if (status)
		return status;
	listing->plan = cli->config->plan;
	if (mission_filter_plans(&listing->filter) && !listing->plan)
		return cli_usage("%s names no plan: add \"file = FILE\" to "
				 "[plan]",
		    cli->config_path);
	if (mission_filter_journeys(&listing->filter) &&
	    snapshot_load(cli->store, cli->zones, &listing->events, &err) < 0)
		return cli_fail(&err);
	return EXIT_SUCCESS;
}

int
mission_list_run(struct records_work *work)
{
	struct listing listing = { .filter = mission_filter_none };
	int status = take_filters(work, &listing.filter);

	if (!status)
		status = prepare(work, &listing);
	work->add_cell = add_cell;
	work->fits = fits;
	work->arg = &listing;
	if (!status)
		status = records_list_run(work);
	snapshot_unref(listing.events);
	return status;
}
