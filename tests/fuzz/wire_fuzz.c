/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a plugin's process may send: any bytes on the daemon's end of the wire,
 * through the talk to an intake. Whatever comes, it ends, it is settled, and
 * what is taken for a frame's record is written again as the same bytes.
 */
#include "fuzz.h"

#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "source/talk.h"

/* Less than a socket holds unread. */
#define MOST ((size_t)128 << 10)

static int
on_event(void *arg, const struct ambit_event *event, struct err *err)
{
	(void)err;
	return fuzz_host.emit(arg, event);
}

static int
on_forget(void *arg, const char *uid, struct err *err)
{
	(void)arg;
	(void)err;
	fuzz_must(uid != NULL, "a forgotten uid is one");
	return 0;
}

static void
on_log(void *arg, int level, const char *text)
{
	(void)arg;
	fuzz_must(level >= AMBIT_LOG_ERROR && level <= AMBIT_LOG_DEBUG && text,
	    "a line of the log has a level");
}

static void
canonical(const struct frame *frame)
{
	CLEANUP(buf_free) struct buf again = BUF_INIT;
	CLEANUP(freep) void *event = NULL;

	if (frame->type != FRAME_EVENT ||
	    record_decode(&wire_event_record, frame->bytes, frame->len,
		&record_limits_default, &event, NULL) < 0)
		return;
	record_encode(&wire_event_record, event, &again);
	fuzz_must(again.len == frame->len &&
		      !memcmp(buf_str(&again), frame->bytes, again.len),
	    "a record has one form");
}

static void
frames_take(struct wire *wire, struct talk *talk)
{
	struct err err = ERR_INIT;
	struct frame frame;

	while (wire_receive(wire, 0, &frame, &err) == 1) {
		fuzz_must(frame.fd < 0, "no descriptor comes from nowhere");
		canonical(&frame);
		fuzz_must(talk_frame(talk, &frame, &err) == 0, "it goes on");
	}
	fuzz_must(!talk->broken || talk->outcome->message[0],
	    "a broken talk says why");
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	const struct runner_request request = { .deadline_ms = 1000 };
	struct ambit_run run = { .data = data, .len = len };
	const struct runner_sink sink = { .arg = &run,
		.event = on_event,
		.forget = on_forget,
		.log = on_log };
	struct runner_outcome outcome = { .result = AMBIT_OK };
	CLEANUP(freep) struct plugin_description *description = NULL;
	CLEANUP(wire_free) struct wire wire;
	struct talk talk = { .request = &request,
		.sink = &sink,
		.outcome = &outcome,
		.description = &description,
		.wire = &wire };
	int fds[2];

	if (len > MOST)
		return 0;
	fuzz_must(
	    socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fds) == 0 &&
		write(fds[1], data, len) == (ssize_t)len,
	    "a wire can be made");
	close(fds[1]);
	wire_init(&wire, fds[0]);
	frames_take(&wire, &talk);
	return 0;
}
