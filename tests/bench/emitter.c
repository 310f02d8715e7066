/* SPDX-License-Identifier: Apache-2.0 */
/* Brings as many events of about 500 bytes as it is told to. */
#include <stdio.h>

#include "ambit-plugin.h"

struct config {
	int64_t events;
};

static const struct ambit_key keys[] = {
	AMBIT_KEY(AMBIT_INT, struct config, events, .fallback = "0",
	    .help = "How many."),
	{ .name = NULL },
};

static int
emitter_sync(const void *config_, const char *cursor,
    const struct ambit_host *host, struct ambit_run *run)
{
	const struct config *config = config_;
	static const char *const categories[] = { "Statutory", "Members",
		NULL };
	struct ambit_event event = AMBIT_EVENT_INIT;
	char uid[64];

	(void)cursor;
	event.uid = uid;
	event.kind = "network-meeting";
	event.summary = "General Assembly of the Network of Cities 2026";
	event.description =
	    "Annual assembly, with the election of the board, the accounts of "
	    "the year, the programme of work, and a session on mobility with "
	    "the mayors of twelve cities. Agenda to follow; registration is "
	    "open to members and to observers until the end of May.";
	event.url = "https://network.example.org/events/assembly-2026";
	event.categories = categories;
	event.start = "2026-06-10T09:00:00";
	event.end = "2026-06-10T18:00:00";
	event.zone = "Europe/Madrid";
	event.place = "Palau de Congressos, Barcelona";
	event.organiser = "Secretariat of the Network";
	event.latitude = 41.3722;
	event.longitude = 2.1496;
	for (int64_t i = 0; i < config->events; i++) {
		int result;

		snprintf(uid, sizeof uid, "event-%lld@network.example.org",
		    (long long)i);
		result = host->emit(run, &event);
		if (result != AMBIT_OK)
			return result;
	}
	return AMBIT_OK;
}

static const char *const kinds[] = { "network-meeting", NULL };

AMBIT_PLUGIN_EXPORT const struct ambit_plugin ambit_plugin = {
	AMBIT_PLUGIN_HEAD,
	.capabilities = AMBIT_CAP_SNAPSHOT,
	.name = "emitter",
	.version = "1",
	.licence = "Apache-2.0",
	.summary = "Events for measuring",
	.kinds = kinds,
	.keys = keys,
	.config_size = sizeof(struct config),
	.sync = emitter_sync,
};
