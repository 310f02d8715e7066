/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Random histories of commands on a mission, against a twin that says in ifs
 * what the office has agreed: the same results, states, editions and log. A
 * history that differs is made shorter, command by command, as long as it
 * still does, and then printed. AMBIT_TEST_HISTORIES: how many (300).
 */
#include "chance.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/date.h"
#include "office/import.h"
#include "office/mission.h"
#include "store/store.h"

#define COMMANDS 30
#define LOG 4000
#define FIRST_DAY INT64_C(20000)
#define PERCENT 10

enum kind { CITY, COST, PEOPLE, STEP, WAIT, KINDS };

struct command {
	enum kind kind;
	int value;  /* of the city, the cost, the people; days to wait */
	int action; /* enum life_action */
	bool word;  /* a reason, order or report is given */
	unsigned offices;
	int team;   /* for which they hold: 0 all, 1 ours, 2 another */
	int person; /* 0 nobody, 1 a1, 2 a2 */
};

struct history {
	bool incoming;
	struct command commands[COMMANDS];
	int n;
};

static const char *const cities[] = { "Cairo", "Tunis", "Rabat" };
static const char *const peoples[] = { "", "\"a1\"", "\"a2\"",
	"\"a1\",\"a2\"" };

/* ---- the twin --------------------------------------------------------- */

struct content {
	enum mission_state state;
	int city, cost, people, decided, edition;
	bool report;
};
struct twin {
	struct content now, old;
	bool in_force; /* old is */
	int64_t day;
	char log[LOG];
};

static void
twin_log(struct twin *twin, const char *entity, const char *action)
{
	size_t len = strlen(twin->log);

	snprintf(twin->log + len, LOG - len, "%s %s\n", entity, action);
}

/* It is from the fifth day to the seventh. */
static void
twin_clock_one(struct twin *twin, struct content *content, const char *entity)
{
	if (content->state == MISSION_AUTHORISED && twin->day >= 5) {
		content->state = MISSION_UNDERWAY;
		twin_log(twin, entity, "started");
	}
	if (content->state == MISSION_UNDERWAY && twin->day >= 8) {
		content->state = MISSION_DONE;
		twin_log(twin, entity, "finished");
	}
	if (content->state == MISSION_PROGRAMMED && twin->day >= 8) {
		content->state = MISSION_HOSTED;
		twin_log(twin, entity, "hosted");
	}
}

static unsigned
twin_who(const struct command *command, int people)
{
	unsigned who = command->offices;

	if (command->team == 2)
		who &= ~(unsigned)(LIFE_LEAD | LIFE_HEAD);
	if (command->person && people & command->person)
		who |= LIFE_TRAVELLER;
	return who;
}

/* Whose step it is, and where it leads: what is not here is nobody's. */
static bool
twin_may(unsigned who, enum life_action action)
{
	bool owner = who & (LIFE_LEAD | LIFE_TRAVELLER);

	if (action == LIFE_SUBMIT || action == LIFE_WITHDRAW)
		return owner;
	if (action == LIFE_ENDORSE || action == LIFE_RETURN)
		return who & LIFE_HEAD;
	if (action == LIFE_AUTHORISE)
		return who & LIFE_OFFICER && !(who & LIFE_TRAVELLER);
	if (action == LIFE_REJECT)
		return who & LIFE_OFFICER;
	if (action == LIFE_CANCEL)
		return who & (LIFE_LEAD | LIFE_COORDINATOR | LIFE_OFFICER);
	if (action == LIFE_REPORT)
		return who & LIFE_LEAD;
	if (action == LIFE_ACCEPT || action == LIFE_DECLINE)
		return who & LIFE_COORDINATOR;
	if (action == LIFE_PROGRAMME)
		return who & (LIFE_LEAD | LIFE_COORDINATOR);
	if (action == LIFE_AMEND)
		return owner || who & LIFE_COORDINATOR;
	return false;
}

