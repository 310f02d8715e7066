/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What is proposed in random offices, held against a look at everything from
 * the beginning: in the records as they would be the conflict is not found, or
 * less grave, and none that blocks has come; and the picture that was asked is
 * as it was. What is blocked stays so when nothing is left but what is named,
 * and is possible without any one of that. AMBIT_TEST_STATES says how many
 * offices there are.
 */
#include <stdbool.h>
#include <string.h>

#include "base/cleanup.h"
#include "conflicts_said.h"
#include "model/person.h"
#include "office/proposals.h"
#include "office_maker.h"
#include "schedule/rules/rules.h"

#define STATES 150

/* -------------------------------------------------------- what is blocked */

struct alone {
	const struct proposals_how *how;
	const struct proposal *proposal;
	const struct buf *about;
	size_t but; /* this one of those in the way is gone, too */
};

static bool
is_named(const struct alone *alone, enum blocker_kind kind, const char *id)
{
	const struct picture *picture = alone->how->office.picture;
	int32_t number = picture_number(picture,
	    kind == BLOCKER_MISSION ? PICTURE_MISSION : PICTURE_PERSON, id);
	const struct blockers *by = &alone->proposal->blocked.by;

	for (size_t i = 0; i < by->len; i++)
		if (i != alone->but && by->items[i].kind == kind &&
		    by->items[i].at == number)
			return true;
	return false;
}

static bool
is_changed(const struct alone *alone, const char *id)
{
	vec_each(&alone->proposal->remedy.changes, change)
		if (strcmp(change->id, id) == 0)
			return true;
	return false;
}

/* These records without missions and absences that are neither changed nor
 * named. A person has at most one absence. */
static struct records *
leave_alone(const struct alone *alone, const struct records *all)
{
	static const enum family_id kinds[] = { FAMILY_MISSION,
		FAMILY_ABSENCE };
	VEC(struct record_change) rows = VEC_INIT;
	struct records *out = NULL;
	struct ordered_walk walk;
	struct err err = ERR_INIT;

	for (size_t k = 0; k < ARRAY_LEN(kinds); k++)
		for (const struct record_row *row =
			 records_first(all, kinds[k], NULL, &walk);
		     row; row = records_next(&walk)) {
			struct record_change gone = { (struct record_row *)row,
				NULL };
			const struct absence *absence = row->record;
			const char *id = record_id(row->record);

			if (k == 0 ? is_changed(alone, id) ||
					 is_named(alone, BLOCKER_MISSION, id)
				   : is_named(alone, BLOCKER_ABSENCE,
					 absence->person))
				continue;
			assert_int_equal(vec_push(&rows, gone), 0);
		}
	assert_int_equal(
	    records_apply(all, rows.items, rows.len, &out, &err), 0);
	vec_free(&rows);
	return out;
}

static struct buf
blocks_among(const struct alone *alone, const struct picture_options *options,
    const struct records *all, const char *known)
{
	CLEANUP(records_unrefp)
	struct records *records = leave_alone(alone, all);
	struct picture_input input = { records,
		alone->proposal->remedy.events };
	struct picture *fresh = office_picture(options, &input);
	struct buf text = said_blocks(fresh, known, alone->about,
	    known ? &alone->proposal->remedy : NULL);

	picture_free(fresh);
	return text;
}

/* What blocks with so much left, and neither did so before, nor would if the
 * wish were left out as well. */
static struct buf
blocks_alone(const struct alone *alone, const struct picture_options *options,
    const char *known)
{
	CLEANUP(buf_free)
	struct buf before = blocks_among(
	    alone, options, alone->how->office.input.records, NULL);

	buf_adds(&before, known);
	return blocks_among(
	    alone, options, alone->proposal->remedy.records, buf_str(&before));
}

