/* SPDX-License-Identifier: Apache-2.0 */
/* By tables of where the texts and lists of each struct are. */
#include "item_copy.h"

#include <string.h>

#define LEN(array) (sizeof(array) / sizeof(array)[0])
#define EVENT(member_) offsetof(struct ambit_event, member_)
#define PERSON(member_) offsetof(struct ambit_participant, member_)
#define LEG(member_) offsetof(struct ambit_leg, member_)
#define SLOT(member_) offsetof(struct ambit_slot, member_)
#define DEADLINE(member_) offsetof(struct ambit_deadline, member_)

static const size_t event_texts[] = { EVENT(uid), EVENT(recurrence_id),
	EVENT(kind), EVENT(status), EVENT(certainty), EVENT(summary),
	EVENT(description), EVENT(language), EVENT(url), EVENT(parent),
	EVENT(start), EVENT(end), EVENT(zone), EVENT(rrule), EVENT(place),
	EVENT(city), EVENT(country), EVENT(organiser), EVENT(network),
	EVENT(project), EVENT(level), EVENT(organ), EVENT(role),
	EVENT(direction), EVENT(host), EVENT(responsible), EVENT(deputy),
	EVENT(attendance), EVENT(visibility), EVENT(revised) };
static const size_t event_lists[] = { EVENT(categories), EVENT(rdates),
	EVENT(exdates), EVENT(interpreters) };
static const size_t person_texts[] = { PERSON(name), PERSON(role),
	PERSON(organisation) };
static const size_t leg_texts[] = { LEG(mode), LEG(from), LEG(to),
	LEG(from_country), LEG(to_country), LEG(depart), LEG(depart_zone),
	LEG(arrive), LEG(arrive_zone) };
static const size_t slot_texts[] = { SLOT(start), SLOT(end), SLOT(zone),
	SLOT(title), SLOT(place), SLOT(needs) };
static const size_t deadline_texts[] = { DEADLINE(name), DEADLINE(at),
	DEADLINE(zone), DEADLINE(url) };

/* A list of structs. */
static const struct {
	size_t offset, size;
	const size_t *texts;
	size_t ntexts;
} parts[] = {
	{ EVENT(participants), sizeof(struct ambit_participant), person_texts,
	    LEN(person_texts) },
	{ EVENT(legs), sizeof(struct ambit_leg), leg_texts, LEN(leg_texts) },
	{ EVENT(slots), sizeof(struct ambit_slot), slot_texts,
	    LEN(slot_texts) },
	{ EVENT(deadlines), sizeof(struct ambit_deadline), deadline_texts,
	    LEN(deadline_texts) },
};

static const char **
text_at(void *base, size_t offset)
{
	return (const char **)(void *)((char *)base + offset);
}

static void
texts_copy(struct arena *arena, void *item, const size_t *offsets, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		const char **text = text_at(item, offsets[i]);

		if (*text)
			*text = arena_text(arena, *text, strlen(*text));
	}
}

static void
list_copy(struct arena *arena, const char *const **list)
{
	struct arena_list copy = { NULL, 0, 0 };

	for (const char *const *text = *list; text && *text; text++)
		arena_list_add(
		    arena, &copy, arena_text(arena, *text, strlen(*text)));
	*list = copy.items;
}

static void
parts_copy(struct arena *arena, struct ambit_event *event, size_t p)
{
	const void *const **list =
	    (const void *const **)(void *)((char *)event + parts[p].offset);
	struct arena_list copy = { NULL, 0, 0 };

	for (const void *const *item = *list; item && *item; item++) {
		void *mine = arena_take(arena, parts[p].size);

		if (!mine)
			break;
		memcpy(mine, *item, parts[p].size);
		texts_copy(arena, mine, parts[p].texts, parts[p].ntexts);
		arena_list_add(arena, &copy, mine);
	}
	*list = (const void *const *)copy.items;
}

struct ambit_event
item_copy(struct arena *arena, const struct ambit_event *event)
{
	struct ambit_event copy = *event;

	texts_copy(arena, &copy, event_texts, LEN(event_texts));
	for (size_t i = 0; i < LEN(event_lists); i++)
		list_copy(arena, (const char *const **)(void *)text_at(
				     &copy, event_lists[i]));
	for (size_t i = 0; i < LEN(parts); i++)
		parts_copy(arena, &copy, i);
	return copy;
}

void
item_fill(struct ambit_event *to, const struct ambit_event *from)
{
	struct ambit_event other = *from;

	for (size_t i = 0; i < LEN(event_texts); i++) {
		const char **text = text_at(to, event_texts[i]);

		if (!*text)
			*text = *text_at(&other, event_texts[i]);
	}
}