static enum mission_state
twin_after(enum mission_state from, enum life_action action)
{
	bool draft = from == MISSION_DRAFT, returned = from == MISSION_RETURNED;
	bool submitted = from == MISSION_SUBMITTED;
	bool endorsed = from == MISSION_ENDORSED;

	if (action == LIFE_SUBMIT && (draft || returned))
		return MISSION_SUBMITTED;
	if (action == LIFE_ENDORSE && submitted)
		return MISSION_ENDORSED;
	if (action == LIFE_RETURN && (submitted || endorsed))
		return MISSION_RETURNED;
	if (action == LIFE_REJECT && (submitted || endorsed))
		return MISSION_REJECTED;
	if (action == LIFE_AUTHORISE && endorsed)
		return MISSION_AUTHORISED;
	if (action == LIFE_WITHDRAW &&
	    (draft || returned || submitted || endorsed))
		return MISSION_WITHDRAWN;
	if (action == LIFE_CANCEL &&
	    (from == MISSION_AUTHORISED || from == MISSION_UNDERWAY ||
		from == MISSION_ACCEPTED || from == MISSION_PROGRAMMED))
		return MISSION_CANCELLED;
	if (action == LIFE_REPORT &&
	    (from == MISSION_DONE || from == MISSION_HOSTED))
		return MISSION_CLOSED;
	if (action == LIFE_ACCEPT && from == MISSION_REQUESTED)
		return MISSION_ACCEPTED;
	if (action == LIFE_DECLINE && from == MISSION_REQUESTED)
		return MISSION_DECLINED;
	if (action == LIFE_PROGRAMME && from == MISSION_ACCEPTED)
		return MISSION_PROGRAMMED;
	return MISSION_STATE_NONE;
}

static int
twin_step(struct twin *twin, const struct command *command)
{
	static const char *const done[LIFE_ACTIONS] = { [LIFE_SUBMIT] =
							    "submitted",
		[LIFE_ENDORSE] = "endorsed",
		[LIFE_RETURN] = "returned",
		[LIFE_AUTHORISE] = "authorised",
		[LIFE_REJECT] = "rejected",
		[LIFE_WITHDRAW] = "withdrawn",
		[LIFE_CANCEL] = "cancelled",
		[LIFE_REPORT] = "reported",
		[LIFE_ACCEPT] = "accepted",
		[LIFE_DECLINE] = "declined",
		[LIFE_PROGRAMME] = "programmed" };
	enum life_action action = (enum life_action)command->action;
	enum mission_state to = twin_after(twin->now.state, action);
	bool reasoned = action == LIFE_RETURN || action == LIFE_REJECT ||
			action == LIFE_CANCEL || action == LIFE_DECLINE;

	if (!twin_may(twin_who(command, twin->now.people), action))
		return -EACCES;
	if (!to || (reasoned && !command->word))
		return -EPERM;
	if (twin->in_force &&
	    (action == LIFE_WITHDRAW || action == LIFE_REJECT)) {
		twin->now = twin->old;
		twin->in_force = false;
		twin_log(twin, "edition", "is the mission again");
		twin_log(twin, "mission", done[action]);
		return 0;
	}
	if (action == LIFE_AUTHORISE && !command->word)
		return -EINVAL;
	if (action == LIFE_AUTHORISE && !twin->now.people)
		return -EPERM;
	if (action == LIFE_REPORT && !command->word)
		return -EINVAL;
	if (action == LIFE_AUTHORISE) {
		twin->now.decided = twin->now.cost;
		if (twin->in_force)
			twin_log(twin, "edition", "superseded");
		twin->in_force = false;
	}
	twin->now.state = to;
	twin_log(twin, "mission", done[action]);
	return 0;
}

static bool
twin_revises(const struct content *was, const struct content *is)
{
	int base = was->decided ? was->decided : was->cost;

	return was->city != is->city || was->people != is->people ||
	       abs(is->cost - base) * 100 > base * PERCENT;
}

