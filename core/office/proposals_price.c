/* SPDX-License-Identifier: Apache-2.0 */
/* What a way out costs: whom it disturbs, days, money, and the score that is
 * lost with it. */
#include "office/chairs.h"
#include "office/picture_parts.h"
#include "office/proposals_parts.h"

static int64_t
weight_of(enum finding_level level)
{
	static const int64_t weights[] = { 1, 3, 9, 27 };

	return weights[level];
}

struct sums {
	const struct proposals_how *how;
	struct propose_price *price;
	const struct propose_mission *before, *after;
	const struct mission *was, *is;
};

static int
count_missing(const char *person, void *arg)
{
	struct sums *sums = arg;

	if (!mission_has_person(sums->is, person)) {
		sums->price->people++;
		sums->price->level[1] += sums->before->approved;
	}
	return 0;
}

static int
count_new(const char *person, void *arg)
{
	struct sums *sums = arg;

	sums->price->people += !mission_has_person(sums->was, person);
	return 0;
}

static int
count_all(const char *person, void *arg)
{
	struct sums *sums = arg;

	(void)person;
	sums->price->people++;
	sums->price->level[1] += sums->before->approved;
	return 0;
}

static void
price_decline(struct sums *sums)
{
	sums->price->level[0] += sums->before->mandatory;
	sums->price->level[2] += sums->before->worth;
	sums->price->worth += sums->before->worth;
	sums->price->days -= sums->before->days;
	sums->price->cents -= sums->before->cents;
	mission_people_each(sums->was, count_all, sums);
}

/* Are its dates, or those of its programme, others? */
static bool
moved(const struct mission *was, const struct mission *is)
{
	return !field_equal(
		   record_field(&mission_record, "windows"), was, is) ||
	       !field_equal(record_field(&mission_record, "sessions"), was, is);
}

static int64_t
windows_of(const struct mission *mission)
{
	int64_t n = 0;

	while (mission->windows && mission->windows[n])
		n++;
	return n;
}

/* Another of its windows, less preferred the later it stands; a new one is a
 * shorter stay, which loses what it is shorter. */
static void
price_window(struct sums *sums)
{
	int64_t worth = sums->before->worth;
	int64_t was = sums->was->window ? sums->was->window : 1;
	int64_t whole = sums->before->seconds;

	if (sums->after->remote && !sums->before->remote)
		sums->price->level[2] += worth * sums->how->remote_loss / 100;
	else if (windows_of(sums->is) > windows_of(sums->was))
		sums->price->level[2] +=
		    whole ? worth * (whole - sums->after->seconds) / whole : 0;
	else if (sums->is->window > was)
		sums->price->level[2] += worth * sums->how->window_loss *
					 (sums->is->window - was) / 100;
	mission_people_each(sums->is, count_all, sums);
}

static void
price_mission(struct sums *sums)
{
	if (mission_counts(sums->was) && !mission_counts(sums->is)) {
		price_decline(sums);
		return;
	}
	sums->price->days += sums->after->days - sums->before->days;
	sums->price->cents += sums->after->cents - sums->before->cents;
	mission_people_each(sums->was, count_missing, sums);
	mission_people_each(sums->is, count_new, sums);
	if (sums->is->window != sums->was->window)
		price_window(sums);
	else if (sums->is->direction == EVENT_INCOMING &&
		 moved(sums->was, sums->is))
		sums->price->level[1] += sums->before->approved;
}

static int
price_change(const struct proposals_how *how,
    const struct remedy_change *change, const struct remedy *remedy,
    struct propose_price *price)
{
	struct picture *picture = how->office.picture;
	struct picture_input then = { remedy->records, remedy->events };
	struct propose_mission before = { .open = false };
	struct propose_mission after = { .open = false };
	struct sums sums = { how, price, &before, &after, NULL, change->after };
	int rc = 0;

	if (!change->family || change->family->id != FAMILY_MISSION ||
	    !change->before || !change->after)
		return 0;
	sums.was = change->before->record;
	if (chairs_sums(picture, &how->office.input, sums.was, &before) < 0 ||
	    chairs_sums(picture, &then, sums.is, &after) < 0)
		rc = -ENOMEM;
	if (rc == 0)
		price_mission(&sums);
	return rc;
}

int
proposal_price(const struct proposals_how *how, struct proposal *proposal,
    enum outcome outcome)
{
	struct propose_price *price = &proposal->price;

	*price = (struct propose_price){ .eases = outcome == EASES,
		.kind = proposal->candidate.steps[0].kind };
	vec_each(&proposal->supposed.come.list, come)
		if (proposal_brings(&proposal->supposed, come))
			price->added += weight_of(come->level);
	vec_each(&proposal->remedy.changes, change)
		if (price_change(how, change, &proposal->remedy, price) < 0)
			return -ENOMEM;
	return 0;
}
