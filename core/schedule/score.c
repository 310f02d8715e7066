/* SPDX-License-Identifier: Apache-2.0 */
#include "score.h"

#include <string.h>

#include "base/date.h"
#include "base/fold.h"
#include "base/text.h"

#define TEXT_MOST 1024

static const struct {
	int line, region, role, project, network;
} weights = { 40, 25, 15, 10, 10 };

static const int part_worth[] = {
	[PART_NONE] = 0,
	[PART_PARTICIPANT] = 30,
	[PART_SPEAKER] = 75,
	[PART_VOTE] = 100,
	[PART_ORGANISER] = 100,
};

/* ---- lines ------------------------------------------------------------ */

static bool
text_has_any(const char *text, const char *const *words)
{
	char folded[TEXT_MOST], word[TEXT_MOST];

	if (!text)
		return false;
	text_fold(folded, sizeof folded, text);
	for (; *words; words++) {
		text_fold(word, sizeof word, *words);
		if (folded_has_word(folded, word))
			return true;
	}
	return false;
}

static bool
has_line_word(const struct line *line, const struct event *event)
{
	if (!line->words)
		return false;
	if (text_has_any(event->summary, line->words))
		return true;
	for (const char *const *at = event->categories; at && *at; at++)
		if (text_has_any(*at, line->words))
			return true;
	return false;
}

bool
score_serves(const struct line *line, const struct event *event,
    const struct score_facts *facts)
{
	if (facts->overlay && facts->overlay->lines)
		return texts_have(facts->overlay->lines, line->id);
	return texts_have(facts->network_lines, line->id) ||
	       texts_have(facts->project_lines, line->id) ||
	       has_line_word(line, event);
}

static void
score_line(const struct plan *plan, const struct event *event,
    const struct score_facts *facts, struct score *out)
{
	for (const struct line *const *at = plan->lines; at && *at; at++) {
		const struct line *line = *at;

		if ((out->line_id && line->weight <= out->line) ||
		    !score_serves(line, event, facts))
			continue;
		out->line = (int)line->weight;
		out->line_id = line->id;
	}
}

/* ---- the other terms -------------------------------------------------- */

const struct region *
plan_region(const struct plan *plan, const char *country)
{
	const struct region *const *at = plan->regions;

	for (; country && at && *at; at++)
		if (texts_have((*at)->countries, country))
			return *at;
	return NULL;
}

static enum part
part_of(const struct event *event, const struct score_facts *facts)
{
	if (facts->overlay && facts->overlay->part)
		return (enum part)facts->overlay->part;
	if (event->role == EVENT_ROLE_HOST)
		return PART_ORGANISER;
	if (event->statutory && (event->voting_seat || facts->votes))
		return PART_VOTE;
	return PART_PARTICIPANT;
}

void
score_event(const struct plan *plan, const struct event *event,
    const struct score_facts *facts, struct score *out)
{
	const struct region *region = plan_region(plan, event->country);

	*out = (struct score){
		.region = (int)(region ? region->weight : plan->other_regions),
		.region_id = region ? region->id : NULL,
		.role = part_worth[part_of(event, facts)],
		.project = facts->our_project ? 100 : 0,
		.network = facts->our_network ? 100 : 0,
	};
	score_line(plan, event, facts, out);
	out->total =
	    (weights.line * out->line + weights.region * out->region +
		weights.role * out->role + weights.project * out->project +
		weights.network * out->network) /
	    100;
}

void
score_add_json(const struct score *score, struct buf *json)
{
	buf_addf(json,
	    "{\"total\":%d,\"line\":%d,\"region\":%d,\"role\":%d,"
	    "\"project\":%d,\"network\":%d,\"line_id\":",
	    score->total, score->line, score->region, score->role,
	    score->project, score->network);
	json_add_text(json, score->line_id);
	buf_adds(json, ",\"region_id\":");
	json_add_text(json, score->region_id);
	buf_addc(json, '}');
}

bool
plan_holds(const struct plan *plan, int64_t day)
{
	int64_t start, end;

	return day_parse(plan->start, &start) == 0 &&
	       day_parse(plan->end, &end) == 0 && start <= day && day < end;
}

/* ---- first and last --------------------------------------------------- */

int
score_bonus(int64_t target, int64_t reached)
{
	if (target <= 0 || reached >= target)
		return 0;
	return (int)(10 * (target - (reached > 0 ? reached : 0)) / target);
}

int
precedence_compare(const struct precedence *a, const struct precedence *b)
{
	if (a->mandatory != b->mandatory)
		return a->mandatory ? -1 : 1;
	if (a->authorised != b->authorised)
		return a->authorised ? -1 : 1;
	if (a->score != b->score)
		return a->score > b->score ? -1 : 1;
	if (a->submitted_at == b->submitted_at)
		return 0;
	if (!a->submitted_at || !b->submitted_at)
		return a->submitted_at ? -1 : 1;
	return a->submitted_at < b->submitted_at ? -1 : 1;
}
