/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What stands before a feed's events: its names for people, its colour, how
 * often to come again, and the zones. A property is said in the RFC 7986 form
 * and in the one that older clients read.
 */
#include <string.h>

#include "base/cleanup.h"
#include "calendars/feed_inside.h"
#include "calendars/ical_text.h"
#include "calendars/vtimezone.h"

#define PRODUCT "-//Ambit//Ambit//EN"

struct look {
	const char *id, *title, *description;
	const char *color, *hex; /* CSS3 names (RFC 7986 section 5.9) */
};

static const struct look looks[] = {
	{ "public", words_mark("International agenda"),
	    words_mark("Every published event of the international agenda"),
	    "steelblue", "#4682B4" },
	{ "kind/conference", words_mark("Conferences"),
	    words_mark("Professional and academic conferences"), "seagreen",
	    "#2E8B57" },
	{ "kind/forum", words_mark("Forums"),
	    words_mark("Intergovernmental and political forums"), "slateblue",
	    "#6A5ACD" },
	{ "kind/network-meeting", words_mark("Network meetings"),
	    words_mark("Meetings of the networks of cities"), "darkorange",
	    "#FF8C00" },
	{ "kind/delegation", words_mark("Delegations"),
	    words_mark("Delegations that visit us and that we send"),
	    "firebrick", "#B22222" },
	{ "kind/milestone", words_mark("Milestones"),
	    words_mark("Deadlines of projects, calls and reports"), "goldenrod",
	    "#DAA520" },
	{ "kind/work-session", words_mark("Work sessions"),
	    words_mark("Sessions with councils, experts and teams"), "teal",
	    "#008080" },
};

/* For networks. */
static const char *const palette[][2] = { { "royalblue", "#4169E1" },
	{ "forestgreen", "#228B22" }, { "chocolate", "#D2691E" },
	{ "purple", "#800080" }, { "crimson", "#DC143C" },
	{ "darkcyan", "#008B8B" }, { "olive", "#808000" },
	{ "sienna", "#A0522D" } };

static struct look
look_of(const char *id)
{
	uint64_t hash = hash64(id, strlen(id), 0);
	const char *const *color = palette[hash % ARRAY_LEN(palette)];

	for (size_t i = 0; i < ARRAY_LEN(looks); i++)
		if (!strcmp(looks[i].id, id))
			return looks[i];
	return (struct look){ id, NULL, NULL, color[0], color[1] };
}

/* The name that most series give; of equals the first. */
static const char *
usual_name(const struct feed_names *names)
{
	const struct feed_name *best = NULL;

	vec_each(names, name)
		if (!best || name->series > best->series)
			best = name;
	return best ? best->name : "";
}

/* Some clients do not unescape a calendar's name, so it has nothing that
 * needs escaping: each run of commas, semicolons, backslashes, controls and
 * spaces is one space. */
static void
plain_name(char *name)
{
	char *to = name;

	for (const char *c = name; *c; c++) {
		bool gap = (unsigned char)*c <= ' ' || *c == 0x7F ||
			   strchr(",;\\", *c);

		if (!gap)
			*to++ = *c;
		else if (to > name && to[-1] != ' ')
			*to++ = ' ';
	}
	if (to > name && to[-1] == ' ')
		to--;
	*to = '\0';
}

const char *
feed_title_in(const struct feed *feed, enum language language)
{
	struct look look = look_of(feed->id);

	return look.title ? words_get(language, look.title) : feed->title;
}

int
feed_describe(struct feed *feed, const struct feed_context *context)
{
	enum language language = context->text.language;
	struct look look = look_of(feed->id);
	const char *own = context->options->title;
	const char *name = own          ? own
			   : look.title ? words_get(language, look.title)
					: usual_name(&feed->names);
	struct buf description = BUF_INIT;

	feed->title = strdup(name);
	if (!feed->title)
		return -ENOMEM;
	plain_name(feed->title);
	if (look.description)
		buf_adds(&description, words_get(language, look.description));
	else if (own)
		buf_adds(&description, name);
	else
		words_add(&description, language, "Events of the network %1",
		    WORDS(name));
	feed->description = buf_steal(&description);
	buf_free(&description);
	return feed->description ? 0 : -ENOMEM;
}

/* The zone of most events, for clients that show a calendar in one. */
static const char *
usual_zone(const struct feed *feed)
{
	const struct zone_use *best = NULL;

	vec_each(&feed->zones, use)
		if (!best || use->events > best->events)
			best = use;
	return best ? zone_name(best->text->zone) : "UTC";
}

static void
name_lines(struct ical_writer *writer, const struct feed *feed)
{
	struct look look = look_of(feed->id);

	ical_text_line(writer, "NAME", NULL, feed->title);
	ical_text_line(writer, "X-WR-CALNAME", NULL, feed->title);
	ical_text_line(writer, "DESCRIPTION", NULL, feed->description);
	ical_text_line(writer, "X-WR-CALDESC", NULL, feed->description);
	ical_text_line(writer, "X-WR-TIMEZONE", NULL, usual_zone(feed));
	ical_text_line(writer, "COLOR", NULL, look.color);
	ical_text_line(writer, "X-APPLE-CALENDAR-COLOR", NULL, look.hex);
}

static void
refresh_lines(struct ical_writer *writer, int64_t refresh)
{
	ical_lit(writer, "REFRESH-INTERVAL;VALUE=DURATION:");
	ical_duration(writer, refresh);
	ical_end(writer);
	ical_lit(writer, "X-PUBLISHED-TTL:");
	ical_duration(writer, refresh);
	ical_end(writer);
}

static void
address_lines(struct ical_writer *writer, const struct feed *feed,
    const char *base_url, const char *query)
{
	size_t len = strlen(base_url);

	while (len && base_url[len - 1] == '/')
		len--;
	ical_lit(writer, "SOURCE;VALUE=URI:");
	ical_raw(writer, base_url, len);
	ical_lit(writer, "/feeds/");
	ical_raws(writer, feed->id);
	ical_lit(writer, ".ics");
	ical_raws(writer, query ? query : "");
	ical_end(writer);
	ical_lit(writer, "URL:");
	ical_uri(writer, base_url);
	ical_end(writer);
}

/* A calendar needs a component (RFC 5545 section 3.4): one without events has
 * UTC's zone. */
static int
zone_lines(const struct feed *feed, const struct feed_context *context,
    struct buf *out, struct err *err)
{
	const struct zone *utc;

	vec_each(&feed->zones, use)
		buf_add(out, use->text->text, use->text->len);
	if (feed->events)
		return 0;
	if (zones_get(context->zones, "UTC", &utc, err) < 0)
		return err_context(err, "feed %s", feed->id);
	vtimezone_add(out, utc, context->text.window);
	return 0;
}

int
feed_head(const struct feed *feed, const struct feed_context *context,
    struct buf *out, struct err *err)
{
	const struct feed_options *options = context->options;
	struct ical_writer writer;

	ical_open(&writer, out);
	ical_line(&writer, "BEGIN:VCALENDAR");
	ical_line(&writer, "VERSION:2.0");
	ical_text_line(&writer, "PRODID", NULL,
	    options->product ? options->product : PRODUCT);
	ical_line(&writer, "CALSCALE:GREGORIAN");
	ical_line(&writer, "METHOD:PUBLISH");
	name_lines(&writer, feed);
	refresh_lines(&writer, options->refresh);
	if (options->base_url && !options->title)
		address_lines(&writer, feed, options->base_url, context->query);
	ical_close(&writer);
	return zone_lines(feed, context, out, err);
}
