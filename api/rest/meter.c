/* SPDX-License-Identifier: Apache-2.0 */
#include "meter.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/secret.h"
#include "base/text.h"

#define PLACES 4096 /* a power of two */
#define NEAR 8      /* places that are looked at */
#define NOTE_SECONDS 3600

struct meter {
	char token[SECRET_DIGEST];
	int64_t credit; /* thousandths of a request */
	int64_t at;     /* when it was filled; monotonic ms */
	int64_t noted;  /* UTC seconds; 0: never */
};

struct meters {
	int64_t rate, burst;
	struct meter places[PLACES];
};

struct meters *
meters_new(int64_t rate, int64_t burst)
{
	struct meters *meters = calloc(1, sizeof *meters);

	if (meters) {
		meters->rate = rate;
		meters->burst = burst;
	}
	return meters;
}

void
meters_free(struct meters *meters)
{
	free(meters);
}

/* The token's place; a new one takes an empty place or the oldest's. */
static struct meter *
find(struct meters *meters, const char *token, int64_t now)
{
	uint64_t hash = hash64(token, strlen(token), 0);
	struct meter *oldest = NULL;

	for (uint64_t i = 0; i < NEAR; i++) {
		struct meter *meter =
		    &meters->places[(hash + i) & (PLACES - 1)];

		if (strcmp(meter->token, token) == 0)
			return meter;
		if (!oldest || !meter->token[0] ||
		    (oldest->token[0] && meter->at < oldest->at))
			oldest = meter;
	}
	*oldest = (struct meter){ .credit = meters->burst * 1000, .at = now };
	snprintf(oldest->token, sizeof oldest->token, "%s", token);
	return oldest;
}

int64_t
meter_take(struct meters *meters, const char *token, int64_t now)
{
	struct meter *meter = find(meters, token, now);
	int64_t most = meters->burst * 1000, passed = now - meter->at;

	/* Longer than that fills it from empty. */
	if (passed > most / meters->rate)
		passed = most / meters->rate + 1;
	meter->credit += passed * meters->rate;
	if (meter->credit > most)
		meter->credit = most;
	meter->at = now;
	if (meter->credit < 1000)
		return (1000 - meter->credit) / (meters->rate * 1000) + 1;
	meter->credit -= 1000;
	return 0;
}

bool
meter_note(struct meters *meters, const char *token, int64_t now)
{
	struct meter *meter = find(meters, token, 0);

	if (meter->noted && now - meter->noted < NOTE_SECONDS)
		return false;
	meter->noted = now;
	return true;
}
