/* SPDX-License-Identifier: Apache-2.0 */
/*
 * days: when somebody is not at work, from a calendar or a table: a person's
 * own absences, a municipality's holidays. What the source of the
 * configuration keeps them as is said there (absences_of, holidays_of).
 */
#include <stddef.h>
#include <string.h>
#include <strings.h>

#include "ambit-plugin.h"
#include "readers/match.h"
#include "readers/reading.h"

struct config {
	struct reading_config reading;
	const char *only;
	int busy_only;
};

static const struct ambit_key keys[] = {
	READING_KEYS(struct config, reading),
	AMBIT_KEY(AMBIT_STRING, struct config, only,
	    .help = "Take only entries in whose title or categories one of "
		    "these words stands, separated by |."),
	AMBIT_KEY(AMBIT_BOOL, struct config, busy_only, .fallback = "no",
	    .help = "Leave out what the calendar marks as free time."),
	{ .name = NULL },
};

/* RFC 5545 section 3.8.2.7. */
static int
is_free(const struct item_extra *extra)
{
	const char *transparency = item_value(extra, "TRANSP");

	return transparency && !strcasecmp(transparency, "TRANSPARENT");
}

static int
item(void *arg, struct ambit_event *event, const struct item_extra *extra)
{
	const struct reading_sync *sync = arg;
	const struct config *config = sync->config;
	char word[128];

	if (config->busy_only && is_free(extra))
		return AMBIT_OK;
	if (config->only &&
	    !match_event(event, config->only, word, sizeof word))
		return AMBIT_OK;
	event->kind = "milestone";
	return sync->host->emit(sync->run, event);
}

static int
days_sync(const void *config_, const char *cursor,
    const struct ambit_host *host, struct ambit_run *run)
{
	const struct config *config = config_;

	(void)cursor;
	return reading_run(&config->reading, config, host, run, item);
}

static const char *
days_check(const void *config_)
{
	const struct config *config = config_;

	return reading_check(&config->reading);
}

static const char *const kinds[] = { "milestone", NULL };

AMBIT_PLUGIN_EXPORT const struct ambit_plugin ambit_plugin = {
	AMBIT_PLUGIN_HEAD,
	.capabilities = AMBIT_CAP_SNAPSHOT | AMBIT_CAP_NET,
	.name = "days",
	.version = "0.1.0",
	.licence = "Apache-2.0",
	.summary = "Absences and holidays, from a calendar or a table",
	.kinds = kinds,
	.keys = keys,
	.config_size = sizeof(struct config),
	.sync = days_sync,
	.check = days_check,
};
