/* SPDX-License-Identifier: Apache-2.0 */
/* ambit doctor: looks at everything, changes nothing, says what to do. */
#include "doctor.h"

#include <stdarg.h>
#include <stdlib.h>

#include "base/cleanup.h"
#include "base/text.h"
#include "base/vec.h"
#include "cli/table.h"

static const char *const state_words[] = { "ok", "note", "BAD" };

struct doctor {
	struct table *table;
	struct buf json;
	int bad;
};

static void
add_json(struct doctor *doctor, const char *check, const char *state,
    const char *text, const char *remedy)
{
	struct buf *json = &doctor->json;

	buf_adds(json, json->len > 1 ? ",\n{\"check\":" : "\n{\"check\":");
	json_add_text(json, check);
	buf_adds(json, ",\"state\":");
	json_add_text(json, state);
	buf_adds(json, ",\"text\":");
	json_add_text(json, text);
	buf_adds(json, ",\"remedy\":");
	if (remedy)
		json_add_text(json, remedy);
	else
		buf_adds(json, "null");
	buf_addc(json, '}');
}

void
doctor_say(struct doctor *doctor, const char *check, enum finding_state state,
    const char *remedy, const char *fmt, ...)
{
	CLEANUP(freep) char *text = NULL;
	va_list args;

	va_start(args, fmt);
	if (vasprintf(&text, fmt, args) < 0)
		text = NULL;
	va_end(args);
	doctor->bad += state == BAD;
	add_json(doctor, check, state == BAD ? "bad" : state_words[state],
	    text ? text : "", remedy);
	table_add(doctor->table, state_words[state]);
	table_add(doctor->table, check);
	table_add(doctor->table, text);
	if (!remedy)
		return;
	table_add(doctor->table, "");
	table_add(doctor->table, "");
	table_addf(doctor->table, "-> %s", remedy);
}

static int
print(struct doctor *doctor, const struct cli *cli)
{
	buf_addc(&doctor->json, ']');
	if (cli->json)
		puts(buf_str(&doctor->json));
	else if (table_print(doctor->table, stdout) < 0)
		return EXIT_FAILURE;
	return doctor->bad ? EXIT_FAILURE : EXIT_SUCCESS;
}

int
command_doctor(struct cli *cli, int argc, char **argv)
{
	static const char *const heads[] = { "STATE", "CHECK", "FINDING",
		NULL };
	static void (*const checks[])(struct doctor *, struct cli *) = {
		doctor_daemon,
		doctor_store,
		doctor_sandbox,
		doctor_sources,
		doctor_zones,
		doctor_clock,
		doctor_permissions,
		doctor_disk,
	};
	struct doctor doctor = { .bad = 0 };
	int n = cli_options(cli, "doctor", NULL, argc, argv), status;

	if (n != 0)
		return n < 0 ? EXIT_USAGE
			     : cli_usage("doctor takes no arguments");
	doctor.table = table_new(heads);
	if (!doctor.table)
		return EXIT_FAILURE;
	buf_addc(&doctor.json, '[');
	doctor_config(&doctor, cli);
	for (size_t i = 0; cli->config && i < ARRAY_LEN(checks); i++)
		checks[i](&doctor, cli);
	status = print(&doctor, cli);
	table_free(doctor.table);
	buf_free(&doctor.json);
	return status;
}
