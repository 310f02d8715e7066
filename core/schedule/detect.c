/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Every finding belongs to the one unit whose look gives it, so a unit's old
 * and new findings, both sorted, are walked side by side to tell what changed.
 */
#include "detect.h"

#include <errno.h>

#include "rules/rules.h"
#include "schedule/world_links.h"

static bool
unit_there(const struct world *world, enum scope scope, int32_t unit)
{
	switch (scope) {
	case SCOPE_PERSON:
		return world_person(world, unit) != NULL;
	case SCOPE_EVENT:
		return world_event(world, unit) != NULL;
	case SCOPE_MISSION:
		return world_mission(world, unit) != NULL;
	default:
		return (size_t)unit < world_units(world, scope);
	}
}

void
detect_unit(const struct world *world, enum scope scope, int32_t unit,
    struct findings *out)
{
	if (!unit_there(world, scope, unit))
		return;
	for (int i = 0; i < RULES; i++)
		if (rules[i].scope == scope)
			rules[i].find(world, unit, out);
	/* C8's other part looks at delegations. */
	if (scope == SCOPE_MISSION)
		find_protocol_rank(world, unit, out);
	findings_sort(out);
}

static void
tell(const struct findings *before, const struct findings *after,
    detect_change *changed, void *arg)
{
	const struct finding *a = before->list.items;
	const struct finding *b = after->list.items;
	size_t a_left = before->list.len, b_left = after->list.len;

	while (a_left > 0 || b_left > 0) {
		int order = a_left == 0   ? 1
			    : b_left == 0 ? -1
					  : finding_compare(a, b);

		if (order < 0)
			changed(a, NULL, arg);
		else if (order > 0)
			changed(NULL, b, arg);
		else if (!finding_equal(a, b))
			changed(a, b, arg);
		if (order <= 0)
			a++, a_left--;
		if (order >= 0)
			b++, b_left--;
	}
}

static int
unit_settle(struct detection *detection, const struct world *world,
    enum scope scope, int32_t unit, detect_change *changed, void *arg)
{
	struct findings now = { .failed = false };
	struct findings *kept;

	if (world_make(&detection->units[scope], unit) < 0)
		return -ENOMEM;
	kept = &detection->units[scope].items[unit];
	detect_unit(world, scope, unit, &now);
	if (now.failed) {
		findings_free(&now);
		return -ENOMEM;
	}
	if (changed)
		tell(kept, &now, changed, arg);
	detection->count += now.list.len - kept->list.len;
	findings_free(kept);
	*kept = now;
	return 0;
}

int
detect_settle(struct detection *detection, struct world *world,
    detect_change *changed, void *arg)
{
	for (int scope = 0; scope < SCOPES; scope++) {
		struct dirty *dirty = &world->dirty[scope];

		while (dirty->list.len) {
			int32_t unit = dirty->list.items[dirty->list.len - 1];

			if (unit_settle(detection, world, (enum scope)scope,
				unit, changed, arg) < 0)
				return -ENOMEM;
			dirty->list.len--;
			dirty->marks.items[unit] = false;
		}
	}
	return 0;
}

void
detect_each(const struct detection *detection,
    void (*fn)(const struct finding *finding, void *arg), void *arg)
{
	for (int scope = 0; scope < SCOPES; scope++)
		vec_each(&detection->units[scope], unit)
			vec_each(&unit->list, finding)
				fn(finding, arg);
}

void
detection_free(struct detection *detection)
{
	for (int scope = 0; scope < SCOPES; scope++) {
		vec_each(&detection->units[scope], unit)
			findings_free(unit);
		vec_free(&detection->units[scope]);
	}
	*detection = (struct detection)DETECTION_INIT;
}
