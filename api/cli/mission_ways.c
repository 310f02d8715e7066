/* SPDX-License-Identifier: Apache-2.0 */
#include "mission_ways.h"

#include <stdlib.h>

#include "base/cleanup.h"
#include "base/date.h"
#include "cli/records.h"
#include "cli/table.h"
#include "daemon/watch.h"

struct ways {
	struct table *table;
	struct buf json, faults;
	const struct zone *zone;
	int n;
};

static void
ways_release(struct ways *ways)
{
	table_free(ways->table);
	buf_free(&ways->json);
	buf_free(&ways->faults);
}

/* "7 h 12 min"; "?" where it is not known. */
static void
add_duration(struct table *table, int64_t seconds)
{
	if (seconds < 0)
		table_add(table, "?");
	else
		table_addf(table, "%lld h %02lld min",
		    (long long)(seconds / 3600),
		    (long long)(seconds / 60 % 60));
}

/* "2031-03-09 20:48", on the office's wall. */
static void
add_moment(struct table *table, const struct zone *zone, int64_t utc)
{
	char text[WALL_TEXT];

	wall_format(text, zone_wall(zone, utc));
	table_addf(table, "%.10s %.5s", text, text + 11);
}

static void
add_way(const struct picture_way *way, void *arg)
{
	struct ways *ways = arg;
	const char *fault = picture_way_fault(way);

	buf_adds(&ways->json, ways->n++ ? ",\n" : "\n");
	picture_way_json(way, &ways->json);
	table_add(ways->table, way->person);
	table_add(ways->table, way->from ? way->from : "?");
	table_add(ways->table, way->to ? way->to : "?");
	add_duration(ways->table, way->there);
	add_duration(ways->table, way->back);
	add_moment(ways->table, ways->zone, way->away.start);
	add_moment(ways->table, ways->zone, way->away.end);
	if (fault)
		buf_addf(&ways->faults, "%s: %s\n", way->person, fault);
}

static int
print(struct ways *ways, bool json)
{
	buf_addc(&ways->json, ']');
	if (buf_error(&ways->json) < 0 || buf_error(&ways->faults) < 0)
		return EXIT_FAILURE;
	if (json) {
		puts(buf_str(&ways->json));
		return EXIT_SUCCESS;
	}
	if (table_print(ways->table, stdout) < 0)
		return EXIT_FAILURE;
	fputs(buf_str(&ways->faults), stdout);
	return EXIT_SUCCESS;
}

int
mission_ways_print(
    struct cli *cli, struct records *records, const char *id, bool quiet)
{
	static const char *const heads[] = { "PERSON", "FROM", "TO", "THERE",
		"BACK", "LEAVES", "IS BACK", NULL };
	CLEANUP(ways_release)
	struct ways ways = { .table = table_new(heads) };
	CLEANUP(snapshot_unrefp) struct snapshot *events = NULL;
	struct picture_options options;
	const struct mission *mission;
	struct err err = ERR_INIT;
	int status = cli_places(cli);

	if (!status)
		status = cli_zone(cli, &ways.zone);
	if (status || !ways.table)
		return status ? status : EXIT_FAILURE;
	mission = records_get(records, FAMILY_MISSION, id);
	if (mission->event &&
	    snapshot_load(cli->store, cli->zones, &events, &err) < 0)
		return cli_fail(&err);
	watch_options(cli->config, cli->zones, cli->places,
	    clock_now(cli->clock), &options);
	buf_addc(&ways.json, '[');
	if (picture_ways(&options, &(struct picture_input){ records, events },
		mission, add_way, &ways, &err) < 0)
		return cli_fail(&err);
	if (quiet && ways.n == 0)
		return EXIT_SUCCESS;
	if (quiet)
		puts("");
	return print(&ways, cli->json);
}
