/* SPDX-License-Identifier: Apache-2.0 */
/* The life of a mission, cell by cell: each actor in each state with each
 * action, allowed or refused, and what it leads to. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/cleanup.h"
#include "schedule/life.h"

/* T traveller, L lead, H head of area, C coordinator, O officer, K clock. */
static const char letters[] = "TLHCOK";

/* What the office has agreed, state by state: "action WHO state-after"; what
 * is not here is refused. */
static const struct {
	const char *state, *allowed;
} agreed[] = {
	{ "draft", "submit TL submitted|withdraw TL withdrawn|"
		   "amend TLC draft|revise TLC draft" },
	{ "submitted", "endorse H endorsed|return H returned|"
		       "reject O rejected|withdraw TL withdrawn|"
		       "amend TLC submitted|revise TLC submitted" },
	{ "returned", "submit TL submitted|withdraw TL withdrawn|"
		      "amend TLC returned|revise TLC returned" },
	{ "endorsed", "authorise O authorised|return H returned|"
		      "reject O rejected|withdraw TL withdrawn|"
		      "amend TLC endorsed|revise TLC submitted" },
	{ "authorised", "start K underway|cancel LCO cancelled|"
			"amend TLC authorised|revise TLC submitted" },
	{ "underway", "finish K done|cancel LCO cancelled|"
		      "amend TLC underway|revise TLC submitted" },
	{ "done", "report L closed|amend TLC done" },
	{ "closed", "" },
	{ "rejected", "" },
	{ "withdrawn", "" },
	{ "cancelled", "" },
	{ "requested", "accept C accepted|decline C declined|"
		       "amend TLC requested|revise TLC requested" },
	{ "accepted", "programme LC programmed|cancel LCO cancelled|"
		      "amend TLC accepted|revise TLC accepted" },
	{ "declined", "" },
	{ "programmed", "host K hosted|cancel LCO cancelled|"
			"amend TLC programmed|revise TLC programmed" },
	{ "hosted", "report L closed|amend TLC hosted" },
};

static const char *const with_reason = "return reject cancel decline";

/* The agreed state after, or "" when it is refused. */
static void
agreed_after(const char *allowed, const char *action, char actor, char out[32])
{
	char who[8];
	char name[32];
	char after[32];

	out[0] = '\0';
	for (const char *at = allowed; at && *at; at = strchr(at, '|')) {
		at += *at == '|';
		if (sscanf(at, "%31[a-z] %7[A-Z] %31[a-z]", name, who, after) ==
			3 &&
		    strcmp(name, action) == 0 && strchr(who, actor))
			snprintf(out, 32, "%s", after);
	}
}

static enum life_verdict
ask(const char *state, int action, unsigned who, const char *reason,
    const char **after)
{
	enum mission_state to = MISSION_STATE_NONE;
	struct life_request request = {
		.state = (enum mission_state)choice_parse(
		    mission_state_words, state),
		.action = (enum life_action)action,
		.who = who,
		.reason = reason,
	};
	enum life_verdict verdict = life_step(&request, &to);

	*after = mission_state_words[to];
	return verdict;
}

static void
each_cell_is_as_agreed(void **state)
{
	int cells = 0;

	(void)state;
	assert_int_equal(ARRAY_LEN(agreed), MISSION_STATES - 1);
	for (size_t s = 0; s < ARRAY_LEN(agreed); s++)
		for (int action = 0; action < LIFE_ACTIONS; action++)
			for (int a = 0; letters[a]; a++, cells++) {
				char wanted[32];
				const char *after;

				agreed_after(agreed[s].allowed,
				    life_action_words[action], letters[a],
				    wanted);
				ask(agreed[s].state, action, 1u << a, "so",
				    &after);
				if (strcmp(after, wanted) != 0)
					fail_msg("%s: %s by %c gives '%s', "
						 "not '%s'",
					    agreed[s].state,
					    life_action_words[action],
					    letters[a], after, wanted);
			}
	assert_int_equal(cells, 16 * 16 * 6);
}

/* Who may not do it at all is told so, whatever the state. */
static void
the_actor_is_looked_at_before_the_state(void **state)
{
	const char *after;

	(void)state;
	assert_int_equal(ask("closed", LIFE_ENDORSE, LIFE_LEAD, NULL, &after),
	    LIFE_WRONG_ACTOR);
	assert_int_equal(ask("closed", LIFE_ENDORSE, LIFE_HEAD, NULL, &after),
	    LIFE_WRONG_STATE);
	assert_int_equal(
	    ask("submitted", LIFE_ENDORSE, 0, NULL, &after), LIFE_WRONG_ACTOR);
}

static void
nobody_authorises_their_own_travel(void **state)
{
	const char *after;

	(void)state;
	assert_int_equal(ask("endorsed", LIFE_AUTHORISE,
			     LIFE_OFFICER | LIFE_TRAVELLER, NULL, &after),
	    LIFE_OWN_TRAVEL);
	assert_int_equal(
	    ask("endorsed", LIFE_AUTHORISE, LIFE_OFFICER, NULL, &after),
	    LIFE_ALLOWED);
	/* ... but may leave it. */
	assert_int_equal(ask("endorsed", LIFE_REJECT,
			     LIFE_OFFICER | LIFE_TRAVELLER, "no", &after),
	    LIFE_ALLOWED);
}

