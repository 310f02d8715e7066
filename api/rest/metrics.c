/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Figures for Prometheus, in its text format 0.0.4: a help and a type line
 * for each name, then its samples.
 */
#include <string.h>

#include "base/cleanup.h"
#include "rest/call.h"

static void
begin(struct buf *body, const char *name, const char *type, const char *help)
{
	buf_addf(body, "# HELP ambit_%s %s\n# TYPE ambit_%s %s\n", name, help,
	    name, type);
}

static void
sample(struct buf *body, const char *name, int64_t value)
{
	buf_addf(body, "ambit_%s %lld\n", name, (long long)value);
}

static void
single(struct buf *body, const char *name, const char *type, const char *help,
    int64_t value)
{
	begin(body, name, type, help);
	sample(body, name, value);
}

static void
add_http(struct buf *body, const struct http_stats *stats)
{
	single(body, "http_connections_total", "counter",
	    "Connections that were accepted.", stats->connections);
	single(body, "http_connections_refused_total", "counter",
	    "Connections refused or given up for want of room.",
	    stats->connections_refused);
	single(body, "http_sent_bytes_total", "counter",
	    "Bytes of answers.", stats->bytes_sent);
	begin(body, "http_requests_total", "counter",
	    "Requests by the class of their answer's status.");
	for (int class = 2; class <= 5; class++)
		buf_addf(body,
		    "ambit_http_requests_total{status=\"%dxx\"} %lld\n", class,
		    (long long)stats->by_status_class[class]);
}

/* Names of sources are letters, digits, "-" and "_": nothing to escape. */
static void
add_source_value(struct buf *body, const struct view *view, const char *name,
    const char *type, const char *help,
    int64_t (*value)(const struct view_source *source, int64_t now),
    int64_t now)
{
	begin(body, name, type, help);
	vec_each(&view->sources, source)
		buf_addf(body, "ambit_%s{source=\"%s\"} %lld\n", name,
		    source->name, (long long)value(source, now));
}

static int64_t
source_failures(const struct view_source *source, int64_t now)
{
	(void)now;
	return source->health.failures;
}

static int64_t
source_success(const struct view_source *source, int64_t now)
{
	(void)now;
	return source->health.last_success;
}

static int64_t
source_events(const struct view_source *source, int64_t now)
{
	(void)now;
	return source->health.events;
}

static int64_t
source_quarantined(const struct view_source *source, int64_t now)
{
	(void)now;
	return (int64_t)source->quarantined.len;
}

static int64_t
source_stale(const struct view_source *source, int64_t now)
{
	return view_source_stale(source, now);
}

static int64_t
source_held(const struct view_source *source, int64_t now)
{
	(void)now;
	return source->health.held;
}

static void
add_sources(struct buf *body, const struct view *view, int64_t now)
{
	add_source_value(body, view, "source_failures", "gauge",
	    "Failed syncs in a row.", source_failures, now);
	add_source_value(body, view, "source_last_success_seconds", "gauge",
	    "When a sync last succeeded, in Unix time.", source_success, now);
	add_source_value(body, view, "source_events", "gauge",
	    "Events that the source lists.", source_events, now);
	add_source_value(body, view, "source_quarantined", "gauge",
	    "Items that could not be read.", source_quarantined, now);
	add_source_value(body, view, "source_stale", "gauge",
	    "1 when it has brought nothing for too long.", source_stale, now);
	add_source_value(body, view, "source_held", "gauge",
	    "1 when a suspicious shrinking waits for a person.", source_held,
	    now);
}

void
metrics(
    const struct http_request *request, struct http_reply *reply, void *arg)
{
	const struct rest_call *call = arg;
	const struct rest *rest = call->rest;
	CLEANUP(buf_free) struct buf body = BUF_INIT;

	(void)request;
	begin(&body, "build_info", "gauge", "The version that runs.");
	buf_addf(&body, "ambit_build_info{version=\"%s\"} 1\n", rest->version);
	single(&body, "ready", "gauge", "1 when it serves what the store has.",
	    call->view && !rest->draining);
	add_http(&body, rest->stats(rest->arg));
	if (call->view) {
		single(&body, "events", "gauge", "Events and overrides.",
		    (int64_t)snapshot_events(call->view->events));
		single(&body, "series", "gauge", "Series of events.",
		    (int64_t)snapshot_series(call->view->events));
		single(&body, "feeds", "gauge", "Feeds.",
		    (int64_t)feedset_count(call->view->feeds));
		single(&body, "change_seq", "gauge",
		    "The newest change that is served.", call->view->revision);
		add_sources(&body, call->view, clock_now(rest->clock));
	}
	http_reply_status(reply, 200);
	http_reply_header(
	    reply, "Content-Type", "text/plain; version=0.0.4; charset=utf-8");
	http_reply_header(reply, "Cache-Control", "no-store");
	http_reply_take(reply, &body);
}
