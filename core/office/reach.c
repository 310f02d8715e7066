/* SPDX-License-Identifier: Apache-2.0 */
#include "reach.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/date.h"
#include "base/number.h"
#include "base/text.h"
#include "model/bound.h"
#include "office/covered.h"
#include "office/standing.h"

void
reach_release(struct reach *reach)
{
	vec_free(&reach->cells);
}

/* ---- candidates -------------------------------------------------------- */

/* Keeps it among a line's best. */
static void
offer(struct reach_candidate best[REACH_CANDIDATES],
    struct reach_candidate candidate)
{
	for (int i = 0; i < REACH_CANDIDATES; i++)
		if (!best[i].row || candidate.score > best[i].score) {
			struct reach_candidate next = best[i];

			best[i] = candidate;
			candidate = next;
			if (!candidate.row)
				return;
		}
}

/* Only what begins in the year, is on, and has no mission. */
static bool
is_open(const struct reach *reach, const struct event_row *row)
{
	struct records_users users;
	const struct record_row *user;
	int64_t year;
	char digits[5];

	snprintf(digits, sizeof digits, "%.4s", row->event->start);
	if (int_parse(digits, &year) < 0 || year != reach->year ||
	    event_row_status(row) == EVENT_CANCELLED)
		return false;
	for (user =
		 records_user_first(reach->records, "event", row->id, &users);
	     user; user = records_user_next(&users))
		if (user->family->id == FAMILY_MISSION)
			return false;
	return true;
}

static int
offer_series(const struct series *series, void *arg)
{
	struct reach *reach = arg;
	const struct event_row *row = series->rows[0];
	struct score_facts facts;
	struct score score;

	if (!is_open(reach, row))
		return 0;
	standing_facts(reach->records, row->id, row->event, &facts);
	score_event(reach->plan, row->event, &facts, &score);
	for (size_t i = 0; i < reach->nlines; i++)
		if (score_serves(reach->plan->lines[i], row->event, &facts))
			offer(reach->best[i],
			    (struct reach_candidate){ row, score.total });
	return 0;
}

/* The year, with what clocks differ by. */
static struct span
window_of(int64_t year)
{
	return (struct span){ zone_midnight(NULL, day_from_ymd(year, 1, 0)),
		zone_midnight(NULL, day_from_ymd(year + 1, 1, 2)) };
}

int
reach_count(struct reach *reach, struct err *err)
{
	const struct plan *plan = reach->plan;
	struct coverage_items items = VEC_INIT;
	int rc =
	    covered_items(reach->records, reach->events, plan, &items, err);

	if (rc == 0 &&
	    coverage_cells_count(items.items, items.len, &reach->cells) < 0)
		rc = err_set(err, -ENOMEM, "coverage: no memory");
	vec_free(&items);
	if (rc < 0)
		return rc;
	while (plan->lines && plan->lines[reach->nlines] &&
	       reach->nlines < REACH_LINES)
		reach->nlines++;
	snapshot_between(
	    reach->events, window_of(reach->year), offer_series, reach);
	return 0;
}

/* ---- as JSON ----------------------------------------------------------- */

static void
add_count(struct buf *json, const char *name, struct coverage_count count)
{
	buf_addf(json, ",\"%s\":{\"missions\":%lld,\"days\":%lld}", name,
	    (long long)count.missions, (long long)count.days);
}

/* A region that no plan names is null. */
static void
add_regions(const struct reach *reach, size_t line, struct buf *json)
{
	int n = 0;

	buf_adds(json, ",\"regions\":[");
	vec_each(&reach->cells, cell) {
		if ((size_t)cell->line != line || cell->year != reach->year)
			continue;
		buf_adds(json, n++ ? ",{\"region\":" : "{\"region\":");
		json_add_text(json,
		    cell->region < 0 ? NULL
				     : reach->plan->regions[cell->region]->id);
		add_count(json, "reached", cell->reached);
		add_count(json, "planned", cell->planned);
		buf_addc(json, '}');
	}
	buf_addc(json, ']');
}

void
reach_line_json(const struct reach *reach, size_t line, struct buf *json)
{
	const struct reach_candidate *best = reach->best[line];
	struct coverage_year year = coverage_year_of(
	    reach->plan, &reach->cells, (int)line, reach->year);

	buf_adds(json, "{\"line\":");
	json_add_text(json, reach->plan->lines[line]->id);
	buf_addf(json, ",\"year\":%lld,\"bonus\":%d", (long long)reach->year,
	    year.bonus);
	add_count(json, "target", year.target);
	add_count(json, "reached", year.reached);
	add_count(json, "planned", year.planned);
	add_count(json, "open", year.open);
	add_regions(reach, line, json);
	buf_adds(json, ",\"candidates\":[");
	for (int i = 0; i < REACH_CANDIDATES && best[i].row; i++)
		buf_addf(json, "%s{\"event\":\"%s\",\"score\":%d}",
		    i ? "," : "", best[i].row->id, best[i].score);
	buf_adds(json, "]}");
}
