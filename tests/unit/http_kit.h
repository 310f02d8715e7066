/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A server in a thread of its own, and a client that speaks raw bytes to it.
 * Every wait of the client ends after CLIENT_SECONDS, as a failure.
 */
#ifndef AMBIT_TESTS_HTTP_KIT_H
#define AMBIT_TESTS_HTTP_KIT_H

#include <pthread.h>
#include <stdatomic.h>

#include "base/buf.h"
#include "http/server.h"

#define CLIENT_SECONDS 20

struct http_kit {
	struct event_base *base;
	struct http_server *server;
	pthread_t thread;
	int control[2];
	atomic_int drained;
	/* The server's clock runs with the system's, this far ahead. */
	struct clock clock;
	_Atomic int64_t ahead_ms;
};

/* options may be NULL. Fails the test when it cannot. */
void http_kit_start(struct http_kit *kit, const struct http_options *options,
    http_handler *handler, void *arg);
void http_kit_drain(struct http_kit *kit);
void http_kit_stop(struct http_kit *kit);

int client_open(const struct http_kit *kit);
int client_open_unix(const char *path);
void client_send(int fd, const void *bytes, size_t len);
void client_text(int fd, const char *text);
/* All until the server closes. -1: it did not, in time. A reset counts as
 * closing when reset_ok. */
int client_read_all(int fd, struct buf *reply, bool reset_ok);
/* One answer with its Content-Length (none for HEAD). */
int client_read_one(int fd, bool head, struct buf *reply);

/* The whole exchange: text is sent, all until the end read. */
int client_exchange(
    const struct http_kit *kit, const char *text, struct buf *reply);

/* Of an answer: its status, -1; a field's value in out, NULL; the body. */
int reply_status(const struct buf *reply);
const char *
reply_field(const struct buf *reply, const char *name, char *out, size_t room);
const char *reply_body(const struct buf *reply);

#endif
