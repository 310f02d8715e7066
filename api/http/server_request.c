/* SPDX-License-Identifier: Apache-2.0 */
/* A request as handlers see it: over the head that the screen has cleaned. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

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

/* The next line of that name from at on, which stands behind a line's end;
 * its value, or NULL. Lines are "Name: value\r\n", the last is empty. */
static const char *
next_field(const char *at, const char *name, size_t len)
{
	for (; *at && *at != '\r'; at = strchr(at, '\n') + 1)
		if (strncasecmp(at, name, len) == 0 && at[len] == ':')
			return at + len + 2;
	return NULL;
}

/* All values of that name in one text, which is the request's. */
static const char *
join_fields(struct http_request *request, const char *value, const char *name)
{
	struct buf buf = BUF_INIT;
	char *text;

	buf_add(&buf, value, strcspn(value, "\r"));
	while (
	    (value = next_field(strchr(value, '\n') + 1, name, strlen(name)))) {
		buf_adds(&buf, ", ");
		buf_add(&buf, value, strcspn(value, "\r"));
	}
	text = buf_steal(&buf);
	if (text && vec_push(&request->texts, text) == 0)
		return text;
	free(text);
	return NULL;
}

const char *
http_header(const struct http_request *request, const char *name)
{
	const char *head = buf_str(&request->conn->screen.head);
	const char *line = strchr(head, '\n'), *value;

	if (!line)
		return NULL;
	value = next_field(line + 1, name, strlen(name));
	/* Texts are kept for the request's sake, which is not altered. */
	return value ? join_fields((struct http_request *)request, value, name)
		     : NULL;
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
	return route_value(&request->values, name);
}

const struct http_peer *
http_peer(const struct http_request *request)
{
	return &request->conn->peer;
}

bool
http_waited(const struct http_request *request)
{
	return request->conn->waited;
}

bool
http_takes_pieces(const struct http_request *request)
{
	return !request->conn->screen.http10;
}

void
http_keep(const struct http_request *request, void *thing,
    void (*release)(void *thing))
{
	conn_forget(request->conn);
	request->conn->kept = thing;
	request->conn->release = release;
}

void *
http_kept(const struct http_request *request)
{
	return request->conn->kept;
}

/* ------------------------------------------------------------- handling */

/* The target stands between the request line's two spaces. */
static int
parse_target(struct http_request *request, struct err *err)
{
	const char *target = strchr(request->conn->screen.head.data, ' ') + 1;
	char *text = strndup(target, strcspn(target, " "));
	int rc = text ? target_parse(text, &request->target, err)
		      : err_set(err, -ENOMEM, "there is no memory");

	free(text);
	return rc;
}

static void
judge(struct http_request *request, struct err *err)
{
	const struct screen *screen = &request->conn->screen;

	if (screen->state == SCREEN_REFUSED) {
		request->refusal = screen->status;
		request->why = screen->why;
	} else if (parse_target(request, err) < 0) {
		request->refusal = err->code == -ENOMEM ? 503 : 400;
		request->why = err->msg;
		request->conn->closing = true;
	}
}

static void
release(struct http_request *request)
{
	vec_each(&request->texts, text)
		free(*text);
	vec_free(&request->texts);
	target_free(&request->target);
}

/* The next piece goes behind what is out already, past the engine, which has
 * the answer's head. */
static void
send_next(struct conn *conn, struct http_reply *reply)
{
	if (reply->failed ||
	    evbuffer_add_buffer(
		bufferevent_get_output(conn->bev), reply->body) < 0)
		conn->closing = true;
	reply_free(reply);
}

static int64_t
next_piece(const struct conn *conn, const struct http_reply *reply)
{
	return clock_monotonic(conn->server->clock) +
	       (reply->hurry ? 0 : HTTP_PIECE_SECONDS * INT64_C(1000));
}

static void
send_piece(
    struct conn *conn, struct http_reply *reply, struct evhttp_request *req)
{
	bool first = !conn->pieces;

	reply_chunk(reply);
	conn->pieces = reply->pieces && !reply->failed;
	conn->held = conn->pieces ? req : NULL;
	conn->next_piece = next_piece(conn, reply);
	conn->waited = true;
	if (!conn->pieces)
		conn_forget(conn);
	if (!first) {
		send_next(conn, reply);
		return;
	}
	conn->server->stats.requests++;
	conn->server->stats.by_status_class[reply->status / 100]++;
	reply_send(reply, req);
}

void
request_handle(struct evhttp_request *req, void *arg)
{
	struct http_server *server = arg;
	struct http_request request = { .conn = server->current };
	struct err err = ERR_INIT;
	struct http_reply reply;

	/* One that came in when there was no memory for guards, or one that
	 * cannot be answered: the connection is closed. */
	if (!request.conn || reply_init(&reply, server,
				 http_method(&request) == HTTP_HEAD) < 0) {
		evhttp_add_header(evhttp_request_get_output_headers(req),
		    "Connection", "close");
		evhttp_send_reply(req, 503, "Service Unavailable", NULL);
		return;
	}
	judge(&request, &err);
	server->handler(&request, &reply, server->arg);
	release(&request);
	request.conn->handled = true;
	if (reply.later) {
		reply_free(&reply);
		request.conn->held = req;
		request.conn->waited = true;
		request.conn->next_piece = next_piece(request.conn, &reply);
		return;
	}
	if (reply.pieces || request.conn->pieces) {
		send_piece(request.conn, &reply, req);
		return;
	}
	conn_forget(request.conn);
	request.conn->closing = request.conn->closing || reply.failed;
	if (request.conn->closing)
		http_reply_header(&reply, "Connection", "close");
	reply_send(&reply, req);
	server->stats.requests++;
	server->stats.by_status_class[reply.status / 100]++;
}
