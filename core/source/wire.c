/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Frames over a stream socket. Small frames are gathered, so that one write
 * carries some hundred events; the reader parses in place and moves the rest
 * of its buffer only when it must read more. A descriptor travels with the
 * first byte of its own frame, so both arrive together.
 */
#include "wire.h"

#include <assert.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/clock.h"

#define WIRE_PIECE ((size_t)64 << 10)
#define WIRE_HEAD 5

void
wire_init(struct wire *wire, int fd)
{
	*wire = (struct wire){ .fd = fd, .passed = -1 };
}

void
wire_free(struct wire *wire)
{
	closep(&wire->fd);
	closep(&wire->passed);
	buf_free(&wire->in);
	buf_free(&wire->out);
	wire->fd = wire->passed = -1;
	wire->consumed = 0;
}

/* One sendmsg, which carries fd unless it is -1. Bytes written, or -errno. */
static ssize_t
send_some(int socket, const char *bytes, size_t len, int fd)
{
	struct iovec iov = { (void *)(uintptr_t)bytes, len };
	struct msghdr msg = { .msg_iov = &iov, .msg_iovlen = 1 };
	_Alignas(struct cmsghdr) char room[CMSG_SPACE(sizeof fd)] = { 0 };
	ssize_t n;

	if (fd >= 0) {
		struct cmsghdr *head = (struct cmsghdr *)room;

		msg.msg_control = room;
		msg.msg_controllen = sizeof room;
		head->cmsg_level = SOL_SOCKET;
		head->cmsg_type = SCM_RIGHTS;
		head->cmsg_len = CMSG_LEN(sizeof fd);
		memcpy(CMSG_DATA(head), &fd, sizeof fd);
	}
	do
		n = sendmsg(socket, &msg, MSG_NOSIGNAL);
	while (n < 0 && errno == EINTR);
	return n < 0 ? -errno : n;
}

/* Writes what has gathered; fd goes with the first byte. */
static int
flush_with(struct wire *wire, int fd, struct err *err)
{
	size_t done = 0;

	if (buf_error(&wire->out))
		return err_set(err, buf_error(&wire->out),
		    "wire: no memory for the frames to send");
	while (done < wire->out.len) {
		ssize_t n = send_some(
		    wire->fd, wire->out.data + done, wire->out.len - done, fd);

		if (n < 0) {
			errno = (int)-n;
			return err_errno(err, "wire: write");
		}
		done += (size_t)n;
		fd = -1;
	}
	buf_reset(&wire->out);
	return 0;
}

int
wire_flush(struct wire *wire, struct err *err)
{
	return flush_with(wire, -1, err);
}

/* Begins a frame; returns where, for frame_end. */
static size_t
frame_begin(struct buf *out)
{
	size_t start = out->len;

	buf_add(out, (char[WIRE_HEAD]){ 0 }, WIRE_HEAD);
	return start;
}

/* Writes the head of what was added since; undone when it is too large. */
static int
frame_end(struct buf *out, size_t start, enum frame_type type, struct err *err)
{
	size_t len;

	if (buf_error(out))
		return err_set(err, buf_error(out), "wire: no memory");
	len = out->len - start - WIRE_HEAD;
	if (len > WIRE_FRAME_MAX) {
		out->len = start;
		return err_set(err, -E2BIG,
		    "wire: a frame of %zu bytes; at most %u are allowed", len,
		    WIRE_FRAME_MAX);
	}
	for (int i = 0; i < 4; i++)
		out->data[start + (size_t)i] = (char)(len >> (8 * i) & 0xff);
	out->data[start + 4] = (char)type;
	return 0;
}

static int
frame_add(struct buf *out, enum frame_type type,
    const struct record *record_type, const void *record, struct err *err)
{
	size_t start = frame_begin(out);

	if (record_type && record)
		record_encode(record_type, record, out);
	return frame_end(out, start, type, err);
}

static int
flush_when_full(struct wire *wire, struct err *err)
{
	return wire->out.len < WIRE_PIECE ? 0 : wire_flush(wire, err);
}

int
wire_send(struct wire *wire, enum frame_type type,
    const struct record *record_type, const void *record, struct err *err)
{
	int rc = frame_add(&wire->out, type, record_type, record, err);

	return rc < 0 ? rc : flush_when_full(wire, err);
}

int
wire_send_bytes(struct wire *wire, enum frame_type type, const void *bytes,
    size_t len, struct err *err)
{
	size_t start = frame_begin(&wire->out);
	int rc;

	buf_add(&wire->out, bytes, len);
	rc = frame_end(&wire->out, start, type, err);
	return rc < 0 ? rc : flush_when_full(wire, err);
}

int
wire_send_fd(struct wire *wire, enum frame_type type,
    const struct record *record_type, const void *record, int fd,
    struct err *err)
{
	int rc = wire_flush(wire, err);

