/* SPDX-License-Identifier: Apache-2.0 */
/*
 * C7: the bookings of a room, interpreter, vehicle or host exceed what there
 * is of it at some instant. At one instant, what ends is given back before
 * what begins is taken. A stretch without a moment's rest is one conflict.
 *
 * subject: resource; period: the stretch's start; first: the stretch; second:
 * its worst part; need: units that are booked then; have: the capacity;
 * items: the missions of the worst part, and sessions as -2 - their index.
 */
#include <stdlib.h>

#include "rules.h"

struct edge {
	int64_t at, units; /* units below 0: given back */
};
VEC_TYPE(edges, struct edge);

static int
compare(const void *a_, const void *b_)
{
	const struct edge *a = a_, *b = b_;

	if (a->at != b->at)
		return a->at < b->at ? -1 : 1;
	return (a->units > b->units) - (a->units < b->units);
}

static int
gather(const struct resource_uses *uses, struct edges *edges)
{
	vec_each(uses, use) {
		struct edge take = { use->span.start, use->units };
		struct edge give = { use->span.end, -use->units };

		if (!span_empty(use->span) && use->units > 0 &&
		    (vec_push(edges, take) < 0 || vec_push(edges, give) < 0))
			return -1;
	}
	if (edges->len > 1)
		qsort(edges->items, edges->len, sizeof *edges->items, compare);
	return 0;
}

static void
items_add(const struct resource_uses *uses, struct finding *finding,
    struct findings *out)
{
	vec_each(uses, use)
		if (!span_empty(use->span) && use->units > 0 &&
		    span_meets(use->span, finding->second))
			finding_item(out, finding,
			    use->mission != NOBODY ? use->mission
						   : -2 - use->session);
}

/* The units that are in use from edges[i] on until the next instant. */
static int64_t
step(const struct edges *edges, size_t *i, int64_t used)
{
	int64_t at = edges->items[*i].at;

	for (; *i < edges->len && edges->items[*i].at == at; ++*i)
		used += edges->items[*i].units;
	return used;
}

void
find_resource(const struct world *world, int32_t unit, struct findings *out)
{
	const struct world_resource *resource = &world->resources.items[unit];
	struct edges edges = VEC_INIT;
	struct finding *run = NULL;
	int64_t used = 0;

	if (!resource->there)
		return;
	if (gather(&resource->uses, &edges) < 0)
		out->failed = true;
	for (size_t i = 0; i < edges.len;) {
		int64_t at = edges.items[i].at;

		used = step(&edges, &i, used);
		if (run)
			run->first.end = at;
		if (run && run->second.end == INT64_MAX)
			run->second.end = at;
		if (used <= resource->capacity) {
			if (run)
				items_add(&resource->uses, run, out);
			run = NULL;
			continue;
		}
		if (!run) {
			run = finding_add(out, C7_RESOURCE,
			    rule_level(world, C7_RESOURCE, LEVEL_BLOCK, false),
			    unit, NOBODY, NOBODY);
			if (!run)
				break;
			run->period = run->first.start = at;
			run->have = resource->capacity;
		}
		if (used > run->need) {
			run->need = used;
			run->second = (struct span){ at, INT64_MAX };
		}
	}
	vec_free(&edges);
}
