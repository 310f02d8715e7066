/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Feeds against libical, memcpy and zlib, each pair in one run: rendering an
 * event, joining 100,000 of them, publishing one change among 10,000.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <libical/ical.h>
#include <zlib.h>

#include "base/date.h"
#include "calendars/event_text.h"
#include "tests/unit/series_maker.h"

#define NOW INT64_C(1772366400) /* 2026-03-01T12:00:00Z */
#define ROUNDS 9
#define BENCH_UID "v8h3k2m9q4r7t1w5x6y0abcdef"

static const struct feed_options options = {
	.uid_domain = "ambit.example",
	.base_url = "https://ambit.example",
	.refresh = 3600,
	.days_back = 90,
	.months_ahead = 18,
	.cancelled_days = 30,
};

static double
cpu_seconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static int
by_value(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

/* The median CPU seconds of fn(arg). */
static double
measure(void (*fn)(void *arg), void *arg)
{
	double times[ROUNDS];

	for (int i = 0; i < ROUNDS; i++) {
		double from = cpu_seconds();

		fn(arg);
		times[i] = cpu_seconds() - from;
	}
	qsort(times, ROUNDS, sizeof times[0], by_value);
	return times[ROUNDS / 2];
}

#define TURNS 31

/* Two that are compared take turns, so that a busy machine is busy for both:
 * the medians of their CPU seconds, and of the ratios of each turn. */
struct beside {
	double ours, theirs, ratio;
};

static struct beside
measure_beside(void (*ours)(void *arg), void (*theirs)(void *arg), void *arg)
{
	double a[TURNS], b[TURNS], ratios[TURNS];

	for (int i = 0; i < TURNS; i++) {
		double from = cpu_seconds(), between;

		ours(arg);
		between = cpu_seconds();
		theirs(arg);
		a[i] = between - from;
		b[i] = cpu_seconds() - between;
		ratios[i] = a[i] / b[i];
	}
	qsort(a, TURNS, sizeof a[0], by_value);
	qsort(b, TURNS, sizeof b[0], by_value);
	qsort(ratios, TURNS, sizeof ratios[0], by_value);
	return (struct beside){ a[TURNS / 2], b[TURNS / 2], ratios[TURNS / 2] };
}

/* Everything that is measured works on this. */
struct bench {
	struct zones *zones;
	struct series **series;
	size_t n;
	struct feedset *set;
	struct buf body;
	char *copy;
	uLongf packed_len;
	int64_t revision;
	double build; /* CPU seconds */
};

/* Words enough that no two events are alike, the same in every run. */
static void
make_words(char *out, size_t words, uint64_t seed)
{
	static const char *const list[] = { "mobility", "housing", "climate",
		"minutes,", "the", "of", "committee", "session;", "report",
		"Barcelona", "metropolitan", "agenda", "public", "transport",
		"water", "and", "energy", "in", "cities", "règim", "espais",
		"plenary", "budget", "members", "next", "air", "quality", "to",
		"zones", "for", "food", "policy" };

	for (*out = '\0'; words--; seed = seed * 6364136223846793005u + 1) {
		strcat(out, list[seed >> 59]);
		strcat(out, words ? " " : ".");
	}
}

/* Events of about 560 octets. all_feeds: with a network and a kind. */
static struct series *
make_series(struct bench *bench, size_t i, bool all_feeds, int64_t revised)
{
	char summary[120], description[300];
	char uid[32] = "", start[WALL_TEXT] = "", end[WALL_TEXT] = "";
	int64_t wall = NOW + (int64_t)(i % 12000) * 3600;
	struct event event = event_plain(uid, start, end, "Europe/Madrid");
	struct event_row row = { .event = &event,
		.created_at = NOW - 86400,
		.revised_at = revised,
		.sequence = 1 };

	snprintf(uid, sizeof uid, "event-%zu", i);
	wall_format(start, wall);
	wall_format(end, wall + 5400);
	make_words(summary, 6, i * 0x9E3779B97F4A7C15u);
	make_words(description, 16, ~i * 0x9E3779B97F4A7C15u);
	event.summary = summary;
	event.description = description;
	event.place = "Sala de plens";
	event.city = "Barcelona";
	event.country = "ES";
	event.url = "https://example.org/events/2026/working-group";
	event.status = EVENT_CONFIRMED;
	if (all_feeds) {
		event.kind = EVENT_NETWORK_MEETING;
		event.network = "Metropolis";
	}
	return series_make(bench->zones, &row, 1);
}

static void
bench_fill(struct bench *bench, size_t n, bool all_feeds)
{
	struct snapshot *snapshot;
	struct err err = ERR_INIT;
	double from;

	bench->n = n;
	bench->series = calloc(n, sizeof *bench->series);
	for (size_t i = 0; i < n; i++)
		bench->series[i] = make_series(bench, i, all_feeds, NOW - 3600);
	snapshot = snapshot_make(bench->series, n);
	from = cpu_seconds();
	if (feedset_build(snapshot, &options, bench->zones, NOW, 0, &bench->set,
		&err) < 0) {
		fprintf(stderr, "%s\n", err.msg);
		exit(1);
	}
	bench->build = cpu_seconds() - from;
	snapshot_unref(snapshot);
}

static void
bench_empty(struct bench *bench)
{
	feedset_unref(bench->set);
	for (size_t i = 0; i < bench->n; i++)
		series_unref(bench->series[i]);
	free(bench->series);
	buf_free(&bench->body);
	free(bench->copy);
	*bench = (struct bench){ .zones = bench->zones };
}

/* ---------------------------------------------------------------- render ---
 */

#define RENDERED 10000 /* in a turn */

static void
render_ours(void *arg)
{
	struct bench *bench = arg;
	struct text_context context = { .domain = options.uid_domain,
		.window = SPAN_ALWAYS };

	for (size_t i = 0; i < RENDERED; i++) {
		buf_reset(&bench->body);
		series_text(&bench->body, bench->series[i % bench->n],
		    BENCH_UID, &context);
	}
}

static void
render_libical_one(const struct event *event, const char *uid)
{
	icalcomponent *component = icalcomponent_new(ICAL_VEVENT_COMPONENT);
	struct icaltimetype stamp = icaltime_from_string("20260301T110000Z");
	struct icaltimetype start = icaltime_from_string("20260301T120000");
	struct icaltimetype end = icaltime_from_string("20260301T133000");
	icalproperty *property;

	icalcomponent_add_property(component, icalproperty_new_uid(uid));
	icalcomponent_add_property(component, icalproperty_new_dtstamp(stamp));
	icalcomponent_add_property(component, icalproperty_new_created(stamp));
	icalcomponent_add_property(
	    component, icalproperty_new_lastmodified(stamp));
	icalcomponent_add_property(component, icalproperty_new_sequence(1));
	property = icalproperty_new_dtstart(start);
	icalproperty_add_parameter(
	    property, icalparameter_new_tzid("Europe/Madrid"));
	icalcomponent_add_property(component, property);
	property = icalproperty_new_dtend(end);
	icalproperty_add_parameter(
	    property, icalparameter_new_tzid("Europe/Madrid"));
	icalcomponent_add_property(component, property);
	icalcomponent_add_property(
	    component, icalproperty_new_summary(event->summary));
	icalcomponent_add_property(
	    component, icalproperty_new_description(event->description));
	icalcomponent_add_property(component,
	    icalproperty_new_location("Sala de plens, Barcelona, ES"));
	icalcomponent_add_property(component, icalproperty_new_url(event->url));
	icalcomponent_add_property(
	    component, icalproperty_new_status(ICAL_STATUS_CONFIRMED));
	icalcomponent_add_property(
	    component, icalproperty_new_transp(ICAL_TRANSP_OPAQUE));
	icalcomponent_add_property(
	    component, icalproperty_new_class(ICAL_CLASS_PUBLIC));
	free(icalcomponent_as_ical_string_r(component));
	icalcomponent_free(component);
}

static void
render_libical(void *arg)
{
	struct bench *bench = arg;

	for (size_t i = 0; i < RENDERED; i++) {
		const struct event *event =
		    bench->series[i % bench->n]->rows[0]->event;

		render_libical_one(event, BENCH_UID "@ambit.example");
	}
}

static void
bench_render(struct bench *bench)
{
	struct beside times;

	bench_fill(bench, 1000, false);
	times = measure_beside(render_ours, render_libical, bench);
	printf("figure vevent_octets %zu octets\n", bench->body.len);
	printf("figure render_vevent %.0f ns\n", times.ours / RENDERED * 1e9);
	printf("figure render_vevent_libical %.0f ns\n",
	    times.theirs / RENDERED * 1e9);
	printf("ratio render_vevent_to_libical %.4f\n", times.ratio);
	bench_empty(bench);
}

/* ------------------------------------------------------------------ join ---
 */

static int
join_part(const void *bytes, size_t len, void *arg)
{
	char **to = arg;

	memcpy(*to, bytes, len);
	*to += len;
	return 0;
}

static void
join_ours(void *arg)
{
	struct bench *bench = arg;
	char *to = bench->copy;

	feed_parts(
	    feedset_find(bench->set, "public"), FEED_PLAIN, join_part, &to);
}

static void
join_memcpy(void *arg)
{
	struct bench *bench = arg;

	memcpy(bench->copy, bench->body.data, bench->body.len);
}

static void
bench_join(struct bench *bench)
{
	struct beside times;
	const struct feed *feed;

	bench_fill(bench, 100000, false);
	feed = feedset_find(bench->set, "public");
	feed_join(feed, FEED_PLAIN, &bench->body);
	bench->copy = malloc(bench->body.len);
	times = measure_beside(join_ours, join_memcpy, bench);
	printf("figure feed_100000_build %.0f ms\n", bench->build * 1e3);
	printf("figure feed_100000_plain %zu octets\n",
	    feed_length(feed, FEED_PLAIN));
	printf("figure feed_100000_gzip %zu octets\n",
	    feed_length(feed, FEED_GZIP));
	printf("figure join_100000 %.2f ms\n", times.ours * 1e3);
	printf("ratio join_100000_to_memcpy %.2f\n", times.ratio);
	bench_empty(bench);
}

/* ---------------------------------------------------------------- change ---
 */

#define CHANGES 20

static void
publish_changes(void *arg)
{
	struct bench *bench = arg;
	bool all_feeds = feedset_count(bench->set) > 1;
	struct err err = ERR_INIT;

	for (size_t i = 0; i < CHANGES; i++) {
		size_t at = (size_t)bench->revision * 7919 % bench->n;
		struct series *after =
		    make_series(bench, at, all_feeds, NOW + bench->revision++);
		struct series_change change = { bench->series[at], after };
		struct feedset *next;

		if (feedset_apply(bench->set, &change, 1, NOW, &next, &err) < 0)
			abort();
		feedset_unref(bench->set);
		bench->set = next;
		series_unref(bench->series[at]);
		bench->series[at] = after;
	}
}

static void
pack_whole(void *arg)
{
	struct bench *bench = arg;

	bench->packed_len = compressBound(bench->body.len);
	if (compress2((Bytef *)bench->copy, &bench->packed_len,
		(Bytef *)bench->body.data, bench->body.len, 6) != Z_OK)
		abort();
}

static void
bench_change(struct bench *bench)
{
	double one, three, whole;

	bench_fill(bench, 10000, true);
	three = measure(publish_changes, bench) / CHANGES;
	bench_empty(bench);
	bench_fill(bench, 10000, false);
	one = measure(publish_changes, bench) / CHANGES;
	feed_join(feedset_find(bench->set, "public"), FEED_PLAIN, &bench->body);
	bench->copy = malloc(compressBound(bench->body.len));
	whole = measure(pack_whole, bench);
	printf("figure publish_change_10000 %.3f ms\n", one * 1e3);
	printf("figure publish_change_10000_in_3_feeds %.3f ms\n", three * 1e3);
	printf("figure zlib_whole_10000 %.1f ms\n", whole * 1e3);
	printf("ratio gzip_size_to_zlib_whole %.3f\n",
	    (double)feed_length(feedset_find(bench->set, "public"), FEED_GZIP) /
		(double)bench->packed_len);
	printf("ratio publish_change_to_zlib_whole %.4f\n", one / whole);
	bench_empty(bench);
}

/* feed_bench [render|join|change] */
int
main(int argc, char **argv)
{
	const char *only = argc > 1 ? argv[1] : NULL;
	struct bench bench = { .n = 0 };
	struct err err = ERR_INIT;

	if (zones_open(NULL, &bench.zones, &err) < 0) {
		fprintf(stderr, "%s\n", err.msg);
		return 1;
	}
	if (!only || !strcmp(only, "render"))
		bench_render(&bench);
	if (!only || !strcmp(only, "join"))
		bench_join(&bench);
	if (!only || !strcmp(only, "change"))
		bench_change(&bench);
	zones_free(bench.zones);
	return 0;
}
