/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a process for each sync costs: a whole empty sync (spawn, load, sync,
 * reap); an event through the wire against the same plugin called in this
 * process, where each event is copied once; and the iCalendar reader against
 * libical's parser over the same text.
 */
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <libical/ical.h>

#include "base/cleanup.h"
#include "readers/ical.h"
#include "source/runner.h"

#define SYNCS 50
#define EVENTS 200000
#define TEXT_EVENTS 5000
#define ROUNDS 5

struct ambit_run {
	int64_t events;
};

static double
seconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static int
count_event(void *arg, const struct ambit_event *event, struct err *err)
{
	(void)event;
	(void)err;
	++*(int64_t *)arg;
	return 0;
}

/* Seconds of one run by the runner; exits when it fails. */
static double
through_wire(const char *host, const char *plugin, const char *events)
{
	const struct setting setting = { "events", events };
	const struct setting *const settings[] = { &setting, NULL };
	const struct runner_request request = { .host = host,
		.plugin = plugin,
		.mode = START_SYNC,
		.settings = settings,
		.deadline_ms = 60000 };
	int64_t seen = 0;
	const struct runner_sink sink = { .arg = &seen, .event = count_event };
	struct runner_outcome outcome;
	struct err err = ERR_INIT;
	double start = seconds();

	if (runner_run(&request, &sink, &outcome, &err) < 0 ||
	    outcome.result != AMBIT_OK || seen != atoll(events)) {
		fprintf(
		    stderr, "plugin_bench: %s%s\n", err.msg, outcome.message);
		exit(1);
	}
	return seconds() - start;
}

static int
copy_event(struct ambit_run *run, const struct ambit_event *event)
{
	void *copy = record_copy(&wire_event_record, event);

	run->events += copy != NULL;
	free(copy);
	return AMBIT_OK;
}

static double
in_process(const char *path)
{
	const struct ambit_host host = { .size = sizeof host,
		.emit = copy_event };
	void *object = dlopen(path, RTLD_NOW | RTLD_LOCAL);
	const struct ambit_plugin *plugin =
	    object ? dlsym(object, "ambit_plugin") : NULL;
	int64_t events = EVENTS;
	struct ambit_run run = { 0 };
	double start = seconds();

	if (!plugin) {
		fprintf(stderr, "plugin_bench: %s\n", dlerror());
		exit(1);
	}
	plugin->sync(&events, NULL, &host, &run);
	return seconds() - start;
}

static double
least(double a, double b)
{
	return a < b ? a : b;
}

static void
bench_wire(const char *host, const char *plugin)
{
	double empty = 1e9, wire = 1e9, here = 1e9;
	char events[24];

	snprintf(events, sizeof events, "%d", EVENTS);
	for (int i = 0; i < SYNCS; i++)
		empty = least(empty, through_wire(host, plugin, "0"));
	for (int i = 0; i < ROUNDS; i++) {
		wire = least(wire, through_wire(host, plugin, events));
		here = least(here, in_process(plugin));
	}
	printf("figure plugin-sync-empty %.2f ms\n", empty * 1e3);
	printf("figure plugin-event-wire %.0f ns\n",
	    (wire - empty) / EVENTS * 1e9);
	printf("figure plugin-event-in-process %.0f ns\n", here / EVENTS * 1e9);
	printf("ratio plugin-wire %.2f\n", (wire - empty) / here);
}

static int
keep_going(struct ambit_run *run)
{
	(void)run;
	return 0;
}

static int
count_item(void *arg, struct ambit_event *event, const struct item_extra *extra)
{
	struct ambit_run *run = arg;

	(void)extra;
	run->events += event->uid != NULL;
	return AMBIT_OK;
}

static void
calendar_write(struct buf *out)
{
	buf_adds(out, "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//EN\r\n");
	for (int i = 0; i < TEXT_EVENTS; i++)
		buf_addf(out,
		    "BEGIN:VEVENT\r\nUID:event-%d@network.example.org\r\n"
		    "DTSTAMP:20260105T090000Z\r\nSEQUENCE:2\r\n"
		    "DTSTART;TZID=Europe/Madrid:20260610T090000\r\n"
		    "DTEND;TZID=Europe/Madrid:20260610T180000\r\n"
		    "SUMMARY:General Assembly of the Network %d\r\n"
		    "DESCRIPTION:Annual assembly\\, with the election of the "
		    "board\\, the accoun\r\n ts of the year\\, and the "
		    "programme.\\nAgenda to follow.\r\n"
		    "LOCATION:Palau de Congressos\\, Barcelona\r\n"
		    "CATEGORIES:Statutory,Members\r\nSTATUS:CONFIRMED\r\n"
		    "URL:https://network.example.org/events/%d\r\n"
		    "END:VEVENT\r\n",
		    i, i, i);
	buf_adds(out, "END:VCALENDAR\r\n");
}

static double
by_reader(const struct buf *text)
{
	const struct ambit_host host = { .size = sizeof host,
		.expired = keep_going };
	struct ambit_run run = { 0 };
	double start = seconds();

	if (ical_read(text->data, text->len, NULL, &host, &run, count_item,
		&run) != AMBIT_OK ||
	    run.events != TEXT_EVENTS)
		exit(1);
	return seconds() - start;
}

static double
by_libical(const struct buf *text)
{
	double start = seconds();
	icalcomponent *whole = icalparser_parse_string(text->data);

	if (icalcomponent_count_components(whole, ICAL_VEVENT_COMPONENT) !=
	    TEXT_EVENTS)
		exit(1);
	icalcomponent_free(whole);
	return seconds() - start;
}

static void
bench_ical(void)
{
	CLEANUP(buf_free) struct buf text = BUF_INIT;
	double reader = 1e9, libical = 1e9;

	calendar_write(&text);
	for (int i = 0; i < ROUNDS; i++) {
		reader = least(reader, by_reader(&text));
		libical = least(libical, by_libical(&text));
	}
	printf(
	    "figure ical-reader-event %.0f ns\n", reader / TEXT_EVENTS * 1e9);
	printf(
	    "figure ical-libical-event %.0f ns\n", libical / TEXT_EVENTS * 1e9);
	printf("ratio ical-reader %.2f\n", reader / libical);
}

int
main(int argc, char **argv)
{
	if (argc != 3) {
		fprintf(stderr, "usage: plugin_bench HOST EMITTER.so\n");
		return 2;
	}
	bench_wire(argv[1], argv[2]);
	bench_ical();
	return 0;
}
