/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Why missions stand in a period's plan as they do. Each alternative costs a
 * repair of the plan, so what the plan declines or changes comes first, for as
 * long as there is time; then, for less, what it leaves as it was.
 */
#include <string.h>

#include "base/date.h"
#include "base/text.h"
#include "model/bound.h"
#include "office/period_job.h"
#include "office/period_parts.h"
#include "schedule/resolve/why.h"

#define ROUNDS 20 /* of repair, for each that is forced */
#define CHANGED_MILLISECONDS 3000
#define KEPT_MILLISECONDS 300

static int
explain_some(struct period_job *job, struct explainer *explainer, bool changed,
    int64_t until, struct err *err)
{
	for (int32_t i = 0; i < job->problem.missions; i++) {
		bool is_changed = stands_of(&job->roster, i) < STANDS_KEPT;

		if (clock_monotonic(job->clock) >= until)
			break;
		if (is_changed == changed &&
		    alternatives_add(
			explainer, &job->roster, i, ROUNDS, &job->why, err) < 0)
			return err->code;
	}
	return 0;
}

int
period_explain(struct period_job *job, struct err *err)
{
	int64_t now = clock_monotonic(job->clock);
	struct explainer explainer;
	int rc = explain_init(&explainer, &job->problem, err);

	if (rc < 0)
		return rc;
	rc = explain_some(
	    job, &explainer, true, now + CHANGED_MILLISECONDS, err);
	if (rc == 0)
		rc = explain_some(
		    job, &explainer, false, now + KEPT_MILLISECONDS, err);
	explain_free(&explainer);
	return rc;
}

static void
add_member(struct buf *out, const char *name, const char *text)
{
	if (!text)
		return;
	buf_addf(
	    out, "%s\"%s\":", out->data[out->len - 1] == '{' ? "" : ",", name);
	json_add_text(out, text);
}

static void
add_mission(struct buf *out, int32_t mission, void *arg)
{
	const struct period_job *job = arg;
	const char *id = picture_name(job->how.office.picture, PICTURE_MISSION,
	    job->period.missions.items[mission].number);
	const struct mission *record =
	    records_get(job->how.office.input.records, FAMILY_MISSION, id);

	buf_addc(out, '{');
	add_member(out, "id", id);
	add_member(out, "number", record ? record->number : NULL);
	add_member(out, "title", record ? record->title : NULL);
	buf_addc(out, '}');
}

static void
add_person(struct buf *out, int32_t person, void *arg)
{
	const struct period_job *job = arg;
	const char *id = picture_name(job->how.office.picture, PICTURE_PERSON,
	    job->period.people.items[person]);
	const struct person *record =
	    records_get(job->how.office.input.records, FAMILY_PERSON, id);

	buf_addc(out, '{');
	add_member(out, "id", id);
	add_member(out, "name", record ? record->name : NULL);
	buf_addc(out, '}');
}

/* By the office's days. */
static void
add_days(struct buf *out, int32_t option, void *arg)
{
	const struct period_job *job = arg;
	const struct problem_option *o = &job->problem.option[option];
	const struct zone *zone = job->how.office.picture->world.settings.zone;
	int64_t start = job->period.span.start;
	char day[2][DAY_TEXT];

	day_format(day[0], zone_day(zone, start + (int64_t)o->start * MINUTE));
	day_format(
	    day[1], zone_day(zone, start + (int64_t)o->end * MINUTE - 1));
	buf_addf(out, "{\"first\":\"%s\",\"last\":\"%s\"}", day[0], day[1]);
}

void
period_add_explained(struct buf *out, const struct period_job *job)
{
	const struct why_names names = { add_mission, add_person, add_days,
		(void *)job };

	buf_addc(out, '[');
	for (int32_t i = 0; i < job->problem.missions; i++) {
		buf_adds(out, i ? "," : "");
		why_add_json(out, &job->roster, i, &job->why, &names);
	}
	buf_addc(out, ']');
}
