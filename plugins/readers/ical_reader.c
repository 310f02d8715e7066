/* SPDX-License-Identifier: Apache-2.0 */
/* iCalendar as one of the formats that every plugin reads. */
#include "readers/ical.h"
#include "readers/reader.h"

static int
ical_recognise(const struct reading *reading)
{
	if (reading_begins(reading, "BEGIN:VCALENDAR"))
		return 100;
	if (reading_is_type(reading, "text/calendar"))
		return 90;
	return reading_is_named(reading, ".ics") ? 60 : 0;
}

/* A calendar that is known to be whole is committed in pieces, so that one of
 * any size waits nowhere. */
#define PIECE 10000

static int
ical_give(void *arg, struct ambit_event *event, const struct item_extra *extra)
{
	struct reading *reading = arg;
	struct item_extra mine = *extra;
	int result = reading_give(reading, event, &mine);

	if (result == AMBIT_OK && reading->given % PIECE == 0)
		result = reading->host->checkpoint(reading->run, NULL);
	return result;
}

/* The host has bounded the text already. */
static int
ical_reader_read(struct reading *reading)
{
	const struct ical_options options = { .size = sizeof options,
		.zone = reading->config->zone,
		.max_bytes = reading->len };

	return ical_read(reading->text, reading->len, &options, reading->host,
	    reading->run, ical_give, reading);
}

const struct reader reader_ical = {
	.name = "ical",
	.accept = "text/calendar",
	.recognise = ical_recognise,
	.read = ical_reader_read,
};
