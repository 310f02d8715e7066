/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What is proposed in random offices, held against a look at everything from
 * the beginning: in the records as they would be the conflict is not found, or
 * less grave, and none that blocks has come; and the picture that was asked is
 * as it was. AMBIT_TEST_STATES says how many offices there are.
 */
#include <stdbool.h>
#include <string.h>

#include "base/cleanup.h"
#include "office/proposals.h"
#include "office_maker.h"
#include "schedule/rules/rules.h"

#define STATES 150

/* "C1 block [...]" of each conflict, one a line; with a bar before each, so
 * that one is found as a whole. */
struct said {
	const struct picture *picture;
	struct buf text;
	enum finding_level least;
};

static void
say(const struct finding *finding, void *arg)
{
	struct said *said = arg;
	struct evidence name = { .code = NULL };

	if (finding->rule >= S1_SAME_EVENT || finding->level < said->least)
		return;
	assert_int_equal(evidence_name(&name, said->picture, finding), 0);
	buf_addf(&said->text, "|%s %d %s\n", name.code, finding->level,
	    buf_str(&name.subject));
	evidence_free(&name);
}

static struct buf
say_all(const struct picture *picture, enum finding_level least)
{
	struct said said = { picture, BUF_INIT, least };

	picture_each(picture, say, &said);
	return said.text;
}

/* The finding as it is said, at its own level. */
static struct buf
say_one(const struct picture *picture, const struct finding *finding)
{
	struct said said = { picture, BUF_INIT, LEVEL_INFO };

	say(finding, &said);
	return said.text;
}

static void
no_line_is_new(const struct chance *chance, char *now, const char *before)
{
	char *rest = NULL;

	for (char *line = strtok_r(now, "\n", &rest); line;
	     line = strtok_r(NULL, "\n", &rest)) {
		CLEANUP(buf_free) struct buf whole = BUF_INIT;

		buf_addf(&whole, "%s\n", line);
		if (!strstr(before, buf_str(&whole)))
			chance_fail(
			    chance, "%s has come, beside\n%s", line, before);
	}
}

static int64_t
holds(const struct chance *chance, const struct proposals_how *how,
    const struct picture_options *options, const struct finding *finding)
{
	CLEANUP(proposals_free) struct proposals list = VEC_INIT;
	struct err err = ERR_INIT;
	int64_t n;

	assert_int_equal(proposals_make(how, finding, &list, NULL, &err), 0);
	assert_true(list.len <= how->shown);
	vec_each(&list, proposal) {
		struct picture_input then = { proposal->remedy.records,
			proposal->remedy.events };
		struct picture *fresh = office_picture(options, &then);
		struct buf blocks = say_all(fresh, LEVEL_BLOCK);
		struct buf all = say_all(fresh, LEVEL_INFO);
		struct buf was = say_all(how->office.picture, LEVEL_BLOCK);
		struct buf one = say_one(how->office.picture, finding);

		if (strstr(buf_str(&all), buf_str(&one)))
			chance_fail(chance, "still there: %s", buf_str(&one));
		if (blocks.len)
			no_line_is_new(chance, blocks.data, buf_str(&was));
		buf_free(&blocks);
		buf_free(&all);
		buf_free(&was);
		buf_free(&one);
		picture_free(fresh);
	}
	n = (int64_t)list.len;
	return n;
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

static int64_t
one_office(struct chance *chance, struct picture_options *options)
{
	struct office_size size = { 3, 9, (int)chance_range(chance, 4, 12),
		(int)chance_range(chance, 10, 60) };
	CLEANUP(records_unrefp)
	struct records *records = office_make(chance, &size);
	CLEANUP(snapshot_unrefp) struct snapshot *events = NULL;
	struct proposals_how how = proposals_default;
	struct copies copies = { VEC_INIT };
	struct err err = ERR_INIT;
	struct buf before, after;
	int64_t shown = 0;

	assert_int_equal(snapshot_empty(&events, &err), 0);
	how.office = (struct remedy_office){ .input = { records, events },
		.revise_percent = 10 };
	how.office.picture = office_picture(options, &how.office.input);
	before = say_all(how.office.picture, LEVEL_INFO);
	picture_each(how.office.picture, copy, &copies);
	vec_each(&copies.list, finding) {
		shown += holds(chance, &how, options, finding);
		vec_free(&finding->items);
	}
	vec_free(&copies.list);
	assert_int_equal(
	    picture_settle(how.office.picture, NULL, NULL, &err), 0);
	after = say_all(how.office.picture, LEVEL_INFO);
	if (strcmp(buf_str(&before), buf_str(&after)) != 0)
		chance_fail(chance, "the picture is not as it was");
	buf_free(&before);
	buf_free(&after);
	picture_free(how.office.picture);
	return shown;
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
	int64_t shown = 0;

	(void)state;
	assert_int_equal(zones_open(NULL, &zones, &err), 0);
	options.settings = world_settings_default;
	options.zones = zones;
	options.horizon = (struct span){ 0, INT64_MAX / 2 };
	for (int64_t i = 0; i < states; i++)
		shown += one_office(&chance, &options);
	print_message("%lld offices, %lld proposals\n", (long long)states,
	    (long long)shown);
	assert_true(shown > states);
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
