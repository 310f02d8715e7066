/* SPDX-License-Identifier: Apache-2.0 */
/* /healthz, /readyz, /metrics, /openapi.json: for whoever runs the program. */
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/text.h"
#include "rest/call.h"
#include "rest/files.h"

static void
reply_word(struct http_reply *reply, int status, const char *word)
{
	CLEANUP(buf_free) struct buf body = BUF_INIT;

	buf_addf(&body, "{\"status\":\"%s\"}\n", word);
	http_reply_header(reply, "Cache-Control", "no-store");
	reply_json_status(reply, status, &body);
}

void
health(const struct http_request *request, struct http_reply *reply, void *arg)
{
	(void)request;
	(void)arg;
	reply_word(reply, 200, "ok");
}

void
readiness(
    const struct http_request *request, struct http_reply *reply, void *arg)
{
	const struct rest_call *call = arg;

	(void)request;
	if (call->rest->draining)
		problem_reply(reply, PROBLEM_UNAVAILABLE, "It is ending.");
	else if (!call->view)
		problem_reply(reply, PROBLEM_UNAVAILABLE,
		    "The store is still being read.");
	else if (atomic_load(&call->rest->read_only))
		reply_word(reply, 200, "read-only");
	else
		reply_word(reply, 200, "ready");
}

/* Prometheus text format, version 0.0.4: HELP, TYPE, samples. */
static void
add_head(struct buf *body, const char *name, const char *type, const char *help)
{
	buf_addf(body, "# HELP ambit_%s %s\n# TYPE ambit_%s %s\n", name, help,
	    name, type);
}

static void
add_one(struct buf *body, const char *name, const char *type, const char *help,
    int64_t value)
{
	add_head(body, name, type, help);
	buf_addf(body, "ambit_%s %lld\n", name, (long long)value);
}

static void
add_http(struct buf *body, const struct http_stats *stats)
{
	add_one(body, "http_connections_total", "counter", "Connections taken.",
	    stats->connections);
	add_one(body, "http_connections_refused_total", "counter",
	    "Connections not taken because there were too many.",
	    stats->connections_refused);
	add_one(body, "http_requests_total", "counter", "Requests answered.",
	    stats->requests);
	add_one(body, "http_sent_bytes_total", "counter", "Bytes sent.",
	    stats->bytes_sent);
	add_head(body, "http_responses_total", "counter",
	    "Answers by class of status.");
	for (int i = 1; i < 6; i++)
		buf_addf(body,
		    "ambit_http_responses_total{class=\"%dxx\"} "
		    "%lld\n",
		    i, (long long)stats->by_status_class[i]);
}

/* A source's name is a-z, 0-9, - and _: no escaping. */
static void
add_sources(struct buf *body, const struct view *view)
{
	add_head(body, "source_last_success_seconds", "gauge",
	    "When a source was last synced, in seconds since 1970.");
	vec_each(&view->sources, source)
		buf_addf(body,
		    "ambit_source_last_success_seconds{source=\"%s\"} %lld\n",
		    source->name, (long long)source->health.last_success);
	add_head(body, "source_failures", "gauge", "Failed syncs in a row.");
	vec_each(&view->sources, source)
		buf_addf(body, "ambit_source_failures{source=\"%s\"} %lld\n",
		    source->name, (long long)source->health.failures);
	add_head(body, "source_quarantined", "gauge",
	    "Items of a source that could not be read.");
	vec_each(&view->sources, source)
		buf_addf(body, "ambit_source_quarantined{source=\"%s\"} %zu\n",
		    source->name, source->quarantined.len);
}

void
metrics(const struct http_request *request, struct http_reply *reply, void *arg)
{
	CLEANUP(buf_free) struct buf body = BUF_INIT;
	const struct rest_call *call = arg;
	const struct rest *rest = call->rest;

	(void)request;
	add_one(&body, "events", "gauge", "Events that are kept.",
	    (int64_t)snapshot_events(call->view->events));
	add_one(&body, "feeds", "gauge", "Feeds that are published.",
	    (int64_t)feedset_count(call->view->feeds));
	add_one(&body, "changes_total", "counter", "Changes ever logged.",
	    call->view->revision);
	add_one(&body, "store_writable", "gauge",
	    "0: an error of the disk has ended all writing.",
	    !atomic_load(&rest->read_only));
	add_sources(&body, call->view);
	add_http(&body, rest->stats(rest->arg));
	http_reply_status(reply, 200);
	http_reply_header(
	    reply, "Content-Type", "text/plain; version=0.0.4; charset=utf-8");
	http_reply_header(reply, "Cache-Control", "no-store");
	http_reply_take(reply, &body);
}

void
openapi(const struct http_request *request, struct http_reply *reply, void *arg)
{
	CLEANUP(buf_free) struct buf body = BUF_INIT;

	(void)arg;
	buf_add(&body, openapi_text, openapi_text_len);
	reply_json(request, reply, &body);
}
