/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A plan is judged by all rules beside what is there by now, which know more
 * than the resolver's problem: days that somebody has meanwhile, slots of
 * sessions, quorums. What would bring a conflict that blocks, or cannot be done
 * any more, is left out, and its mission stays as it is; that may put another
 * change in the wrong, so it goes on until nothing is. Each round leaves out
 * one change at least, and without any nothing is new.
 */
#include <inttypes.h>
#include <string.h>

#include "base/cleanup.h"
#include "office/period_job.h"
#include "office/period_parts.h"
#include "office/picture_parts.h"
#include "schedule/rules/rules.h"

/* What is left out, and the rule that it would have broken; RULES: it cannot
 * be done any more. */
struct left {
	struct propose_candidate candidate;
	enum rule_code rule;
};

struct ending {
	const struct proposals_how *how;
	struct propose_candidates ways;
	VEC(struct left) left;
	struct proposal whole;
};

static int
no_memory(struct err *err)
{
	return err_set(err, -ENOMEM, "resolve: no memory");
}

static void
whole_reset(struct ending *ending)
{
	remedy_free(&ending->whole.remedy);
	supposed_free(&ending->whole.supposed);
	ending->whole = (struct proposal){ .candidate = { .len = 0 } };
}

static void
ending_free(struct ending *ending)
{
	whole_reset(ending);
	vec_free(&ending->ways);
	vec_free(&ending->left);
}

/* ------------------------------------------------------------ leaving out */

static int
leave_out(struct ending *ending, size_t i, enum rule_code rule, struct err *err)
{
	struct propose_candidates *ways = &ending->ways;
	struct left left = { ways->items[i], rule };

	if (vec_push(&ending->left, left) < 0)
		return no_memory(err);
	memmove(ways->items + i, ways->items + i + 1,
	    (ways->len - i - 1) * sizeof *ways->items);
	ways->len--;
	return 0;
}

/* Ways that fail by themselves: somebody has changed what they are about. */
static int
leave_out_impossible(struct ending *ending, struct err *err)
{
	for (size_t i = ending->ways.len; i-- > 0;) {
		struct remedy alone = { .records = NULL };
		struct err why = ERR_INIT;
		int rc = remedy_make(
		    &ending->how->office, &ending->ways.items[i], &alone, &why);

		remedy_free(&alone);
		if (rc == -EDOM)
			rc = leave_out(ending, i, RULES, &why);
		if (rc < 0) {
			*err = why;
			return rc;
		}
	}
	return 0;
}

static bool
is_party(const struct ending *ending, const struct evidence *evidence,
    const struct propose_candidate *way)
{
	const char *id = picture_name(
	    ending->how->office.picture, PICTURE_MISSION, way->steps[0].at);

	vec_each(&evidence->parties, party)
		if (strcmp(party->kind, families[FAMILY_MISSION].name) == 0 &&
		    strcmp(party->id, id) == 0)
			return true;
	return false;
}

/* The ways whose missions take part in it. */
static int
leave_out_parties(
    struct ending *ending, const struct finding *finding, struct err *err)
{
	struct evidence evidence = { .code = NULL };
	struct picture_input then = { ending->whole.remedy.records,
		ending->whole.remedy.events };
	int rc = evidence_fill(
	    &evidence, ending->how->office.picture, &then, NULL, finding, err);

	for (size_t i = ending->ways.len; rc == 0 && i-- > 0;)
		if (is_party(ending, &evidence, &ending->ways.items[i]))
			rc = leave_out(ending, i, finding->rule, err);
	evidence_free(&evidence);
	return rc;
}

/* ---------------------------------------------------------------- judging */

static int
suppose(struct ending *ending, struct err *err)
{
	const struct remedy_office *office = &ending->how->office;
	struct proposal *whole = &ending->whole;
	struct picture_input then;

	whole_reset(ending);
	if (remedy_make_all(office, ending->ways.items, ending->ways.len,
		&whole->remedy, err) < 0)
		return err->code;
	then = (struct picture_input){ whole->remedy.records,
		whole->remedy.events };
	return picture_suppose(office->picture, &office->input, &then,
	    &whole->remedy.rows, &whole->remedy.series, &whole->supposed, err);
}

