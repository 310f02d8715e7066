/* SPDX-License-Identifier: Apache-2.0 */
#include "standing.h"

#include <string.h>

#include "base/fold.h"
#include "model/team.h"

#define NAME_MOST 512

static bool
is_named(const char *folded, const char *name)
{
	char other[NAME_MOST];

	text_fold(other, sizeof other, name);
	return strcmp(folded, other) == 0;
}

/* Stands the name in a title? */
static bool
is_in(const char *folded, const char *name)
{
	char other[NAME_MOST];

	text_fold(other, sizeof other, name);
	return folded_has_word(folded, other);
}

typedef bool name_test(const char *folded, const char *name);

static bool
is_called(name_test *test, const char *folded, const char *id, const char *name,
    const char *const *aliases)
{
	if (test(folded, id) || test(folded, name))
		return true;
	for (; aliases && *aliases; aliases++)
		if (test(folded, *aliases))
			return true;
	return false;
}

static const struct network *
find_network(const struct records *records, const char *folded, name_test *test)
{
	struct ordered_walk walk;

	for (const struct record_row *row =
		 records_first(records, FAMILY_NETWORK, NULL, &walk);
	     row; row = records_next(&walk)) {
		const struct network *network = row->record;

		if (is_called(test, folded, network->id, network->name,
			network->aliases))
			return network;
	}
	return NULL;
}

static const struct project *
find_project(const struct records *records, const char *folded)
{
	struct ordered_walk walk;

	for (const struct record_row *row =
		 records_first(records, FAMILY_PROJECT, NULL, &walk);
	     row; row = records_next(&walk)) {
		const struct project *project = row->record;

		if (is_called(is_named, folded, project->id, project->name,
			project->aliases))
			return project;
	}
	return NULL;
}

/* The overlay's word, else the source's, folded; false when there is none. */
static bool
fold_word(const char *ours, const char *theirs, char out[NAME_MOST])
{
	const char *word = ours ? ours : theirs;

	return word && text_fold(out, NAME_MOST, word) > 0;
}

void
standing_facts(const struct records *records, const char *id,
    const struct event *event, struct score_facts *out)
{
	const struct overlay *overlay =
	    records_get(records, FAMILY_OVERLAY, id);
	const struct network *network = NULL;
	const struct project *project = NULL;
	char folded[NAME_MOST];

	if (fold_word(
		overlay ? overlay->network : NULL, event->network, folded))
		network = find_network(records, folded, is_named);
	else if (fold_word(NULL, event->summary, folded))
		network = find_network(records, folded, is_in);
	if (fold_word(
		overlay ? overlay->project : NULL, event->project, folded))
		project = find_project(records, folded);
	*out = (struct score_facts){
		.overlay = overlay,
		.network_lines = network ? network->lines : NULL,
		.project_lines = project ? project->lines : NULL,
		.network_id = network ? network->id : NULL,
		.project_id = project ? project->id : NULL,
		.our_network = network != NULL,
		.our_project = project != NULL,
		.votes = network && network->voting_seat,
	};
}

int
standing_score(const struct records *records, const struct plan *plan,
    const char *id, const struct event *event)
{
	struct score_facts facts;
	struct score score;

	standing_facts(records, id, event, &facts);
	score_event(plan, event, &facts, &score);
	return score.total;
}
