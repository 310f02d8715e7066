/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The uses of each limited row, sorted. A person's day of absence counts once
 * however many bookings are away on it: where they all exclude each other
 * they are summed, else a column says whether the person is absent.
 */
#include "schedule/resolve/model_parts.h"

#include <stdlib.h>

struct limiting {
	struct model *m;
	const struct model_use *before; /* of the last row that was written */
	int32_t before_len;
	int64_t before_room;
	int32_t before_kind;
};

static int
by_row(const void *a, const void *b)
{
	const struct model_use *x = a, *y = b;

	if (x->row != y->row)
		return x->row < y->row ? -1 : 1;
	if (x->who != y->who)
		return x->who < y->who ? -1 : 1;
	return (x->column > y->column) - (x->column < y->column);
}

static int32_t
mission_of(const struct model *m, const struct model_use *use)
{
	return m->column.items[use->column].mission;
}

/* Whether all that the row could be used by at once is within its room. The
 * uses of one mission come together by column. */
static bool
is_idle(const struct model *m, const struct model_use *use, int32_t len,
    int64_t room)
{
	int64_t sum = 0, most = 0;

	for (int32_t i = 0; i < len; i++) {
		bool same =
		    i > 0 && use[i].who == use[i - 1].who &&
		    mission_of(m, &use[i]) >= 0 &&
		    mission_of(m, &use[i]) == mission_of(m, &use[i - 1]);

		if (!same) {
			sum += most;
			most = 0;
		}
		if (use[i].by > most)
			most = use[i].by;
	}
	return sum + most <= room;
}

/* Whether each use is among those of the row before, which has no more room. */
static bool
is_within(const struct limiting *l, const struct model_use *use, int32_t len,
    int64_t room, int32_t kind)
{
	int32_t b = 0;

	if (kind != l->before_kind || room < l->before_room)
		return false;
	for (int32_t i = 0; i < len; i++) {
		while (b < l->before_len &&
		       (l->before[b].who < use[i].who ||
			   (l->before[b].who == use[i].who &&
			       l->before[b].column < use[i].column)))
			b++;
		if (b == l->before_len ||
		    l->before[b].column != use[i].column ||
		    l->before[b].by != use[i].by)
			return false;
	}
	return true;
}

static void
write_sum(
    struct limiting *l, const struct model_use *use, int32_t len, int64_t room)
{
	struct lp *lp = &l->m->lp;

	lp_begin(lp);
	for (int32_t i = 0; i < len; i++) {
		int64_t by = use[i].by;

		/* Each column once. */
		while (i + 1 < len && use[i + 1].column == use[i].column)
			by += use[++i].by;
		lp_term(lp, use[i].column, by);
	}
	lp_end(lp, room, false);
}

/* A person's absences of one day are at most the column's. */
static int32_t
write_absent(struct limiting *l, const struct model_use *use, int32_t len)
{
	struct lp *lp = &l->m->lp;
	struct model_column column = { MODEL_ABSENT, -1, -1, -1, -1 };
	int32_t a = lp_column(lp, 0);

	if (vec_push(&l->m->column, column) < 0)
		l->m->failed = true;
	lp_begin(lp);
	for (int32_t i = 0; i < len; i++)
		if (use[i].tied)
			lp_term(lp, use[i].column, 1);
	lp_term(lp, a, -1);
	lp_end(lp, 0, false);
	for (int32_t i = 0; i < len; i++) {
		if (use[i].tied)
			continue;
		lp_begin(lp);
		lp_term(lp, use[i].column, 1);
		lp_term(lp, a, -1);
		lp_end(lp, 0, false);
	}
	return a;
}

static int32_t
same_person(const struct model_use *use, int32_t len, bool *tied)
{
	int32_t n = 0;

	*tied = true;
	for (; n < len && use[n].who == use[0].who; n++)
		*tied &= use[n].tied;
	return n;
}

static void
write_day(
    struct limiting *l, const struct model_use *use, int32_t len, int64_t room)
{
	struct lp *lp = &l->m->lp;
	VEC(struct lp_term) terms = VEC_INIT;

	for (int32_t i = 0, n; i < len; i += n) {
		struct lp_term term = { 0, 1 };
		bool tied;

		n = same_person(use + i, len - i, &tied);
		if (!tied) {
			term.column = write_absent(l, use + i, n);
			l->m->failed |= vec_push(&terms, term) < 0;
		}
		for (int32_t k = 0; tied && k < n; k++) {
			term.column = use[i + k].column;
			l->m->failed |= vec_push(&terms, term) < 0;
		}
	}
	lp_begin(lp);
	vec_each(&terms, term)
		lp_term(lp, term->column, term->by);
	lp_end(lp, room, false);
	vec_free(&terms);
}

static int32_t
count_people(const struct model_use *use, int32_t len)
{
	int32_t people = 0;

	for (int32_t i = 0; i < len; i++)
		people += i == 0 || use[i].who != use[i - 1].who;
	return people;
}

/* Rows that follow each other and mean the same: one team's days, one
 * person's cliques, one resource's times. */
static int32_t
kind_of(const struct problem *p, const struct model_use *use)
{
	if (use->row >= p->rows)
		return 1000000000 + use->who;
	if (use->row < p->family[ROW_RESOURCE])
		return use->row / p->days;
	if (use->row < p->family[ROW_BUDGET])
		return 1000000 + (int32_t)p->limit[use->row];
	return 2000000 + use->row;
}

static void
limit_row(struct limiting *l, const struct model_use *use, int32_t len)
{
	struct model *m = l->m;
	const struct problem *p = m->problem;
	bool day = use->row < p->family[ROW_RESOURCE];
	int64_t room = 1;
	int32_t kind = kind_of(p, use);

	if (use->row < p->rows)
		room = p->limit[use->row] - m->roster->use[use->row];
	if (day ? count_people(use, len) <= room : is_idle(m, use, len, room))
		return;
	if (is_within(l, use, len, room, kind))
		return;
	l->before = use;
	l->before_len = len;
	l->before_room = room;
	l->before_kind = kind;
	if (day)
		write_day(l, use, len, room);
	else
		write_sum(l, use, len, room);
}

void
model_limits(struct model *m)
{
	struct limiting l = { .m = m, .before_kind = -1 };

	if (m->uses.len)
		qsort(
		    m->uses.items, m->uses.len, sizeof *m->uses.items, by_row);
	for (size_t i = 0, n; i < m->uses.len && !m->failed; i += n) {
		for (n = 1; i + n < m->uses.len &&
			    m->uses.items[i + n].row == m->uses.items[i].row;
		     n++)
			;
		limit_row(&l, m->uses.items + i, (int32_t)n);
	}
}
