/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ambit mission list [KEY=VALUE ...] | show ID | journeys ID |
 *     create KEY=VALUE ... | amend ID KEY=VALUE ... |
 *     submit|endorse|return|authorise|reject|withdraw|cancel|report|
 *     accept|decline|programme ID
 *     [--reason TEXT] [--order NUMBER] [--report TEXT] [--by PERSON]
 *
 * ID is a mission's id or its number. The words of KEY are in
 * mission_words.h.
 */
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/json.h"
#include "base/text.h"
#include "cli/mission_list.h"
#include "cli/mission_ways.h"
#include "cli/mission_words.h"
#include "cli/propose.h"
#include "cli/records.h"
#include "office/mission.h"

/* What a step is told. */
struct told {
	const char *reason, *order, *report;
};

/* ---- which one -------------------------------------------------------- */

static const struct record_row *
find_mission(const struct records *records, const char *name)
{
	struct ordered_walk walk;

	for (const struct record_row *row =
		 records_first(records, FAMILY_MISSION, NULL, &walk);
	     row; row = records_next(&walk)) {
		const struct mission *mission = row->record;

		if (strcmp(mission->id, name) == 0 ||
		    (mission->number && strcmp(mission->number, name) == 0))
			return row;
	}
	return NULL;
}

/* Puts the id in the place of a number. 0 or an exit status, said; *records
 * are the caller's. */
static int
resolve_in(
    struct records_work *work, char id[RECORD_ID], struct records **records)
{
	const struct record_row *row;
	int status = records_read(work->cli, records);

	if (status)
		return status;
	row = find_mission(*records, work->arguments[0]);
	if (!row)
		return cli_usage(
		    "there is no mission \"%s\"", work->arguments[0]);
	snprintf(id, RECORD_ID, "%s", record_id(row->record));
	work->arguments[0] = id;
	return EXIT_SUCCESS;
}

static int
resolve(struct records_work *work, char id[RECORD_ID])
{
	CLEANUP(records_unrefp) struct records *records = NULL;

	return resolve_in(work, id, &records);
}

/* ---- showing ---------------------------------------------------------- */

static int
run_show(struct records_work *work)
{
	CLEANUP(records_unrefp) struct records *records = NULL;
	const struct record_row *edition;
	char id[RECORD_ID];
	int status = resolve_in(work, id, &records);

	if (!status)
		status = records_show(work, records);
	if (status || work->cli->json)
		return status;
	edition = records_find(records, FAMILY_EDITION, id);
	if (edition) {
		puts("\nin force until this is authorised:");
		records_print(edition);
	}
	return mission_ways_print(work->cli, records, id, true);
}

static int
run_journeys(struct records_work *work)
{
	CLEANUP(records_unrefp) struct records *records = NULL;
	char id[RECORD_ID];
	int status = resolve_in(work, id, &records);

	return status ? status
		      : mission_ways_print(work->cli, records, id, false);
}

/* ---- changing --------------------------------------------------------- */

/* "technical: Ada Example, Biel Example (1 conflict)". */
static void
print_role(const json_t *role)
{
	const json_t *delegates = json_object_get(role, "delegates"), *one;
	size_t i;

	printf("       %s: %s", json_member_text(role, "kind"),
	    json_array_size(delegates) ? "" : "nobody is free");
	json_array_foreach(delegates, i, one)
	{
		long long n = json_member_int(one, "conflicts");

		printf("%s%s", i ? ", " : "", json_member_text(one, "name"));
		if (n)
			printf(" (%lld conflict%s)", n, n > 1 ? "s" : "");
	}
	putchar('\n');
}

/* When it could be, and who is free then; the best first. */
static void
print_openings(const json_t *openings)
{
	const json_t *opening, *role;
	size_t i, r;

	json_array_foreach(openings, i, opening)
	{
		const char *start = json_member_text(opening, "start");
		bool own = start && *start;

		printf("     * %s%s%s%s\n", own ? start : "when its event is",
		    own ? " - " : "",
		    own ? json_member_text(opening, "end") : "",
		    json_is_true(json_object_get(opening, "remote"))
			? ", remotely"
			: "");
		json_array_foreach(json_object_get(opening, "roles"), r, role)
		    print_role(role);
	}
}

/* "mission 2026-0014 (Board): submitted"; of what is tried, what it would run
 * into and who could go. */
