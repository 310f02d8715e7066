/* SPDX-License-Identifier: Apache-2.0 */
/* An answer on its way from the handler to the engine. */
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "http/server_inside.h"

static const struct {
	int status;
	const char *phrase;
} phrases[] = {
	{ 200, "OK" },
	{ 201, "Created" },
	{ 202, "Accepted" },
	{ 204, "No Content" },
	{ 304, "Not Modified" },
	{ 400, "Bad Request" },
	{ 401, "Unauthorized" },
	{ 403, "Forbidden" },
	{ 404, "Not Found" },
	{ 405, "Method Not Allowed" },
	{ 408, "Request Timeout" },
	{ 409, "Conflict" },
	{ 410, "Gone" },
	{ 412, "Precondition Failed" },
	{ 413, "Content Too Large" },
	{ 414, "URI Too Long" },
	{ 415, "Unsupported Media Type" },
	{ 417, "Expectation Failed" },
	{ 422, "Unprocessable Content" },
	{ 428, "Precondition Required" },
	{ 429, "Too Many Requests" },
	{ 431, "Request Header Fields Too Large" },
	{ 500, "Internal Server Error" },
	{ 501, "Not Implemented" },
	{ 503, "Service Unavailable" },
	{ 505, "HTTP Version Not Supported" },
};

static const char *
phrase_of(int status)
{
	for (size_t i = 0; i < ARRAY_LEN(phrases); i++)
		if (phrases[i].status == status)
			return phrases[i].phrase;
	return "";
}

int
reply_init(struct http_reply *reply, struct evhttp_request *req, bool head)
{
	*reply = (struct http_reply){
		.head = head,
		.headers = evhttp_request_get_output_headers(req),
		.body = evbuffer_new(),
	};
	return reply->body ? 0 : -ENOMEM;
}

void
http_reply_status(struct http_reply *reply, int status)
{
	assert(status >= 200 && status <= 599);
	reply->status = status;
}

void
http_reply_header(struct http_reply *reply, const char *name, const char *value)
{
	assert(http_token(name, strlen(name)));
	assert(http_clean(value, strlen(value)));
	evhttp_remove_header(reply->headers, name);
	if (evhttp_add_header(reply->headers, name, value) < 0)
		reply->failed = true;
}

void
http_reply_add(struct http_reply *reply, const void *bytes, size_t len)
{
	if (evbuffer_add(reply->body, bytes, len) < 0)
		reply->failed = true;
}

struct part {
	void (*release)(void *arg);
	void *arg;
};

static void
release_part(const void *bytes, size_t len, void *arg)
{
	struct part *part = arg;

	(void)bytes;
	(void)len;
	part->release(part->arg);
	free(part);
}

void
http_reply_part(struct http_reply *reply, const void *bytes, size_t len,
    void (*release)(void *arg), void *arg)
{
	struct part *part = malloc(sizeof *part);

	if (part)
		*part = (struct part){ release, arg };
	if (part && evbuffer_add_reference(
			reply->body, bytes, len, release_part, part) == 0)
		return;
	free(part);
	release(arg);
	reply->failed = true;
}

static void
free_bytes(const void *bytes, size_t len, void *arg)
{
	(void)bytes;
	(void)len;
	free(arg);
}

void
http_reply_take(struct http_reply *reply, struct buf *buf)
{
	size_t len = buf->len;
	char *bytes = buf_steal(buf);

	if (!bytes) {
		reply->failed = true;
		return;
	}
	if (evbuffer_add_reference(reply->body, bytes, len, free_bytes, bytes) <
	    0) {
		free(bytes);
		reply->failed = true;
	}
}

static void
set_length(struct http_reply *reply)
{
	char text[32];

	snprintf(text, sizeof text, "%zu", evbuffer_get_length(reply->body));
	http_reply_header(reply, "Content-Length", text);
}

static void
drop_body(struct http_reply *reply)
{
	evbuffer_drain(reply->body, evbuffer_get_length(reply->body));
}

/* Memory ran out while the answer was made: there is none. */
static void
fail(struct http_reply *reply)
{
	drop_body(reply);
	evhttp_clear_headers(reply->headers);
	evhttp_add_header(reply->headers, "Retry-After", "5");
	evhttp_add_header(reply->headers, "Connection", "close");
	reply->status = 503;
}

void
reply_send(struct http_reply *reply, struct evhttp_request *req)
{
	assert(reply->status || reply->failed);
	if (reply->failed)
		fail(reply);
	if (reply->status == 204 || reply->status == 304)
		drop_body(reply);
	else
		set_length(reply);
	if (reply->head)
		drop_body(reply);
	evhttp_send_reply(
	    req, reply->status, phrase_of(reply->status), reply->body);
	evbuffer_free(reply->body);
}
