/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The life of one run: spawn, talk until the wire closes, reap, and judge.
 * One loop polls the wire and standard error in slices of 50 ms, in which the
 * deadline and the cancel flag are looked at; a process that does not heed
 * FRAME_CANCEL is killed when its grace is over.
 */
#include "runner.h"

#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "source/child.h"
#include "source/talk.h"

#define SLICE_MS 50
#define GRACE_MS 2000
#define DESCRIBE_MS 10000
#define DESCRIBE_MEMORY (INT64_C(1) << 30)

enum stopping { RUNNING, CANCELLED, LATE };

struct run {
	struct child child;
	struct wire wire;
	struct talk talk;
	enum stopping stopping;
	int64_t kill_at; /* monotonic ms */
	bool ended;
	int status; /* when it has ended */
};

static void
run_free(struct run *run)
{
	child_free(&run->child);
	wire_free(&run->wire);
	buf_free(&run->talk.line);
}

/* A child that takes nothing is not waited for longer than its grace. */
static int
send_timeout(int fd, struct err *err)
{
	struct timeval wait = { .tv_sec = GRACE_MS / 1000 };

	if (setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &wait, sizeof wait) < 0)
		return err_errno(err, "plugin's socket");
	return 0;
}

static int
run_start(struct run *run, struct err *err)
{
	const struct runner_request *request = run->talk.request;

	if (child_spawn(request->host, &run->child, err) < 0)
		return err->code;
	wire_init(&run->wire, take_fd(&run->child.wire));
	run->talk.wire = &run->wire;
	run->talk.deadline =
	    clock_monotonic(&clock_system) + request->deadline_ms;
	if (send_timeout(run->wire.fd, err) < 0)
		return err->code;
	/* -EPIPE: it has ended already; its status will tell. */
	if (talk_start(&run->talk, err) == -EPIPE)
		err_clear(err);
	return err->code;
}

/* Tells it to stop, or kills it when it was told long enough ago. */
static void
look_at_the_clock(struct run *run)
{
	const atomic_bool *cancel = run->talk.request->cancel;
	int64_t now = clock_monotonic(&clock_system);
	struct err err = ERR_INIT;

	if (run->stopping == RUNNING) {
		if (cancel && atomic_load(cancel))
			run->stopping = CANCELLED;
		else if (now >= run->talk.deadline)
			run->stopping = LATE;
		else
			return;
		run->kill_at = now + GRACE_MS;
		if (wire_send(&run->wire, FRAME_CANCEL, NULL, NULL, &err) == 0)
			wire_flush(&run->wire, &err);
	}
	if (now >= run->kill_at)
		child_signal(&run->child);
}

/* The frames that have come. 1: the wire is closed. */
static int
frames_take(struct run *run, struct err *err)
{
	struct err unread = ERR_INIT;
	struct frame frame;
	int rc;

	while ((rc = wire_receive(&run->wire, 0, &frame, &unread)) == 1) {
		if (frame.fd >= 0)
			close(frame.fd);
		if (talk_frame(&run->talk, &frame, err) < 0)
			return err->code;
		if (run->talk.broken)
			return 1;
		look_at_the_clock(run);
	}
	if (rc == -EAGAIN)
		return 0;
	if (rc < 0)
		talk_fault(&run->talk, "sent rubbish (%.200s)", unread.msg);
	return 1;
}

static void
errors_take(struct run *run)
{
	char bytes[4096];
	ssize_t n = -1;

	while (!run->talk.broken &&
	       (n = read(run->child.errors, bytes, sizeof bytes)) > 0)
		talk_errors(&run->talk, bytes, (size_t)n);
	if (n == 0) {
		closep(&run->child.errors);
		run->child.errors = -1;
	}
}

/* Until the wire closes, the process ends (something that it started may hold
 * the wire open), or the protocol is broken. */
static int
run_talk(struct run *run, struct err *err)
{
	int rc = 0;

	while (rc == 0 && !run->ended && !run->talk.broken) {
		struct pollfd pollers[] = {
			{ .fd = run->wire.fd, .events = POLLIN },
			{ .fd = run->child.errors, .events = POLLIN },
		};

		if (poll(pollers, ARRAY_LEN(pollers), SLICE_MS) == 0)
			run->ended = child_ended(&run->child, &run->status);
		look_at_the_clock(run);
		if (pollers[1].revents)
			errors_take(run);
		rc = frames_take(run, err);
	}
	return rc < 0 ? rc : 0;
}

