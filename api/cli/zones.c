/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ambit zones: the time zones that events are in, and their clocks' next
 * change. ambit zones moved: what took place at another instant when the
 * system's rules of a zone changed.
 */
#include <string.h>

#include "base/cleanup.h"
#include "base/date.h"
#include "base/text.h"
#include "cli/cli.h"
#include "cli/table.h"
#include "store/zone_rules.h"

#define MOST_MOVES 1000

struct output {
	struct cli *cli;
	struct table *table;
	struct buf json; /* "[", then the items */
};

static void
begin_item(struct output *out)
{
	buf_adds(&out->json, out->json.len > 1 ? ",\n{" : "\n{");
}

/* A cell, and a member of the item in JSON. */
static void
add(struct output *out, const char *name, const char *text)
{
	char last = out->json.data ? out->json.data[out->json.len - 1] : '{';

	table_add(out->table, text);
	if (!text)
		return;
	buf_addf(&out->json, "%s\"%s\":", last == '{' ? "" : ",", name);
	json_add_text(&out->json, text);
}

static void
add_count(struct output *out, const char *name, int64_t count)
{
	table_addf(out->table, "%lld", (long long)count);
	buf_addf(&out->json, ",\"%s\":%lld", name, (long long)count);
}

static void
end_item(struct output *out)
{
	buf_addc(&out->json, '}');
}

static const char *
instant(char text[INSTANT_TEXT], int64_t utc, bool there)
{
	return there ? instant_format(text, utc, 0) : NULL;
}

/* ---- zones ------------------------------------------------------------- */

/* "+01:00", as the end of an instant. */
static const char *
offset_text(char text[INSTANT_TEXT], const struct zone *zone, int64_t now)
{
	int offset = zone_offset(zone, now);

	instant_format(text, now, offset);
	return offset ? strpbrk(text + 11, "+-") : "+00:00";
}

static void
add_zone(struct output *out, const struct zone_stored *stored)
{
	int64_t now = clock_now(out->cli->clock);
	char since[INSTANT_TEXT], next[INSTANT_TEXT], offset[INSTANT_TEXT];
	struct zone_change change = { .utc = 0 };
	const struct zone *zone = NULL;
	bool known = zones_get(out->cli->zones, stored->name, &zone, NULL) == 0;
	bool changes = known && zone_next_change(zone, now, &change);

	begin_item(out);
	add(out, "zone", stored->name);
	add(out, "offset", known ? offset_text(offset, zone, now) : NULL);
	if (changes)
		instant_format(next, change.utc, change.offset);
	add(out, "next_change", changes ? next : NULL);
	add(out, "since", instant(since, stored->since, true));
	add(out, "rules",
	    !known ? "not on this system"
	    : zone_fingerprint(zone) == stored->fingerprint
		? "in force"
		: "changed: in force from the next start, reload or day on");
	end_item(out);
}

static int
list_zones(struct output *out, struct err *err)
{
	CLEANUP(zones_stored_free) struct zones_stored stored = VEC_INIT;
	int rc = zones_stored_read(out->cli->store, &stored, err);

	vec_each(&stored, zone)
		add_zone(out, zone);
	return rc;
}

/* ---- moves ------------------------------------------------------------- */

static int
add_move(const struct zone_move *move, void *arg, struct err *err)
{
	struct output *out = arg;
	char text[INSTANT_TEXT];

	(void)err;
	begin_item(out);
	add(out, "found", instant(text, move->at, true));
	add(out, "zone", move->zone);
	add(out, "title", move->title);
	add(out, "was", instant(text, move->was.start, move->had));
	add(out, "is", instant(text, move->is.start, move->has));
	add_count(out, "occurrences", move->occurrences);
	add(out, "source", move->source);
	add(out, "id", move->event);
	end_item(out);
	return 0;
}

static int
list_moves(struct output *out, struct err *err)
{
	return zone_moves_each(out->cli->store, MOST_MOVES, add_move, out, err);
}

/* ---- command ----------------------------------------------------------- */

static int
print(struct output *out)
{
	buf_adds(&out->json, "]\n");
	if (buf_error(&out->json))
		return EXIT_FAILURE;
	if (out->cli->json)
		return fputs(buf_str(&out->json), stdout) < 0;
	return table_print(out->table, stdout) < 0;
}

int
command_zones(struct cli *cli, int argc, char **argv)
{
	static const char *const zone_heads[] = { "ZONE", "OFFSET",
		"NEXT CHANGE", "SINCE", "RULES", NULL };
	static const char *const move_heads[] = { "FOUND", "ZONE", "TITLE",
		"WAS", "IS", "OCCURRENCES", "SOURCE", "ID", NULL };
	static const struct cli_option none[] = { { NULL, NULL, NULL } };
	int n = cli_options(cli, "zones", none, argc, argv);
	bool moved = n == 1 && strcmp(argv[0], "moved") == 0;
	CLEANUP(table_freep)
	struct table *table = table_new(moved ? move_heads : zone_heads);
	struct output out = { .cli = cli, .table = table };
	struct err err = ERR_INIT;
	int status;

	if (n != 0 && !moved)
		return n < 0 ? EXIT_USAGE
			     : cli_usage("zones: nothing, or \"moved\"");
	status = table ? cli_store(cli) : EXIT_FAILURE;
	if (status)
		return status;
	buf_addc(&out.json, '[');
	if ((moved ? list_moves(&out, &err) : list_zones(&out, &err)) < 0)
		status = cli_fail(&err);
	else
		status = print(&out);
	buf_free(&out.json);
	return status;
}
