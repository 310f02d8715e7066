/* SPDX-License-Identifier: Apache-2.0 */
/*
 * networks: meetings of a network of cities, from what it publishes. An organ
 * of the network is recognised by its name in the title or the categories;
 * some organs' meetings are statutory.
 */
#include <stddef.h>

#include "ambit-plugin.h"
#include "readers/match.h"
#include "readers/reading.h"

struct config {
	struct reading_config reading;
	const char *network, *organ, *organs, *statutory;
	int role, voting_seat;
};

static const char *const roles[] = { "member", "board", "host", NULL };

#define KEY(type, member, ...) \
	AMBIT_KEY(type, struct config, member, __VA_ARGS__)
static const struct ambit_key keys[] = {
	READING_KEYS(struct config, reading),
	KEY(AMBIT_STRING, network, .flags = AMBIT_REQUIRED,
	    .help = "The network's name, as it is to appear."),
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
	{ .name = NULL },
};

static int
meeting(void *arg, struct ambit_event *event, const struct item_extra *extra)
{
	const struct reading_sync *sync = arg;
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
	return sync->host->emit(sync->run, event);
}

static int
networks_sync(const void *config_, const char *cursor,
    const struct ambit_host *host, struct ambit_run *run)
{
	const struct config *config = config_;

	(void)cursor;
	return reading_run(&config->reading, config, host, run, meeting);
}

static const char *
networks_check(const void *config_)
{
	const struct config *config = config_;

	return reading_check(&config->reading);
}

static const char *const kinds[] = { "network-meeting", NULL };

AMBIT_PLUGIN_EXPORT const struct ambit_plugin ambit_plugin = {
	AMBIT_PLUGIN_HEAD,
	.capabilities = AMBIT_CAP_SNAPSHOT | AMBIT_CAP_NET,
	.name = "networks",
	.version = "0.1.0",
	.licence = "Apache-2.0",
	.summary = "Meetings of a network of cities, from what it publishes",
	.kinds = kinds,
	.keys = keys,
	.config_size = sizeof(struct config),
	.sync = networks_sync,
	.check = networks_check,
};
