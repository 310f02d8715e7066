/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The reader of tables over a million rows (or as many as are asked for), from
 * a mapped file: time against libcsv alone over the same bytes, and how much
 * memory of its own the process has gained, which must not grow with the rows.
 */
#include <csv.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>

#include "readers/reader.h"

struct ambit_run {
	int64_t events, quarantined;
};

static double
seconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* Anonymous memory of this process, in KiB. */
static long
own_memory(void)
{
	FILE *file = fopen("/proc/self/status", "r");
	char line[200];
	long kib = 0;

	while (file && fgets(line, sizeof line, file))
		if (sscanf(line, "RssAnon: %ld", &kib) == 1)
			break;
	if (file)
		fclose(file);
	return kib;
}

static char *
table_map(long rows, size_t *len)
{
	FILE *file = tmpfile();
	char *text;

	if (!file)
		return NULL;
	fputs("uid,title,start,end,city,country,organiser,url\n", file);
	for (long i = 0; i < rows; i++)
		fprintf(file,
		    "m-%ld,\"Meeting %ld, of the working group\",%02ld/%02ld/"
		    "2026,%02ld/%02ld/2026,Barcelona,ES,Office,"
		    "https://example.org/%ld\n",
		    i, i, 1 + i % 28, 1 + i % 12, 1 + i % 28, 1 + i % 12, i);
	fflush(file);
	*len = (size_t)ftell(file);
	text = mmap(NULL, *len + 1, PROT_READ, MAP_PRIVATE, fileno(file), 0);
	fclose(file);
	return text == MAP_FAILED ? NULL : text;
}

static int
take(void *arg, struct ambit_event *event, const struct item_extra *extra)
{
	struct ambit_run *run = arg;

	(void)extra;
	run->events += event->uid != NULL;
	return AMBIT_OK;
}

static int
keep_going(struct ambit_run *run)
{
	(void)run;
	return 0;
}

static int
count_bad(struct ambit_run *run, const struct ambit_item *item)
{
	(void)item;
	run->quarantined++;
	return AMBIT_OK;
}

static void
say(struct ambit_run *run, int level, const char *text)
{
	(void)run;
	(void)level;
	fprintf(stderr, "%s\n", text);
}

static void
count_field(void *text, size_t len, void *arg)
{
	(void)text;
	*(size_t *)arg += len;
}

static double
libcsv_alone(const char *text, size_t len)
{
	struct csv_parser parser;
	double start = seconds();
	size_t bytes = 0;

	csv_init(&parser, 0);
	csv_parse(&parser, text, len, count_field, NULL, &bytes);
	csv_fini(&parser, count_field, NULL, &bytes);
	csv_free(&parser);
	return seconds() - start;
}

int
main(int argc, char **argv)
{
	static const struct ambit_host host = { .size = sizeof host,
		.expired = keep_going,
		.quarantine = count_bad,
		.log = say };
	const struct reading_config config = { .header = 1, .dates = "dmy" };
	long rows = argc > 1 ? atol(argv[1]) : 1000000, before;
	struct ambit_run run = { 0 };
	struct reading reading = { .config = &config,
		.host = &host,
		.run = &run,
		.url = "file:rows.csv",
		.format = "csv",
		.take = take,
		.arg = &run };
	double alone, whole;

	reading.text = table_map(rows, &reading.len);
	if (!reading.text)
		return 1;
	alone = libcsv_alone(reading.text, reading.len);
	before = own_memory();
	whole = seconds();
	if (reader_csv.read(&reading) != AMBIT_OK || run.events != rows)
		return 1;
	whole = seconds() - whole;
	printf("figure table-rows %.0f per_s\n", (double)rows / whole);
	printf("figure table-bytes %.1f MiB_per_s\n",
	    (double)reading.len / whole / (1 << 20));
	printf("figure table-size %.1f MiB\n", (double)reading.len / (1 << 20));
	printf("figure table-memory %ld KiB\n", own_memory() - before);
	printf("ratio table-to-libcsv %.2f\n", whole / alone);
	return 0;
}
