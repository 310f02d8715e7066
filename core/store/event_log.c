/* SPDX-License-Identifier: Apache-2.0 */
#include "event_log.h"

#include <assert.h>

#include "base/buf.h"
#include "base/cleanup.h"
#include "base/text.h"

static const char *const moves[] = { "start", "end", "zone", "place", "city",
	"country", NULL };
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

const char *
event_action(const struct event *before, const struct event *after)
{
	bool was = before->status == EVENT_CANCELLED;
	bool is = after->status == EVENT_CANCELLED;

	if (was != is)
		return is ? "cancelled" : "restored";
	return differ(moves, before, after) ? "moved" : "updated";
}

bool
event_revised(const struct event *before, const struct event *after)
{
	return differ(moves, before, after) || differ(revisions, before, after);
}

/* One side's fields that differ from the other's; all that are given when
 * there is no other side. */
static void
add_fields(
    struct buf *json, const struct event *event, const struct event *other)
{
	const char *comma = "";

	buf_addc(json, '{');
	for (size_t i = 0; i < event_record.nfields; i++) {
		const struct field *field = &event_record.fields[i];

		if (other ? field_equal(field, event, other)
			  : !field_given(field, event))
			continue;
		buf_adds(json, comma);
		json_add_text(json, field->name);
		buf_addc(json, ':');
		field_add_json(field, event, json);
		comma = ",";
	}
	buf_addc(json, '}');
}

int
event_log(struct store *store, const struct actor *actor, const char *action,
    const char *id, const struct event *before, const struct event *after,
    struct err *err)
{
	CLEANUP(buf_free) struct buf was = BUF_INIT;
	CLEANUP(buf_free) struct buf became = BUF_INIT;
	const struct event *event = after ? after : before;
	struct change change = { .entity = "event",
		.id = id,
		.source = event->source,
		.title = event->summary,
		.action = action };

	if (before)
		add_fields(&was, before, after);
	if (after)
		add_fields(&became, after, before);
	if (buf_error(&was) || buf_error(&became))
		return err_set(err, -ENOMEM, "log of %s: no memory", id);
	change.before = was.data;
	change.after = became.data;
	return change_add(store, actor, &change, err);
}