	if (rc == 0)
		rc = frame_add(&wire->out, type, record_type, record, err);
	return rc < 0 ? rc : flush_with(wire, fd, err);
}

/* Keeps the last descriptor that came; any other is closed. */
static void
take_passed(struct wire *wire, struct msghdr *msg)
{
	struct cmsghdr *head;

	for (head = CMSG_FIRSTHDR(msg); head; head = CMSG_NXTHDR(msg, head)) {
		size_t n;

		if (head->cmsg_level != SOL_SOCKET ||
		    head->cmsg_type != SCM_RIGHTS)
			continue;
		n = (head->cmsg_len - CMSG_LEN(0)) / sizeof(int);
		for (size_t i = 0; i < n; i++) {
			closep(&wire->passed);
			memcpy(&wire->passed, CMSG_DATA(head) + i * sizeof(int),
			    sizeof(int));
		}
	}
}

/* One recvmsg. 1: something came; 0: the other side has closed. */
static int
receive_some(struct wire *wire, size_t room, struct err *err)
{
	_Alignas(struct cmsghdr) char control[CMSG_SPACE(sizeof(int))];
	char *to = buf_reserve(&wire->in, room);
	struct iovec iov = { to, room };
	struct msghdr msg = { .msg_iov = &iov,
		.msg_iovlen = 1,
		.msg_control = control,
		.msg_controllen = sizeof control };
	ssize_t n;

	if (!to)
		return err_set(err, -ENOMEM, "wire: no memory to read a frame");
	do
		n = recvmsg(wire->fd, &msg, MSG_CMSG_CLOEXEC);
	while (n < 0 && errno == EINTR);
	if (n < 0 && errno == ECONNRESET)
		n = 0; /* it ended with our bytes unread */
	if (n < 0)
		return err_errno(err, "wire: read");
	take_passed(wire, &msg);
	buf_commit(&wire->in, (size_t)n);
	return n > 0;
}

static int
wait_readable(int fd, int timeout_ms, struct err *err)
{
	struct pollfd poller = { .fd = fd, .events = POLLIN };
	int n;

	do
		n = poll(&poller, 1, timeout_ms);
	while (n < 0 && errno == EINTR);
	if (n < 0)
		return err_errno(err, "wire: poll");
	return n == 0 ? -EAGAIN : 0;
}

static bool
type_known(unsigned char type)
{
	return (type >= FRAME_START && type <= FRAME_CANCEL) ||
	       (type >= FRAME_DESCRIPTION && type <= FRAME_DONE);
}

/* A whole frame at the front of what has come: 1; more is needed: 0, with
 * the number of bytes that are still missing. */
static int
frame_parse(
    struct wire *wire, struct frame *out, size_t *missing, struct err *err)
{
	const unsigned char *p =
	    (const unsigned char *)buf_str(&wire->in) + wire->consumed;
	size_t have = wire->in.len - wire->consumed, len = 0;

	*missing = WIRE_HEAD;
	if (have < WIRE_HEAD)
		return 0;
	for (int i = 3; i >= 0; i--)
		len = len << 8 | p[i];
	if (len > WIRE_FRAME_MAX || !type_known(p[4]))
		return err_set(err, -EBADMSG,
		    "wire: neither length (%zu) nor type (%d) is of a frame",
		    len, p[4]);
	*missing = WIRE_HEAD + len - have;
	if (have < WIRE_HEAD + len)
		return 0;
	*out = (struct frame){ .type = (enum frame_type)p[4],
		.bytes = (const char *)p + WIRE_HEAD,
		.len = len,
		.fd = -1 };
	wire->consumed += WIRE_HEAD + len;
	if (out->type == FRAME_FETCHED)
		out->fd = take_fd(&wire->passed);
	return 1;
}

/* What is left of the wait that ends at until; -1 is for ever. */
static int
time_left(int timeout_ms, int64_t until)
{
	int64_t left;

	if (timeout_ms <= 0)
		return timeout_ms;
	left = until - clock_monotonic(&clock_system);
	return left > 0 ? (int)left : 0;
}

int
wire_receive(
    struct wire *wire, int timeout_ms, struct frame *out, struct err *err)
{
	int64_t until =
	    timeout_ms > 0 ? clock_monotonic(&clock_system) + timeout_ms : 0;
	size_t missing;
	int rc;

	while ((rc = frame_parse(wire, out, &missing, err)) == 0) {
		buf_consume(&wire->in, wire->consumed);
		wire->consumed = 0;
		rc = wait_readable(wire->fd, time_left(timeout_ms, until), err);
		if (rc == 0)
			rc = receive_some(wire,
			    missing < WIRE_PIECE ? WIRE_PIECE : missing, err);
		if (rc <= 0)
			return rc;
	}
	return rc;
}
