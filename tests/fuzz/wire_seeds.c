/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Writes seeds for the wire's fuzz target: a file for each type of frame that
 * a plugin's process sends, and one with all of them.
 *
 *     wire_seeds FOLDER
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "ambit-plugin.h"
#include "base/cleanup.h"
#include "source/wire.h"

static const char *const texts[] = { "one", "two", NULL };
static const struct ambit_leg leg = { sizeof leg, .mode = "rail",
	.from = "Barcelona", .to = "Lyon", .depart = "2026-03-01" };
static const struct ambit_leg *const legs[] = { &leg, NULL };
static const struct ambit_participant participant = { sizeof participant,
	"Ada Example", "head", "Example City" };
static const struct ambit_participant *const participants[] = { &participant,
	NULL };
static const struct ambit_deadline deadline = { sizeof deadline, "registration",
	"2026-02-01", "UTC", "https://example.org/" };
static const struct ambit_deadline *const deadlines[] = { &deadline, NULL };
static const struct ambit_event event = { .size = sizeof event,
	.uid = "u1",
	.summary = "Assembly",
	.start = "2026-03-01T10:00:00",
	.end = "2026-03-01T12:00:00",
	.zone = "Europe/Madrid",
	.rrule = "FREQ=WEEKLY;COUNT=3",
	.exdates = texts,
	.categories = texts,
	.latitude = 41.4,
	.longitude = 2.2,
	.sequence = 7,
	.legs = legs,
	.participants = participants,
	.deadlines = deadlines };

static const struct plugin_key key = { "url", "url", 1, NULL, 0, 5, texts,
	"The address." };
static const struct plugin_key *const keys[] = { &key, NULL };
static const struct plugin_description description = { "networks", "0.1.0",
	"Apache-2.0", "Meetings", texts, 0, 1, 1, 0, 1, keys };

static const struct frame_forget forget = { "u1" };
static const struct frame_checkpoint checkpoint = { "page 2" };
static const struct frame_fetch fetch = { "file:x.ics", "text/calendar", NULL,
	1 << 20 };
static const struct frame_quarantine bad = { "u2", "it has no start", 12, 1 };
static const struct frame_log line = { AMBIT_LOG_WARNING + 1, "slow" };
static const struct frame_done done = { AMBIT_OK + 1, 1, "", "" };

static const struct {
	const char *name;
	enum frame_type type;
	const struct record *record_type;
	const void *record;
} frames[] = {
	{ "description", FRAME_DESCRIPTION, &description_record, &description },
	{ "event", FRAME_EVENT, &wire_event_record, &event },
	{ "forget", FRAME_FORGET, &forget_record, &forget },
	{ "checkpoint", FRAME_CHECKPOINT, &checkpoint_record, &checkpoint },
	{ "fetch", FRAME_FETCH, &fetch_record, &fetch },
	{ "quarantine", FRAME_QUARANTINE, &quarantine_record, &bad },
	{ "log", FRAME_LOG, &log_record, &line },
	{ "done", FRAME_DONE, &done_record, &done },
};

/* The frames from first up to end in one file. */
static int
seed_write(const char *folder, const char *name, size_t first, size_t end)
{
	CLEANUP(closep) int fd = -1;
	struct err err = ERR_INIT;
	struct wire wire;
	char path[1024];

	snprintf(path, sizeof path, "%s/%s", folder, name);
	fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
	wire_init(&wire, -1);
	for (size_t i = first; i < end; i++)
		if (wire_send(&wire, frames[i].type, frames[i].record_type,
			frames[i].record, &err) < 0)
			break;
	if (fd < 0 || err.code < 0 ||
	    write(fd, buf_str(&wire.out), wire.out.len) !=
		(ssize_t)wire.out.len) {
		perror(path);
		wire_free(&wire);
		return EXIT_FAILURE;
	}
	wire_free(&wire);
	return EXIT_SUCCESS;
}

int
main(int argc, char **argv)
{
	int status = EXIT_SUCCESS;

	if (argc != 2) {
		fprintf(stderr, "usage: wire_seeds FOLDER\n");
		return 2;
	}
	for (size_t i = 0; i < ARRAY_LEN(frames); i++)
		status |= seed_write(argv[1], frames[i].name, i, i + 1);
	return status | seed_write(argv[1], "all", 0, ARRAY_LEN(frames));
}
