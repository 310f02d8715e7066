/* SPDX-License-Identifier: Apache-2.0 */
#include "event_log.h"

#include <assert.h>
#include <string.h>

static const char *const moves[] = { "start", "end", "zone", "place", NULL };
/* Where their source says so: what the table of places adds to its words, or
 * no longer adds, moves nothing. */
static const char *const places[] = { "city", "country", NULL };
static const char *const revisions[] = { "status", "rrule", "rdates", "exdates",
	"this_and_future", NULL };

/* Does one of the named fields differ? */
static bool
differ(const char *const *names, const struct event *a, const struct event *b)
{
	for (; *names; names++) {
		const struct field *field = record_field(&event_record, *names);

		assert(field);
		if (!field_equal(field, a, b))
			return true;
	}
	return false;
}

static bool
is_inferred(const struct event *event, const char *name)
{
	const char *const *inferred = event->inferred;

	while (inferred && *inferred && strcmp(*inferred, name) != 0)
		inferred++;
	return inferred && *inferred;
}

/* An event without the places that its source did not name. */
static struct event
as_told(const struct event *event)
{
	struct event told = *event;

	if (is_inferred(event, "city"))
		told.city = NULL;
	if (is_inferred(event, "country"))
		told.country = NULL;
	return told;
}

static bool
moved(const struct event *before, const struct event *after)
{
	struct event was = as_told(before), is = as_told(after);

	return differ(moves, before, after) || differ(places, &was, &is);
}

const char *
event_action(const struct event *before, const struct event *after)
{
	bool was = before->status == EVENT_CANCELLED;
	bool is = after->status == EVENT_CANCELLED;

	if (was != is)
		return is ? "cancelled" : "restored";
	return moved(before, after) ? "moved" : "updated";
}

bool
event_revised(const struct event *before, const struct event *after)
{
	return moved(before, after) || differ(revisions, before, after);
}

int
event_log(struct store *store, const struct actor *actor, const char *action,
    const char *id, const struct event *before, const struct event *after,
    struct err *err)
{
	const struct event *event = after ? after : before;
	struct change change = { .entity = "event",
		.id = id,
		.source = event->source,
		.title = event->summary,
		.action = action };

	return change_add_record(
	    store, actor, &change, &event_record, before, after, err);
}
