/* SPDX-License-Identifier: Apache-2.0 */
/* The office's records in the store: their tables, their log, what a
 * transaction has changed. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/cleanup.h"
#include "base/text.h"
#include "model/person.h"
#include "model/team.h"
#include "store/record_table.h"
#include "store_kit.h"

/* Every table has its record's columns, in the record's order, and among them
 * what the program knows: a later step adds columns behind it. */
static void
check_columns(struct kit *kit, const struct family *family)
{
	static const char *const own[] = { "revision", "created_at",
		"revised_at", NULL };
	size_t fields = 0, known = 0;
	struct db_stmt *stmt = db_prepare(store_db(kit->store),
	    "SELECT name FROM pragma_table_info($1) ORDER BY cid", &kit->err);

	assert_non_null(stmt);
	db_bind_text(stmt, 1, family->name);
	while (db_step(stmt, &kit->err) == 1) {
		const char *name = db_text(stmt, 0);

		if (texts_have(own, name)) {
			known++;
			continue;
		}
		assert_true(fields < family->type->nfields);
		assert_string_equal(name, family->type->fields[fields++].name);
	}
	assert_int_equal(fields, family->type->nfields);
	assert_int_equal(known, ARRAY_LEN(own) - 1);
	db_done(stmt);
}

static void
tables_are_as_their_records(void **state)
{
	for (int i = 0; i < FAMILIES; i++)
		check_columns(*state, &families[i]);
}

struct deed {
	struct kit *kit;
	const char *id; /* of the team that is there before */
	const struct team *team;
	const char *action;
};

static int
write_team(struct store *store, void *arg, struct err *err)
{
	struct deed *deed = arg;
	CLEANUP(records_unrefp) struct records *now = NULL;

	if (store_records(store, &now, err) < 0)
		return err->code;
	return record_write(store, &deed->kit->actor, &families[FAMILY_TEAM],
	    deed->id ? records_find(now, FAMILY_TEAM, deed->id) : NULL,
	    deed->team, deed->action, NULL, err);
}

static void
put_team(struct kit *kit, const char *id, const struct team *team,
    const char *action)
{
	struct deed deed = { kit, id, team, action };

	assert_int_equal(
	    store_write(kit->store, write_team, &deed, &kit->err), 0);
}

static int
print_change(const struct change *change, void *arg, struct err *err)
{
	(void)err;
	buf_addf(arg, "%s %s %s %s %s -> %s\n", change->action, change->entity,
	    change->id, change->title, change->before ? change->before : "-",
	    change->after ? change->after : "-");
	return 0;
}

static void
changes_are_logged(void **state)
{
	static const char *const interests[] = { "housing", NULL };
	CLEANUP(buf_free) struct buf log = BUF_INIT;
	struct change_filter filter = { .limit = 100 };
	struct kit *kit = *state;
	struct team team;

	record_init(&team_record, &team);
	team.id = "T1";
	team.name = "Mobility";
	put_team(kit, NULL, &team, "created");
	put_team(kit, "T1", &team, "changed"); /* the same: nothing */
	team.name = "Mobility and Transport";
	team.minimum_presence = 2;
	team.interests = interests;
	put_team(kit, "T1", &team, "changed");
	put_team(kit, "T1", NULL, "deleted");
	assert_int_equal(
	    changes_each(kit->store, &filter, print_change, &log, &kit->err),
	    0);
	assert_string_equal(buf_str(&log),
	    "created team T1 Mobility - -> "
	    "{\"id\":\"T1\",\"name\":\"Mobility\"}\n"
	    "changed team T1 Mobility and Transport "
	    "{\"name\":\"Mobility\",\"minimum_presence\":null,"
	    "\"interests\":null} -> {\"name\":\"Mobility and Transport\","
	    "\"minimum_presence\":2,\"interests\":[\"housing\"]}\n"
	    "deleted team T1 Mobility and Transport "
	    "{\"id\":\"T1\",\"name\":\"Mobility and Transport\","
	    "\"minimum_presence\":2,\"interests\":[\"housing\"]} -> -\n");
}

static void
rows_know_their_history(void **state)
{
	CLEANUP(records_unrefp) struct records *now = NULL;
	struct kit *kit = *state;
	const struct record_changes *changes;
	const struct record_row *row;
	struct team team;

	record_init(&team_record, &team);
	team.id = "T1";
	team.name = "Mobility";
	put_team(kit, NULL, &team, "created");
	kit->actor.now += 60;
	team.name = "Transport";
	put_team(kit, "T1", &team, "changed");
	changes = store_record_changes(kit->store);
	assert_int_equal(changes->len, 1);
	assert_int_equal(changes->items[0].before->revision, 1);
	assert_int_equal(changes->items[0].after->revision, 2);
	kit_reopen(kit);
	assert_int_equal(store_records(kit->store, &now, &kit->err), 0);
	row = records_find(now, FAMILY_TEAM, "T1");
	assert_non_null(row);
	assert_string_equal(
	    ((const struct team *)row->record)->name, "Transport");
	assert_int_equal(row->revision, 2);
	assert_int_equal(row->revised_at - row->created_at, 60);
	assert_int_equal(records_count(now, FAMILY_TEAM), 1);
	assert_null(records_find(now, FAMILY_TEAM, "T2"));
}

#define KEPT(test) \
	cmocka_unit_test_setup_teardown(test, kit_setup, kit_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		KEPT(tables_are_as_their_records),
		KEPT(changes_are_logged),
		KEPT(rows_know_their_history),
	};

	return cmocka_run_group_tests_name("store_records", tests, NULL, NULL);
}
