/* SPDX-License-Identifier: Apache-2.0 */
#include "resolve_twin.h"

#include <string.h>

#define DAY 1440

static int
among(struct chance *chance, int min, int max)
{
	return (int)chance_range(chance, min, max);
}

/* ---- making ------------------------------------------------------------- */

static void
make_people(struct chance *chance, struct tiny *t)
{
	for (int i = 0; i < t->people; i++) {
		t->person[i].team = i % t->teams;
		t->person[i].base = chance_one_in(chance, 5);
		t->person[i].most_away = among(chance, 1, 5);
		if (chance_one_in(chance, 3)) {
			t->person[i].off_start =
			    among(chance, 0, t->days) * DAY;
			t->person[i].off_end =
			    t->person[i].off_start + among(chance, 1, 3) * 700;
		}
	}
}

static void
make_option(struct chance *chance, struct tiny *t, struct tiny_mission *m,
    int o, int joint)
{
	bool remote = o > 0 && chance_one_in(chance, 3);
	int day = among(chance, 0, t->days - 1);

	m->option[o].start = day * DAY + 540 + 60 * among(chance, 0, 3);
	m->option[o].end = m->option[o].start + among(chance, 1, 3) * 600 - 240;
	m->option[o].city = remote ? -1 : among(chance, 0, 2);
	m->option[o].away = !remote && m->option[o].city != 0;
	m->option[o].unit = remote ? 0 : 10 * among(chance, 0, 9);
	m->option[o].resource =
	    chance_one_in(chance, 3) ? among(chance, 0, t->resources - 1) : -1;
	m->option[o].joint = -1;
	m->option[o].pen = among(chance, 0, 9);
	if (o == 0 && joint >= 0) { /* all of one joint, at one time */
		m->option[o].start = joint * DAY + 540;
		m->option[o].end = joint * DAY + 1080;
		m->option[o].joint = joint;
	}
}

static void
make_role(
    struct chance *chance, const struct tiny *t, struct tiny_mission *m, int r)
{
	for (int i = 0; i < t->people; i++)
		if (m->cands[r] < 3 &&
		    (t->person[i].team == m->team ||
			chance_one_in(chance, 9)) &&
		    !chance_one_in(chance, 4))
			m->cand[r][m->cands[r]++] = i;
}

/* Approved, sometimes pinned; not always so that it can stand. */
static void
approve(struct chance *chance, struct tiny_mission *m)
{
	m->approved_option = among(chance, 0, m->options - 1);
	for (int r = 0; r < m->roles; r++) {
		if (!m->cands[r])
			return;
		m->approved_who[r] =
		    m->cand[r][among(chance, 0, m->cands[r] - 1)];
	}
	if (m->roles == 2 && m->approved_who[0] == m->approved_who[1])
		return;
	m->approved = true;
	m->move = among(chance, 1, 3);
	m->swap = among(chance, 1, 2);
	m->drop = among(chance, 2, 6);
}

static void
make_mission(struct chance *chance, struct tiny *t, struct tiny_mission *m)
{
	int joint =
	    chance_one_in(chance, 2) ? among(chance, 0, t->joints - 1) : -1;

	m->team = among(chance, 0, t->teams - 1);
	m->roles = among(chance, 1, 2);
	m->options = among(chance, 1, 2);
	for (int r = 0; r < m->roles; r++)
		make_role(chance, t, m, r);
	for (int o = 0; o < m->options; o++)
		make_option(chance, t, m, o, joint);
	m->decline[0] = chance_one_in(chance, 4) ? among(chance, 1, 3) : 0;
	m->decline[2] = among(chance, 3, 20);
	if (chance_one_in(chance, 2))
		approve(chance, m);
}