static int
twin_amend(struct twin *twin, const struct command *command)
{
	struct content *now = &twin->now, next = *now;
	enum mission_state state = now->state;
	bool revises, final;

	if (command->kind == CITY)
		next.city = command->value;
	if (command->kind == COST)
		next.cost = command->value;
	if (command->kind == PEOPLE)
		next.people = command->value;
	revises = twin_revises(now, &next);
	final = state == MISSION_CLOSED || state == MISSION_REJECTED ||
		state == MISSION_WITHDRAWN || state == MISSION_CANCELLED ||
		state == MISSION_DECLINED;
	if (!twin_may(twin_who(command, now->people), LIFE_AMEND))
		return -EACCES;
	if (final ||
	    (revises && (state == MISSION_DONE || state == MISSION_HOSTED)))
		return -EPERM;
	if (!twin_may(twin_who(command, next.people), LIFE_AMEND))
		return -EACCES;
	if (revises &&
	    (state == MISSION_AUTHORISED || state == MISSION_UNDERWAY)) {
		twin->old = *now;
		twin->in_force = true;
		next.edition++;
		next.decided = 0;
		next.state = MISSION_SUBMITTED;
		twin_log(twin, "edition", "kept in force");
		twin_log(twin, "mission", "revised");
	} else if (memcmp(&next, now, sizeof next) != 0) {
		if (revises && state == MISSION_ENDORSED)
			next.state = MISSION_SUBMITTED;
		twin_log(twin, "mission", "amended");
	}
	*now = next;
	return 0;
}

static int
twin_do(struct twin *twin, const struct command *command)
{
	struct twin before = *twin;
	int rc = 0;

	if (command->kind == WAIT) {
		twin->day += command->value;
		twin_clock_one(twin, &twin->now, "mission");
		if (twin->in_force)
			twin_clock_one(twin, &twin->old, "edition");
		return 0;
	}
	twin_clock_one(twin, &twin->now, "mission");
	rc = command->kind == STEP ? twin_step(twin, command)
				   : twin_amend(twin, command);
	if (rc < 0)
		*twin = before;
	return rc;
}

/* ---- the office ------------------------------------------------------- */

struct office_run {
	struct store *store;
	struct desk desk;
	const struct command *command; /* NULL: creates */
	bool incoming;
	char id[RECORD_ID];
	int64_t day;
};

static int
import_people(struct store *store, void *arg, struct err *err)
{
	static const char lines[] =
	    "{\"team\":{\"id\":\"T1\",\"name\":\"One\"}}\n"
	    "{\"person\":{\"id\":\"a1\",\"name\":\"A\",\"team\":\"T1\"}}\n"
	    "{\"person\":{\"id\":\"a2\",\"name\":\"B\",\"team\":\"T1\"}}\n";
	struct office_run *run = arg;
	struct import_counts counts;

	run->desk.store = store;
	return desk_import(&run->desk, lines, strlen(lines), &counts, err);
}

static int
create(struct office_run *run, struct record_row **row, struct err *err)
{
	struct mission_actor all = { LIFE_LEAD | LIFE_COORDINATOR, NULL, NULL };
	char json[600], start[DAY_TEXT], end[DAY_TEXT];

	snprintf(json, sizeof json,
	    "{\"title\":\"A\",\"team\":\"T1\",\"city\":\"Cairo\",\"roles\":[{"
	    "\"kind\":\"head\",\"count\":2,\"chosen\":[\"a1\"]}],\"costs\":[{"
	    "\"heading\":\"x\",\"estimated\":1000}],\"windows\":[{\"start\":"
	    "\"%s\",\"end\":\"%s\"}]%s}",
	    day_format(start, FIRST_DAY + 5), day_format(end, FIRST_DAY + 8),
	    run->incoming ? ",\"direction\":\"incoming\"" : "");
	return mission_create(&run->desk, &all, json, strlen(json), row, err);
}

static int
amend(struct office_run *run, const struct mission_actor *actor,
    struct record_row **row, struct err *err)
{
	const struct command *command = run->command;
	char json[300];

	if (command->kind == CITY)
		snprintf(json, sizeof json, "{\"city\":\"%s\"}",
		    cities[command->value]);
	else if (command->kind == COST)
		snprintf(json, sizeof json,
		    "{\"costs\":[{\"heading\":\"x\",\"estimated\":%d}]}",
		    command->value);
	else
		snprintf(json, sizeof json,
		    "{\"roles\":[{\"kind\":\"head\",\"count\":2,\"chosen\":"
		    "[%s]}]}",
		    peoples[command->value]);
	return mission_amend(
	    &run->desk, actor, run->id, json, strlen(json), row, err);
}

