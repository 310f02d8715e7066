/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The REST API over HTTP: a table of routes, each with its handler, and what
 * the handlers are given. Handlers answer from the view and never wait.
 */
#ifndef AMBIT_REST_REST_H
#define AMBIT_REST_REST_H

#include <stdatomic.h>
#include <stdbool.h>

#include "base/clock.h"
#include "base/err.h"
#include "base/places.h"
#include "base/zone.h"
#include "calendars/variants.h"
#include "http/server.h"
#include "office/judge.h"
#include "rest/view.h"
#include "store/store.h"

/* What the daemon lends to the handlers; each function is called on the event
 * loop and does not block. */
struct rest {
	void *arg;
	/* The newest view, a reference of the caller's; NULL until the store
	 * has been read. */
	struct view *(*view)(void *arg);
	/* Asks for a sync; -ENOENT for an unknown source. */
	int (*sync)(
	    void *arg, const char *source, bool accept_shrink, struct err *err);
	/* Is it being synced, or about to be? */
	bool (*syncing)(void *arg, const char *source);
	const struct http_stats *(*stats)(void *arg);
	/* Has fn run in a transaction on the writer's thread (see
	 * writer_post), then done on that thread. */
	int (*post)(void *arg,
	    int (*fn)(struct store *store, void *job, struct err *err),
	    void (*done)(int result, const struct err *err, void *job),
	    void *job, struct err *err);
	/* On the writer's thread: a period is resolved, elsewhere (the job is
	 * taken over, also on failure); it ends with what it has. */
	int (*resolve)(
	    void *arg, const char *id, struct period_job *job, struct err *err);
	int (*resolve_cancel)(void *arg, const char *id, struct err *err);
	/* From any thread: has put-off requests handled again. */
	void (*again)(void *arg);
	/* For what runs on the writer's thread. */
	const struct judge *judge;
	struct store *reader;      /* for the change log, tokens' use */
	struct meters *meters;     /* of tokens; NULL: they ask at will */
	struct variants *variants; /* of feeds */
	struct own_feeds *own_feeds;
	struct zones *zones;
	const struct places *places;
	const struct clock *clock;
	const char *state_dir; /* the daemon's folder; NULL: none */
	const char *version;
	const char *user_header; /* in which a proxy names the user; NULL */
	bool draining;           /* /readyz says no */
	atomic_bool read_only;   /* the store can no longer be written */
};

/* An http_handler; arg is a struct rest. */
void rest_handle(
    const struct http_request *request, struct http_reply *reply, void *arg);

#endif
