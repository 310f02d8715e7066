/* SPDX-License-Identifier: Apache-2.0 */
/*
 * CPLEX LP format. Variables: d<mission> declined, z<option> attended,
 * x<option>_<candidate> sits in that candidate's role, y<option> a joint
 * delegation goes in that option's window, a<person>_<row> is absent that day.
 * That a person's bookings leave time for the way is written by cliques, as
 * the bound has them; they cover every pair.
 */
#include "lp_write.h"

#include <stdlib.h>

#include "base/cleanup.h"
#include "base/vec.h"
#include "schedule/resolve/ties.h"

struct lp_entry {
	int32_t row;
	char name;
	int32_t index;
	int64_t by;
};

struct writing {
	const struct problem *p;
	struct buf *out;
	struct ties ties;
	struct problem_part *seats; /* by row of ties: in seat */
	int32_t *seat;
	int32_t *option; /* by seat */
	int32_t *window; /* by option: the first of its joint's window */
	VEC(struct lp_entry) entries; /* of rows with a limit */
	int32_t rows;
	bool failed;
};

static void
writing_free(struct writing *w)
{
	ties_free(&w->ties);
	free(w->seats);
	free(w->seat);
	free(w->option);
	free(w->window);
	vec_free(&w->entries);
}

static void
begin_row(struct writing *w)
{
	buf_addf(w->out, "\n r%d:", w->rows++);
}

static void
term(struct writing *w, int64_t by, char name, int32_t index)
{
	buf_addf(w->out, "\n  %c %lld %c%d", by < 0 ? '-' : '+',
	    (long long)(by < 0 ? -by : by), name, index);
}

/* The candidates of a mission's roles stand in one run. */
static struct problem_part
candidates_of(const struct problem *p, const struct problem_mission *m)
{
	struct problem_part all = { 0, 0 };

	for (int32_t r = 0; r < m->roles.len; r++) {
		const struct problem_role *role = &p->role[m->roles.first + r];

		if (r == 0)
			all.first = role->people.first;
		all.len += role->people.len;
	}
	return all;
}

/* All x of one seat, times by. */
static void
seat_terms(struct writing *w, int32_t seat, int64_t by)
{
	const struct problem *p = w->p;
	int32_t at = w->option[seat];
	const struct problem_mission *m = &p->mission[p->option[at].mission];
	struct problem_part all = candidates_of(p, m);

	for (int32_t i = all.first; i < all.first + all.len; i++)
		if (p->role_crew[i] == seat - p->option[at].seats) {
			term(w, by, 'x', at);
			buf_addf(w->out, "_%d", i);
		}
}

/* ---- indexes ------------------------------------------------------------ */

static void
find_windows(struct writing *w)
{
	const struct problem *p = w->p;

	for (int32_t o = 0; o < p->options; o++) {
		const struct problem_option *at = &p->option[o];
		int32_t first = o;

		for (int32_t b = o; b-- > 0 && at->joint >= 0;)
			if (p->option[b].joint == at->joint &&
			    p->option[b].start == at->start &&
			    p->option[b].end == at->end) {
				first = w->window[b];
				break;
			}
		w->window[o] = first;
		for (int32_t k = 0; k < p->mission[at->mission].crew.len; k++)
			w->option[at->seats + k] = o;
	}
}

/* The ties the other way round: the seats of each row. */
static int
turn_ties(struct writing *w)
{
	const struct problem *p = w->p;
	int32_t total = 0;

	for (int pass = 0; pass < 2; pass++) {
		for (int32_t s = 0; s < p->seats; s++)
			for (int32_t i = 0; i < w->ties.of[s].len; i++) {
				struct problem_part *row =
				    &w->seats[w->ties.row[w->ties.of[s].first +
							  i]];

				if (w->seat)
					w->seat[row->first + row->len] = s;
				row->len++;
			}
		if (pass)
			return 0;
		for (int32_t row = 0; row < w->ties.rows; row++) {
			w->seats[row].first = total;
			total += w->seats[row].len;
			w->seats[row].len = 0;
		}
		w->seat = calloc((size_t)total + 1, sizeof *w->seat);
		if (!w->seat)
			return -ENOMEM;
	}
	return 0;
}

static int
writing_init(struct writing *w, struct err *err)
{
	const struct problem *p = w->p;

	if (ties_init(&w->ties, p, err) < 0)
		return err->code;
	w->seats = calloc((size_t)w->ties.rows + 1, sizeof *w->seats);
	w->option = calloc((size_t)p->seats + 1, sizeof *w->option);
	w->window = calloc((size_t)p->options + 1, sizeof *w->window);
	if (!w->seats || !w->option || !w->window || turn_ties(w) < 0)
		return err_set(err, -ENOMEM, "LP: out of memory");
	find_windows(w);
	return 0;
}

/* ---- the objective ------------------------------------------------------ */

