/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Each candidate becomes records as they would be, the picture supposes them,
 * and what comes and goes decides. Cost: two changes of the picture for each
 * candidate, of which there are a bounded number.
 */
#include "proposals.h"

#include <string.h>

#include "base/cleanup.h"
#include "office/chairs.h"
#include "office/picture_parts.h"
#include "schedule/rules/rules.h"

const struct proposals_how proposals_default = {
	.candidates = 40,
	.shown = 3,
	.remote_loss = 40,
	.window_loss = 5,
};

static void
proposal_free(struct proposal *proposal)
{
	remedy_free(&proposal->remedy);
	supposed_free(&proposal->supposed);
}

void
proposals_free(struct proposals *list)
{
	vec_each(list, proposal)
		proposal_free(proposal);
	vec_free(list);
}

/* -------------------------------------------------------------- judging */

static const struct finding *
same_finding(const struct findings *list, const struct finding *finding)
{
	vec_each(&list->list, at)
		if (finding_compare(at, finding) == 0)
			return at;
	return NULL;
}

static bool
is_conflict(const struct finding *finding)
{
	return finding->rule < S1_SAME_EVENT;
}

/* Was it there before, and as grave? */
static bool
is_new(const struct supposed *supposed, const struct finding *finding)
{
	const struct finding *before = same_finding(&supposed->gone, finding);

	return is_conflict(finding) &&
	       (!before || before->level < finding->level);
}

/* The same trouble under another name, such as a run of days that begins a
 * day later. */
static bool
is_like(const struct finding *a, const struct finding *b)
{
	return a->rule == b->rule && a->subject[0] == b->subject[0] &&
	       a->subject[1] == b->subject[1] && a->level >= b->level &&
	       a->period != b->period;
}

bool
supposed_blocks_by(
    const struct supposed *supposed, const struct finding *finding)
{
	return finding->level == LEVEL_BLOCK && is_new(supposed, finding);
}

int64_t
supposed_blocks(const struct supposed *supposed)
{
	int64_t n = 0;

	vec_each(&supposed->come.list, come)
		n += supposed_blocks_by(supposed, come);
	return n;
}

enum outcome { NO_HELP, BLOCKED, EASES, CLEARS };

static enum outcome
judge(const struct supposed *supposed, const struct finding *finding)
{
	const struct finding *still = same_finding(&supposed->come, finding);
	bool gone = same_finding(&supposed->gone, finding) != NULL;

	if (!gone || (still && still->level >= finding->level))
		return NO_HELP;
	vec_each(&supposed->come.list, come)
		if (is_new(supposed, come) && is_like(come, finding))
			return NO_HELP;
	if (supposed_blocks(supposed))
		return BLOCKED;
	return still ? EASES : CLEARS;
}

/* -------------------------------------------------------------- pricing */

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

static int
price_all(const struct proposals_how *how, struct proposal *proposal,
    enum outcome outcome)
{
	struct propose_price *price = &proposal->price;

	*price = (struct propose_price){ .eases = outcome == EASES,
		.kind = proposal->candidate.steps[0].kind };
	vec_each(&proposal->supposed.come.list, come)
		if (is_new(&proposal->supposed, come))
			price->added += weight_of(come->level);
	vec_each(&proposal->remedy.changes, change)
		if (price_change(how, change, &proposal->remedy, price) < 0)
			return -ENOMEM;
	return 0;
}

/* --------------------------------------------------------------- trying */

/* 1: what it would do is in *proposal; 0: it cannot be done. */
static int
suppose(
    const struct proposals_how *how, struct proposal *proposal, struct err *err)
{
	int rc = remedy_make(
	    &how->office, &proposal->candidate, &proposal->remedy, err);
	struct picture_input then = { proposal->remedy.records,
		proposal->remedy.events };

	if (rc == -EDOM || rc == -EINVAL) {
		err_clear(err);
		return 0;
	}
	if (rc == 0)
		rc = picture_suppose(how->office.picture, &how->office.input,
		    &then, &proposal->remedy.rows, &proposal->remedy.series,
		    &proposal->supposed, err);
	return rc < 0 ? rc : 1;
}

struct trying {
	const struct proposals_how *how;
	const struct finding *finding;
	struct proposals good;
	struct proposals *blocked;
};

static int
keep(struct proposals *list, struct proposal *proposal)
{
	if (!list) {
		proposal_free(proposal);
		return 0;
	}
	if (vec_push(list, *proposal) == 0)
		return 0;
	proposal_free(proposal);
	return -ENOMEM;
}

static int
try_one(struct trying *trying, const struct propose_candidate *candidate,
    struct err *err)
{
	struct proposal proposal = { .candidate = *candidate };
	int rc = suppose(trying->how, &proposal, err);
	enum outcome outcome =
	    rc > 0 ? judge(&proposal.supposed, trying->finding) : NO_HELP;

	if (rc < 0 || outcome == NO_HELP) {
		proposal_free(&proposal);
		return rc < 0 ? rc : 0;
	}
	if (price_all(trying->how, &proposal, outcome) < 0) {
		proposal_free(&proposal);
		return err_set(err, -ENOMEM, "proposals: no memory");
	}
	rc = keep(
	    outcome == BLOCKED ? trying->blocked : &trying->good, &proposal);
	return rc < 0 ? err_set(err, rc, "proposals: no memory") : 0;
}

/* The picked go to out, the others go. */
static int
hand_over(struct trying *trying, struct proposals *out, struct err *err)
{
	size_t n = trying->good.len, picked[8], len;
	struct propose_price *prices = calloc(n + 1, sizeof *prices);

	if (!prices || vec_reserve(out, out->len + ARRAY_LEN(picked)) < 0) {
		free(prices);
		return err_set(err, -ENOMEM, "proposals: no memory");
	}
	for (size_t i = 0; i < n; i++)
		prices[i] = trying->good.items[i].price;
	len = propose_pick(prices, n,
	    trying->how->shown < ARRAY_LEN(picked) ? trying->how->shown
						   : ARRAY_LEN(picked),
	    picked);
	for (size_t i = 0; i < len; i++) {
		out->items[out->len++] = trying->good.items[picked[i]];
		memset(&trying->good.items[picked[i]], 0,
		    sizeof trying->good.items[0]);
	}
	free(prices);
	return 0;
}

int
proposals_make(const struct proposals_how *how, const struct finding *finding,
    struct proposals *out, struct proposals *blocked, struct err *err)
{
	struct chairs chairs = { how->office.picture, &how->office.input };
	struct propose_office office = chairs_office(&chairs);
	struct propose_candidates candidates = VEC_INIT;
	struct trying trying = {
		.how = how, .finding = finding, .blocked = blocked
	};
	int rc = 0;

	if (propose_candidates_for(&how->office.picture->world, finding,
		&office, how->candidates, &candidates) < 0)
		rc = err_set(err, -ENOMEM, "proposals: no memory");
	vec_each(&candidates, candidate)
		if (rc == 0)
			rc = try_one(&trying, candidate, err);
	if (rc == 0)
		rc = hand_over(&trying, out, err);
	proposals_free(&trying.good);
	vec_free(&candidates);
	return rc;
}
