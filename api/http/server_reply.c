/* SPDX-License-Identifier: Apache-2.0 */
/* An answer on its way from the handler to the engine. */
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

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
reply_init(struct http_reply *reply, struct http_server *server, bool head)
{
	*reply = (struct http_reply){
		.server = server,
		.head = head,
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
	size_t i = 0, at = reply->texts.len, len = strlen(name) + 1;

	assert(http_token(name, strlen(name)));
	assert(http_clean(value, strlen(value)));
	buf_add(&reply->texts, name, len);
	buf_add(&reply->texts, value, strlen(value) + 1);
	while (i < reply->nfields &&
	       strcasecmp(reply->texts.data + reply->fields[i].name, name) != 0)
		i++;
	if (buf_error(&reply->texts) < 0 || i == REPLY_FIELDS) {
		reply->failed = true;
		return;
	}
	reply->fields[i].name = at;
	reply->fields[i].value = at + len;
	if (i == reply->nfields)
		reply->nfields++;
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

void
http_reply_later(struct http_reply *reply)
{
	reply->later = true;
}

static void
drop_body(struct http_reply *reply)
{
	evbuffer_drain(reply->body, evbuffer_get_length(reply->body));
}

void
http_reply_pieces(struct http_reply *reply, bool hurry)
{
	reply->pieces = !reply->head;
	reply->hurry = hurry;
}

void
reply_chunk(struct http_reply *reply)
{
	size_t len;
	char size[24];

	reply->chunked = true;
	/* It may have begun as a success, that this can only end. */
	if (reply->status >= 400)
		drop_body(reply);
	len = evbuffer_get_length(reply->body);
	if (len > 0) {
		int n = snprintf(size, sizeof size, "%zx\r\n", len);

		if (evbuffer_prepend(reply->body, size, (size_t)n) < 0 ||
		    evbuffer_add(reply->body, "\r\n", 2) < 0)
			reply->failed = true;
	}
	if (!reply->pieces && evbuffer_add(reply->body, "0\r\n\r\n", 5) < 0)
		reply->failed = true;
}

void
reply_free(struct http_reply *reply)
{
	evbuffer_free(reply->body);
	buf_free(&reply->texts);
}

/* Memory ran out while the answer was made: there is none. */
static void
fail(struct http_reply *reply, struct evkeyvalq *headers)
{
	drop_body(reply);
	evhttp_add_header(headers, "Retry-After", "5");
	evhttp_add_header(headers, "Connection", "close");
	reply->status = 503;
}

/* "Sun, 06 Nov 1994 08:49:37 GMT", made anew each second. */
static const char *
date_now(struct http_server *server)
{
	int64_t now = clock_now(server->clock);

	if (now != server->dated) {
		http_date_format(server->date, now);
		server->dated = now;
	}
	return server->date;
}

static bool
is_field(const struct http_reply *reply, size_t i, const char *name)
{
	return strcasecmp(reply->texts.data + reply->fields[i].name, name) == 0;
}

static bool
has_block(const struct http_reply *reply)
{
	return reply->nfields > 1 ||
	       (reply->nfields && !is_field(reply, 0, "Connection"));
}

/*
 * The engine formats a header at a time, with a handful of allocations each.
 * Those that it does not look at itself go to it as one whose value goes on
 * over the following lines. They hold no control characters: see
 * http_reply_header.
 */
static int
add_block(const struct http_reply *reply, struct evkeyvalq *headers)
{
	struct evkeyval *entry = calloc(1, sizeof *entry);
	struct buf block = BUF_INIT;

	for (size_t i = 0; i < reply->nfields; i++) {
		const char *name = reply->texts.data + reply->fields[i].name;

		if (is_field(reply, i, "Connection"))
			continue;
		if (block.len) {
			buf_adds(&block, "\r\n");
			buf_adds(&block, name);
			buf_adds(&block, ": ");
		} else if (entry) {
			entry->key = strdup(name);
		}
		buf_adds(&block, reply->texts.data + reply->fields[i].value);
	}
	if (entry)
		entry->value = buf_steal(&block);
	buf_free(&block);
	if (entry && entry->key && entry->value) {
		TAILQ_INSERT_TAIL(headers, entry, next);
		return 0;
	}
	if (entry) {
		free(entry->key);
		free(entry->value);
	}
	free(entry);
	return -ENOMEM;
}

static int
add_headers(struct http_reply *reply, struct evkeyvalq *headers)
{
	char length[32];
	int rc = 0;

	snprintf(
	    length, sizeof length, "%zu", evbuffer_get_length(reply->body));
	if (has_block(reply))
		rc = add_block(reply, headers);
	for (size_t i = 0; rc == 0 && i < reply->nfields; i++)
		if (is_field(reply, i, "Connection"))
			rc = evhttp_add_header(headers, "Connection",
			    reply->texts.data + reply->fields[i].value);
	if (rc == 0 && reply->chunked)
		rc = evhttp_add_header(headers, "Transfer-Encoding", "chunked");
	else if (rc == 0 && reply->status != 204 && reply->status != 304)
		rc = evhttp_add_header(headers, "Content-Length", length);
	if (rc == 0)
		rc =
		    evhttp_add_header(headers, "Date", date_now(reply->server));
	return rc;
}

void
reply_send(struct http_reply *reply, struct evhttp_request *req)
{
	struct evkeyvalq *headers = evhttp_request_get_output_headers(req);

	assert(reply->status || reply->failed);
	if (reply->status == 204 || reply->status == 304)
		drop_body(reply);
	if (!reply->failed && add_headers(reply, headers) < 0)
		reply->failed = true;
	if (reply->failed)
		fail(reply, headers);
	if (reply->head)
		drop_body(reply);
	evhttp_send_reply(
	    req, reply->status, phrase_of(reply->status), reply->body);
	reply_free(reply);
}