static void
write_costs(struct writing *w, int32_t mission)
{
	const struct problem *p = w->p;
	const struct problem_mission *m = &p->mission[mission];
	int64_t swap = p->weights[1] * m->swap_cost;

	term(w, m->decline_cost, 'd', mission);
	for (int32_t o = m->options.first;
	     o < m->options.first + m->options.len; o++) {
		const struct problem_option *option = &p->option[o];
		int64_t cost = option->cost;

		if (option->joint >= 0)
			cost -= p->weights[2] * p->joint[option->joint].bonus;
		if (m->approved >= 0)
			cost += swap * m->slots.len;
		term(w, cost, 'z', o);
		if (option->joint >= 0 && w->window[o] == o)
			term(w, p->weights[2] * p->joint[option->joint].bonus,
			    'y', o);
		for (int32_t k = 0; k < m->crew.len; k++)
			if (problem_was_approved(
				p, m, p->crew[m->crew.first + k]))
				seat_terms(w, option->seats + k, -swap);
	}
}

/* ---- one mission -------------------------------------------------------- */

static void
write_role(struct writing *w, int32_t at, const struct problem_role *role)
{
	begin_row(w);
	for (int32_t i = role->people.first;
	     i < role->people.first + role->people.len; i++) {
		term(w, 1, 'x', at);
		buf_addf(w->out, "_%d", i);
	}
	term(w, -role->n, 'z', at);
	buf_adds(w->out, " = 0");
}

static void
write_option(struct writing *w, int32_t at)
{
	const struct problem *p = w->p;
	const struct problem_option *option = &p->option[at];
	const struct problem_mission *m = &p->mission[option->mission];

	for (int32_t r = 0; r < m->roles.len; r++)
		write_role(w, at, &p->role[m->roles.first + r]);
	for (int32_t k = 0; k < m->crew.len; k++) {
		begin_row(w);
		seat_terms(w, option->seats + k, 1);
		if (p->seat[option->seats + k].blocked) {
			buf_adds(w->out, " = 0");
			continue;
		}
		term(w, -1, 'z', at);
		buf_adds(w->out, " <= 0");
	}
	if (option->joint >= 0) {
		begin_row(w);
		term(w, 1, 'z', at);
		term(w, -1, 'y', w->window[at]);
		buf_adds(w->out, " <= 0");
	}
}

static void
write_pinned(struct writing *w, const struct problem_mission *m)
{
	const struct problem *p = w->p;
	const struct problem_option *option = &p->option[m->approved];

	begin_row(w);
	term(w, 1, 'z', m->approved);
	buf_adds(w->out, " = 1");
	for (int32_t k = 0; k < m->crew.len; k++) {
		if (!problem_was_approved(p, m, p->crew[m->crew.first + k]))
			continue;
		begin_row(w);
		seat_terms(w, option->seats + k, 1);
		buf_adds(w->out, " = 1");
	}
}

static void
write_mission(struct writing *w, int32_t mission)
{
	const struct problem_mission *m = &w->p->mission[mission];

	begin_row(w);
	term(w, 1, 'd', mission);
	for (int32_t o = 0; o < m->options.len; o++)
		term(w, 1, 'z', m->options.first + o);
	buf_adds(w->out, " = 1");
	for (int32_t o = 0; o < m->options.len; o++)
		write_option(w, m->options.first + o);
	if (m->pinned)
		write_pinned(w, m);
}

/* ---- what ties missions ------------------------------------------------- */

static void
write_cliques(struct writing *w)
{
	for (int32_t row = w->p->rows; row < w->ties.rows; row++) {
		struct problem_part seats = w->seats[row];

		begin_row(w);
		for (int32_t i = seats.first; i < seats.first + seats.len; i++)
			seat_terms(w, w->seat[i], 1);
		buf_adds(w->out, " <= 1");
	}
}

/* Each away seat makes its person absent; their sum is limited by day. */
static void
write_absent(struct writing *w, int32_t seat, int32_t person)
{
	const struct problem *p = w->p;
	const uint16_t *off = p->off_day + (size_t)person * (size_t)p->days;
	int32_t first = p->person[person].team * p->days;

	for (int32_t row = p->seat[seat].low; row < p->seat[seat].high; row++) {
		if (off[row - first] || p->seat[seat].blocked)
			continue;
		begin_row(w);
		seat_terms(w, seat, 1);
		term(w, -1, 'a', person);
		buf_addf(w->out, "_%d <= 0", row);
	}
}