static int
run_command(struct store *store, void *arg, struct err *err)
{
	static const char *const ours[] = { "T1", NULL };
	static const char *const others[] = { "T2", NULL };
	struct office_run *run = arg;
	const struct command *command = run->command;
	CLEANUP(record_row_unrefp) struct record_row *row = NULL;
	struct mission_actor actor = { 0, NULL, NULL };
	struct mission_step step = { .action = LIFE_SUBMIT };
	const char *word = command && command->word ? "word" : NULL;
	int64_t moved;
	int rc;

	desk_clear(&run->desk);
	run->desk.store = store;
	run->desk.actor.now = (FIRST_DAY + run->day) * DAY_SECONDS;
	if (command) {
		actor.offices = command->offices;
		actor.teams = command->team == 0   ? NULL
			      : command->team == 1 ? ours
						   : others;
		actor.person = command->person == 0   ? NULL
			       : command->person == 1 ? "a1"
						      : "a2";
		step = (struct mission_step){ (enum life_action)command->action,
			word, word, word };
	}
	if (!command)
		rc = create(run, &row, err);
	else if (command->kind == WAIT)
		rc = missions_clock(&run->desk, &moved, err);
	else if (command->kind == STEP)
		rc =
		    mission_step(&run->desk, &actor, run->id, &step, &row, err);
	else
		rc = amend(run, &actor, &row, err);
	if (rc == 0 && row)
		snprintf(run->id, sizeof run->id, "%s", record_id(row->record));
	return rc;
}

static int
add_change(const struct change *change, void *arg, struct err *err)
{
	char *log = arg;
	size_t len = strlen(log);

	(void)err;
	snprintf(
	    log + len, LOG - len, "%s %s\n", change->entity, change->action);
	return 0;
}

/* ---- one against the other -------------------------------------------- */

static bool
same_content(const struct mission *mission, const struct content *content)
{
	int people = (mission_has_person(mission, "a1") ? 1 : 0) |
		     (mission_has_person(mission, "a2") ? 2 : 0);

	return mission->state == (int)content->state &&
	       strcmp(mission->city, cities[content->city]) == 0 &&
	       mission_estimated(mission) == content->cost &&
	       people == content->people &&
	       mission->edition == content->edition &&
	       mission->authorised_cost == content->decided;
}

static bool
same_state(struct office_run *run, const struct twin *twin)
{
	CLEANUP(records_unrefp) struct records *records = NULL;
	struct err err = ERR_INIT;
	const struct mission *mission, *edition;

	if (store_records(run->store, &records, &err) < 0)
		return false;
	mission = records_get(records, FAMILY_MISSION, run->id);
	edition = records_get(records, FAMILY_EDITION, run->id);
	return mission && same_content(mission, &twin->now) &&
	       (edition != NULL) == twin->in_force &&
	       (!edition || same_content(edition, &twin->old));
}

static bool
same_log(struct office_run *run, const struct twin *twin)
{
	struct change_filter filter = { .limit = 1000, .id = run->id };
	static char log[LOG];
	struct err err = ERR_INIT;

	log[0] = '\0';
	changes_each(run->store, &filter, add_change, log, &err);
	return strcmp(log, twin->log) == 0;
}

/* -1: all is the same; else the number of the first command after which it
 * is not. */
static int
differs(struct store *store, struct zones *zones, const struct history *history)
{
	struct office_run run = { .store = store,
		.incoming = history->incoming };
	struct twin twin = { .now = {
				 MISSION_DRAFT, 0, 1000, 1, 0, 1, false } };
	struct err err = ERR_INIT;
	int at = -1;

	run.desk.zones = zones;
	run.desk.revise_percent = PERCENT;
	run.desk.actor.name = "somebody";
	if (history->incoming)
		twin.now.state = MISSION_REQUESTED;
	twin_log(&twin, "mission", "created");
	if (store_write(store, run_command, &run, &err) < 0)
		fail_msg("%s", err.msg);
	for (int i = 0; at < 0 && i < history->n; i++) {
		const struct command *command = &history->commands[i];
		int expected = twin_do(&twin, command), got;

		run.command = command;
		run.day = twin.day;
		err_clear(&err);
		got = store_write(store, run_command, &run, &err);
		if (got != expected || !same_state(&run, &twin))
			at = i;
	}
	if (at < 0 && !same_log(&run, &twin))
		at = history->n;
	desk_free(&run.desk);
	return at;
}

/* ---- histories -------------------------------------------------------- */

