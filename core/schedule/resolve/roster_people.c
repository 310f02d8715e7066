/* SPDX-License-Identifier: Apache-2.0 */
/*
 * People in a plan: whether somebody can take a seat (H3, H4, H8), and taking
 * it. Costs the days that the seat is away and the shifting of the person's
 * later bookings.
 */
#include "roster.h"

#include <assert.h>
#include <string.h>

#include "schedule/resolve/roster_parts.h"

int32_t
roster_after(const struct roster *roster, int32_t person, int64_t instant)
{
	struct problem_part booked = roster->booked[person];
	const struct roster_booking *all = roster->booking + booked.first;
	int32_t low = 0, high = booked.len;

	while (low < high) {
		int32_t mid = (low + high) / 2;

		if (all[mid].end <= instant)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

/* Bookings are disjoint, so only the neighbours need be asked (H3). */
static bool
booking_fits(const struct roster *roster, int32_t person, int32_t start,
    int32_t end, int32_t city)
{
	const struct problem *p = roster->problem;
	struct problem_part booked = roster->booked[person];
	const struct roster_booking *all = roster->booking + booked.first;
	int32_t at = roster_after(roster, person, start);

	if (at > 0 &&
	    all[at - 1].end + problem_travel(p, all[at - 1].city, city) > start)
		return false;
	return at == booked.len ||
	       end + problem_travel(p, city, all[at].city) <= all[at].start;
}

static bool
days_fit(const struct roster *roster, int32_t person,
    const struct problem_seat *seat)
{
	const struct problem *p = roster->problem;
	int32_t away = p->family[ROW_AWAY] + person;
	int32_t first = p->person[person].team * p->days;
	const uint16_t *absent =
	    roster->absent + (size_t)person * (size_t)p->days;

	if (roster->use[away] + seat->high - seat->low > p->limit[away])
		return false;
	for (int32_t row = seat->low; row < seat->high; row++)
		if (!absent[row - first] && roster->use[row] >= p->limit[row])
			return false;
	return true;
}

bool
roster_seat_fits(const struct roster *roster, int32_t at, int32_t crew)
{
	const struct problem *p = roster->problem;
	const struct problem_option *option = &p->option[at];
	const struct problem_seat *seat = &p->seat[option->seats + crew];
	int32_t person = p->crew[p->mission[option->mission].crew.first + crew];

	return !seat->blocked &&
	       booking_fits(
		   roster, person, option->start, option->end, seat->city) &&
	       (seat->low == seat->high || days_fit(roster, person, seat));
}

static void
days_add(struct roster *roster, int32_t person, const struct problem_seat *seat)
{
	const struct problem *p = roster->problem;
	int32_t first = p->person[person].team * p->days;
	uint16_t *absent = roster->absent + (size_t)person * (size_t)p->days;

	roster->use[p->family[ROW_AWAY] + person] += seat->high - seat->low;
	for (int32_t row = seat->low; row < seat->high; row++)
		if (!absent[row - first]++)
			roster->use[row]++;
}

static void
days_drop(
    struct roster *roster, int32_t person, const struct problem_seat *seat)
{
	const struct problem *p = roster->problem;
	int32_t first = p->person[person].team * p->days;
	uint16_t *absent = roster->absent + (size_t)person * (size_t)p->days;

	roster->use[p->family[ROW_AWAY] + person] -= seat->high - seat->low;
	for (int32_t row = seat->low; row < seat->high; row++)
		if (!--absent[row - first])
			roster->use[row]--;
}

static void
book(struct roster *roster, int32_t person, struct roster_booking booking)
{
	struct problem_part *booked = &roster->booked[person];
	struct roster_booking *all = roster->booking + booked->first;
	int32_t at = roster_after(roster, person, booking.start);

	memmove(
	    all + at + 1, all + at, (size_t)(booked->len - at) * sizeof *all);
	all[at] = booking;
	booked->len++;
}

static void
unbook(struct roster *roster, int32_t person, int32_t start)
{
	struct problem_part *booked = &roster->booked[person];
	struct roster_booking *all = roster->booking + booked->first;
	int32_t at = roster_after(roster, person, start);

	booked->len--;
	memmove(
	    all + at, all + at + 1, (size_t)(booked->len - at) * sizeof *all);
}

/* The role that the slot belongs to: those in one role are equal. */
static int32_t
slot_role(const struct problem *p, int32_t mission, int32_t slot)
{
	int32_t role = p->mission[mission].roles.first;

	while (slot >= p->role[role].n)
		slot -= p->role[role++].n;
	return role;
}

static void
count_person(struct roster *roster, int32_t mission, int32_t slot,
    int32_t person, int64_t sign)
{
	const struct problem *p = roster->problem;
	const struct problem_mission *m = &p->mission[mission];

	if (problem_was_approved(p, m, person))
		roster_add_level(roster, 1, -sign * m->swap_cost);
	roster->hash ^= roster_mix(
	    (uint64_t)slot_role(p, mission, slot) + 1, (uint64_t)person, 2);
}

bool
roster_seat(struct roster *roster, int32_t mission, int32_t slot, int32_t crew)
{
	const struct problem *p = roster->problem;
	struct roster_choice *choice = &roster->choice[mission];
	const struct problem_option *option = &p->option[choice->option];
	const struct problem_seat *seat = &p->seat[option->seats + crew];
	int32_t person = p->crew[p->mission[mission].crew.first + crew];

	assert(choice->crew[slot] < 0);
	if (!roster_seat_fits(roster, choice->option, crew))
		return false;
	book(roster, person,
	    (struct roster_booking){
		option->start, option->end, seat->city, mission });
	days_add(roster, person, seat);
	count_person(roster, mission, slot, person, 1);
	choice->crew[slot] = (int16_t)crew;
	return true;
}

void
roster_unseat(struct roster *roster, int32_t mission, int32_t slot)
{
	const struct problem *p = roster->problem;
	struct roster_choice *choice = &roster->choice[mission];
	const struct problem_option *option = &p->option[choice->option];
	int32_t crew = choice->crew[slot];
	int32_t person = p->crew[p->mission[mission].crew.first + crew];

	count_person(roster, mission, slot, person, -1);
	days_drop(roster, person, &p->seat[option->seats + crew]);
	unbook(roster, person, option->start);
	choice->crew[slot] = -1;
}
