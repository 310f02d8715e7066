/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The users of a row are a list of options made once; the absent of a day and
 * the bookings of a person are read off the roster. Where a row is short, as
 * many of its users go as are needed, by chance: the search that follows may
 * put any of them back.
 */
#include "ruin.h"

#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"

/* ---- indexes ------------------------------------------------------------ */

static void
count_loads(struct ruin *ruin, struct problem_part loads, int32_t option)
{
	const struct problem *p = ruin->problem;
	int32_t first = p->family[ROW_RESOURCE];

	for (int32_t l = loads.first; l < loads.first + loads.len; l++)
		for (int32_t row = p->load[l].low; row < p->load[l].high;
		     row++) {
			struct problem_part *users = &ruin->users[row - first];

			if (ruin->user)
				ruin->user[users->first + users->len] = option;
			users->len++;
		}
}

static void
count_users(struct ruin *ruin)
{
	const struct problem *p = ruin->problem;

	for (int32_t o = 0; o < p->options; o++) {
		count_loads(ruin, p->option[o].loads, o);
		count_loads(ruin, p->option[o].share, o);
	}
}

static int
index_users(struct ruin *ruin)
{
	const struct problem *p = ruin->problem;
	int32_t rows = p->family[ROW_AWAY] - p->family[ROW_RESOURCE];
	int32_t total = 0;

	ruin->users = calloc((size_t)rows + 1, sizeof *ruin->users);
	if (!ruin->users)
		return -ENOMEM;
	count_users(ruin);
	for (int32_t row = 0; row < rows; row++) {
		ruin->users[row].first = total;
		total += ruin->users[row].len;
		ruin->users[row].len = 0;
	}
	ruin->user = calloc((size_t)total + 1, sizeof *ruin->user);
	if (!ruin->user)
		return -ENOMEM;
	count_users(ruin);
	return 0;
}

static int
index_members(struct ruin *ruin)
{
	const struct problem *p = ruin->problem;
	int32_t total = 0;

	ruin->members = calloc((size_t)p->teams + 1, sizeof *ruin->members);
	ruin->member = calloc((size_t)p->people + 1, sizeof *ruin->member);
	if (!ruin->members || !ruin->member)
		return -ENOMEM;
	for (int32_t i = 0; i < p->people; i++)
		ruin->members[p->person[i].team].len++;
	for (int32_t t = 0; t < p->teams; t++) {
		ruin->members[t].first = total;
		total += ruin->members[t].len;
		ruin->members[t].len = 0;
	}
	for (int32_t i = 0; i < p->people; i++) {
		struct problem_part *at = &ruin->members[p->person[i].team];

		ruin->member[at->first + at->len++] = i;
	}
	return 0;
}

/* What no plan undercuts: the cheapest option as if it were alone. */
static int64_t
least_of(const struct problem *p, int32_t mission)
{
	const struct problem_mission *m = &p->mission[mission];
	int64_t least = m->decline_cost;

	for (int32_t o = 0; o < m->options.len; o++) {
		const struct problem_option *option =
		    &p->option[m->options.first + o];
		int64_t cost = option->cost;

		if (option->joint >= 0)
			cost -= p->weights[2] * p->joint[option->joint].bonus;
		if (cost < least)
			least = cost;
	}
	return least;
}

int
ruin_init(struct ruin *ruin, const struct problem *p, struct err *err)
{
	*ruin = (struct ruin){ .problem = p };
	ruin->least = calloc((size_t)p->missions + 1, sizeof *ruin->least);
	ruin->mark = calloc((size_t)p->missions + 1, sizeof *ruin->mark);
	ruin->held = calloc((size_t)p->missions + 1, sizeof *ruin->held);
	if (!ruin->least || !ruin->mark || !ruin->held ||
	    index_users(ruin) < 0 || index_members(ruin) < 0) {
		ruin_free(ruin);
		return err_set(err, -ENOMEM, "resolve: out of memory");
	}
	for (int32_t i = 0; i < p->missions; i++) {
		ruin->least[i] = least_of(p, i);
		ruin->held[i] = p->mission[i].pinned;
	}
	return 0;
}