static void
is_explained(const struct chance *chance, const struct proposals_how *how,
    const struct picture_options *options, const struct proposal *proposal,
    const char *known)
{
	size_t n = proposal->blocked.by.len;
	struct picture_input then = { proposal->remedy.records,
		proposal->remedy.events };
	struct picture *fresh = office_picture(options, &then);
	CLEANUP(buf_free)
	struct buf about = said_blocks(fresh, known, NULL, &proposal->remedy);

	picture_free(fresh);
	for (size_t but = 0; but <= n; but++) {
		struct alone alone = { how, proposal, &about, but };
		CLEANUP(buf_free)
		struct buf text = blocks_alone(&alone, options, known);

		if (but == n && !text.len)
			chance_fail(chance,
			    "%zu things do not block it by themselves", n);
		if (but < n && text.len)
			chance_fail(chance,
			    "%zu things, and without one of them still %s", n,
			    buf_str(&text));
	}
}

/* With what it takes to have it, nothing that blocks has come. */
static void
is_forced(const struct chance *chance, const struct picture_options *options,
    const struct proposal *forced, const char *known)
{
	struct picture_input then = { forced->remedy.records,
		forced->remedy.events };
	struct picture *fresh = office_picture(options, &then);
	CLEANUP(buf_free)
	struct buf text = said_blocks(fresh, known, NULL, &forced->remedy);

	if (text.len)
		chance_fail(chance, "forced, but %s", buf_str(&text));
	picture_free(fresh);
}

/* Nobody who proposes moves what is authorised. */
static void
leaves_decided(const struct chance *chance, const struct proposal *proposal)
{
	vec_each(&proposal->remedy.changes, change) {
		const struct mission *was =
		    change->family == &families[FAMILY_MISSION] &&
			    change->before
			? change->before->record
			: NULL;

		if (was && was->state == MISSION_AUTHORISED)
			chance_fail(
			    chance, "%s is authorised, and moved", was->id);
	}
}

struct told {
	int64_t shown, blocked, several, alone, forced, two_steps, decided;
};

static void
others_hold(const struct chance *chance, const struct proposals_how *how,
    const struct picture_options *options, const struct proposals *others,
    struct told *told)
{
	CLEANUP(buf_free)
	struct buf known = said_blocks(how->office.picture, NULL, NULL, NULL);

	vec_each(others, proposal) {
		assert_true(proposal->standing != PROPOSAL_OFFERED);
		told->decided += proposal->standing == PROPOSAL_DECIDED;
		if (proposal->standing != PROPOSAL_BLOCKED)
			continue;
		told->blocked++;
		told->several += proposal->blocked.by.len > 1;
		told->alone += proposal->blocked.by.len == 0;
		is_explained(chance, how, options, proposal, buf_str(&known));
		if (!proposal->forced)
			continue;
		told->forced++;
		is_forced(chance, options, proposal->forced, buf_str(&known));
	}
}

static void
holds(const struct chance *chance, const struct proposals_how *how,
    const struct picture_options *options, const struct finding *finding,
    struct told *told)
{
	CLEANUP(proposals_free) struct proposals list = VEC_INIT;
	CLEANUP(proposals_free) struct proposals others = VEC_INIT;
	struct err err = ERR_INIT;

	assert_int_equal(proposals_make(how, finding, &list, &others, &err), 0);
	assert_true(list.len <= how->shown);
	vec_each(&list, proposal) {
		struct picture_input then = { proposal->remedy.records,
			proposal->remedy.events };
		struct picture *fresh = office_picture(options, &then);
		struct buf all = said_all(fresh, LEVEL_INFO);
		struct buf was =
		    said_blocks(how->office.picture, NULL, NULL, NULL);
		struct buf blocks =
		    said_blocks(fresh, buf_str(&was), NULL, &proposal->remedy);
		struct buf one = said_one(how->office.picture, finding);

		if (strstr(buf_str(&all), buf_str(&one)))
			chance_fail(chance, "still there: %s", buf_str(&one));
		if (blocks.len)
			chance_fail(chance, "%s has come, beside\n%s",
			    buf_str(&blocks), buf_str(&was));
		buf_free(&blocks);
		buf_free(&all);
		buf_free(&was);
		buf_free(&one);
		picture_free(fresh);
	}
	told->shown += (int64_t)list.len;
	vec_each(&list, shown)
		leaves_decided(chance, shown);
	vec_each(&list, way)
		told->two_steps +=
		    way->candidate.len == 2 && way->candidate.steps[0].kind !=
						   way->candidate.steps[1].kind;
	others_hold(chance, how, options, &others, told);
}

