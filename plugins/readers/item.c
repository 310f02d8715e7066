/* SPDX-License-Identifier: Apache-2.0 */
#include "item.h"

#include <inttypes.h>
#include <stdio.h>
#include <strings.h>

const char *
item_value(const struct item_extra *extra, const char *name)
{
	const struct item_value *value = extra->values;

	for (; value && value->name; value++)
		if (!strcasecmp(value->name, name))
			return value->value;
	return NULL;
}

/* FNV-1a over the text and what separates it from the next. */
static uint64_t
mix(uint64_t hash, const char *text)
{
	for (; text && *text; text++)
		hash = (hash ^ (unsigned char)*text) * UINT64_C(0x100000001b3);
	return (hash ^ 0x1f) * UINT64_C(0x100000001b3);
}

char *
item_content_uid(const struct ambit_event *event, char *out)
{
	static const uint64_t seeds[] = { UINT64_C(0xcbf29ce484222325),
		UINT64_C(0x84222325cbf29ce4) };
	const char *where = event->place ? event->place : event->city;
	uint64_t hash[2];

	for (int i = 0; i < 2; i++)
		hash[i] = mix(
		    mix(mix(seeds[i], event->summary), event->start), where);
	snprintf(out, ITEM_UID_ROOM, "content-%016" PRIx64 "%016" PRIx64,
	    hash[0], hash[1]);
	return out;
}

int
item_refuse(const struct ambit_host *host, struct ambit_run *run,
    const struct ambit_event *event, int64_t line, const char *reason)
{
	struct ambit_item item = { sizeof item,
		event->summary && *event->summary ? event->summary : event->uid,
		reason, line, -1 };
	char name[40];

	if (!item.name || !*item.name) {
		snprintf(
		    name, sizeof name, "event at line %" PRId64, item.line);
		item.name = name;
	}
	return host->quarantine(run, &item);
}
