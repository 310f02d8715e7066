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

static int
ical_give(void *arg, struct ambit_event *event, const struct item_extra *extra)
{
	struct item_extra mine = *extra;

	return reading_give(arg, event, &mine);
}

/* The host has bounded the text already. */
static int
ical_reader_read(struct reading *reading)
{
	const struct ical_options options = { .size = sizeof options,
		.zone = reading->config->zone,
		.derive_uid = reading->config->derive_uid,
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
