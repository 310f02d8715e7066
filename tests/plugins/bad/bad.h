/* SPDX-License-Identifier: Apache-2.0 */
/* The descriptor that the misbehaving plugins share. */
#ifndef BAD_H
#define BAD_H

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "ambit-plugin.h"

static const char *const bad_kinds[] = { "conference", NULL };

#define BAD_PARTS(sync_) \
	.capabilities = AMBIT_CAP_SNAPSHOT, .name = "bad", .version = "1", \
	.licence = "Apache-2.0", .summary = "Misbehaves for a test", \
	.kinds = bad_kinds, .sync = (sync_)

#define BAD_PLUGIN(sync_) \
	AMBIT_PLUGIN_EXPORT const struct ambit_plugin ambit_plugin = { \
		AMBIT_PLUGIN_HEAD, BAD_PARTS(sync_) \
	}

static inline struct ambit_event
bad_event(const char *uid)
{
	struct ambit_event event = AMBIT_EVENT_INIT;

	event.uid = uid;
	event.summary = "An event";
	event.start = "2026-03-01";
	return event;
}

#define BAD_SYNC(name_) \
	static int name_(const void *config, const char *cursor, \
	    const struct ambit_host *host, struct ambit_run *run)

/* What a sync returns that has brought an event and then tried a door it may
 * not pass: where the door was open, the event is committed. */
static inline int
bad_door(const struct ambit_host *host, struct ambit_run *run, const char *name,
    int rc)
{
	char text[200];

	if (rc >= 0)
		return AMBIT_OK;
	snprintf(text, sizeof text, "%s: %s", name, strerror(errno));
	host->log(run, AMBIT_LOG_ERROR, text);
	return AMBIT_BUG;
}

#define BAD_UNUSED ((void)config, (void)cursor, (void)host, (void)run)

#endif
