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
run(struct records_work *work, const char *verb)
{
	CLEANUP(ask_free) struct ask ask = { .method = HTTP_POST };
	bool creates = strcmp(verb, "create") == 0;
	bool edits = strcmp(verb, "edit") == 0;
	int status = EXIT_SUCCESS;

	buf_adds(&ask.target, "/v1/events");
	if (!creates)
		ask_segment(&ask, work->arguments[0]);
	if (edits)
		ask.method = HTTP_PATCH;
	if (creates || edits)
		status = add_members(work, edits, &ask.body);
	else
		ask_segment(&ask, "cancel");
	if (status)
		return status;
	return records_send(work, &ask,
	    creates ? "created"
	    : edits ? "edited"
		    : "cancelled",
	    NULL);
}

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
	int n = cli_options(cli, "event", options, argc, argv), least;

	if (n < 0)
		return EXIT_USAGE;
	least = n == 0                           ? 0
		: strcmp(argv[0], "create") == 0 ? 2
		: strcmp(argv[0], "edit") == 0   ? 3
		: strcmp(argv[0], "cancel") == 0 ? 2
						 : 0;
	if (!least || n < least)
		return cli_usage("usage: ambit event create KEY=VALUE ... | "
				 "edit ID KEY=VALUE ... | cancel ID");
	work.n = n - 1;
	work.arguments = argv + 1;
	return run(&work, argv[0]);
}
