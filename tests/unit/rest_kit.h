/* SPDX-License-Identifier: Apache-2.0 */
/* The API over a store of its own, asked over a socket. What fails here fails
 * the test. */
#ifndef AMBIT_TESTS_UNIT_REST_KIT_H
#define AMBIT_TESTS_UNIT_REST_KIT_H

#include <jansson.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "http_kit.h"
#include "rest/rest.h"
#include "store_kit.h"

/* 2026-03-01T12:00:00Z */
#define NOW INT64_C(1772366400)

struct rest_kit {
	struct kit store;
	struct clock clock;
	struct rest rest;
	struct http_kit http;
	char socket[96];
	pthread_mutex_t lock;
	struct view *view; /* NULL: still being read */
	int syncs;
	bool shrink;
	struct buf reply; /* of the last request */
	json_t *json;     /* its body, or NULL */
};

/* With one source, "metropolis", and what put gave so far is published. */
int rest_setup(void **state);
int rest_teardown(void **state);

/* Puts events and publishes them. The title is the uid. */
void rest_put(struct rest_kit *kit, const struct event *event);
void rest_publish(struct rest_kit *kit);

/* Asks; the status of the answer. fields: whole lines, or "". */
int rest_ask(struct rest_kit *kit, const char *method, const char *target,
    const char *fields);
int rest_get(struct rest_kit *kit, const char *target);
/* The same over the local socket. */
int
rest_ask_local(struct rest_kit *kit, const char *method, const char *target);

/* The same with a body of JSON and more fields, or "". */
int rest_send(struct rest_kit *kit, const char *method, const char *target,
    const char *fields, const char *body);

/* The same over TCP. */
int rest_send_tcp(struct rest_kit *kit, const char *method, const char *target,
    const char *fields, const char *body);

/* Of the last answer: a field, NULL; a text of the body's object. */
const char *rest_field(struct rest_kit *kit, const char *name);
const char *rest_text(struct rest_kit *kit, const char *name);
/* "a b c": the texts of that name of the body's items. */
const char *rest_items(struct rest_kit *kit, const char *name);
/* The target of the Link to the next page; NULL. */
const char *rest_next(struct rest_kit *kit);

#endif
