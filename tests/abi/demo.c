/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Built against the header of a released ABI, never against the present one:
 * what it was built with has to load, and bring what it brought, for ever. It
 * uses every struct, member, kind of key and service that the header has.
 */
#include <stdio.h>
#include <string.h>

#include "ambit-plugin.h"

struct config {
	const char *text, *secret, *url, *zone;
	int64_t number, time;
	int flag, choice;
};

static const char *const choices[] = { "first", "second", NULL };

#define KEY(type, member, ...) \
	AMBIT_KEY(type, struct config, member, __VA_ARGS__)
static const struct ambit_key keys[] = {
	KEY(AMBIT_URL, url, .flags = AMBIT_REQUIRED, .help = "A file."),
	KEY(AMBIT_STRING, text, .fallback = "words", .help = "A text."),
	KEY(AMBIT_SECRET, secret, .help = "A secret."),
	KEY(AMBIT_ZONE, zone, .fallback = "Europe/Madrid", .help = "A zone."),
	KEY(AMBIT_INT, number, .fallback = "3", .min = 1, .max = 9,
	    .help = "A number."),
	KEY(AMBIT_SECONDS, time, .fallback = "2h", .help = "A time."),
	KEY(AMBIT_BOOL, flag, .fallback = "yes", .help = "Yes or no."),
	KEY(AMBIT_CHOICE, choice, .fallback = "second", .choices = choices,
	    .help = "One of two."),
	{ .name = NULL },
};

static const char *const texts[] = { "one", "two", NULL };
static const char *const rdates[] = { "2026-03-05T10:00:00", NULL };
static const char *const exdates[] = { "2026-03-08T10:00:00", NULL };
static const struct ambit_deadline deadline = { sizeof deadline, "registration",
	"2026-02-01T12:00:00", "UTC", "https://example.org/register" };
static const struct ambit_deadline *const deadlines[] = { &deadline, NULL };
static const struct ambit_slot slot = { sizeof slot, "2026-03-01T10:00:00",
	"2026-03-01T11:00:00", "Europe/Madrid", "Reception", "Town hall",
	"the mayor" };
static const struct ambit_slot *const slots[] = { &slot, NULL };
static const struct ambit_leg leg = { sizeof leg, "rail", "Barcelona", "Lyon",
	"ES", "FR", "2026-02-28T09:00:00", "Europe/Madrid",
	"2026-02-28T14:00:00", "Europe/Paris" };
static const struct ambit_leg *const legs[] = { &leg, NULL };
static const struct ambit_participant participant = { sizeof participant,
	"Ada Example", "head", "Example City" };
static const struct ambit_participant *const participants[] = { &participant,
	NULL };

/* Every member that an event may have besides those of its recurrence. */
static const struct ambit_event full = {
	.size = sizeof full,
	.uid = "full",
	.kind = "delegation",
	.status = "tentative",
	.certainty = "tentative",
	.summary = "An event with everything",
	.description = "Of it.",
	.language = "en",
	.url = "https://example.org/",
	.categories = texts,
	.parent = "series",
	.start = "2026-03-01T10:00:00",
	.end = "2026-03-01T12:00:00",
	.zone = "Europe/Madrid",
	.sequence = 4,
	.place = "Town hall",
	.city = "Lyon",
	.country = "FR",
	.latitude = 45.75,
	.longitude = 4.85,
	.organiser = "Example City",
	.network = "Example Network",
	.project = "BLUE CITY",
	.level = "eu",
	.statutory = 1,
	.organ = "Board",
	.role = "board",
	.voting_seat = 1,
	.direction = "incoming",
	.head_rank = 2,
	.host = "The mayor",
	.interpreters = texts,
	.participants = participants,
	.legs = legs,
	.slots = slots,
	.responsible = "Ada Example",
	.preparation_days = 10,
	.deadlines = deadlines,
	.deputy = "Eva Example",
	.attendance = "mixed",
	.visibility = "private",
	.revised = "2026-01-05T12:00:00Z",
	.line = 7,
};

static int
series_emit(const struct ambit_host *host, struct ambit_run *run)
{
	struct ambit_event event = AMBIT_EVENT_INIT;
	int result;

	event.uid = "series";
	event.summary = "A series";
	event.start = "2026-03-01T10:00:00";
	event.zone = "Europe/Madrid";
	event.rrule = "FREQ=WEEKLY;COUNT=4";
	event.rdates = rdates;
	event.exdates = exdates;
	result = host->emit(run, &event);
	if (result != AMBIT_OK)
		return result;
	event.recurrence_id = "2026-03-15T10:00:00";
	event.this_and_future = 1;
	event.rrule = NULL;
	event.rdates = event.exdates = NULL;
	event.summary = "The rest of it";
	return host->emit(run, &event);
}

/* Does what the host gave stand where this header says that it does? */
static const char *
check(const void *config_)
{
	const struct config *config = config_;

	if (strcmp(config->text, "words") != 0 || config->secret ||
	    strcmp(config->zone, "Europe/Madrid") != 0 || config->number != 3 ||
	    config->time != 7200 || !config->flag || config->choice != 1)
		return "the configuration is not where it was";
	return NULL;
}

static int
read_all(const struct config *config, const struct ambit_host *host,
    struct ambit_run *run)
{
	const struct ambit_request request = { sizeof request, config->url,
		"text/plain", NULL, 4096 };
	const struct ambit_reply *reply = host->fetch(run, &request);
	const struct ambit_item bad = { sizeof bad, "an item", "for trial", 3,
		17 };

	if (reply->status != 200 || !reply->body_len ||
	    strcmp(reply->body, "a list\n") != 0)
		return AMBIT_RETRY;
	host->log(run, AMBIT_LOG_INFO, reply->content_type);
	return host->quarantine(run, &bad);
}

static int
sync_all(const void *config, const char *cursor, const struct ambit_host *host,
    struct ambit_run *run)
{
	int result;

	(void)cursor;
	if (host->size < sizeof *host || host->now(run) < 1)
		return AMBIT_BUG;
	result = read_all(config, host, run);
	if (result == AMBIT_OK)
		result = host->emit(run, &full);
	if (result == AMBIT_OK)
		result = series_emit(host, run);
	if (result == AMBIT_OK)
		result = host->forget(run, "gone");
	if (result == AMBIT_OK)
		result = host->checkpoint(run, "page 2");
	return result == AMBIT_OK && host->expired(run) ? AMBIT_CANCELLED
							: result;
}

static const char *const kinds[] = { "network-meeting", "delegation", NULL };

AMBIT_PLUGIN_EXPORT const struct ambit_plugin ambit_plugin = {
	AMBIT_PLUGIN_HEAD,
	.capabilities = AMBIT_CAP_SNAPSHOT | AMBIT_CAP_CURSOR | AMBIT_CAP_NET,
	.name = DEMO_NAME,
	.version = "1",
	.licence = "Apache-2.0",
	.summary = "Everything that its header has",
	.kinds = kinds,
	.keys = keys,
	.config_size = sizeof(struct config),
	.sync = sync_all,
	.check = check,
};
