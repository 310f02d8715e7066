/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A feed as one reader wants it: its series rendered anew under another
 * context and joined as any feed is. Unchanged data gives unchanged octets
 * here too. Cost: that of building the feed.
 */
#include <stdio.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/date.h"
#include "calendars/feed.h"
#include "calendars/feed_delta.h"
#include "calendars/feed_inside.h"

const struct feed_variant feed_variant_plain = {
	.language = -1,
	.from = INT64_MIN,
	.to = INT64_MAX,
};

const char *const feed_cancelled_words[] = { "standard", "banner", "omit",
	NULL };

bool
feed_variant_is_plain(const struct feed_variant *variant)
{
	return feed_variant_equal(variant, &feed_variant_plain);
}

bool
feed_variant_equal(const struct feed_variant *a, const struct feed_variant *b)
{
	return a->language == b->language && a->cancelled == b->cancelled &&
	       a->alarm == b->alarm && a->from == b->from && a->to == b->to;
}

/* ------------------------------------------------------------ address --- */

/* sign: what stands before the next parameter. */
static void
add_parameter(struct buf *out, char *sign, const char *name, const char *value)
{
	buf_addf(out, "%c%s=%s", *sign, name, value);
	*sign = '&';
}

static void
add_day(struct buf *out, char *sign, const char *name, int64_t day)
{
	char text[DAY_TEXT];

	add_parameter(out, sign, name, day_format(text, day));
}

static void
add_alarm(struct buf *out, char *sign, int64_t seconds)
{
	struct ical_writer writer;

	add_parameter(out, sign, "alarm", "");
	ical_open(&writer, out);
	ical_duration(&writer, seconds);
	ical_close(&writer);
}

void
feed_variant_query(struct buf *out, const struct feed_variant *variant)
{
	char sign = '?';

	if (variant->alarm)
		add_alarm(out, &sign, variant->alarm);
	if (variant->cancelled != CANCELLED_STANDARD)
		add_parameter(out, &sign, "cancelled",
		    feed_cancelled_words[variant->cancelled]);
	if (variant->from > INT64_MIN)
		add_day(out, &sign, "from", variant->from);
	if (variant->language >= 0)
		add_parameter(
		    out, &sign, "lang", language_tags[variant->language]);
	if (variant->to < INT64_MAX)
		add_day(out, &sign, "to", variant->to);
}

/* -------------------------------------------------------------- contents ---
 */

int64_t
feed_first_day(const struct feed_options *options, int64_t day)
{
	return day - options->days_back;
}

int64_t
feed_after_day(const struct feed_options *options, int64_t day)
{
	struct civil civil = civil_from_day(day);
	int64_t month =
	    day_from_ymd(civil.year, civil.month + options->months_ahead, 1);
	struct civil begin = civil_from_day(month);
	int days = days_in_month(begin.year, begin.month);

	return month + (civil.day < days ? civil.day : days);
}

void
text_window(struct text_context *context, int64_t first, int64_t after)
{
	context->window.start = zone_midnight(context->zone, first);
	context->window.end = zone_midnight(context->zone, after);
	context->from = bound_of_day(first);
	context->to = bound_of_day(after);
}

/* What is not given is counted from today, or from what is given when that
 * lies beyond. */
static void
set_window(const struct feedset *set, const struct feed_variant *variant,
    struct text_context *text)
{
	int64_t today = set->today;
	int64_t first = variant->from, after = variant->to;

	if (first == INT64_MIN)
		first = feed_first_day(
		    &set->options, after < today ? after : today);
	if (after == INT64_MAX)
		after = feed_after_day(&set->options,
		    variant->from > today ? variant->from : today);
	text_window(text, first, after);
}

static struct text_context
text_of(const struct feedset *set, const struct feed_variant *variant)
{
	struct text_context text = feedset_text(set, set->today);

	set_window(set, variant, &text);
	text.cancelled = variant->cancelled;
	text.alarm = variant->alarm;
	text.language_asked = variant->language >= 0;
	if (text.language_asked)
		text.language = (enum language)variant->language;
	return text;
}

struct gathering {
	struct feed_deltas deltas;
	struct text_context text;
};

static void
gathering_free(struct gathering *gathering)
{
	feed_deltas_free(&gathering->deltas);
}

static int
gather(const struct series *series, void *arg)
{
	struct gathering *gathering = arg;
	struct series_step step = { NULL, series };

	return feed_deltas_add(
	    &gathering->deltas, &step, &gathering->text, &gathering->text);
}

/* The feed's names are those of all its series, shown or not. */
static int
take_names(struct feed_delta *delta, const struct feed *feed)
{
	delta->names.len = 0;
	vec_each(&feed->names, name) {
		struct name_delta same = { name->name, name->series };

		if (vec_push(&delta->names, same) < 0)
			return -ENOMEM;
	}
	return 0;
}

/* Of what the variant shows the plain feed need not know: it may change when
 * a series is touched that is not in the feed, and at midnight. */
static int64_t
modified(const struct feedset *set, const struct feed *feed)
{
	int64_t midnight = zone_midnight(set->zone, set->today);

	return feed->touched > midnight ? feed->touched : midnight;
}

int
feedset_variant(const struct feedset *set, const struct snapshot *snapshot,
    const struct feed *feed, const struct feed_variant *variant,
    struct feed **out, struct err *err)
{
	CLEANUP(gathering_free)
	struct gathering gathering = {
		.deltas = { .only = feed->id, .title = set->options.title },
		.text = text_of(set, variant),
	};
	CLEANUP(packer_freep) struct packer *packer = packer_new();
	CLEANUP(buf_free) struct buf query = BUF_INIT;
	struct feed_context context = {
		.text = gathering.text,
		.options = &set->options,
		.zones = set->zones,
		.packer = packer,
		.modified = modified(set, feed),
	};
	struct feed_delta *delta = feed_deltas_of(&gathering.deltas, feed->id);

	feed_variant_query(&query, variant);
	context.query = buf_str(&query);
	if (!packer || !delta || buf_error(&query) ||
	    snapshot_between(
		snapshot, gathering.text.window, gather, &gathering) < 0 ||
	    take_names(delta, feed) < 0)
		return err_set(err, -ENOMEM, "feed %s: no memory", feed->id);
	feed_deltas_finish(&gathering.deltas);
	return feed_next(NULL, delta, &context, out, err);
}
