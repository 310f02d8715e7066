/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A small HTTP server in the test's own process, one connection at a time,
 * whose pages misbehave: /plain is sound and answers conditional requests;
 * /chunks, /headers never end; /bomb unpacks to 64 MiB; /silence says nothing;
 * /loop, /hop, /to-file redirect, /to?URL to there; /cut, /large lie about
 * their length; /echo gives the request back; /gone is 410, /busy 503 for two
 * minutes.
 */
#ifndef TEST_HTTP_PEER_H
#define TEST_HTTP_PEER_H

#include <pthread.h>
#include <stdatomic.h>

extern struct http_peer {
	int fd;
	int port;
	pthread_t thread;
	atomic_int requests;
	atomic_int version; /* of /plain */
} server;

/* Group fixtures of cmocka. */
int http_peer_start(void **state);
int http_peer_stop(void **state);

#endif
