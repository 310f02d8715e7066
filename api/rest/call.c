/* SPDX-License-Identifier: Apache-2.0 */
#include "call.h"

#include <stdio.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/text.h"
#include "http/conditional.h"
#include "rest/record_json.h"

#define TAG 35 /* 16 bytes in hexadecimal, two quotes, NUL */

static void
tag_of(const struct buf *body, char out[TAG])
{
	unsigned char digest[DIGEST_BYTES];
	struct digest_state state;

	digest_start(&state);
	digest_add(&state, buf_str(body), body->len);
	digest_end(&state, digest);
	out[0] = '"';
	hex_format(out + 1, digest, 16);
	strcpy(out + TAG - 2, "\"");
}

static bool
refuse_broken(struct http_reply *reply, const struct buf *body)
{
	if (buf_error(body) == 0)
		return false;
	http_reply_header(reply, "Retry-After", "5");
	problem_reply(reply, PROBLEM_UNAVAILABLE,
	    "There is not enough memory for this answer just now.");
	return true;
}

void
reply_json(const struct http_request *request, struct http_reply *reply,
    struct buf *body)
{
	char tag[TAG];

	tag_of(body, tag);
	reply_json_tagged(request, reply, body, tag);
}

void
reply_json_revised(const struct http_request *request, struct http_reply *reply,
    struct buf *body, int64_t revision)
{
	char hash[TAG], tag[2 * RECORD_TAG];

	tag_of(body, hash);
	snprintf(
	    tag, sizeof tag, "\"%lld.%.16s\"", (long long)revision, hash + 1);
	reply_json_tagged(request, reply, body, tag);
}

void
reply_json_tagged(const struct http_request *request, struct http_reply *reply,
    struct buf *body, const char *tag)
{
	struct validators validators = { .etag = tag };

	if (refuse_broken(reply, body))
		return;
	http_reply_header(reply, "ETag", tag);
	http_reply_header(reply, "Cache-Control", "no-cache");
	if (not_modified(
		&validators, http_header(request, "If-None-Match"), NULL, 0)) {
		http_reply_status(reply, 304);
		return;
	}
	reply_json_status(reply, 200, body);
}

void
reply_bytes(const struct http_request *request, struct http_reply *reply,
    struct buf *body, const char *type, const char *cache)
{
	char tag[TAG];
	struct validators validators = { .etag = tag };

	if (refuse_broken(reply, body))
		return;
	tag_of(body, tag);
	http_reply_header(reply, "ETag", tag);
	http_reply_header(reply, "Cache-Control", cache);
	if (not_modified(
		&validators, http_header(request, "If-None-Match"), NULL, 0)) {
		http_reply_status(reply, 304);
		return;
	}
	http_reply_status(reply, 200);
	http_reply_header(reply, "Content-Type", type);
	http_reply_take(reply, body);
}

void
reply_json_status(struct http_reply *reply, int status, struct buf *body)
{
	if (refuse_broken(reply, body))
		return;
	http_reply_status(reply, status);
	http_reply_header(reply, "Content-Type", "application/json");
	http_reply_take(reply, body);
}

void
reply_next(const struct http_request *request, struct http_reply *reply,
    const char *cursor)
{
	CLEANUP(buf_free) struct buf link = BUF_INIT;

	buf_addf(&link, "<%s?", http_path(request));
	for (size_t i = 0; i < http_query_count(request); i++) {
		const char *name = http_query_name(request, i);

		if (strcmp(name, "cursor") == 0)
			continue;
		url_add_encoded(&link, name);
		buf_addc(&link, '=');
		url_add_encoded(&link, http_query(request, name));
		buf_addc(&link, '&');
	}
	buf_addf(&link, "cursor=%s>; rel=\"next\"", cursor);
	if (buf_error(&link) == 0)
		http_reply_header(reply, "Link", buf_str(&link));
}
