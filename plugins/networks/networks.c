/* SPDX-License-Identifier: Apache-2.0 */
/*
 * networks: meetings of a network of cities, from the calendar that it
 * publishes (iCalendar). An organ of the network is recognised by its name in
 * the title or the categories; some organs' meetings are statutory.
 */
#include <stddef.h>

#include "ambit-plugin.h"
#include "readers/ical.h"
#include "readers/match.h"
#include "readers/reply.h"

struct config {
	const char *url, *network, *zone, *organ, *country, *language;
	const char *organs, *statutory;
	int role, voting_seat, derive_uid;
};

static const char *const roles[] = { "member", "board", "host", NULL };

#define KEY(type, member, ...) \
	AMBIT_KEY(type, struct config, member, __VA_ARGS__)
static const struct ambit_key keys[] = {
	KEY(AMBIT_URL, url, .flags = AMBIT_REQUIRED,
	    .help = "The calendar: https, http, or file: and a path below "
		    "the data folder."),
	KEY(AMBIT_STRING, network, .flags = AMBIT_REQUIRED,
	    .help = "The network's name, as it is to appear."),
	KEY(AMBIT_ZONE, zone,
	    .help = "The time zone of times that name none; without it the "
		    "calendar's own default."),
	KEY(AMBIT_STRING, organ,
	    .help = "The organ of meetings in which none is recognised."),
	KEY(AMBIT_STRING, organs,
	    .fallback = "General Assembly|Executive Committee|"
			"Executive Bureau|Board of Directors|World Council|"
			"Steering Committee|Working Group|Congress|Assembly|"
			"Board|Bureau|Council",
	    .help = "Names of organs, separated by |; the first that stands "
		    "in the title or a category is the meeting's."),
	KEY(AMBIT_STRING, statutory,
	    .fallback = "General Assembly|Executive Committee|"
			"Executive Bureau|Board of Directors|World Council|"
			"Assembly|Board|Bureau",
	    .help = "The organs whose meetings are statutory, likewise."),
	KEY(AMBIT_CHOICE, role, .fallback = "member", .choices = roles,
	    .help = "Our role in the network."),
	KEY(AMBIT_BOOL, voting_seat, .fallback = "no",
	    .help = "Do we vote in its statutory meetings?"),
	KEY(AMBIT_STRING, country,
	    .help = "The country (two letters) of its meetings, if they are "
		    "all in one."),
	KEY(AMBIT_STRING, language,
	    .help = "The language (such as en) of texts that name none."),
	KEY(AMBIT_BOOL, derive_uid, .fallback = "no",
	    .help = "Take events without UID too, known by title, start and "
		    "place."),
	{ .name = NULL },
};

struct sync {
	const struct config *config;
	const struct ambit_host *host;
	struct ambit_run *run;
};

static int
meeting(void *arg, struct ambit_event *event, const struct ical_extra *extra)
{
	const struct sync *sync = arg;
	const struct config *config = sync->config;
	char organ[128], statutory[128];

	(void)extra;
	event->kind = "network-meeting";
	event->network = config->network;
	event->organ = match_event(event, config->organs, organ, sizeof organ);
	if (!event->organ)
		event->organ = config->organ;
	event->statutory = match_event(event, config->statutory, statutory,
			       sizeof statutory) != NULL;
	event->role = roles[config->role];
	event->voting_seat = config->voting_seat && event->statutory;
	event->country = config->country;
	if (!event->language)
		event->language = config->language;
	return sync->host->emit(sync->run, event);
}

static int
networks_sync(const void *config_, const char *cursor,
    const struct ambit_host *host, struct ambit_run *run)
{
	const struct config *config = config_;
	const struct ambit_request request = { .size = sizeof request,
		.url = config->url,
		.accept = "text/calendar, */*;q=0.1" };
	const struct ical_options options = { .size = sizeof options,
		.zone = config->zone,
		.derive_uid = config->derive_uid };
	const struct ambit_reply *reply = host->fetch(run, &request);
	struct sync sync = { config, host, run };
	int result = reply_result(reply, host, run);

	(void)cursor;
	if (result != AMBIT_OK)
		return result;
	return ical_read(
	    reply->body, reply->body_len, &options, host, run, meeting, &sync);
}

static const char *const kinds[] = { "network-meeting", NULL };

AMBIT_PLUGIN_EXPORT const struct ambit_plugin ambit_plugin = {
	AMBIT_PLUGIN_HEAD,
	.capabilities = AMBIT_CAP_SNAPSHOT | AMBIT_CAP_NET,
	.name = "networks",
	.version = "0.1.0",
	.licence = "Apache-2.0",
	.summary = "Meetings of a network of cities, from its iCalendar feed",
	.kinds = kinds,
	.keys = keys,
	.config_size = sizeof(struct config),
	.sync = networks_sync,
};
