/* SPDX-License-Identifier: Apache-2.0 */
#include "ical_kit.h"

#include "tell.h"

static int
hear_quarantine(struct ambit_run *run, const struct ambit_item *item)
{
	run->quarantined++;
	tell(run, "quarantine %s: %s (%lld)\n", item->name, item->reason,
	    (long long)item->line);
	return AMBIT_OK;
}

static void
hear_log(struct ambit_run *run, int level, const char *text)
{
	tell(run, "%s: %s\n", level == AMBIT_LOG_ERROR ? "error" : "warning",
	    text);
}

static int
hear_expired(struct ambit_run *run)
{
	return run->stop_after && run->events >= run->stop_after;
}

static const struct ambit_host host = { .size = sizeof host,
	.expired = hear_expired,
	.log = hear_log,
	.quarantine = hear_quarantine };

static void
tell_list(struct ambit_run *run, const char *name, const char *const *list)
{
	for (; list && *list; list++)
		tell(run, " %s=%s", name, *list);
}

static void
tell_text(struct ambit_run *run, const char *name, const char *text)
{
	if (text)
		tell(run, " %s=%s", name, text);
}

static int
take(void *arg, struct ambit_event *event, const struct item_extra *extra)
{
	struct ambit_run *run = arg;

	run->events++;
	tell(run, "%lld:", (long long)extra->line);
	tell_text(run, "uid", event->uid);
	tell_text(run, "rid", event->recurrence_id);
	tell_text(run, "range", event->this_and_future ? "future" : NULL);
	tell_text(run, "start", event->start);
	tell_text(run, "end", event->end);
	tell_text(run, "zone", event->zone);
	tell_text(run, "rrule", event->rrule);
	tell_list(run, "rdate", event->rdates);
	tell_list(run, "exdate", event->exdates);
	if (!event->uid || strcmp(event->summary, event->uid) != 0)
		tell_text(run, "summary", event->summary);
	tell_text(run, "place", event->place);
	tell_text(run, "organiser", event->organiser);
	tell_text(run, "status", event->status);
	tell_text(run, "visibility", event->visibility);
	tell_text(run, "revised", event->revised);
	tell_text(run, "url", event->url);
	tell_list(run, "category", event->categories);
	tell_text(run, "parent", event->parent);
	tell_text(run, "x", item_value(extra, "X-FEE"));
	tell(run, "\n");
	return run->stop_after && run->events >= run->stop_after
		   ? AMBIT_CANCELLED
		   : AMBIT_OK;
}

int
read_with(struct ambit_run *run, const struct ical_options *options,
    const char *text, size_t len)
{
	*run = (struct ambit_run){ .stop_after = run->stop_after };
	return ical_read(text, len, options, &host, run, take, run);
}

const char *
told_of(const char *lines)
{
	static struct ambit_run run;
	char text[4096];

	snprintf(text, sizeof text,
	    "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n%sEND:VEVENT\r\n"
	    "END:VCALENDAR\r\n",
	    lines);
	assert_int_equal(read_with(&run, NULL, text, strlen(text)), AMBIT_OK);
	return run.told;
}

const char *
told_text(const char *text, int result, const struct ical_options *options)
{
	static struct ambit_run run;

	assert_int_equal(read_with(&run, options, text, strlen(text)), result);
	return run.told;
}