void
ruin_free(struct ruin *ruin)
{
	free(ruin->users);
	free(ruin->user);
	free(ruin->members);
	free(ruin->member);
	free(ruin->least);
	free(ruin->mark);
	free(ruin->held);
	memset(ruin, 0, sizeof *ruin);
}

int64_t
ruin_excess(
    const struct ruin *ruin, const struct roster *roster, int32_t mission)
{
	const struct problem *p = ruin->problem;
	int32_t at = roster->choice[mission].option;
	int32_t joint = at < 0 ? -1 : p->option[at].joint;
	int64_t cost = roster_mission_cost(roster, mission);

	if (joint >= 0 && roster->joint[joint].teams == 1)
		cost += p->weights[2] * p->joint[joint].bonus;
	return cost - ruin->least[mission];
}

/* ---- who is in the way -------------------------------------------------- */

struct seeking {
	struct ruin *ruin;
	const struct roster *roster;
	void (*visit)(void *ctx, int32_t mission);
	void *ctx;
};

/* Resource, budget, event: all that load the row now. */
static void
seek_users(struct seeking *s, int32_t row)
{
	const struct problem *p = s->ruin->problem;
	struct problem_part users =
	    s->ruin->users[row - p->family[ROW_RESOURCE]];

	for (int32_t u = users.first; u < users.first + users.len; u++) {
		int32_t option = s->ruin->user[u];
		int32_t mission = p->option[option].mission;

		if (s->roster->choice[mission].option == option)
			s->visit(s->ctx, mission);
	}
}

static void
seek_loads(struct seeking *s, struct problem_part loads)
{
	const struct problem *p = s->ruin->problem;

	for (int32_t l = loads.first; l < loads.first + loads.len; l++)
		for (int32_t row = p->load[l].low; row < p->load[l].high; row++)
			if (s->roster->use[row] + p->load[l].amount >
			    p->limit[row])
				seek_users(s, row);
}

/* Joint: those who attend the same event at another time. */
static void
seek_joint(struct seeking *s, const struct problem_option *wish)
{
	const struct problem *p = s->ruin->problem;
	const struct roster_joint *joint = &s->roster->joint[wish->joint];
	const struct problem_option *window;

	if (!joint->teams) {
		seek_loads(s, wish->share);
		return;
	}
	window = &p->option[joint->option];
	if (window->start == wish->start && window->end == wish->end)
		return;
	for (int32_t o = 0; o < p->options; o++)
		if (p->option[o].joint == wish->joint &&
		    s->roster->choice[p->option[o].mission].option == o)
			s->visit(s->ctx, p->option[o].mission);
}

/* Person: bookings that leave no time for the way. */
static void
seek_person(struct seeking *s, int32_t person,
    const struct problem_option *wish, int32_t city)
{
	const struct problem *p = s->ruin->problem;
	struct problem_part booked = s->roster->booked[person];
	const struct roster_booking *all = s->roster->booking + booked.first;
	int32_t at = roster_after(s->roster, person, wish->start);

	for (int32_t i = at; i-- > 0;) {
		if (all[i].end + problem_travel(p, all[i].city, city) <=
		    wish->start)
			break;
		s->visit(s->ctx, all[i].mission);
	}
	for (int32_t i = at; i < booked.len; i++) {
		if (wish->end + problem_travel(p, city, all[i].city) <=
		    all[i].start)
			break;
		s->visit(s->ctx, all[i].mission);
	}
}

/* Whether the person's booking is one that is away on the row's day. */
static bool
blocks_day(const struct roster *roster, const struct roster_booking *booking,
    int32_t person, int32_t row)
{
	const struct problem *p = roster->problem;
	const struct roster_choice *choice = &roster->choice[booking->mission];
	struct problem_part crew = p->mission[booking->mission].crew;

	for (int32_t k = 0; k < crew.len; k++) {
		const struct problem_seat *seat;

		if (p->crew[crew.first + k] != person)
			continue;
		seat = &p->seat[p->option[choice->option].seats + k];
		return seat->low <= row && row < seat->high;
	}
	return false;
}