/* It has closed the wire and so should be gone; else it is helped. */
static void
run_reap(struct run *run)
{
	int64_t until = clock_monotonic(&clock_system) + GRACE_MS;

	while (!run->ended && !run->talk.broken &&
	       clock_monotonic(&clock_system) < until) {
		run->ended = child_ended(&run->child, &run->status);
		if (!run->ended)
			poll(NULL, 0, 1);
	}
	if (!run->ended)
		child_kill(&run->child, &run->status);
}

static void
outcome_set(struct runner_outcome *outcome, enum ambit_result result,
    const char *fmt, const char *detail)
{
	outcome->result = result;
	snprintf(outcome->message, sizeof outcome->message, fmt, detail);
}

static void
run_judge(struct run *run)
{
	struct runner_outcome *outcome = run->talk.outcome;
	bool well = run->talk.done && run->status == 0;
	char words[64];

	if (run->talk.broken)
		return;
	if (run->stopping == LATE &&
	    (!well || outcome->result == AMBIT_CANCELLED)) {
		snprintf(words, sizeof words, "%g",
		    (double)run->talk.request->deadline_ms / 1000);
		outcome_set(
		    outcome, AMBIT_RETRY, "did not finish within %s s", words);
	} else if (run->stopping == CANCELLED &&
		   (!well || outcome->result == AMBIT_CANCELLED)) {
		outcome_set(outcome, AMBIT_CANCELLED, "%s", "cancelled");
	} else if (!well) {
		child_status_words(run->status, words, sizeof words);
		outcome_set(outcome, AMBIT_BUG,
		    WIFSIGNALED(run->status) || run->talk.done
			? "%s"
			: "%s before it was done",
		    words);
	}
}

static int
run_whole(struct run *run, struct err *err)
{
	int rc = run_start(run, err);

	if (rc == 0)
		rc = run_talk(run, err);
	if (rc < 0)
		return rc;
	run_reap(run);
	if (run->child.errors >= 0)
		errors_take(run);
	talk_errors_end(&run->talk);
	run_judge(run);
	return 0;
}

static int
run_with(const struct runner_request *request, const struct runner_sink *sink,
    struct plugin_description **description, struct runner_outcome *outcome,
    struct err *err)
{
	int64_t start = clock_monotonic(&clock_system);
	CLEANUP(run_free)
	struct run run = { .child = CHILD_INIT,
		.talk = { .request = request,
		    .sink = sink,
		    .outcome = outcome,
		    .description = description } };
	int rc;

	wire_init(&run.wire, -1);
	*outcome = (struct runner_outcome){ .result = AMBIT_OK };
	rc = run_whole(&run, err);
	outcome->elapsed_ms = clock_monotonic(&clock_system) - start;
	return rc;
}

int
runner_run(const struct runner_request *request, const struct runner_sink *sink,
    struct runner_outcome *outcome, struct err *err)
{
	return run_with(request, sink, NULL, outcome, err);
}

int
runner_describe(const char *host, const char *plugin, enum sandbox_mode sandbox,
    struct plugin_description **out, struct err *err)
{
	const struct runner_request request = {
		.host = host,
		.plugin = plugin,
		.mode = START_DESCRIBE,
		.sandbox = sandbox,
		.deadline_ms = DESCRIBE_MS,
		.max_memory = DESCRIBE_MEMORY,
	};
	const struct runner_sink sink = { .arg = NULL };
	CLEANUP(freep) struct plugin_description *description = NULL;
	struct runner_outcome outcome;

	if (run_with(&request, &sink, &description, &outcome, err) < 0)
		return err->code;
	if (outcome.result != AMBIT_OK)
		return err_set(
		    err, -ENOEXEC, "plugin %s: %s", plugin, outcome.message);
	if (!description)
		return err_set(
		    err, -ENOMEM, "plugin %s said nothing of itself", plugin);
	*out = TAKE(description);
	return 0;
}
