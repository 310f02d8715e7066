/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Commands that change something: each is a request of the REST API, sent to
 * the running daemon over its Unix socket; without a daemon the same request
 * is run in this process, under the store's lock.
 */
#ifndef AMBIT_CLI_ASK_H
#define AMBIT_CLI_ASK_H

#include <jansson.h>

#include "base/buf.h"
#include "cli/cli.h"
#include "http/server.h"

/* What a request changes, and what was answered to it. */
struct ask {
	enum http_method method;
	struct buf target; /* path and query */
	struct buf body;   /* JSON, or a JSON value a line; may be empty */
	int status;
	struct buf answer;
};

void ask_free(struct ask *ask);

/* Adds a parameter to the target's query, encoded. */
void ask_parameter(struct ask *ask, const char *name, const char *value);
/* Adds a segment to the target's path, encoded. */
void ask_segment(struct ask *ask, const char *segment);

/* Sends it. 0 and ask's status and answer; negative when it could not be
 * asked at all. */
int ask_send(struct cli *cli, struct ask *ask, struct err *err);

/* Says what was refused, one line for each value that is wrong, after what
 * name makes of its pointer (NULL: the pointer without its slash). Returns
 * EXIT_FAILURE, or EXIT_SUCCESS when nothing was refused. */
int ask_refused(const struct ask *ask,
    void (*name)(const char *pointer, struct buf *out, void *arg), void *arg);

/* Sends it, says what was refused, and reads what was answered: *out is the
 * caller's (json_decref). An exit status. */
int ask_json(struct cli *cli, struct ask *ask, json_t **out);

#endif