static void
report(const struct records_work *work, const struct ask *ask, const char *done)
{
	CLEANUP(json_freep) json_t *answer = NULL;
	const char *number, *title, *state;

	(void)done;
	json_read(buf_str(&ask->answer), ask->answer.len, &answer, NULL);
	number = json_string_value(json_object_get(answer, "number"));
	title = json_string_value(json_object_get(answer, "title"));
	state = json_string_value(json_object_get(answer, "state"));
	printf("%smission %s (%s): %s\n", work->dry_run ? "would be: " : "",
	    number ? number : "", title ? title : "", state ? state : "");
	if (!work->dry_run)
		return;
	cli_print_conflicts(
	    "+", json_object_get(answer, "conflicts"), LANGUAGE_EN);
	print_openings(json_object_get(answer, "openings"));
}

static int
run_create(struct records_work *work)
{
	CLEANUP(ask_free) struct ask ask = { .method = HTTP_POST };
	struct err err = ERR_INIT;

	buf_adds(&ask.target, "/v1/missions");
	if (mission_words_body(work, 0, &ask.body, &err) < 0)
		return cli_fail(&err);
	return records_send(work, &ask, "created", NULL);
}

static int
run_amend(struct records_work *work)
{
	CLEANUP(ask_free) struct ask ask = { .method = HTTP_PATCH };
	struct err err = ERR_INIT;
	char id[RECORD_ID];
	int status = resolve(work, id);

	if (status)
		return status;
	buf_adds(&ask.target, "/v1/missions");
	ask_segment(&ask, id);
	if (mission_words_body(work, 1, &ask.body, &err) < 0)
		return cli_fail(&err);
	return records_send(work, &ask, "amended", NULL);
}

static void
add_told(struct buf *body, const char *name, const char *value)
{
	if (!value)
		return;
	buf_addf(body, "%s\"%s\":", body->len ? "," : "{", name);
	json_add_text(body, value);
}

static int
run_step(struct records_work *work, const char *step, const struct told *told)
{
	CLEANUP(ask_free) struct ask ask = { .method = HTTP_POST };
	char id[RECORD_ID];
	int status = resolve(work, id);

	if (status)
		return status;
	buf_adds(&ask.target, "/v1/missions");
	ask_segment(&ask, id);
	ask_segment(&ask, step);
	add_told(&ask.body, "reason", told->reason);
	add_told(&ask.body, "order_number", told->order);
	add_told(&ask.body, "report", told->report);
	buf_adds(&ask.body, ask.body.len ? "}" : "");
	return records_send(work, &ask, step, NULL);
}

/* ---- command ---------------------------------------------------------- */

/* What runs nothing of its own is a step of a mission's life. */
static const struct records_verb verbs[] = {
	{ "list", mission_list_run, 0, 20, "list [KEY=VALUE ...]" },
	{ "show", run_show, 1, 1, "show ID" },
	{ "journeys", run_journeys, 1, 1, "journeys ID" },
	{ "create", run_create, 1, 100, "create KEY=VALUE ..." },
	{ "amend", run_amend, 2, 100, "amend ID KEY=VALUE ..." },
	{ "submit", NULL, 1, 1, "submit ID" },
	{ "endorse", NULL, 1, 1, "endorse ID" },
	{ "return", NULL, 1, 1, "return ID --reason TEXT" },
	{ "authorise", NULL, 1, 1, "authorise ID --order NUMBER" },
	{ "reject", NULL, 1, 1, "reject ID --reason TEXT" },
	{ "withdraw", NULL, 1, 1, "withdraw ID" },
	{ "cancel", NULL, 1, 1, "cancel ID --reason TEXT" },
	{ "report", NULL, 1, 1, "report ID --report TEXT" },
	{ "accept", NULL, 1, 1, "accept ID" },
	{ "decline", NULL, 1, 1, "decline ID --reason TEXT" },
	{ "programme", NULL, 1, 1, "programme ID" },
};

int
command_missions(struct cli *cli, int argc, char **argv)
{
	struct records_work work = { .cli = cli,
		.family = &families[FAMILY_MISSION],
		.report = report };
	struct told told = { NULL, NULL, NULL };
	const struct cli_option options[] = {
		{ "why", &work.why, NULL },
		{ "by", &work.by, NULL },
		{ "reason", &told.reason, NULL },
		{ "order", &told.order, NULL },
		{ "report", &told.report, NULL },
		{ "dry-run", NULL, &work.dry_run },
		{ NULL, NULL, NULL },
	};
	const struct records_verb *verb;
	int n = cli_options(cli, "mission", options, argc, argv);

	if (n < 0)
		return EXIT_USAGE;
	verb = records_verb_find(&work, verbs, ARRAY_LEN(verbs), n, argv);
	if (!verb)
		return EXIT_USAGE;
	return verb->run ? verb->run(&work)
			 : run_step(&work, verb->name, &told);
}
