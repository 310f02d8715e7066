/* SPDX-License-Identifier: Apache-2.0 */
#include "door.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>

#include "base/cleanup.h"

#define ANSWER_SECONDS 120
#define ANSWER_MAX (64u << 20)

static int
open_door(const char *path, struct err *err)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	struct timeval patience = { ANSWER_SECONDS, 0 };
	CLEANUP(closep)
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

	if (strlen(path) >= sizeof address.sun_path)
		return err_set(err, -ENAMETOOLONG,
		    "the socket's path is too long: %s", path);
	memcpy(address.sun_path, path, strlen(path) + 1);
	if (fd < 0 ||
	    connect(fd, (struct sockaddr *)&address, sizeof address) < 0)
		return err_errno(err, "reach the daemon at %s", path);
	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
	setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
	return take_fd(&fd);
}

static int
send_all(int fd, const char *bytes, size_t len, struct err *err)
{
	while (len) {
		ssize_t sent = send(fd, bytes, len, MSG_NOSIGNAL);

		if (sent < 0 && errno == EINTR)
			continue;
		if (sent < 0)
			return err_errno(err, "ask the daemon");
		bytes += sent;
		len -= (size_t)sent;
	}
	return 0;
}

static int
read_all(int fd, struct buf *answer, struct err *err)
{
	for (;;) {
		char *room = buf_reserve(answer, 65536);
		ssize_t got;

		if (!room)
			return err_set(err, buf_error(answer),
			    "the daemon's answer is too large");
		got = recv(fd, room, 65536, 0);
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return err_errno(err, "read the daemon's answer");
		buf_commit(answer, (size_t)got);
		if (got == 0)
			return 0;
	}
}

/* "HTTP/1.1 202 ..." and the body behind the empty line. */
static int
take_answer(struct buf *answer, struct buf *body, struct err *err)
{
	const char *text = buf_str(answer), *rest = strstr(text, "\r\n\r\n");
	int status;

	if (sscanf(text, "HTTP/1.%*1d %3d", &status) != 1 || !rest)
		return err_set(err, -EPROTO,
		    "what listens at the socket is not a daemon of ours");
	rest += 4;
	buf_add(body, rest, answer->len - (size_t)(rest - text));
	return status;
}

int
door_request(const char *socket, const char *method, const char *target,
    const struct door_body *sent, struct buf *body, struct err *err)
{
	CLEANUP(closep) int fd = open_door(socket, err);
	CLEANUP(buf_free) struct buf request = BUF_INIT;
	CLEANUP(buf_free) struct buf answer = { .limit = ANSWER_MAX };

	if (fd < 0)
		return fd;
	buf_addf(&request,
	    "%s %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
	    "Content-Length: %zu\r\n",
	    method, target, sent ? sent->len : (size_t)0);
	if (sent)
		buf_addf(&request, "Content-Type: %s\r\n", sent->type);
	buf_adds(&request, "\r\n");
	if (sent)
		buf_add(&request, sent->bytes, sent->len);
	if (buf_error(&request) < 0)
		return err_set(err, -ENOMEM, "ask the daemon");
	if (send_all(fd, request.data, request.len, err) < 0 ||
	    read_all(fd, &answer, err) < 0)
		return err->code;
	return take_answer(&answer, body, err);
}
