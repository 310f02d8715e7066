/* SPDX-License-Identifier: Apache-2.0 */
/*
 * forums: intergovernmental and political ones, of the European Union, the
 * United Nations and others. Who is bound to be there is told by the organ
 * that sits; side events stand under what they are beside.
 */
#include <stddef.h>

#include "ambit-plugin.h"
#include "readers/match.h"
#include "readers/reading.h"

struct config {
	struct reading_config reading;
	const char *organ, *organs, *statutory, *eu, *un;
	int level, side_events;
};

static const char *const levels[] = { "other", "eu", "un", NULL };

#define KEY(type, member, ...) \
	AMBIT_KEY(type, struct config, member, __VA_ARGS__)
static const struct ambit_key keys[] = {
	READING_KEYS(struct config, reading),
	KEY(AMBIT_CHOICE, level, .fallback = "other", .choices = levels,
	    .help = "Whose forums they are, where nothing else tells."),
	KEY(AMBIT_STRING, eu,
	    .help = "Names of forums of the European Union, separated by |; "
		    "one in the title or a category tells its level."),
	KEY(AMBIT_STRING, un,
	    .help = "Names of forums of the United Nations, likewise."),
	KEY(AMBIT_STRING, organ,
	    .help = "The organ of forums in which none is recognised."),
	KEY(AMBIT_STRING, organs,
	    .fallback = "Plenary Session|Plenary|General Assembly|Assembly|"
			"Bureau|Council|Commission|Committee|Conference of "
			"the Parties|Working Group",
	    .help = "Names of organs, separated by |; the first that stands "
		    "in the title or a category is the forum's."),
	KEY(AMBIT_STRING, statutory,
	    .help = "The organs whose sessions are statutory, likewise. None "
		    "by default."),
	KEY(AMBIT_BOOL, side_events, .fallback = "yes",
	    .help = "Bring side events and sessions too, each under its "
		    "forum."),
	{ .name = NULL },
};

/* As the document says, else by the names of forums, else as configured. */
static const char *
level_of(const struct config *config, const struct ambit_event *event)
{
	char name[128];

	if (event->level)
		return event->level;
	if (match_event(event, config->eu, name, sizeof name))
		return "eu";
	if (match_event(event, config->un, name, sizeof name))
		return "un";
	return levels[config->level];
}

/* Beside a statutory session nothing else is statutory. */
static int
is_statutory(const struct config *config, const struct ambit_event *event)
{
	char name[128];

	if (event->parent)
		return 0;
	return event->statutory ||
	       match_event(event, config->statutory, name, sizeof name) != NULL;
}

static int
forum(void *arg, struct ambit_event *event, const struct item_extra *extra)
{
	const struct reading_sync *sync = arg;
	const struct config *config = sync->config;
	char organ[128];

	(void)extra;
	if (event->parent && !config->side_events)
		return AMBIT_OK;
	event->kind = "forum";
	event->level = level_of(config, event);
	event->statutory = is_statutory(config, event);
	if (!event->organ)
		event->organ =
		    match_event(event, config->organs, organ, sizeof organ);
	if (!event->organ && !event->parent)
		event->organ = config->organ;
	return sync->host->emit(sync->run, event);
}

static int
forums_sync(const void *config_, const char *cursor,
    const struct ambit_host *host, struct ambit_run *run)
{
	const struct config *config = config_;

	(void)cursor;
	return reading_run(&config->reading, config, host, run, forum);
}

static const char *
forums_check(const void *config_)
{
	const struct config *config = config_;

	return reading_check(&config->reading);
}

static const char *const kinds[] = { "forum", NULL };

AMBIT_PLUGIN_EXPORT const struct ambit_plugin ambit_plugin = {
	AMBIT_PLUGIN_HEAD,
	.capabilities = AMBIT_CAP_SNAPSHOT | AMBIT_CAP_NET,
	.name = "forums",
	.version = "0.1.0",
	.licence = "Apache-2.0",
	.summary = "Forums of the EU, the UN and others, and what is beside "
		   "them",
	.kinds = kinds,
	.keys = keys,
	.config_size = sizeof(struct config),
	.sync = forums_sync,
	.check = forums_check,
};