void
tiny_make(struct chance *chance, struct tiny *t)
{
	memset(t, 0, sizeof *t);
	t->teams = 2;
	t->people = among(chance, 2, 5);
	t->days = among(chance, 3, 5);
	t->resources = 2;
	t->joints = 2;
	t->missions = among(chance, 2, 4);
	t->weights[0] = 100000;
	t->weights[1] = 100;
	t->weights[2] = 1;
	t->travel[0][1] = t->travel[1][0] = 60 * among(chance, 1, 5);
	t->travel[1][2] = t->travel[2][1] = 60 * among(chance, 1, 5);
	t->travel[0][2] = t->travel[2][0] =
	    t->travel[0][1] + t->travel[1][2] - 60 * among(chance, 0, 1);
	for (int i = 0; i < t->teams; i++) {
		t->min_home[i] = among(chance, 0, 1);
		t->limit[i] = 20 * among(chance, 1, 10);
	}
	make_people(chance, t);
	for (int r = 0; r < t->resources; r++)
		t->capacity[r] = among(chance, 1, 2);
	for (int j = 0; j < t->joints; j++) {
		t->joint[j].bonus = among(chance, 0, 9);
		t->joint[j].most =
		    chance_one_in(chance, 2) ? among(chance, 1, 3) : -1;
		t->joint[j].resource =
		    chance_one_in(chance, 2) ? among(chance, 0, 1) : -1;
	}
	for (int i = 0; i < t->missions; i++)
		make_mission(chance, t, &t->mission[i]);
}

/* ---- writing ------------------------------------------------------------ */

static void
write_list(struct buf *out, const int *items, int len)
{
	buf_adds(out, "[");
	for (int i = 0; i < len; i++)
		buf_addf(out, "%s%d", i ? "," : "", items[i]);
	buf_adds(out, "]");
}

static void
write_uses(struct buf *out, const char *key, int resource)
{
	if (resource < 0)
		buf_addf(out, "\"%s\":[]", key);
	else
		buf_addf(out, "\"%s\":[[%d,1]]", key, resource);
}

static void
write_options(
    const struct tiny *t, const struct tiny_mission *m, struct buf *out)
{
	for (int o = 0; o < m->options; o++) {
		buf_addf(out,
		    "%s{\"kind\":\"visit\",\"s\":%lld,\"e\":%lld,\"away\":%d,"
		    "\"unit_cost\":%d,\"fixed_cost\":0,\"pen\":%d,",
		    o ? "," : "", (long long)(m->option[o].start + t->shift),
		    (long long)(m->option[o].end + t->shift), m->option[o].away,
		    m->option[o].unit, m->option[o].pen);
		if (m->option[o].city < 0)
			buf_adds(out, "\"city\":null,");
		else
			buf_addf(out, "\"city\":%d,", m->option[o].city);
		if (m->option[o].joint < 0)
			buf_adds(out, "\"joint\":null,");
		else
			buf_addf(out, "\"joint\":%d,", m->option[o].joint);
		write_uses(out, "res", m->option[o].resource);
		buf_adds(out, "}");
	}
}

static void
write_mission(const struct tiny *t, int i, struct buf *out)
{
	const struct tiny_mission *m = &t->mission[i];

	buf_addf(out, "%s{\"id\":%d,\"team\":%d,\"roles\":[", i ? "," : "", i,
	    m->team);
	for (int r = 0; r < m->roles; r++) {
		buf_addf(out, "%s{\"n\":1,\"cands\":", r ? "," : "");
		write_list(out, m->cand[r], m->cands[r]);
		buf_adds(out, "}");
	}
	buf_adds(out, "],\"options\":[");
	write_options(t, m, out);
	buf_adds(out, "],\"decline\":");
	write_list(out, m->decline, 3);
	if (m->approved) {
		buf_addf(out, ",\"approved\":{\"option\":%d,\"roles\":[[%d]",
		    m->approved_option, m->approved_who[0]);
		if (m->roles == 2)
			buf_addf(out, ",[%d]", m->approved_who[1]);
		buf_adds(out, "]}");
	} else {
		buf_adds(out, ",\"approved\":null");
	}
	buf_addf(out,
	    ",\"pinned\":%s,\"move_cost\":%d,\"swap_cost\":%d,"
	    "\"drop_cost\":%d}",
	    m->pinned ? "true" : "false", m->move, m->swap, m->drop);
}

