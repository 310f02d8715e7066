/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Routes: which handler answers which path. A pattern is a path whose
 * segments may hold one value, "/v1/events/{id}" or "/feeds/{name}.ics"; a
 * value is never empty and never spans a slash. Literal segments beat values.
 */
#ifndef AMBIT_HTTP_ROUTER_H
#define AMBIT_HTTP_ROUTER_H

#include <stdbool.h>
#include <stddef.h>

#include "http/server.h"

enum access {
	ACCESS_ANYONE,
	ACCESS_NEAR,   /* this machine: the Unix socket, loopback addresses */
	ACCESS_LOCAL,  /* the Unix socket, whose mode says who may */
	ACCESS_CALLER, /* whom the table's owner lets in, by verb and object */
};

struct route {
	unsigned methods; /* enum http_method, or-ed; HEAD goes with GET and
			     OPTIONS with all */
	const char *pattern;
	enum access access;
	/* arg: whatever the table's owner passes to its handlers. */
	void (*handler)(const struct http_request *request,
	    struct http_reply *reply, void *arg);
	const char *summary;
	bool early; /* answered also before there is anything to serve */
	const void *detail; /* whatever the table's owner wants with it */
	int verb, object;   /* of ACCESS_CALLER: what is done to what */
};

#define ROUTE_VALUES 4

struct route_values {
	struct {
		const char *name; /* up to its "}", on loan from the pattern */
		size_t name_len;
		char value[256];
	} list[ROUTE_VALUES];
	size_t n;
};

/* Does the path fit the pattern? A value longer than its room does not. */
bool
route_match(const char *pattern, const char *path, struct route_values *values);

/*
 * The route that takes the method for the path, with its values; NULL when
 * there is none. *methods (may be NULL): what may be done with the path.
 */
const struct route *
route_find(const struct route *routes, size_t n, enum http_method method,
    const char *path, struct route_values *values, unsigned *methods);

/* The value of a name, or NULL. */
const char *route_value(const struct route_values *values, const char *name);

/* "GET, HEAD, OPTIONS": with those that come by themselves. */
#define ALLOW_TEXT 64
char *route_allow(char out[ALLOW_TEXT], unsigned methods);

/*
 * The route that answers the request, its values filled in; NULL when the
 * reply has been given: 404, 405 with Allow, 204 to OPTIONS, 401 to whom it is
 * not open.
 */
const struct route *router_find(const struct route *routes, size_t n,
    const struct http_request *request, struct http_reply *reply);

#endif
