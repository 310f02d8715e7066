/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Runs a plugin in a process of its own: spawns ambit-plugin-host
 * (posix_spawn), sends it what to do, hands on what it brings, answers its
 * fetches, ends it at its deadline. Blocking: call it from a worker thread,
 * never from the event loop.
 *
 * The child gets its end of a socket pair as descriptor 3, /dev/null as
 * standard input and output, a pipe to the log as standard error, an empty
 * environment but for PATH-free essentials (LANG=C.UTF-8), and nothing else.
 * Whatever it does - crash, hang, flood, rubbish - is an outcome of this run
 * and of nothing else.
 */
#ifndef AMBIT_SOURCE_RUNNER_H
#define AMBIT_SOURCE_RUNNER_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include "ambit-plugin.h"
#include "base/clock.h"
#include "base/err.h"
#include "source/fetch.h"
#include "source/trial.h"
#include "source/wire.h"

struct runner_request {
	const char *host;   /* path of ambit-plugin-host */
	const char *plugin; /* path of the plugin's shared object */
	enum start_mode mode;
	const struct setting *const *settings; /* ends with NULL */
	const char *cursor;
	struct fetcher *fetcher;   /* NULL: each fetch fails */
	const struct clock *clock; /* for the plugin's now() */
	int64_t frozen_now;  /* what the plugin's now() says; 0: the clock */
	int64_t deadline_ms; /* of real time, whatever clock says: the process
				lives in it */
	enum sandbox_mode sandbox;
	int64_t max_memory; /* bytes; 0: no limit */
	int64_t max_events; /* of one run, with whatever else it brings; more
			       is a failure; 0: a million */
	const atomic_bool *cancel; /* NULL, or: stop soon when it is true */
	struct trial trial;        /* what is to go wrong */
};

/* What the run brings. Each may return a negative errno to end the run; the
 * pointers live during the call only. NULL members: not wanted. */
struct runner_sink {
	void *arg;
	int (*event)(
	    void *arg, const struct ambit_event *event, struct err *err);
	int (*forget)(void *arg, const char *uid, struct err *err);
	int (*checkpoint)(void *arg, const char *cursor, struct err *err);
	int (*quarantine)(
	    void *arg, const struct frame_quarantine *item, struct err *err);
	/* level: enum ambit_log_level. With an argument of its own. */
	void (*log)(void *log_arg, int level, const char *text);
	void *log_arg;
};

struct runner_outcome {
	enum ambit_result result; /* crashes and rubbish count as AMBIT_BUG, a
				     passed deadline as AMBIT_RETRY */
	char message[400];        /* for people: "killed by SIGSEGV", ... */
	char key[64];             /* AMBIT_CONFIG: the setting, or "" */
	int64_t events, fetches, bytes_fetched;
	int64_t elapsed_ms;
	char gaps[64];  /* what the sandbox lacked; "" */
	bool unchanged; /* every fetch was answered "not modified" */
	bool snapshot;  /* the plugin says that a run without a cursor lists
			   everything */
};

/*
 * Runs to the end of the process. 0 when the run took place, whatever its
 * outcome; a negative errno when it could not be started at all or the sink
 * ended it (err has the sink's words).
 */
int
runner_run(const struct runner_request *request, const struct runner_sink *sink,
    struct runner_outcome *outcome, struct err *err);

/* What the plugin at this path says of itself; one block, the caller's. */
int
runner_describe(const char *host, const char *plugin, enum sandbox_mode sandbox,
    struct plugin_description **out, struct err *err);

/* The plugins (paths of NAME.so) in a folder, sorted; free with
 * plugin_paths_free. */
struct plugin_paths {
	char **items;
	size_t len;
};
int
plugin_paths_list(const char *dir, struct plugin_paths *out, struct err *err);
void plugin_paths_free(struct plugin_paths *paths);

#endif