static void
write_people(const struct tiny *t, struct buf *out)
{
	for (int i = 0; i < t->people; i++) {
		buf_addf(out,
		    "%s{\"team\":%d,\"base\":%d,\"max_away_days\":%d,"
		    "\"unavail\":[",
		    i ? "," : "", t->person[i].team, t->person[i].base,
		    t->person[i].most_away);
		if (t->person[i].off_start < t->person[i].off_end)
			buf_addf(out, "[%lld,%lld]",
			    (long long)(t->person[i].off_start + t->shift),
			    (long long)(t->person[i].off_end + t->shift));
		buf_adds(out, "]}");
	}
}

static void
write_limits(const struct tiny *t, struct buf *out)
{
	buf_adds(out, "],\"resources\":[");
	for (int r = 0; r < t->resources; r++)
		buf_addf(
		    out, "%s{\"capacity\":%d}", r ? "," : "", t->capacity[r]);
	buf_adds(out, "],\"budgets\":[");
	for (int i = 0; i < t->teams; i++)
		buf_addf(out,
		    "%s{\"team\":%d,\"s\":%lld,\"e\":%lld,\"limit\":%d}",
		    i ? "," : "", i, (long long)t->shift,
		    (long long)(t->shift + 40 * DAY), t->limit[i]);
	buf_adds(out, "],\"joints\":[");
	for (int j = 0; j < t->joints; j++) {
		buf_addf(
		    out, "%s{\"bonus\":%d,", j ? "," : "", t->joint[j].bonus);
		if (t->joint[j].most >= 0)
			buf_addf(
			    out, "\"max_delegates\":%d,", t->joint[j].most);
		write_uses(out, "shared_res", t->joint[j].resource);
		buf_adds(out, "}");
	}
}

void
tiny_write(const struct tiny *t, struct buf *out)
{
	buf_addf(out,
	    "{\"format\":\"mission-instance-1\",\"weights\":[%lld,%lld,%lld],"
	    "\"travel_min\":[",
	    (long long)t->weights[0], (long long)t->weights[1],
	    (long long)t->weights[2]);
	for (int c = 0; c < TINY_CITIES; c++) {
		buf_adds(out, c ? "," : "");
		write_list(out, t->travel[c], TINY_CITIES);
	}
	buf_adds(out, "],\"presence_days\":[");
	for (int d = 0; d < t->days; d++)
		buf_addf(out, "%s[%lld,%lld]", d ? "," : "",
		    (long long)(d * DAY + 600 + t->shift),
		    (long long)(d * DAY + 960 + t->shift));
	buf_adds(out, "],\"teams\":[");
	for (int i = 0; i < t->teams; i++)
		buf_addf(
		    out, "%s{\"min_home\":%d}", i ? "," : "", t->min_home[i]);
	buf_adds(out, "],\"persons\":[");
	write_people(t, out);
	write_limits(t, out);
	buf_adds(out, "],\"missions\":[");
	for (int i = 0; i < t->missions; i++)
		write_mission(t, i, out);
	buf_adds(out, "]}");
}

/* ---- the rules ---------------------------------------------------------- */

struct checking {
	const struct tiny *t;
	const struct tiny_plan *plan;
};

static bool
goes(const struct checking *c, int mission, int person)
{
	const struct tiny_mission *m = &c->t->mission[mission];

	if (c->plan->option[mission] < 0)
		return false;
	for (int r = 0; r < m->roles; r++)
		if (c->plan->who[mission][r] == person)
			return true;
	return false;
}

static int
city_of(const struct checking *c, int mission, int person)
{
	int city = c->t->mission[mission].option[c->plan->option[mission]].city;

	return city < 0 ? c->t->person[person].base : city;
}