static void
some_steps_want_a_reason(void **state)
{
	(void)state;
	for (int action = 0; action < LIFE_ACTIONS; action++) {
		const char *word = life_action_words[action];
		bool wants = strstr(with_reason, word) != NULL;

		assert_int_equal(
		    life_wants_reason((enum life_action)action), wants);
		for (int from = 1; from < MISSION_STATES; from++) {
			const char *after;
			enum life_verdict verdict =
			    ask(mission_state_words[from], action,
				life_who((enum life_action)action) &
				    ~(unsigned)LIFE_TRAVELLER,
				"", &after);

			if (life_from((enum life_action)action) & 1u << from)
				assert_int_equal(verdict,
				    wants ? LIFE_NO_REASON : LIFE_ALLOWED);
			else
				assert_int_equal(verdict, LIFE_WRONG_STATE);
		}
	}
}

static void
each_refusal_has_words(void **state)
{
	(void)state;
	for (int action = 0; action < LIFE_ACTIONS; action++)
		assert_non_null(life_who_words((enum life_action)action));
	assert_null(life_action_words[LIFE_ACTIONS]);
}

/* ------------------------------------------------------------- revision */

static const char *const a1[] = { "a1", NULL }, *const a2[] = { "a2", NULL };
static const struct role head_a1 = { .kind = ROLE_HEAD, .chosen = a1 },
			 head_a2 = { .kind = ROLE_HEAD, .chosen = a2 };
static const struct role *const roles_a1[] = { &head_a1, NULL },
				*const roles_a2[] = { &head_a2, NULL },
				*const roles_both[] = { &head_a1, &head_a2,
					NULL };
static const struct window may = { .start = "2026-05-04", .end = "2026-05-06" },
			   june = { .start = "2026-06-04",
				   .end = "2026-06-06" };
static const struct window *const windows[] = { &may, &june, NULL },
				  *const only_june[] = { &june, NULL };
static const struct cost travel = { .heading = "travel", .estimated = 100000 },
			 ten_more = { .heading = "travel",
				 .estimated = 110000 },
			 more = { .heading = "travel", .estimated = 110001 },
			 less = { .heading = "travel", .estimated = 89999 };
static const struct cost *const costs[] = { &travel, NULL },
				*const costs_ten[] = { &ten_more, NULL },
				*const costs_more[] = { &more, NULL },
				*const costs_less[] = { &less, NULL };

static struct mission
planned(void)
{
	return (struct mission){ .title = "A congress",
		.city = "Lyon",
		.roles = roles_a1,
		.windows = windows,
		.costs = costs };
}

#define REVISES(...) \
	do { \
		struct mission before_ = planned(), after_ = planned(); \
		__VA_ARGS__; \
		assert_true(life_revises(&before_, &after_, 10)); \
	} while (0)
#define AMENDS(...) \
	do { \
		struct mission before_ = planned(), after_ = planned(); \
		__VA_ARGS__; \
		assert_false(life_revises(&before_, &after_, 10)); \
	} while (0)

static void
travellers_dates_place_and_cost_want_a_new_decision(void **state)
{
	(void)state;
	AMENDS((void)after_);
	AMENDS(after_.title = "The congress");
	AMENDS(after_.purpose = "To speak");
	REVISES(after_.roles = roles_a2);
	REVISES(after_.roles = roles_both);
	REVISES(before_.roles = roles_both);
	REVISES(after_.window = 2);
	AMENDS(after_.window = 1); /* the first is the one that is taken */
	REVISES(after_.windows = only_june);
	REVISES(after_.windows = NULL);
	REVISES(after_.city = "Nice");
	REVISES(after_.city = NULL);
	REVISES(after_.country = "FR");
	REVISES(after_.event = "another");
	REVISES(after_.occurrence = "2026-05-04");
}

static void
cost_may_move_by_the_percentage(void **state)
{
	(void)state;
	AMENDS(after_.costs = costs_ten);
	REVISES(after_.costs = costs_more);
	REVISES(after_.costs = costs_less);
	REVISES(before_.costs = NULL);
	AMENDS(before_.costs = after_.costs = NULL);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_cell_is_as_agreed),
		cmocka_unit_test(the_actor_is_looked_at_before_the_state),
		cmocka_unit_test(nobody_authorises_their_own_travel),
		cmocka_unit_test(some_steps_want_a_reason),
		cmocka_unit_test(each_refusal_has_words),
		cmocka_unit_test(
		    travellers_dates_place_and_cost_want_a_new_decision),
		cmocka_unit_test(cost_may_move_by_the_percentage),
	};

	return cmocka_run_group_tests_name("life", tests, NULL, NULL);
}
