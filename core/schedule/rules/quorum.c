/* SPDX-License-Identifier: Apache-2.0 */
/*
 * C14: fewer of a group come to a session than must.
 *
 * subject: session; need, have: of the group that lacks most; items: the
 * groups that lack, by their place in the session.
 */
#include "rules.h"

void
find_quorum(const struct world *world, int32_t unit, struct findings *out)
{
	const struct world_session *session = &world->sessions.items[unit];
	struct finding *finding = NULL;
	int64_t worst = 0;

	for (size_t i = 0; session->there && i < session->groups.len; i++) {
		const struct world_group *group = &session->groups.items[i];
		int64_t lacks = group->minimum - group->coming;

		if (lacks <= 0)
			continue;
		if (!finding)
			finding = finding_add(out, C14_QUORUM,
			    rule_level(world, C14_QUORUM, LEVEL_BLOCK, false),
			    unit, NOBODY, NOBODY);
		if (!finding)
			return;
		if (lacks > worst) {
			worst = lacks;
			finding->need = group->minimum;
			finding->have = group->coming;
		}
		finding_item(out, finding, (int32_t)i);
	}
}
