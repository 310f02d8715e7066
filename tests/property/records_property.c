/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Random transactions on the office's records, some of which fail at their
 * end, against a twin that is an array of texts. After each the view must tell
 * what the twin tells, and who uses what as a scan of all does; a view that
 * was taken earlier must not have changed, and a reopened store tell the same.
 */
#include "chance.h"

#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/cleanup.h"
#include "model/mission.h"
#include "model/person.h"
#include "store/record_table.h"
#include "store_kit.h"

#define PEOPLE 8
#define MISSIONS 12
#define STEPS 800

/* What is there, as JSON; NULL is nothing. */
struct twin {
	char *people[PEOPLE], *missions[MISSIONS];
};

struct world {
	struct kit kit;
	struct chance chance;
	struct twin twin, tried; /* as committed; as the transaction has it */
	struct records *old;     /* a view of some moment, and its text */
	char *old_text;
	bool fails;
	int64_t log; /* rows in it */
};

/* ---- the twin --------------------------------------------------------- */

static void
twin_copy(struct twin *to, const struct twin *from)
{
	char **a = to->people, *const *b = from->people;

	for (size_t i = 0; i < sizeof *to / sizeof *a; i++) {
		free(a[i]);
		a[i] = b[i] ? strdup(b[i]) : NULL;
	}
}

static void
twin_clear(struct twin *twin)
{
	static const struct twin nothing;

	twin_copy(twin, &nothing);
}

static void
twin_print(const struct twin *twin, struct buf *out)
{
	for (int i = 0; i < PEOPLE; i++)
		if (twin->people[i])
			buf_addf(out, "%s\n", twin->people[i]);
	for (int i = 0; i < MISSIONS; i++)
		if (twin->missions[i])
			buf_addf(out, "%s\n", twin->missions[i]);
}

/* ---- random records --------------------------------------------------- */

static void
person_text(struct chance *chance, int i, struct buf *out)
{
	buf_addf(out, "{\"id\":\"p%d\",\"name\":\"n%d\"", i,
	    (int)chance_range(chance, 0, 3));
	if (chance_one_in(chance, 2))
		buf_adds(out, ",\"team\":\"T1\"");
	buf_addc(out, '}');
}

/* Ids of two letters, so that they order as their numbers. */
static void
mission_text(struct chance *chance, int i, struct buf *out)
{
	buf_addf(out,
	    "{\"id\":\"m%c\",\"state\":\"draft\",\"title\":\"t%d\","
	    "\"team\":\"T1\",\"roles\":[{\"kind\":\"head\",\"chosen\":[",
	    'a' + i, (int)chance_range(chance, 0, 3));
	for (int n = (int)chance_range(chance, 0, 3), k = 0; k <= n; k++)
		buf_addf(out, "%s\"p%d\"", k ? "," : "",
		    (int)chance_range(chance, 0, PEOPLE - 1));
	buf_adds(out, "]}]}");
}

/* ---- a transaction ---------------------------------------------------- */

static int
change_one(struct store *store, struct world *world, struct err *err)
{
	CLEANUP(records_unrefp) struct records *now = NULL;
	CLEANUP(buf_free) struct buf text = BUF_INIT;
	CLEANUP(freep) void *record = NULL;
	bool person = chance_one_in(&world->chance, 2);
	int i = (int)chance_range(
	    &world->chance, 0, (person ? PEOPLE : MISSIONS) - 1);
	const struct family *family =
	    &families[person ? FAMILY_PERSON : FAMILY_MISSION];
	char **twin =
	    person ? &world->tried.people[i] : &world->tried.missions[i];
	char id[8];

	snprintf(id, sizeof id, person ? "p%d" : "m%c", person ? i : 'a' + i);
	assert_int_equal(store_records(store, &now, err), 0);
	if (*twin && chance_one_in(&world->chance, 3)) {
		freep(twin);
		*twin = NULL;
		world->log++;
		return record_write(store, &world->kit.actor, family,
		    records_find(now, family->id, id), NULL, "deleted", NULL,
		    err);
	}
	(person ? person_text : mission_text)(&world->chance, i, &text);
	assert_int_equal(
	    record_from_json(family->type, text.data, text.len, &record, err),
	    0);
	if (!*twin || strcmp(*twin, buf_str(&text)) != 0)
		world->log++;
	free(*twin);
	*twin = buf_steal(&text);
	return record_write(store, &world->kit.actor, family,
	    records_find(now, family->id, id), record, "changed", NULL, err);
}

