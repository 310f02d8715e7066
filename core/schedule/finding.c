/* SPDX-License-Identifier: Apache-2.0 */
#include "finding.h"

#include <string.h>

#include "world_lists.h"

struct finding *
finding_add(struct findings *out, enum rule_code rule, enum finding_level level,
    int32_t a, int32_t b, int32_t c)
{
	struct finding finding = {
		.rule = rule, .level = level, .subject = { a, b, c }
	};

	if (vec_push(&out->list, finding) < 0) {
		out->failed = true;
		return NULL;
	}
	return &out->list.items[out->list.len - 1];
}

void
finding_item(struct findings *out, struct finding *finding, int32_t item)
{
	if (finding && vec_push(&finding->items, item) < 0)
		out->failed = true;
}

void
findings_reset(struct findings *findings)
{
	vec_each(&findings->list, finding)
		vec_free(&finding->items);
	findings->list.len = 0;
	findings->failed = false;
}

void
findings_free(struct findings *findings)
{
	findings_reset(findings);
	vec_free(&findings->list);
}

int
finding_compare(const struct finding *a, const struct finding *b)
{
	ORDER_BY(a->rule, b->rule);
	for (int i = 0; i < 3; i++)
		ORDER_BY(a->subject[i], b->subject[i]);
	ORDER_BY(a->period, b->period);
	return 0;
}

static bool
span_same(struct span a, struct span b)
{
	return a.start == b.start && a.end == b.end;
}

bool
finding_equal(const struct finding *a, const struct finding *b)
{
	return finding_compare(a, b) == 0 && a->level == b->level &&
	       span_same(a->first, b->first) &&
	       span_same(a->second, b->second) && a->need == b->need &&
	       a->have == b->have && a->items.len == b->items.len &&
	       (a->items.len == 0 ||
		   memcmp(a->items.items, b->items.items,
		       a->items.len * sizeof *a->items.items) == 0);
}

static int
compare(const void *a, const void *b)
{
	return finding_compare(a, b);
}

void
findings_sort(struct findings *findings)
{
	if (findings->list.len > 1)
		qsort(findings->list.items, findings->list.len,
		    sizeof *findings->list.items, compare);
}