struct copies {
	struct finding_vec list;
};

static void
copy(const struct finding *finding, void *arg)
{
	struct copies *copies = arg;
	struct finding one = *finding;

	if (finding->rule >= S1_SAME_EVENT)
		return;
	one.items = (struct indices)VEC_INIT;
	vec_each(&finding->items, item)
		assert_int_equal(vec_push(&one.items, *item), 0);
	assert_int_equal(vec_push(&copies->list, one), 0);
}

static void
one_office(
    struct chance *chance, struct picture_options *options, struct told *told)
{
	struct office_size size = { 3, 9, (int)chance_range(chance, 4, 12),
		(int)chance_range(chance, 10, 60) };
	/* Guests upon guests, in the same rooms. */
	struct office_size crowd = { 3, 9, 24, 0 };
	CLEANUP(records_unrefp)
	struct records *records =
	    office_make(chance, chance_range(chance, 0, 14) ? &size : &crowd);
	CLEANUP(snapshot_unrefp) struct snapshot *events = NULL;
	struct proposals_how how = proposals_default;
	struct copies copies = { VEC_INIT };
	struct err err = ERR_INIT;
	struct buf before, after;

	assert_int_equal(snapshot_empty(&events, &err), 0);
	how.office = (struct remedy_office){ .input = { records, events },
		.revise_percent = 10 };
	how.office.picture = office_picture(options, &how.office.input);
	before = said_all(how.office.picture, LEVEL_INFO);
	picture_each(how.office.picture, copy, &copies);
	vec_each(&copies.list, finding) {
		holds(chance, &how, options, finding, told);
		vec_free(&finding->items);
	}
	vec_free(&copies.list);
	assert_int_equal(
	    picture_settle(how.office.picture, NULL, NULL, &err), 0);
	after = said_all(how.office.picture, LEVEL_INFO);
	if (strcmp(buf_str(&before), buf_str(&after)) != 0)
		chance_fail(chance, "the picture is not as it was");
	buf_free(&before);
	buf_free(&after);
	picture_free(how.office.picture);
}

static void
what_is_proposed_holds(void **state)
{
	struct chance chance = chance_start();
	struct picture_options options = picture_options_default;
	const char *text = getenv("AMBIT_TEST_STATES");
	int64_t states = text ? strtoll(text, NULL, 10) : STATES;
	struct zones *zones = NULL;
	struct err err = ERR_INIT;
	struct told told = { .shown = 0 };

	(void)state;
	assert_int_equal(zones_open(NULL, &zones, &err), 0);
	options.settings = world_settings_default;
	options.zones = zones;
	options.horizon = (struct span){ 0, INT64_MAX / 2 };
	for (int64_t i = 0; i < states; i++) {
		/* A rule that looks at a whole team blocks here and there,
		 * too; not one of runs of days, which are others as soon as
		 * something is left out. */
		options.settings.levels[C18_BUDGET] =
		    i % 4 ? 0 : LEVEL_BLOCK + 1;
		one_office(&chance, &options, &told);
	}
	print_message("%lld offices, %lld proposals, %lld of two steps; %lld "
		      "blocked, %lld by several, %lld by nothing else, %lld "
		      "at a price\n",
	    (long long)states, (long long)told.shown, (long long)told.two_steps,
	    (long long)told.blocked, (long long)told.several,
	    (long long)told.alone, (long long)told.forced);
	assert_true(told.shown > states && told.several && told.forced);
	assert_true(told.two_steps && told.decided);
	zones_free(zones);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_proposed_holds),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