/* H3 and absences: any two bookings of a person leave time for the way. */
static bool
times_fit(const struct checking *c, int i)
{
	const struct tiny *t = c->t;

	for (int a = 0; a < t->missions; a++) {
		const struct tiny_mission *m = &t->mission[a];
		int o = c->plan->option[a], way;

		if (!goes(c, a, i))
			continue;
		way = t->travel[t->person[i].base][city_of(c, a, i)];
		if (t->person[i].off_start < t->person[i].off_end &&
		    m->option[o].start - way < t->person[i].off_end &&
		    t->person[i].off_start < m->option[o].end + way)
			return false;
		for (int b = 0; b < t->missions; b++) {
			const struct tiny_mission *n = &t->mission[b];
			int q = c->plan->option[b];

			if (a == b || !goes(c, b, i))
				continue;
			way = t->travel[city_of(c, a, i)][city_of(c, b, i)];
			if (m->option[o].start <= n->option[q].start &&
			    m->option[o].end + way > n->option[q].start)
				return false;
		}
	}
	return true;
}

static bool
is_away(const struct checking *c, int mission, int person, int day)
{
	const struct tiny_mission *m = &c->t->mission[mission];
	int o = c->plan->option[mission], way;

	if (!goes(c, mission, person) || !m->option[o].away)
		return false;
	way = c->t->travel[c->t->person[person].base]
			  [city_of(c, mission, person)];
	return m->option[o].start - way < day * DAY + 960 &&
	       day * DAY + 600 < m->option[o].end + way;
}

/* H4 and H8. */
static bool
days_fit(const struct checking *c)
{
	const struct tiny *t = c->t;
	int away[TINY_PEOPLE] = { 0 };

	for (int d = 0; d < t->days; d++) {
		int size[4] = { 0 }, off[4] = { 0 }, absent[4] = { 0 };

		for (int i = 0; i < t->people; i++) {
			int team = t->person[i].team, times = 0;
			bool is_off =
			    t->person[i].off_start < t->person[i].off_end &&
			    t->person[i].off_start < d * DAY + 960 &&
			    d * DAY + 600 < t->person[i].off_end;

			for (int a = 0; a < t->missions; a++)
				times += is_away(c, a, i, d);
			away[i] += times;
			size[team]++;
			off[team] += is_off;
			absent[team] += times > 0 && !is_off;
		}
		for (int team = 0; team < t->teams; team++) {
			int room = size[team] - t->min_home[team] - off[team];

			if (absent[team] > (room > 0 ? room : 0))
				return false;
		}
	}
	for (int i = 0; i < t->people; i++)
		if (away[i] > t->person[i].most_away)
			return false;
	return true;
}

/* What is used of a resource at an instant; a joint uses it once. */
static int
used(const struct checking *c, int resource, int instant)
{
	const struct tiny *t = c->t;
	bool counted[4] = { false };
	int sum = 0;

	for (int a = 0; a < t->missions; a++) {
		const struct tiny_mission *m = &t->mission[a];
		int o = c->plan->option[a], joint;

		if (o < 0 || instant < m->option[o].start ||
		    instant >= m->option[o].end)
			continue;
		sum += m->option[o].resource == resource;
		joint = m->option[o].joint;
		if (joint >= 0 && t->joint[joint].resource == resource &&
		    !counted[joint]) {
			counted[joint] = true;
			sum++;
		}
	}
	return sum;
}

/* H5 (use is greatest where something begins), H6 and H7. */
static bool
limits_fit(const struct checking *c)
{
	const struct tiny *t = c->t;
	int delegates[4] = { 0 }, money[4] = { 0 };

	for (int a = 0; a < t->missions; a++) {
		const struct tiny_mission *m = &t->mission[a];
		int o = c->plan->option[a];

		if (o < 0)
			continue;
		for (int r = 0; r < t->resources; r++)
			if (used(c, r, m->option[o].start) > t->capacity[r])
				return false;
		money[m->team] += m->option[o].unit * m->roles;
		if (m->option[o].joint >= 0)
			delegates[m->option[o].joint] += m->roles;
	}
	for (int i = 0; i < t->teams; i++)
		if (money[i] > t->limit[i])
			return false;
	for (int j = 0; j < t->joints; j++)
		if (t->joint[j].most >= 0 && delegates[j] > t->joint[j].most)
			return false;
	return true;
}

