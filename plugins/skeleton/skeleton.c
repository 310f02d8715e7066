/* SPDX-License-Identifier: Apache-2.0 */
/*
 * skeleton: events from what somebody publishes. `ambit plugin new` makes a
 * copy of this under your plugin's name; it works as it is. What to change is
 * said at each place; ambit-plugin.h says everything else.
 */
#include "ambit-plugin.h"
#include "readers/match.h"
#include "readers/reading.h"

/* What a source of this plugin is configured with. READING_KEYS are url,
 * format, zone and the others that every plugin has which reads; the rest is
 * yours: a member here, a row below. */
struct config {
	struct reading_config reading;
	const char *only;
};

static const struct ambit_key keys[] = {
	READING_KEYS(struct config, reading),
	AMBIT_KEY(AMBIT_STRING, struct config, only,
	    .help = "Take only events in whose title or categories one of "
		    "these words stands, separated by |."),
	{ .name = NULL },
};

/* One event, as it was read: change it, leave it out, or emit several. Its
 * members are those of struct ambit_event; what the format has beside them is
 * in extra (item.h). */
static int
item(void *arg, struct ambit_event *event, const struct item_extra *extra)
{
	const struct reading_sync *sync = arg;
	const struct config *config = sync->config;
	char word[128];

	(void)extra;
	if (config->only &&
	    !match_event(event, config->only, word, sizeof word))
		return AMBIT_OK;
	event->kind = "conference";
	return sync->host->emit(sync->run, event);
}

static int
sync_all(const void *config_, const char *cursor, const struct ambit_host *host,
    struct ambit_run *run)
{
	const struct config *config = config_;

	(void)cursor;
	return reading_run(&config->reading, config, host, run, item);
}

/* Is the configuration sensible as a whole? NULL, or what is wrong. */
static const char *
check(const void *config_)
{
	const struct config *config = config_;

	return reading_check(&config->reading);
}

/* The kinds of event that it brings: conference, forum, network-meeting,
 * delegation, milestone. */
static const char *const kinds[] = { "conference", NULL };

AMBIT_PLUGIN_EXPORT const struct ambit_plugin ambit_plugin = {
	AMBIT_PLUGIN_HEAD,
	.capabilities = AMBIT_CAP_SNAPSHOT | AMBIT_CAP_NET,
	.name = "skeleton",
	.version = "0.1.0",
	.licence = "Apache-2.0",
	.summary = "Events from what somebody publishes",
	.kinds = kinds,
	.keys = keys,
	.config_size = sizeof(struct config),
	.sync = sync_all,
	.check = check,
};