/* Presence: those of the team who are away on that day. */
static void
seek_day(struct seeking *s, int32_t row)
{
	const struct problem *p = s->ruin->problem;
	int32_t team = row / p->days, day = row % p->days;
	struct problem_part members = s->ruin->members[team];

	for (int32_t i = members.first; i < members.first + members.len; i++) {
		int32_t who = s->ruin->member[i];
		size_t at = (size_t)who * (size_t)p->days + (size_t)day;
		struct problem_part booked = s->roster->booked[who];
		const struct roster_booking *all =
		    s->roster->booking + booked.first;

		if (p->off_day[at] || !s->roster->absent[at])
			continue;
		for (int32_t b = 0; b < booked.len; b++)
			if (blocks_day(s->roster, &all[b], who, row))
				s->visit(s->ctx, all[b].mission);
	}
}

static void
seek_days(struct seeking *s, int32_t person, const struct problem_seat *seat)
{
	const struct problem *p = s->ruin->problem;
	int32_t first = p->person[person].team * p->days;
	int32_t away = p->family[ROW_AWAY] + person;
	const uint16_t *absent =
	    s->roster->absent + (size_t)person * (size_t)p->days;
	struct problem_part booked = s->roster->booked[person];

	for (int32_t row = seat->low; row < seat->high; row++)
		if (!absent[row - first] &&
		    s->roster->use[row] >= p->limit[row])
			seek_day(s, row);
	if (s->roster->use[away] + seat->high - seat->low > p->limit[away])
		for (int32_t b = 0; b < booked.len; b++)
			s->visit(s->ctx,
			    s->roster->booking[booked.first + b].mission);
}

void
ruin_blockers(struct ruin *ruin, const struct roster *roster,
    const struct roster_choice *wish, void (*visit)(void *ctx, int32_t mission),
    void *ctx)
{
	const struct problem *p = ruin->problem;
	const struct problem_option *option = &p->option[wish->option];
	const struct problem_mission *m = &p->mission[option->mission];
	struct seeking s = { ruin, roster, visit, ctx };

	seek_loads(&s, option->loads);
	if (option->joint >= 0)
		seek_joint(&s, option);
	for (int32_t i = 0; i < m->slots.len; i++) {
		int32_t crew = wish->crew[i];
		const struct problem_seat *seat =
		    &p->seat[option->seats + crew];
		int32_t person = p->crew[m->crew.first + crew];

		seek_person(&s, person, option, seat->city);
		if (seat->low < seat->high)
			seek_days(&s, person, seat);
	}
}

/* ---- taking them -------------------------------------------------------- */

/* Blockers are sampled evenly into what room there is. */
struct sample {
	struct ruin *ruin;
	struct dice *dice;
	int32_t most, seen;
	int32_t kept[BLOCK_MOST];
};

static bool
take(struct ruin *ruin, int32_t mission, int32_t most)
{
	if (ruin->len >= most || ruin->mark[mission] == ruin->round ||
	    ruin->held[mission])
		return false;
	ruin->mark[mission] = ruin->round;
	ruin->mission[ruin->len++] = mission;
	return true;
}

static void
sample_one(void *ctx, int32_t mission)
{
	struct sample *sample = ctx;
	int32_t at = sample->seen++;

	if (at >= sample->most)
		at = dice_roll(sample->dice, sample->seen);
	if (at < sample->most)
		sample->kept[at] = mission;
}

