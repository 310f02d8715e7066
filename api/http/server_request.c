/* SPDX-License-Identifier: Apache-2.0 */
/* A request as handlers see it. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/buf.h"
#include "http/request.h"
#include "http/server_inside.h"

int
http_refusal(const struct http_request *request, const char **why)
{
	*why = request->why;
	return request->refusal;
}

enum http_method
http_method(const struct http_request *request)
{
	unsigned method = request->conn->screen.method;

	return method ? (enum http_method)method : HTTP_GET;
}

const char *
http_path(const struct http_request *request)
{
	return request->target.path ? request->target.path : "/";
}

/* All values of that name in one text, kept for as long as the request. */
static const char *
joined(struct http_request *request, const char *name)
{
	struct buf buf = BUF_INIT;
	struct evkeyval *field;
	char *text;

	TAILQ_FOREACH(
	    field, evhttp_request_get_input_headers(request->engine), next)
	{
		if (strcasecmp(field->key, name) != 0)
			continue;
		if (buf.len)
			buf_adds(&buf, ", ");
		buf_adds(&buf, field->value);
	}
	text = buf_steal(&buf);
	if (!text || vec_push(&request->joined, text) < 0) {
		free(text);
		return NULL;
	}
	return text;
}

const char *
http_header(const struct http_request *request, const char *name)
{
	const char *value = NULL;
	struct evkeyval *field;

	TAILQ_FOREACH(
	    field, evhttp_request_get_input_headers(request->engine), next)
	{
		if (strcasecmp(field->key, name) != 0)
			continue;
		if (value)
			return joined((struct http_request *)request, name);
		value = field->value;
	}
	return value;
}

const char *
http_query(const struct http_request *request, const char *name)
{
	return target_value(&request->target, name);
}

size_t
http_query_count(const struct http_request *request)
{
	return request->target.nparameters;
}

const char *
http_query_name(const struct http_request *request, size_t i)
{
	return request->target.parameters[i].name;
}

const void *
http_body(const struct http_request *request, size_t *len)
{
	*len = request->conn->screen.body.len;
	return buf_str(&request->conn->screen.body);
}

struct route_values *
http_values(const struct http_request *request)
{
	return &((struct http_request *)request)->values;
}

const char *
http_path_value(const struct http_request *request, const char *name)
{
	for (size_t i = 0; i < request->values.n; i++)
		if (request->values.list[i].name_len == strlen(name) &&
		    memcmp(request->values.list[i].name, name, strlen(name)) ==
			0)
			return request->values.list[i].value;
	return NULL;
}

const struct http_peer *
http_peer(const struct http_request *request)
{
	return &request->conn->peer;
}

/* ------------------------------------------------------------- handling */

static void
judge(struct http_request *request, struct err *err)
{
	const struct screen *screen = &request->conn->screen;

	if (screen->state == SCREEN_REFUSED) {
		request->refusal = screen->status;
		request->why = screen->why;
	} else if (target_parse(evhttp_request_get_uri(request->engine),
		       &request->target, err) < 0) {
		request->refusal = err->code == -ENOMEM ? 503 : 400;
		request->why = err->msg;
		request->conn->closing = true;
	}
}

static void
release(struct http_request *request)
{
	vec_each(&request->joined, text)
		free(*text);
	vec_free(&request->joined);
	target_free(&request->target);
}

/* It came in when there was no memory for guards: not to be trusted. */
static void
turn_away(struct evhttp_request *req)
{
	evhttp_add_header(
	    evhttp_request_get_output_headers(req), "Connection", "close");
	evhttp_send_reply(req, 503, "Service Unavailable", NULL);
}

static void
count(struct http_server *server, struct conn *conn, int status)
{
	server->stats.requests++;
	server->stats.by_status_class[status / 100]++;
	server->stats.bytes_sent +=
	    (int64_t)evbuffer_get_length(bufferevent_get_output(conn->bev));
}

void
request_handle(struct evhttp_request *req, void *arg)
{
	struct http_server *server = arg;
	struct http_request request = {
		.conn = conn_of(server, req),
		.engine = req,
	};
	struct err err = ERR_INIT;
	struct http_reply reply;

	if (!request.conn ||
	    reply_init(&reply, req, http_method(&request) == HTTP_HEAD) < 0) {
		turn_away(req);
		return;
	}
	judge(&request, &err);
	conn_answers(request.conn);
	server->handler(&request, &reply, server->arg);
	if (request.conn->closing)
		http_reply_header(&reply, "Connection", "close");
	if (reply.failed)
		request.conn->closing = true;
	release(&request);
	evhttp_request_set_on_complete_cb(req, conn_answered, request.conn);
	reply_send(&reply, req);
	/* The client may close its side after it has asked; that is no reason
	 * for the engine to give up, and what it sends now can wait. */
	bufferevent_disable(request.conn->bev, EV_READ);
	count(server, request.conn, reply.status);
}