static void
write_days(struct writing *w)
{
	const struct problem *p = w->p;

	for (int32_t seat = 0; seat < p->seats; seat++) {
		int32_t o = w->option[seat];
		struct problem_part crew =
		    p->mission[p->option[o].mission].crew;

		write_absent(
		    w, seat, p->crew[crew.first + seat - p->option[o].seats]);
	}
	for (int32_t row = 0; row < p->family[ROW_RESOURCE]; row++) {
		int32_t team = row / p->days;

		if (!w->seats[row].len)
			continue;
		begin_row(w);
		for (int32_t i = 0; i < p->people; i++)
			if (p->person[i].team == team) {
				term(w, 1, 'a', i);
				buf_addf(w->out, "_%d", row);
			}
		buf_addf(w->out, " <= %lld", (long long)p->limit[row]);
	}
}

/* ---- limits ------------------------------------------------------------- */

static void
add_loads(struct writing *w, struct problem_part part, char name, int32_t at)
{
	const struct problem *p = w->p;

	for (int32_t l = part.first; l < part.first + part.len; l++)
		for (int32_t row = p->load[l].low; row < p->load[l].high;
		     row++) {
			struct lp_entry entry = { row, name, at,
				p->load[l].amount };

			w->failed |= vec_push(&w->entries, entry) < 0;
		}
}

static void
add_entries(struct writing *w)
{
	const struct problem *p = w->p;

	for (int32_t o = 0; o < p->options; o++) {
		add_loads(w, p->option[o].loads, 'z', o);
		if (w->window[o] == o)
			add_loads(w, p->option[o].share, 'y', o);
	}
	for (int32_t s = 0; s < p->seats; s++) {
		int32_t o = w->option[s];
		int32_t crew = p->mission[p->option[o].mission].crew.first + s -
			       p->option[o].seats;
		struct lp_entry entry = { p->family[ROW_AWAY] + p->crew[crew],
			'x', s, p->seat[s].high - p->seat[s].low };

		if (entry.by)
			w->failed |= vec_push(&w->entries, entry) < 0;
	}
}

static int
by_row(const void *a, const void *b)
{
	const struct lp_entry *x = a, *y = b;

	if (x->row != y->row)
		return x->row < y->row ? -1 : 1;
	return (x->index > y->index) - (x->index < y->index);
}

static void
write_limits(struct writing *w)
{
	add_entries(w);
	if (w->entries.len)
		qsort(w->entries.items, w->entries.len,
		    sizeof *w->entries.items, by_row);
	for (size_t i = 0; i < w->entries.len;) {
		int32_t row = w->entries.items[i].row;

		begin_row(w);
		for (; i < w->entries.len && w->entries.items[i].row == row;
		     i++) {
			const struct lp_entry *at = &w->entries.items[i];

			if (at->name == 'x')
				seat_terms(w, at->index, at->by);
			else
				term(w, at->by, at->name, at->index);
		}
		buf_addf(w->out, " <= %lld", (long long)w->p->limit[row]);
	}
}

/* One window at most for each joint delegation. */
static void
write_windows(struct writing *w)
{
	const struct problem *p = w->p;

	for (int32_t o = 0; o < p->options; o++) {
		bool begun = false;

		if (p->option[o].joint < 0 || w->window[o] != o)
			continue;
		for (int32_t b = o + 1; b < p->options; b++) {
			if (p->option[b].joint != p->option[o].joint ||
			    w->window[b] != b)
				continue;
			if (!begun) {
				begin_row(w);
				term(w, 1, 'y', o);
			}
			begun = true;
			term(w, 1, 'y', b);
		}
		if (begun)
			buf_adds(w->out, " <= 1");
	}
}

/* ---- the whole ---------------------------------------------------------- */

static void
write_binaries(struct writing *w)
{
	const struct problem *p = w->p;

	buf_adds(w->out, "\nBinaries");
	for (int32_t i = 0; i < p->missions; i++)
		buf_addf(w->out, "\n d%d", i);
	for (int32_t o = 0; o < p->options; o++) {
		struct problem_part all =
		    candidates_of(p, &p->mission[p->option[o].mission]);

		buf_addf(w->out, "\n z%d", o);
		if (p->option[o].joint >= 0 && w->window[o] == o)
			buf_addf(w->out, "\n y%d", o);
		for (int32_t i = all.first; i < all.first + all.len; i++)
			buf_addf(w->out, "\n x%d_%d", o, i);
	}
	buf_adds(w->out, "\nEnd\n");
}

int
lp_write(const struct problem *p, struct buf *out, struct err *err)
{
	CLEANUP(writing_free) struct writing w = { .p = p, .out = out };

	if (writing_init(&w, err) < 0)
		return err->code;
	buf_adds(out, "Minimize\n cost:");
	for (int32_t i = 0; i < p->missions; i++)
		write_costs(&w, i);
	buf_adds(out, "\nSubject To");
	for (int32_t i = 0; i < p->missions; i++)
		write_mission(&w, i);
	write_cliques(&w);
	write_days(&w);
	write_limits(&w);
	write_windows(&w);
	write_binaries(&w);
	if (w.failed || buf_error(out) < 0)
		return err_set(err, -ENOMEM, "LP: out of memory");
	return 0;
}
