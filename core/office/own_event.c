/* SPDX-License-Identifier: Apache-2.0 */
#include "own_event.h"

#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/text.h"

/* Set by the program, or by what only sources tell. */
static const char *const kept[] = { "source", "uid", "recurrence_id",
	"this_and_future", "sequence", "located", "city_zone", "inferred",
	"status" };

static int
check_caller(const struct desk *desk, enum verb verb, struct err *err)
{
	if (!desk->caller || authorize_all(desk->caller, verb, OBJECT_EVENT))
		return 0;
	return err_set(
	    err, -EACCES, "only the coordinator keeps events of our own");
}

static void
check_kept(
    struct desk *desk, const struct event *old, const struct event *event)
{
	for (size_t i = 0; i < ARRAY_LEN(kept); i++) {
		const struct field *field =
		    record_field(&event_record, kept[i]);
		bool same = old ? field_equal(field, old, event)
				: !field_given(field, event);
		char where[64];

		snprintf(where, sizeof where, "/%s", kept[i]);
		if (!same)
			invalid_add(&desk->invalid, where,
			    "it is set by the program: leave it out");
	}
}

/* What an event of our own has, beyond what every event has. */
static void
check_given(struct desk *desk, const struct event *event)
{
	if (!event->summary)
		invalid_add(&desk->invalid, "/summary", "it is required");
	if (!event->kind)
		invalid_add(&desk->invalid, "/kind",
		    "it is required: \"work-session\", \"delegation\", ...");
	if (!event->end)
		invalid_add(&desk->invalid, "/end",
		    "it is required: the first day or moment after it");
	if (event_recurs(event))
		invalid_add(&desk->invalid, "/rrule",
		    "what recurs is an event for each time");
}

static int
put(struct desk *desk, const struct event *event, struct event_times *times,
    struct err *err)
{
	enum put_result result;

	if (event_times(event, desk->zones, times, err) == -ENOMEM)
		return err->code;
	if (err->code < 0) {
		invalid_add(&desk->invalid, "/start", "%s", err->msg);
		return err->code;
	}
	return event_put(desk->store, &desk->actor, event, times,
	    event_extent(event, times), &result, err);
}

/* The row of a uid, as it is now. */
struct found {
	struct event_row *row;
};

static int
take_row(struct event_row *row, void *arg, struct err *err)
{
	struct found *found = arg;

	(void)err;
	event_row_free(found->row);
	found->row = row;
	return 0;
}

static int
check_and_put(struct desk *desk, const struct event *event,
    struct event_row **out, struct err *err)
{
	struct found found = { NULL };
	struct event_times times;

	check_given(desk, event);
	if (invalid_any(&desk->invalid))
		return err_set(
		    err, -EINVAL, "event: some of its values are wrong");
	if (put(desk, event, &times, err) < 0 ||
	    events_series(desk->store, desk->zones, OWN_SOURCE, event->uid,
		take_row, &found, err) < 0) {
		event_row_free(found.row);
		return err->code;
	}
	*out = found.row;
	return *out ? 0 : err_set(err, -ENOENT, "there is no such event");
}

int
own_event_create(struct desk *desk, const char *json, size_t len,
    struct event_row **out, struct err *err)
{
	CLEANUP(freep) void *record = NULL;
	struct event *event;
	char uid[UUID_TEXT];

	if (check_caller(desk, VERB_CREATE, err) < 0 ||
	    record_patch(&event_record, NULL, json, len, &desk->invalid,
		&record, err) < 0)
		return err->code;
	event = record;
	check_kept(desk, NULL, event);
	event->source = OWN_SOURCE;
	event->uid = uuid_new(uid, desk->actor.now * 1000);
	if (!event->visibility)
		event->visibility = EVENT_PRIVATE;
	if (!event->status)
		event->status = event->certainty == EVENT_DATES_TENTATIVE
				    ? EVENT_TENTATIVE
				    : EVENT_CONFIRMED;
	return check_and_put(desk, event, out, err);
}

/* One of our own, at the revision that was seen. */
static int
find_own(
    struct desk *desk, const char *id, struct event_row **out, struct err *err)
{
	CLEANUP(event_row_freep) struct event_row *row = NULL;

	if (event_load(desk->store, id, &row, err) < 0)
		return err->code;
	if (strcmp(row->event->source, OWN_SOURCE) != 0)
		return err_set(err, -EACCES,
		    "it is as source %.63s tells it: an overlay adds to it",
		    row->event->source);
	if (desk->revision && desk->revision != row->revision)
		return err_set(err, -ESTALE,
		    "the event has changed: it is at revision %lld now",
		    (long long)row->revision);
	*out = TAKE(row);
	return 0;
}

int
own_event_edit(struct desk *desk, const char *id, const char *json, size_t len,
    struct event_row **out, struct err *err)
{
	CLEANUP(event_row_freep) struct event_row *row = NULL;
	CLEANUP(freep) void *record = NULL;

	if (check_caller(desk, VERB_CHANGE, err) < 0 ||
	    find_own(desk, id, &row, err) < 0 ||
	    record_patch(&event_record, row->event, json, len, &desk->invalid,
		&record, err) < 0)
		return err->code;
	check_kept(desk, row->event, record);
	return check_and_put(desk, record, out, err);
}

int
own_event_cancel(
    struct desk *desk, const char *id, struct event_row **out, struct err *err)
{
	CLEANUP(event_row_freep) struct event_row *row = NULL;
	struct event event;

	if (check_caller(desk, VERB_CANCEL, err) < 0 ||
	    find_own(desk, id, &row, err) < 0)
		return err->code;
	if (row->event->status == EVENT_CANCELLED)
		return err_set(err, -EPERM, "it is cancelled already");
	event = *row->event;
	event.status = EVENT_CANCELLED;
	return check_and_put(desk, &event, out, err);
}
