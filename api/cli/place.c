/* SPDX-License-Identifier: Apache-2.0 */
/* ambit place NAME: what the table of places answers. */
#include "base/places.h"

#include <math.h>
#include <stdlib.h>

#include "base/cleanup.h"
#include "cli/cli.h"
#include "cli/table.h"

static const char *const answers[] = {
	[PLACE_NOT_ASKED] = "no city",
	[PLACE_FOUND] = "found",
	[PLACE_AMBIGUOUS] = "ambiguous",
	[PLACE_UNKNOWN] = "unknown",
};

static void
add_row(struct table *table, const struct place *place)
{
	table_add(table, place->name);
	table_add(table, place->country);
	table_add(table, place->region);
	table_addf(table, "%.4f", place->latitude);
	table_addf(table, "%.4f", place->longitude);
	table_add(table, place->zone);
	table_addf(table, "%lld", (long long)place->people);
}

/* The place, or those that it may be, or where others of that name are. */
static int
print_table(const struct place_result *result)
{
	static const char *const heads[] = { "NAME", "COUNTRY", "REGION",
		"LATITUDE", "LONGITUDE", "ZONE", "PEOPLE", NULL };
	CLEANUP(table_freep) struct table *table = table_new(heads);

	if (!table)
		return EXIT_FAILURE;
	if (result->answer != PLACE_FOUND)
		printf("%s%s\n", answers[result->answer],
		    result->answer == PLACE_UNKNOWN && result->ncandidates
			? " there; elsewhere:"
		    : result->ncandidates ? ": give its country"
					  : "");
	if (result->place)
		add_row(table, result->place);
	for (size_t i = 0; i < result->ncandidates; i++)
		add_row(table, result->candidates[i]);
	if (result->place || result->ncandidates)
		return table_print(table, stdout) < 0;
	return EXIT_SUCCESS;
}

static int
print_json(const struct place_result *result)
{
	CLEANUP(buf_free) struct buf buf = BUF_INIT;

	buf_addf(
	    &buf, "{\"answer\":\"%s\",\"place\":", answers[result->answer]);
	if (result->place)
		place_add_json(&buf, result->place);
	else
		buf_adds(&buf, "null");
	buf_adds(&buf, ",\"candidates\":[");
	for (size_t i = 0; i < result->ncandidates; i++) {
		buf_adds(&buf, i ? ",\n" : "\n");
		place_add_json(&buf, result->candidates[i]);
	}
	buf_adds(&buf, "]}");
	if (buf_error(&buf) < 0)
		return EXIT_FAILURE;
	puts(buf_str(&buf));
	return EXIT_SUCCESS;
}

int
command_place(struct cli *cli, int argc, char **argv)
{
	CLEANUP(buf_free) struct buf name = BUF_INIT;
	struct place_query query = { .latitude = NAN, .longitude = NAN };
	const struct cli_option options[] = {
		{ "country", &query.country, NULL },
		{ "zone", &query.zone, NULL },
		{ NULL, NULL, NULL },
	};
	struct place_result result;
	int n = cli_options(cli, "place", options, argc, argv);
	int status;

	if (n <= 0)
		return n < 0 ? EXIT_USAGE : cli_usage("place: name a city");
	status = cli_places(cli);
	if (status)
		return status;
	if (query.country && !places_country(cli->places, query.country))
		return cli_usage(
		    "place: there is no country \"%s\"", query.country);
	for (int i = 0; i < n; i++)
		buf_addf(&name, "%s%s", i ? " " : "", argv[i]);
	query.city = buf_str(&name);
	places_find(cli->places, &query, &result);
	status = cli->json ? print_json(&result) : print_table(&result);
	if (status == EXIT_SUCCESS && result.answer != PLACE_FOUND)
		return EXIT_FAILURE;
	return status;
}
