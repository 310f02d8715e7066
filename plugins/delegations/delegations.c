/* SPDX-License-Identifier: Apache-2.0 */
/*
 * delegations: people who travel to us or from us as a body, mostly from the
 * sheet in which somebody keeps them. The rows of one uid are one delegation:
 * a row for each participant, stop or slot of the programme.
 */
#include <stddef.h>
#include <string.h>

#include "ambit-plugin.h"
#include "readers/reading.h"
#include "readers/trips.h"

struct config {
	struct reading_config reading;
	struct trip_config trip;
	const char *host;
	int64_t head_rank;
	int direction;
};

static const char *const directions[] = { "outgoing", "incoming", NULL };

#define KEY(type, member, ...) \
	AMBIT_KEY(type, struct config, member, __VA_ARGS__)
static const struct ambit_key keys[] = {
	READING_KEYS(struct config, reading),
	TRIP_KEYS(struct config, trip),
	KEY(AMBIT_CHOICE, direction, .fallback = "outgoing",
	    .choices = directions,
	    .help = "Do they travel from us or to us, where no row says so?"),
	KEY(AMBIT_STRING, host,
	    .help = "Who receives those that come and name no host."),
	KEY(AMBIT_INT, head_rank, .min = 0, .max = 5, .fallback = "0",
	    .help = "The rank (1 highest to 5) of heads without one; 0: not "
		    "known."),
	{ .name = NULL },
};

/* "ca-ar": two languages of two or three letters. */
static int
is_pair(const char *text)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyz";
	size_t a = strspn(text, letters);
	size_t b = text[a] == '-' ? strspn(text + a + 1, letters) : 0;

	return a >= 2 && a <= 3 && b >= 2 && b <= 3 && !text[a + 1 + b];
}

/* Why it cannot be a delegation; NULL. */
static const char *
fault_of(const struct ambit_event *event)
{
	const char *const *pair = event->interpreters;
	const struct ambit_slot *const *slot = event->slots;

	if (event->head_rank < 0 || event->head_rank > 5)
		return "head_rank is not 1 (highest) to 5";
	for (; pair && *pair; pair++)
		if (!is_pair(*pair))
			return "interpreters are no pairs of languages such "
			       "as ca-ar";
	for (; slot && *slot; slot++)
		if ((*slot)->start && (*slot)->end &&
		    strcmp((*slot)->end, (*slot)->start) < 0)
			return "a slot of its programme ends before it starts";
	return NULL;
}

static int
row_take(void *arg, struct ambit_event *event, const struct item_extra *extra)
{
	const struct reading_sync *sync = arg;
	const struct config *config = sync->config;
	const char *fault = fault_of(event);

	if (fault)
		return item_refuse(
		    sync->host, sync->run, event, extra->line, fault);
	event->kind = "delegation";
	if (!event->direction)
		event->direction = directions[config->direction];
	if (!event->host && !strcmp(event->direction, "incoming"))
		event->host = config->host;
	if (!event->head_rank)
		event->head_rank = config->head_rank;
	if (event->rrule || event->recurrence_id)
		return sync->host->emit(sync->run, event);
	return trips_add(sync->state, event);
}

static int
document_end(void *arg, int whole)
{
	const struct reading_sync *sync = arg;
	const struct config *config = sync->config;

	if (whole)
		return trips_emit(
		    sync->state, &config->trip, sync->host, sync->run);
	trips_forget(sync->state);
	return AMBIT_OK;
}

static int
delegations_sync(const void *config_, const char *cursor,
    const struct ambit_host *host, struct ambit_run *run)
{
	const struct config *config = config_;
	struct trips *trips = trips_new();
	int result = AMBIT_BUG;

	(void)cursor;
	if (trips)
		result = reading_run_whole(&config->reading, config, trips,
		    host, run, row_take, document_end);
	trips_free(trips);
	return result;
}

static const char *
delegations_check(const void *config_)
{
	const struct config *config = config_;

	return reading_check(&config->reading);
}

static const char *const kinds[] = { "delegation", NULL };

AMBIT_PLUGIN_EXPORT const struct ambit_plugin ambit_plugin = {
	AMBIT_PLUGIN_HEAD,
	.capabilities = AMBIT_CAP_SNAPSHOT | AMBIT_CAP_NET,
	.name = "delegations",
	.version = "0.1.0",
	.licence = "Apache-2.0",
	.summary = "Delegations to and from us, from the sheet that lists them",
	.kinds = kinds,
	.keys = keys,
	.config_size = sizeof(struct config),
	.sync = delegations_sync,
	.check = delegations_check,
};
