/* SPDX-License-Identifier: Apache-2.0 */
/*
 * conferences: professional and academic ones, from what they or others
 * publish. Their calls for papers and registrations close on days that are
 * milestones of their own, linked to them; who speaks there takes part.
 */
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include "ambit-plugin.h"
#include "readers/milestones.h"
#include "readers/reading.h"

struct config {
	struct reading_config reading;
	struct milestone_config milestones;
	int sessions;
};

#define KEY(type, member, ...) \
	AMBIT_KEY(type, struct config, member, __VA_ARGS__)
static const struct ambit_key keys[] = {
	READING_KEYS(struct config, reading),
	MILESTONE_KEYS(struct config, milestones),
	KEY(AMBIT_BOOL, sessions, .fallback = "yes",
	    .help = "Bring what a conference consists of too: each talk and "
		    "session of its programme, under it."),
	{ .name = NULL },
};

/* What closes after the conference has begun is a mistake of who wrote it:
 * told by name, and the conference is brought without it. */
static int
deadlines_check(const struct reading_sync *sync, struct ambit_event *event,
    const struct ambit_deadline **sound, size_t room)
{
	size_t n = 0;
	int result = AMBIT_OK;

	for (size_t i = 0; event->deadlines && event->deadlines[i]; i++) {
		const struct ambit_deadline *at = event->deadlines[i];
		char reason[200];

		if (strncmp(at->at, event->start, 10) <= 0) {
			if (n + 1 < room)
				sound[n++] = at;
			continue;
		}
		snprintf(reason, sizeof reason,
		    "its deadline (%.40s, %.20s) is after its start, %.20s: "
		    "it is taken without",
		    at->name, at->at, event->start);
		result = item_refuse(
		    sync->host, sync->run, event, event->line, reason);
	}
	sound[n] = NULL;
	event->deadlines = n ? sound : NULL;
	return result;
}

static int
conference(void *arg, struct ambit_event *event, const struct item_extra *extra)
{
	const struct reading_sync *sync = arg;
	const struct config *config = sync->config;
	const struct ambit_deadline *deadlines[32];
	int result;

	(void)extra;
	if (event->parent && !config->sessions)
		return AMBIT_OK;
	event->kind = "conference";
	result = deadlines_check(sync, event, deadlines, 32);
	if (result == AMBIT_OK)
		result = sync->host->emit(sync->run, event);
	if (result == AMBIT_OK)
		result = milestones_emit(&config->milestones, sync->host,
		    sync->run, event, event->uid);
	return result;
}

static int
conferences_sync(const void *config_, const char *cursor,
    const struct ambit_host *host, struct ambit_run *run)
{
	const struct config *config = config_;

	(void)cursor;
	return reading_run(&config->reading, config, host, run, conference);
}

static const char *
conferences_check(const void *config_)
{
	const struct config *config = config_;

	return reading_check(&config->reading);
}

static const char *const kinds[] = { "conference", "milestone", NULL };

AMBIT_PLUGIN_EXPORT const struct ambit_plugin ambit_plugin = {
	AMBIT_PLUGIN_HEAD,
	.capabilities = AMBIT_CAP_SNAPSHOT | AMBIT_CAP_NET,
	.name = "conferences",
	.version = "0.1.0",
	.licence = "Apache-2.0",
	.summary = "Conferences, their sessions, and the days on which their "
		   "calls close",
	.kinds = kinds,
	.keys = keys,
	.config_size = sizeof(struct config),
	.sync = conferences_sync,
	.check = conferences_check,
};
