/* SPDX-License-Identifier: Apache-2.0 */
/* Why something is not offered, by ids and names, as JSON: what is in the way,
 * and what it takes to have it all the same. */
#include "base/date.h"
#include "office/picture_parts.h"
#include "office/proposals_parts.h"

/* The office's days that it touches. */
static void
add_days(struct naming *naming, struct span span)
{
	const struct world *world = &naming->how->office.picture->world;
	char text[2][DAY_TEXT];

	if (span_empty(span))
		return;
	naming_add_when(naming,
	    day_format(text[0], world_day(world, NOBODY, span.start)),
	    day_format(text[1], world_day(world, NOBODY, span.end - 1) + 1),
	    NULL);
}

static void
add_blocker(struct naming *naming, const struct blocker *blocker)
{
	static const char *const kinds[] = { "mission", "session", "absence" };
	const struct world *world = &naming->how->office.picture->world;
	struct propose_step at = { .kind = PROPOSE_KINDS,
		.at = blocker->kind == BLOCKER_SESSION ? -2 - blocker->at
						       : blocker->at };

	naming->step = &at;
	buf_addf(naming->out, "{\"kind\":\"%s\"", kinds[blocker->kind]);
	if (blocker->kind == BLOCKER_ABSENCE)
		add_days(naming, blocker->span);
	else
		naming_add_of(naming);
	if (blocker->kind == BLOCKER_MISSION)
		add_days(naming, world->missions.items[blocker->at].occupied);
	naming_add_person(naming, "person",
	    blocker->kind == BLOCKER_ABSENCE
		? blocker->at
		: naming->proposal->blocked.person);
	buf_addc(naming->out, '}');
}

int
proposal_add_why(struct buf *out, const struct proposals_how *how,
    const struct proposal *proposal, struct err *err)
{
	struct naming naming = { out, how, proposal, NULL };
	const char *comma = "";

	buf_addf(out, ",\"standing\":\"%s\",\"by\":[",
	    proposal_standing_words[proposal->standing]);
	vec_each(&proposal->blocked.by, blocker) {
		buf_adds(out, comma);
		add_blocker(&naming, blocker);
		comma = ",";
	}
	buf_adds(out, "],\"forced\":");
	if (!proposal->forced) {
		buf_adds(out, "null");
		return 0;
	}
	if (proposal_add_json(out, how, proposal->forced, err) < 0)
		return err->code;
	buf_addc(out, '}');
	return 0;
}
