/* SPDX-License-Identifier: Apache-2.0 */
/* The running daemon's local door: requests over its Unix socket. */
#ifndef AMBIT_CLI_DOOR_H
#define AMBIT_CLI_DOOR_H

#include "base/buf.h"
#include "base/err.h"

struct door_body {
	const char *type; /* its media type */
	const char *bytes;
	size_t len;
};

/*
 * Sends one request (sent may be NULL: without a body) and reads the whole
 * answer. The HTTP status; -ENOENT or -ECONNREFUSED when no daemon listens
 * there; another negative errno when it does not answer as it should.
 */
int door_request(const char *socket, const char *method, const char *target,
    const struct door_body *sent, struct buf *body, struct err *err);

#endif
