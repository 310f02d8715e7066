/* SPDX-License-Identifier: Apache-2.0 */
/* Inside of http/ alone: what a request is made of. */
#ifndef AMBIT_HTTP_REQUEST_H
#define AMBIT_HTTP_REQUEST_H

#include "http/server.h"

struct route_values;

/* Where the router puts the path's values; they belong to the request. */
struct route_values *http_values(const struct http_request *request);

#endif