/* Somebody for each slot, by chance; false when a role lacks people. */
static bool
wish_people(
    const struct problem *p, struct roster_choice *wish, struct dice *dice)
{
	const struct problem_option *option = &p->option[wish->option];
	const struct problem_mission *m = &p->mission[option->mission];
	int32_t slot = 0;

	for (int32_t r = m->roles.first; r < m->roles.first + m->roles.len;
	     r++) {
		struct problem_part part = p->role[r].people;

		for (int32_t n = p->role[r].n; n > 0; n--) {
			int32_t tries = 8, crew = -1;

			while (crew < 0 && part.len && tries-- > 0) {
				crew = p->role_crew[part.first +
						    dice_roll(dice, part.len)];
				for (int32_t s = 0; s < slot; s++)
					if (wish->crew[s] == crew)
						crew = -1;
				if (crew >= 0 &&
				    p->seat[option->seats + crew].blocked)
					crew = -1;
			}
			if (crew < 0)
				return false;
			wish->crew[slot++] = (int16_t)crew;
		}
	}
	return true;
}

static void
take_blockers(struct ruin *ruin, const struct roster *roster, int32_t focus,
    int32_t most, struct dice *dice)
{
	const struct problem *p = ruin->problem;
	const struct problem_mission *m = &p->mission[focus];
	struct sample sample = {
		.ruin = ruin, .dice = dice, .most = most - ruin->len
	};
	struct roster_choice wish;

	if (!m->options.len)
		return;
	wish.option = m->options.first + dice_roll(dice, m->options.len);
	if (m->approved >= 0 && dice_roll(dice, 2))
		wish.option = m->approved;
	if (wish.option == m->approved && dice_roll(dice, 4) &&
	    roster_approved(p, focus, &wish))
		;
	else if (!wish_people(p, &wish, dice))
		return;
	ruin_blockers(ruin, roster, &wish, sample_one, &sample);
	if (sample.seen > sample.most)
		sample.seen = sample.most;
	for (int32_t i = 0; i < sample.seen; i++)
		take(ruin, sample.kept[i], most);
}

/* Someone of the mission's crew, and a mission of theirs near in time. */
static void
take_colleague(struct ruin *ruin, const struct roster *roster, int32_t mission,
    int32_t most, struct dice *dice)
{
	const struct problem *p = ruin->problem;
	const struct problem_mission *m = &p->mission[mission];
	struct problem_part booked;
	int32_t who, at;

	if (!m->crew.len || !m->options.len)
		return;
	who = p->crew[m->crew.first + dice_roll(dice, m->crew.len)];
	booked = roster->booked[who];
	at = roster_after(roster, who,
	    p->option[m->options.first + dice_roll(dice, m->options.len)]
		.start);
	at += dice_roll(dice, 3) - 1;
	if (at >= 0 && at < booked.len)
		take(ruin, roster->booking[booked.first + at].mission, most);
}

/* Another user of something that one of its options loads. */
static void
take_rival(struct ruin *ruin, int32_t mission, int32_t most, struct dice *dice)
{
	const struct problem *p = ruin->problem;
	const struct problem_mission *m = &p->mission[mission];
	const struct problem_option *option;
	const struct problem_load *load;
	struct problem_part users;

	if (!m->options.len)
		return;
	option = &p->option[m->options.first + dice_roll(dice, m->options.len)];
	if (!option->loads.len)
		return;
	load =
	    &p->load[option->loads.first + dice_roll(dice, option->loads.len)];
	if (load->low == load->high)
		return;
	users =
	    ruin->users[load->low + dice_roll(dice, load->high - load->low) -
			p->family[ROW_RESOURCE]];
	take(ruin,
	    p->option[ruin->user[users.first + dice_roll(dice, users.len)]]
		.mission,
	    most);
}

void
ruin_around(struct ruin *ruin, const struct roster *roster, int32_t focus,
    int32_t most, struct dice *dice)
{
	ruin->round++;
	ruin->len = 0;
	if (!take(ruin, focus, most))
		return;
	take_blockers(ruin, roster, focus, most - most / 4, dice);
	for (int32_t tries = 2 * most; tries > 0 && ruin->len < most; tries--) {
		int32_t from = ruin->mission[dice_roll(dice, ruin->len)];

		if (dice_roll(dice, 4))
			take_colleague(ruin, roster, from, most, dice);
		else
			take_rival(ruin, from, most, dice);
	}
}
