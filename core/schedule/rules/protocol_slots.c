/* SPDX-License-Identifier: Apache-2.0 */
/*
 * C8, first part: a person is needed by two delegations whose programme slots
 * overlap.
 *
 * subject: the person; first, second: the first two slots that overlap; have:
 * how many pairs do; items: the delegations.
 */
#include "rules.h"

static void
pair_add(const struct world *world, int32_t unit, const struct slot_use *a,
    const struct slot_use *b, struct finding **finding, struct findings *out)
{
	const int32_t both[] = { a->mission, b->mission };

	if (!*finding) {
		*finding = finding_add(out, C8_PROTOCOL,
		    rule_level(world, C8_PROTOCOL, LEVEL_DECIDE, false), unit,
		    NOBODY, NOBODY);
		if (!*finding)
			return;
		(*finding)->first = a->span;
		(*finding)->second = b->span;
	}
	(*finding)->have++;
	for (int i = 0; i < 2; i++) {
		bool known = false;

		vec_each(&(*finding)->items, item)
			known |= *item == both[i];
		if (!known)
			finding_item(out, *finding, both[i]);
	}
}

void
find_protocol_slots(
    const struct world *world, int32_t unit, struct findings *out)
{
	const struct slot_uses *slots = &world_person(world, unit)->slots;
	struct finding *finding = NULL;

	for (size_t i = 0; i < slots->len; i++)
		for (size_t k = i + 1;
		     k < slots->len &&
		     slots->items[k].span.start < slots->items[i].span.end;
		     k++)
			if (slots->items[i].mission != slots->items[k].mission)
				pair_add(world, unit, &slots->items[i],
				    &slots->items[k], &finding, out);
}
