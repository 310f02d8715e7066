/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Of what is too much by far no single change takes enough away: two are tried
 * together, on different things, of which one alone takes some of it. The most
 * helpful of each thing and kind come first; their number is bounded, and so
 * is that of the pairs.
 */
#include "office/proposals_parts.h"

#define A_THING 4 /* of each mission or session */
#define HELPING_MOST 6
#define BESIDES_MOST 16

struct few {
	const struct proposal *list[BESIDES_MOST];
	size_t len;
};

static int32_t
thing_of(const struct proposal *proposal)
{
	return proposal->candidate.steps[0].at;
}

/* Is there enough of its thing, or a better one of its kind? */
static bool
is_enough(const struct few *few, const struct proposal *one)
{
	size_t of_thing = 0;

	for (size_t i = 0; i < few->len; i++) {
		const struct proposal *other = few->list[i];

		if (thing_of(other) != thing_of(one))
			continue;
		of_thing++;
		if (other->price.kind == one->price.kind)
			return true;
	}
	return of_thing >= A_THING;
}

/* Those that leave least first, and less than below. */
static void
choose(
    struct few *few, const struct proposals *rest, int64_t below, size_t most)
{
	int64_t above = -1, next = 0;

	for (; next < below && few->len < most; above = next) {
		next = below;
		vec_each(rest, one)
			if (one->standing == PROPOSAL_NO_HELP &&
			    one->candidate.len == 1 && one->left > above &&
			    one->left < next)
				next = one->left;
		vec_each(rest, one)
			if (one->standing == PROPOSAL_NO_HELP &&
			    one->candidate.len == 1 && one->left == next &&
			    few->len < most && !is_enough(few, one))
				few->list[few->len++] = one;
	}
}

static bool
stands_in(const struct few *few, const struct proposal *one)
{
	for (size_t i = 0; i < few->len; i++)
		if (few->list[i] == one)
			return true;
	return false;
}

static int
try_pair(const struct proposals_how *how, const struct finding *finding,
    const struct proposal *a, const struct proposal *b, struct proposals *good,
    struct err *err)
{
	struct proposal one = { .candidate = a->candidate };
	enum outcome outcome = NO_HELP;
	int rc;

	one.candidate.steps[one.candidate.len++] = b->candidate.steps[0];
	rc = proposal_suppose(how, &one, err);
	if (rc > 0)
		outcome = proposal_judge(&one.supposed, finding);
	if (rc > 0 && outcome >= EASES &&
	    (proposal_price(how, &one, outcome) < 0 || vec_push(good, one) < 0))
		rc = proposals_no_memory(err);
	if (rc <= 0 || outcome < EASES)
		proposal_free(&one);
	return rc < 0 ? rc : 0;
}

int
proposals_pair(const struct proposals_how *how, const struct finding *finding,
    const struct proposals *rest, struct proposals *good, struct err *err)
{
	struct few helping = { .len = 0 }, besides = { .len = 0 };
	int rc = 0;

	choose(&helping, rest, finding_excess(finding), HELPING_MOST);
	choose(&besides, rest, INT64_MAX, BESIDES_MOST);
	for (size_t i = 0; i < helping.len; i++)
		for (size_t k = 0; rc == 0 && k < besides.len; k++) {
			const struct proposal *a = helping.list[i];
			const struct proposal *b = besides.list[k];

			/* Each pair once. */
			if (thing_of(a) != thing_of(b) &&
			    (a < b || !stands_in(&helping, b)))
				rc = try_pair(how, finding, a, b, good, err);
		}
	return rc;
}
