/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The daemon's side of the conversation with one plugin process, frame by
 * frame: what may come when, how much of it, and where it goes. Knows nothing
 * of processes and time; that is the runner's.
 */
#ifndef AMBIT_SOURCE_TALK_H
#define AMBIT_SOURCE_TALK_H

#include "source/runner.h"

/* Most lines and bytes of log that one run may write. */
#define TALK_LOG_LINES 100
#define TALK_LOG_BYTES (64 << 10)
/* Bytes on standard error, kept or not, after which the run is ended. */
#define TALK_ERROR_BYTES (16 << 20)
/* Most fetches of one run. */
#define TALK_FETCHES 10000
/* Most checkpoints of one run. */
#define TALK_CHECKPOINTS 100000
/* max_events when the request says 0. */
#define TALK_EVENTS 1000000

struct talk {
	const struct runner_request *request;
	const struct runner_sink *sink;
	struct runner_outcome *outcome;
	struct plugin_description **description; /* NULL: not wanted */
	struct wire *wire;
	int64_t deadline; /* monotonic ms */
	int64_t items;    /* events, forgets, quarantined */
	int64_t checkpoints;
	int64_t unchanged;
	int log_lines;
	size_t log_bytes;
	size_t error_bytes; /* that came on standard error */
	bool done;          /* FRAME_DONE has come */
	bool broken; /* the protocol was: outcome is settled, end the process */
	struct buf line; /* a line of standard error, not yet whole */
};

/* Sends FRAME_START. */
int talk_start(struct talk *talk, struct err *err);

/* Deals with one frame. A negative errno: the sink ended the run. */
int talk_frame(struct talk *talk, const struct frame *frame, struct err *err);

/* Settles the outcome as a fault of the plugin, once. */
void talk_fault(struct talk *talk, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* Standard error's bytes go to the log, line by line. */
void talk_errors(struct talk *talk, const char *bytes, size_t len);
void talk_errors_end(struct talk *talk);

#endif