/* One round: 1 when nothing had to be left out. */
static int
judge_once(struct ending *ending, struct err *err)
{
	const struct supposed *supposed = &ending->whole.supposed;
	int rc = suppose(ending, err);

	if (rc == -EDOM) {
		err_clear(err);
		return leave_out_impossible(ending, err);
	}
	if (rc < 0)
		return rc;
	vec_each(&supposed->come.list, come)
		if (supposed_blocks_by(supposed, come) &&
		    leave_out_parties(ending, come, err) < 0)
			return err->code;
	return supposed_blocks(supposed) == 0;
}

static int
judge(struct ending *ending, struct err *err)
{
	size_t had;
	int rc;

	do {
		had = ending->ways.len;
		rc = judge_once(ending, err);
	} while (rc == 0 && ending->ways.len < had);
	return rc == 0 ? err_set(err, -EDOM,
			     "the plan would bring conflicts that block: "
			     "resolve a shorter period, or clear them one by "
			     "one")
		       : rc;
}

/* ---------------------------------------------------------------- telling */

/* How many conflicts there are of each code, within the period or at no time
 * of their own. */
struct counting {
	int64_t count[RULES];
};

static void
count_one(const struct finding *finding, void *arg)
{
	((struct counting *)arg)->count[finding->rule]++;
}

static void
add_counts(struct buf *out, const char *name, const struct counting *counting)
{
	const char *comma = "";

	buf_addf(out, ",\"%s\":{", name);
	for (int i = 0; i < S1_SAME_EVENT; i++)
		if (counting->count[i]) {
			buf_addf(out, "%s\"%s\":%" PRId64, comma, rules[i].code,
			    counting->count[i]);
			comma = ",";
		}
	buf_addc(out, '}');
}

static void
add_difference(struct buf *out, const struct picture *picture,
    const struct supposed *supposed)
{
	struct counting before = { { 0 } }, after;

	picture_each(picture, count_one, &before);
	after = before;
	vec_each(&supposed->gone.list, gone)
		after.count[gone->rule]--;
	vec_each(&supposed->come.list, come)
		after.count[come->rule]++;
	add_counts(out, "before", &before);
	add_counts(out, "after", &after);
}

static void
add_ways(struct buf *out, struct ending *ending)
{
	const char *comma = "";

	buf_adds(out, ",\"ways\":[");
	vec_each(&ending->ways, way) {
		ending->whole.candidate = *way;
		buf_adds(out, comma);
		proposal_add_steps(out, ending->how, &ending->whole);
		comma = ",";
	}
	buf_addc(out, ']');
}

static void
add_left(struct buf *out, struct ending *ending)
{
	const char *comma = "";

	if (ending->left.len == 0)
		return;
	buf_adds(out, ",\"left_out\":[");
	vec_each(&ending->left, left) {
		ending->whole.candidate = left->candidate;
		buf_addf(out, "%s{\"steps\":", comma);
		proposal_add_steps(out, ending->how, &ending->whole);
		if (left->rule != RULES)
			buf_addf(
			    out, ",\"brings\":\"%s\"", rules[left->rule].code);
		buf_addc(out, '}');
		comma = ",";
	}
	buf_addc(out, ']');
}

static int
add_result(struct buf *told, const struct period_job *job,
    struct ending *ending, struct err *err)
{
	buf_addc(told, '{');
	period_add_state(told, &job->state);
	add_difference(
	    told, ending->how->office.picture, &ending->whole.supposed);
	add_ways(told, ending);
	add_left(told, ending);
	buf_addc(told, '}');
	return buf_error(told) < 0 ? no_memory(err) : 0;
}

int
period_end(struct period_job *job, const struct proposals_how *how,
    struct buf *told, struct buf *changes, struct buf *explained,
    struct err *err)
{
	CLEANUP(ending_free) struct ending ending = { .how = how };

	job->how = *how;
	if (period_changes(&job->period, &job->roster, &ending.ways, err) < 0 ||
	    judge(&ending, err) < 0 || add_result(told, job, &ending, err) < 0)
		return err->code;
	remedy_add_changes(changes, &ending.whole.remedy);
	period_add_explained(explained, job);
	return 0;
}
