/* SPDX-License-Identifier: Apache-2.0 */
/* Who may do what: some cells of the table by heart, and what holds for all of
 * them. */
#include "office/authorize.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/cleanup.h"

static enum verdict
ask(enum token_role role, enum verb verb, struct object object)
{
	struct caller caller = { .role = role };

	return authorize(&caller, verb, &object);
}

static void
knows_by_heart(void **state)
{
	static const struct {
		enum token_role role;
		enum verb verb;
		struct object object;
		enum verdict verdict;
	} rows[] = {
		{ TOKEN_NOBODY, VERB_READ, { OBJECT_EVENT, .published = true },
		    AUTHORIZED },
		{ TOKEN_NOBODY, VERB_READ, { OBJECT_EVENT, 0 },
		    AUTHORIZE_HIDDEN },
		{ TOKEN_NOBODY, VERB_READ, { OBJECT_MISSION, .any = true },
		    AUTHORIZE_WHO },
		{ TOKEN_READER, VERB_READ, { OBJECT_MISSION, .any = true },
		    AUTHORIZE_DENIED },
		{ TOKEN_READER, VERB_READ, { OBJECT_EVENT, 0 }, AUTHORIZED },
		{ TOKEN_LEAD, VERB_READ, { OBJECT_MISSION, .own = true },
		    AUTHORIZED },
		{ TOKEN_LEAD, VERB_READ, { OBJECT_MISSION, 0 },
		    AUTHORIZE_HIDDEN },
		{ TOKEN_LEAD, VERB_SUBMIT, { OBJECT_MISSION, 0 },
		    AUTHORIZE_HIDDEN },
		{ TOKEN_LEAD, VERB_ENDORSE, { OBJECT_MISSION, .own = true },
		    AUTHORIZE_DENIED },
		{ TOKEN_HEAD, VERB_ENDORSE, { OBJECT_MISSION, .own = true },
		    AUTHORIZED },
		{ TOKEN_OFFICER, VERB_AUTHORISE, { OBJECT_MISSION, 0 },
		    AUTHORIZED },
		{ TOKEN_COORDINATOR, VERB_AUTHORISE, { OBJECT_MISSION, 0 },
		    AUTHORIZE_DENIED },
		{ TOKEN_ADMIN, VERB_AUTHORISE, { OBJECT_MISSION, 0 },
		    AUTHORIZE_DENIED },
		{ TOKEN_COUNCIL, VERB_READ,
		    { OBJECT_SYNERGY, .published = true }, AUTHORIZED },
		{ TOKEN_COUNCIL, VERB_READ, { OBJECT_SYNERGY, 0 },
		    AUTHORIZE_HIDDEN },
		{ TOKEN_PEER, VERB_READ, { OBJECT_PERSON, 0 },
		    AUTHORIZE_DENIED },
		{ TOKEN_PEER, VERB_READ, { OBJECT_BUSY, 0 }, AUTHORIZED },
		{ TOKEN_LEAD, VERB_READ, { OBJECT_CHANGE, .published = true },
		    AUTHORIZED },
		{ TOKEN_LEAD, VERB_CHANGE, { OBJECT_EVENT, .published = true },
		    AUTHORIZE_DENIED },
		{ TOKEN_COORDINATOR, VERB_REMOVE, { OBJECT_TOKEN, 0 },
		    AUTHORIZE_HIDDEN },
		{ TOKEN_ADMIN, VERB_REMOVE, { OBJECT_TOKEN, 0 }, AUTHORIZED },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		if (ask(rows[i].role, rows[i].verb, rows[i].object) !=
		    rows[i].verdict)
			fail_msg("row %zu", i);
}

/* Whatever the cell: what is one's own is worth no less than another's, nobody
 * is asked who they are once it is known, and what may be done to something
 * may be done to it. */
static void
holds_for_every_cell(void **state)
{
	(void)state;
	for (int kind = 0; kind < OBJECTS; kind++)
		for (int verb = 0; verb < VERBS; verb++)
			for (int role = 0; role < TOKEN_ROLES; role++) {
				struct object object = {
					.kind = (enum object_kind)kind
				};
				enum verdict other = ask(role, verb, object);
				enum verdict own, any;

				object.own = true;
				own = ask(role, verb, object);
				object =
				    (struct object){ .kind =
							 (enum object_kind)kind,
					    .any = true };
				any = ask(role, verb, object);
				assert_true(
				    other != AUTHORIZED || own == AUTHORIZED);
				assert_true(
				    own != AUTHORIZED || any == AUTHORIZED);
				assert_true(any != AUTHORIZE_HIDDEN);
				assert_true(role == TOKEN_NOBODY ||
					    (any != AUTHORIZE_WHO &&
						own != AUTHORIZE_WHO));
			}
}

/* Who acts on something may see it. */
static void
nobody_acts_unseeing(void **state)
{
	(void)state;
	for (int kind = 0; kind < OBJECTS; kind++)
		for (int verb = VERB_CHANGE; verb < VERBS; verb++)
			for (int role = 0; role < TOKEN_ROLES; role++) {
				struct object object = {
					.kind = (enum object_kind)kind,
					.own = true
				};

				if (ask(role, verb, object) == AUTHORIZED)
					assert_int_equal(
					    ask(role, VERB_READ, object),
					    AUTHORIZED);
			}
}

static void
the_machine_may_all(void **state)
{
	struct caller local = { .local = true };

	(void)state;
	for (int kind = 0; kind < OBJECTS; kind++)
		for (int verb = 0; verb < VERBS; verb++) {
			struct object object = { .kind =
						     (enum object_kind)kind };

			assert_int_equal(
			    authorize(&local, (enum verb)verb, &object),
			    AUTHORIZED);
			assert_true(authorize_all(
			    &local, (enum verb)verb, (enum object_kind)kind));
		}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(knows_by_heart),
		cmocka_unit_test(holds_for_every_cell),
		cmocka_unit_test(nobody_acts_unseeing),
		cmocka_unit_test(the_machine_may_all),
	};

	return cmocka_run_group_tests_name("authorize", tests, NULL, NULL);
}
