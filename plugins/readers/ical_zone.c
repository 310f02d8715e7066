/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a TZID means. The names that the system's zone folder knows are taken;
 * of a name with a prefix ("/citadel.org/20190914_1/Europe/Madrid") its
 * longest tail that is known.
 */
#include "ical_parts.h"

#include <string.h>

#include "readers/zone_name.h"

static const char *
known_tail(const char *name)
{
	while (name && *name == '/')
		name++;
	for (; name; name = strchr(name, '/')) {
		name += *name == '/';
		if (zone_name_known(name))
			return name;
	}
	return NULL;
}

/* Remembers what was found, also that nothing was. */
static const char *
remember(struct ical_index *index, const char *tzid, const char *name)
{
	struct ical_tzid *known;

	if (index->nknown == sizeof index->known / sizeof index->known[0])
		return name;
	known = &index->known[index->nknown];
	known->tzid = arena_text(&index->arena, tzid, strlen(tzid));
	known->location = name;
	index->nknown += known->tzid != NULL;
	return name;
}

const char *
ical_zone_name(struct ical_index *index, const char *tzid)
{
	const char *name;

	for (size_t i = 0; i < index->nknown; i++)
		if (!strcmp(index->known[i].tzid, tzid))
			return index->known[i].location;
	name = known_tail(tzid);
	for (size_t i = 0; !name && i < index->nzones; i++)
		if (!strcmp(index->zones[i].tzid, tzid) &&
		    index->zones[i].location)
			name = known_tail(index->zones[i].location);
	if (name)
		name = arena_text(&index->arena, name, strlen(name));
	return remember(index, tzid, name);
}