static int
transact(struct store *store, void *arg, struct err *err)
{
	struct world *world = arg;

	for (int n = (int)chance_range(&world->chance, 1, 4); n > 0; n--)
		if (change_one(store, world, err) < 0)
			return err->code;
	return world->fails ? err_set(err, -ECANCELED, "on purpose") : 0;
}

/* ---- what must hold --------------------------------------------------- */

static void
view_print(const struct records *records, struct buf *out)
{
	static const enum family_id all[] = { FAMILY_PERSON, FAMILY_MISSION };

	for (size_t i = 0; i < ARRAY_LEN(all); i++) {
		struct ordered_walk walk;

		for (const struct record_row *row =
			 records_first(records, all[i], NULL, &walk);
		     row; row = records_next(&walk)) {
			record_add_json(row->family->type, row->record, out);
			buf_addc(out, '\n');
		}
	}
}

/* The missions of a person, as the view says and as a scan finds. */
static void
check_uses(struct world *world, const struct records *records, int i)
{
	CLEANUP(buf_free) struct buf told = BUF_INIT;
	CLEANUP(buf_free) struct buf found = BUF_INIT;
	struct records_users users;
	char id[8], quoted[12];

	snprintf(id, sizeof id, "p%d", i);
	snprintf(quoted, sizeof quoted, "\"%s\"", id);
	for (const struct record_row *row =
		 records_user_first(records, "person", id, &users);
	     row; row = records_user_next(&users))
		buf_addf(&told, "%s ", record_id(row->record));
	for (int m = 0; m < MISSIONS; m++)
		if (world->twin.missions[m] &&
		    strstr(world->twin.missions[m], quoted))
			buf_addf(&found, "m%c ", 'a' + m);
	if (strcmp(buf_str(&told), buf_str(&found)) != 0)
		chance_fail(&world->chance, "%s: %s and not %s", id,
		    buf_str(&told), buf_str(&found));
}

static void
check(struct world *world)
{
	CLEANUP(records_unrefp) struct records *now = NULL;
	CLEANUP(buf_free) struct buf told = BUF_INIT;
	CLEANUP(buf_free) struct buf known = BUF_INIT;
	CLEANUP(buf_free) struct buf old = BUF_INIT;

	assert_int_equal(
	    store_records(world->kit.store, &now, &world->kit.err), 0);
	view_print(now, &told);
	twin_print(&world->twin, &known);
	if (strcmp(buf_str(&told), buf_str(&known)) != 0)
		chance_fail(&world->chance, "%s\nand not\n%s", buf_str(&told),
		    buf_str(&known));
	for (int i = 0; i < PEOPLE; i++)
		check_uses(world, now, i);
	if (world->old) {
		view_print(world->old, &old);
		assert_string_equal(buf_str(&old), world->old_text);
	}
	if (!chance_one_in(&world->chance, 40))
		return;
	records_unref(world->old);
	free(world->old_text);
	world->old = TAKE(now);
	world->old_text = buf_steal(&told);
}

static void
step(struct world *world)
{
	int64_t log = world->log;
	int rc;

	twin_copy(&world->tried, &world->twin);
	world->fails = chance_one_in(&world->chance, 4);
	rc = store_write(world->kit.store, transact, world, &world->kit.err);
	assert_int_equal(rc, world->fails ? -ECANCELED : 0);
	if (rc == 0)
		twin_copy(&world->twin, &world->tried);
	else
		world->log = log;
}

static void
histories_are_as_their_twins(void **state)
{
	struct world world = { .chance = chance_start() };

	(void)state;
	kit_open(&world.kit);
	for (int i = 0; i < STEPS; i++) {
		step(&world);
		check(&world);
		if (!chance_one_in(&world.chance, 100))
			continue;
		kit_reopen(&world.kit);
		check(&world);
	}
	assert_int_equal(
	    kit_int(&world.kit, "SELECT COUNT(*) FROM change"), world.log);
	twin_clear(&world.twin);
	twin_clear(&world.tried);
	records_unref(world.old);
	free(world.old_text);
	kit_close(&world.kit);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(histories_are_as_their_twins),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
