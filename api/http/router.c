/* SPDX-License-Identifier: Apache-2.0 */
#include "router.h"

#include <string.h>

#include "base/cleanup.h"
#include "http/problem.h"
#include "http/request.h"

/* The values that a "{name}" takes from a segment of the path: what stands
 * between the segment's literal beginning and end. */
static bool
take_value(const char *pattern, size_t pattern_len, const char *segment,
    size_t len, struct route_values *values)
{
	const char *open = memchr(pattern, '{', pattern_len);
	const char *close = memchr(pattern, '}', pattern_len);
	size_t before, after;

	if (!open || !close)
		return pattern_len == len && memcmp(pattern, segment, len) == 0;
	before = (size_t)(open - pattern);
	after = pattern_len - (size_t)(close + 1 - pattern);
	if (len <= before + after || values->n == ROUTE_VALUES ||
	    memcmp(pattern, segment, before) != 0 ||
	    memcmp(close + 1, segment + len - after, after) != 0)
		return false;
	len -= before + after;
	if (len >= sizeof values->list[0].value)
		return false;
	values->list[values->n].name = open + 1;
	values->list[values->n].name_len = (size_t)(close - open - 1);
	memcpy(values->list[values->n].value, segment + before, len);
	values->list[values->n].value[len] = '\0';
	values->n++;
	return true;
}

bool
route_match(const char *pattern, const char *path, struct route_values *values)
{
	values->n = 0;
	while (*pattern == '/' && *path == '/') {
		size_t pattern_len = strcspn(++pattern, "/");
		size_t len = strcspn(++path, "/");

		if (!take_value(pattern, pattern_len, path, len, values))
			return false;
		pattern += pattern_len;
		path += len;
	}
	return !*pattern && !*path;
}

static const struct {
	unsigned method;
	const char *word;
} method_words[] = {
	{ HTTP_GET, "GET" },
	{ HTTP_HEAD, "HEAD" },
	{ HTTP_POST, "POST" },
	{ HTTP_PUT, "PUT" },
	{ HTTP_PATCH, "PATCH" },
	{ HTTP_DELETE, "DELETE" },
	{ HTTP_OPTIONS, "OPTIONS" },
};

static unsigned
all_methods(unsigned methods)
{
	return methods | HTTP_OPTIONS | (methods & HTTP_GET ? HTTP_HEAD : 0u);
}

char *
route_allow(char out[ALLOW_TEXT], unsigned methods)
{
	char *to = out;

	methods = all_methods(methods);
	for (size_t i = 0; i < ARRAY_LEN(method_words); i++)
		if (methods & method_words[i].method) {
			if (to > out)
				to = stpcpy(to, ", ");
			to = stpcpy(to, method_words[i].word);
		}
	return out;
}

/* A proxy on this machine asks for others: what it marks is not near. */
static bool
is_near(const struct http_request *request)
{
	const char *address = http_peer(request)->address;

	return (strncmp(address, "127.", 4) == 0 ||
		   strcmp(address, "::1") == 0) &&
	       !http_header(request, "Forwarded") &&
	       !http_header(request, "X-Forwarded-For") &&
	       !http_header(request, "Via");
}

static bool
access_given(enum access access, const struct http_request *request)
{
	switch (access) {
	case ACCESS_ANYONE:
	case ACCESS_CALLER:
		return true;
	case ACCESS_NEAR:
		return http_peer(request)->local || is_near(request);
	case ACCESS_LOCAL:
		return http_peer(request)->local;
	}
	return false;
}

static void
reply_unauthenticated(struct http_reply *reply)
{
	http_reply_header(reply, "WWW-Authenticate", "Bearer");
	problem_reply(reply, PROBLEM_UNAUTHENTICATED,
	    "this is open to the administrator of the machine alone: ask over "
	    "the daemon's local socket");
}

/* No route takes the method: what may be done with the path, if anything. */
static void
reply_without_route(const struct http_request *request,
    struct http_reply *reply, unsigned methods)
{
	char allow[ALLOW_TEXT];

	if (!methods) {
		problem_reply(reply, PROBLEM_NOT_FOUND,
		    "there is nothing at %.200s; /openapi.json lists what "
		    "there is",
		    http_path(request));
		return;
	}
	http_reply_header(reply, "Allow", route_allow(allow, methods));
	if (http_method(request) == HTTP_OPTIONS)
		http_reply_status(reply, 204);
	else
		problem_reply(
		    reply, PROBLEM_METHOD, "what may be done here: %s", allow);
}

/* Literal segments first: "{" sorts behind them at the first difference. */
static bool
more_literal(const struct route *a, const struct route *b)
{
	size_t same = 0;

	while (a->pattern[same] && a->pattern[same] == b->pattern[same])
		same++;
	return b->pattern[same] == '{' && a->pattern[same] != '{';
}

const struct route *
route_find(const struct route *routes, size_t n, enum http_method method,
    const char *path, struct route_values *values, unsigned *methods)
{
	const struct route *best = NULL;
	unsigned all = 0;

	for (size_t i = 0; i < n; i++) {
		if (!route_match(routes[i].pattern, path, values))
			continue;
		all |= routes[i].methods;
		if (all_methods(routes[i].methods) & method &&
		    method != HTTP_OPTIONS &&
		    (!best || more_literal(&routes[i], best)))
			best = &routes[i];
	}
	if (best)
		route_match(best->pattern, path, values);
	if (methods)
		*methods = all;
	return best;
}

const char *
route_value(const struct route_values *values, const char *name)
{
	for (size_t i = 0; i < values->n; i++)
		if (values->list[i].name_len == strlen(name) &&
		    memcmp(values->list[i].name, name, strlen(name)) == 0)
			return values->list[i].value;
	return NULL;
}

const struct route *
router_find(const struct route *routes, size_t n,
    const struct http_request *request, struct http_reply *reply)
{
	unsigned methods;
	const struct route *best = route_find(routes, n, http_method(request),
	    http_path(request), http_values(request), &methods);

	if (!best) {
		reply_without_route(request, reply, methods);
		return NULL;
	}
	if (!access_given(best->access, request)) {
		reply_unauthenticated(reply);
		return NULL;
	}
	return best;
}
