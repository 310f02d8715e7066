/* SPDX-License-Identifier: Apache-2.0 */
#include "intake_kit.h"

static struct zones *zones;
static struct places *places;

int
intake_kit_open(void **state)
{
	(void)state;
	return zones_open(NULL, &zones, NULL) < 0
		   ? -1
		   : places_open(&places_options_default, &places, NULL);
}

int
intake_kit_close(void **state)
{
	(void)state;
	zones_free(zones);
	places_free(places);
	return 0;
}

struct ambit_event
meeting(void)
{
	return (struct ambit_event){
		.size = sizeof(struct ambit_event),
		.uid = "one@example.org",
		.kind = "network-meeting",
		.summary = "Board",
		.start = "2026-03-01T10:00:00",
		.end = "2026-03-01T12:00:00",
		.zone = "Europe/Madrid",
	};
}

struct intake_options
intake_kit_options(void)
{
	return (struct intake_options){
		.source = "uclg", .zones = zones, .places = places
	};
}

int
take(const struct ambit_event *given, struct intake *out, struct err *err)
{
	struct intake_options options = intake_kit_options();

	return intake_event(&options, given, out, err);
}

void
assert_refused(const struct ambit_event *given, const char *why)
{
	struct err err = ERR_INIT;
	struct intake item;

	assert_int_equal(take(given, &item, &err), -EINVAL);
	if (!strstr(err.msg, why))
		fail_msg("\"%s\" does not say \"%s\"", err.msg, why);
}