static bool
pinned_kept(const struct checking *c, int a)
{
	const struct tiny_mission *m = &c->t->mission[a];

	if (!m->pinned)
		return true;
	if (c->plan->option[a] != m->approved_option)
		return false;
	for (int r = 0; r < m->roles; r++)
		if (c->plan->who[a][r] != m->approved_who[r])
			return false;
	return true;
}

static void
add_levels(const struct checking *c, int a, int64_t levels[3])
{
	const struct tiny_mission *m = &c->t->mission[a];

	if (c->plan->option[a] < 0) {
		for (int level = 0; level < 3; level++)
			levels[level] += m->decline[level];
		levels[1] += m->approved ? m->drop : 0;
		return;
	}
	levels[2] += m->option[c->plan->option[a]].pen;
	if (!m->approved)
		return;
	if (c->plan->option[a] != m->approved_option)
		levels[1] += m->move;
	for (int r = 0; r < m->roles; r++)
		if (!goes(c, a, m->approved_who[r]))
			levels[1] += m->swap;
}

bool
tiny_check(
    const struct tiny *t, const struct tiny_plan *plan, int64_t levels[3])
{
	struct checking c = { t, plan };
	int teams[4] = { 0 };

	memset(levels, 0, 3 * sizeof *levels);
	for (int a = 0; a < t->missions; a++) {
		int o = plan->option[a];

		if (!pinned_kept(&c, a) ||
		    (o >= 0 && t->mission[a].roles == 2 &&
			plan->who[a][0] == plan->who[a][1]))
			return false;
		add_levels(&c, a, levels);
		if (o >= 0 && t->mission[a].option[o].joint >= 0)
			teams[t->mission[a].option[o].joint]++;
	}
	for (int j = 0; j < t->joints; j++)
		if (teams[j])
			levels[2] -= t->joint[j].bonus * (teams[j] - 1);
	for (int i = 0; i < t->people; i++)
		if (!times_fit(&c, i))
			return false;
	return days_fit(&c) && limits_fit(&c);
}

/* ---- every plan --------------------------------------------------------- */

static int64_t
choices(const struct tiny_mission *m)
{
	int64_t people = m->cands[0];

	if (m->roles == 2)
		people *= m->cands[1];
	return 1 + m->options * people;
}

int64_t
tiny_plans(const struct tiny *t)
{
	int64_t plans = 1;

	for (int a = 0; a < t->missions; a++)
		plans *= choices(&t->mission[a]);
	return plans;
}

/* The index-th choice of a mission. */
static void
choose(const struct tiny_mission *m, int64_t index, int *option, int who[2])
{
	int64_t people = m->cands[0] * (m->roles == 2 ? m->cands[1] : 1);

	*option = -1;
	if (index == 0)
		return;
	index--;
	*option = (int)(index / people);
	index %= people;
	who[0] = m->cand[0][index % m->cands[0]];
	if (m->roles == 2)
		who[1] = m->cand[1][index / m->cands[0]];
}

int64_t
tiny_best(const struct tiny *t)
{
	int64_t best = INT64_MAX, plans = tiny_plans(t);

	for (int64_t n = 0; n < plans; n++) {
		struct tiny_plan plan;
		int64_t levels[3], cost = 0, rest = n;

		for (int a = 0; a < t->missions; a++) {
			int64_t of = choices(&t->mission[a]);

			choose(&t->mission[a], rest % of, &plan.option[a],
			    plan.who[a]);
			rest /= of;
		}
		if (!tiny_check(t, &plan, levels))
			continue;
		for (int level = 0; level < 3; level++)
			cost += t->weights[level] * levels[level];
		if (cost < best)
			best = cost;
	}
	return best;
}