static struct command
random_command(struct chance *chance)
{
	static const int costs[] = { 1000, 1050, 1100, 1101, 900, 899, 1200 };
	struct command command = {
		.kind = chance_one_in(chance, 3)
			    ? (enum kind)chance_range(chance, 0, KINDS - 1)
			    : STEP,
		.action = (int)chance_range(chance, 0, LIFE_ACTIONS - 1),
		.word = !chance_one_in(chance, 5),
		.offices =
		    LIFE_LEAD | LIFE_HEAD | LIFE_COORDINATOR | LIFE_OFFICER,
		.person = chance_one_in(chance, 6)
			      ? (int)chance_range(chance, 1, 2)
			      : 0,
	};

	if (chance_one_in(chance, 4))
		command.offices &= (unsigned)chance_range(chance, 0, 63);
	if (chance_one_in(chance, 4))
		command.team = (int)chance_range(chance, 1, 2);
	if (!chance_one_in(chance, 3)) /* the way that most go */
		command.action =
		    (int[]){ LIFE_SUBMIT, LIFE_ENDORSE, LIFE_AUTHORISE,
			    LIFE_ACCEPT }[chance_range(chance, 0, 3)];
	if (command.kind == CITY)
		command.value = (int)chance_range(chance, 0, 2);
	else if (command.kind == COST)
		command.value = costs[chance_range(chance, 0, 6)];
	else if (command.kind == PEOPLE)
		command.value = (int)chance_range(chance, 0, 3);
	else
		command.value = (int)chance_range(chance, 0, 3);
	/* Amending and reviving are no actions of their own. */
	if (command.action == LIFE_AMEND || command.action == LIFE_REVISE ||
	    command.action == LIFE_START || command.action == LIFE_FINISH ||
	    command.action == LIFE_HOST)
		command.action = LIFE_SUBMIT;
	return command;
}

static void
print_history(const struct history *history)
{
	static const char *const kinds[] = { "city", "cost", "people", "step",
		"wait" };

	print_message("%s\n", history->incoming ? "a request" : "a draft");
	for (int i = 0; i < history->n; i++) {
		const struct command *c = &history->commands[i];

		print_message("  %s %s value %d word %d offices %u team %d "
			      "person %d\n",
		    kinds[c->kind],
		    c->kind == STEP ? life_action_words[c->action] : "",
		    c->value, c->word, c->offices, c->team, c->person);
	}
}

/* Leaves out what is not needed for the difference. */
static void
shrink(struct store *store, struct zones *zones, struct history *history)
{
	for (int i = history->n - 1; i >= 0; i--) {
		struct history shorter = *history;

		shorter.n--;
		memmove(&shorter.commands[i], &shorter.commands[i + 1],
		    (size_t)(shorter.n - i) * sizeof *shorter.commands);
		if (differs(store, zones, &shorter) >= 0)
			*history = shorter;
	}
}

static struct store *
new_store(struct zones *zones)
{
	struct office_run run = { .desk = { .zones = zones } };
	struct store *store;
	struct err err = ERR_INIT;

	run.desk.actor.name = "somebody";
	desk_clear(&run.desk);
	if (store_open(":memory:", DB_WRITER, &store, &err) < 0 ||
	    store_write(store, import_people, &run, &err) < 0)
		fail_msg("%s", err.msg);
	desk_free(&run.desk);
	return store;
}

static void
histories_are_as_the_twins(void **state)
{
	const char *many = getenv("AMBIT_TEST_HISTORIES");
	long histories = many ? atol(many) : 300;
	struct chance chance = chance_start();
	struct store *store = NULL;
	struct zones *zones;
	struct err err = ERR_INIT;

	(void)state;
	assert_int_equal(zones_open(NULL, &zones, &err), 0);
	for (long h = 0; h < histories; h++) {
		struct history history = { .incoming =
					       chance_one_in(&chance, 5) };

		if (h % 20 == 0) {
			store_close(store);
			store = new_store(zones);
		}
		history.n = (int)chance_range(&chance, 1, COMMANDS);
		for (int i = 0; i < history.n; i++)
			history.commands[i] = random_command(&chance);
		if (differs(store, zones, &history) < 0)
			continue;
		shrink(store, zones, &history);
		print_history(&history);
		chance_fail(&chance, "the office and its twin differ");
	}
	store_close(store);
	zones_free(zones);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(histories_are_as_the_twins),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
