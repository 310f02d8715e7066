/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ambit event create KEY=VALUE ... | edit ID KEY=VALUE ... | cancel ID
 *
 * Events of our own: work sessions, visits. KEY is a field of an event: kind,
 * summary, start, end or last (the last day), zone, city, country, place ...
 */
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/json.h"
#include "cli/records.h"
#include "model/event.h"

/* Events are kept apart from the office's families; what is written like one
 * is only the command. */
static const struct family events = { .name = "event",
	.plural = "events",
	.a = "an event",
	.type = &event_record,
	.key = KEY_UUID };

static void
report(const struct records_work *work, const struct ask *ask, const char *done)
{
	CLEANUP(json_freep) json_t *answer = NULL;
	const char *id, *summary;

	json_read(buf_str(&ask->answer), ask->answer.len, &answer, NULL);
	id = json_string_value(json_object_get(answer, "id"));
	summary = json_string_value(json_object_get(answer, "summary"));
	printf("%s%s event %s (%s)\n", work->dry_run ? "would be " : "", done,
	    id ? id : "", summary ? summary : "");
}

static int
add_members(const struct records_work *work, int from, struct buf *body)
{
	struct err err = ERR_INIT;

	for (int i = from; i < work->n; i++)
		if (records_add_member(work, work->arguments[i], body, &err) <
		    0)
			return cli_fail(&err);
	buf_adds(body, "}");
	return EXIT_SUCCESS;
}

static int
run_create(struct records_work *work)
{
	CLEANUP(ask_free) struct ask ask = { .method = HTTP_POST };
	int status = add_members(work, 0, &ask.body);

	buf_adds(&ask.target, "/v1/events");
	return status ? status : records_send(work, &ask, "created", NULL);
}

static int
run_edit(struct records_work *work)
{
	CLEANUP(ask_free) struct ask ask = { .method = HTTP_PATCH };
	int status = add_members(work, 1, &ask.body);

	buf_adds(&ask.target, "/v1/events");
	ask_segment(&ask, work->arguments[0]);
	return status ? status : records_send(work, &ask, "edited", NULL);
}

static int
run_cancel(struct records_work *work)
{
	CLEANUP(ask_free) struct ask ask = { .method = HTTP_POST };

	buf_adds(&ask.target, "/v1/events");
	ask_segment(&ask, work->arguments[0]);
	ask_segment(&ask, "cancel");
	return records_send(work, &ask, "cancelled", NULL);
}

static const struct records_verb verbs[] = {
	{ "create", run_create, 1, 100, "create KEY=VALUE ..." },
	{ "edit", run_edit, 2, 100, "edit ID KEY=VALUE ..." },
	{ "cancel", run_cancel, 1, 1, "cancel ID" },
};

int
command_event(struct cli *cli, int argc, char **argv)
{
	struct records_work work = {
		.cli = cli, .family = &events, .report = report
	};
	const struct cli_option options[] = {
		{ "why", &work.why, NULL },
		{ "dry-run", NULL, &work.dry_run },
		{ NULL, NULL, NULL },
	};
	const struct records_verb *verb;
	int n = cli_options(cli, "event", options, argc, argv);

	if (n < 0)
		return EXIT_USAGE;
	verb = records_verb_find(&work, verbs, ARRAY_LEN(verbs), n, argv);
	return verb ? verb->run(&work) : EXIT_USAGE;
}
