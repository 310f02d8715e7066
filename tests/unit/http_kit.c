/* SPDX-License-Identifier: Apache-2.0 */
#include "http_kit.h"

#include <arpa/inet.h>
#include <event2/event.h>
#include <poll.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/cleanup.h"

/* -------------------------------------------------------------- server */

static int64_t
kit_now(const struct clock *clock)
{
	(void)clock;
	return clock_now(&clock_system);
}

static int64_t
kit_monotonic(const struct clock *clock)
{
	const struct http_kit *kit =
	    (const struct http_kit *)((const char *)clock -
				      offsetof(struct http_kit, clock));

	return clock_monotonic(&clock_system) + kit->ahead_ms;
}

static void
on_drained(void *arg)
{
	struct http_kit *kit = arg;

	kit->drained = 1;
}

static void
on_control(evutil_socket_t fd, short what, void *arg)
{
	struct http_kit *kit = arg;
	char command;

	(void)what;
	if (read((int)fd, &command, 1) != 1 || command == 'q')
		event_base_loopbreak(kit->base);
	else if (command == 'd')
		http_server_drain(kit->server, on_drained, kit);
}

static void *
serve(void *arg)
{
	struct http_kit *kit = arg;
	struct event *event = event_new(
	    kit->base, kit->control[0], EV_READ | EV_PERSIST, on_control, kit);

	event_add(event, NULL);
	event_base_dispatch(kit->base);
	event_free(event);
	return NULL;
}

void
http_kit_start(struct http_kit *kit, const struct http_options *options,
    http_handler *handler, void *arg)
{
	struct http_options with = options ? *options : http_options_default;
	struct err err = ERR_INIT;

	memset(kit, 0, sizeof *kit);
	kit->clock.now = kit_now;
	kit->clock.monotonic = kit_monotonic;
	with.clock = &kit->clock;
	if (!with.address && !with.unix_path)
		with.address = "127.0.0.1";
	kit->base = event_base_new();
	assert_non_null(kit->base);
	if (http_server_new(
		kit->base, &with, handler, arg, &kit->server, &err) < 0)
		fail_msg("%s", err.msg);
	assert_int_equal(pipe(kit->control), 0);
	assert_int_equal(pthread_create(&kit->thread, NULL, serve, kit), 0);
}

static void
command(struct http_kit *kit, char c)
{
	assert_int_equal(write(kit->control[1], &c, 1), 1);
}

void
http_kit_drain(struct http_kit *kit)
{
	command(kit, 'd');
}

void
http_kit_stop(struct http_kit *kit)
{
	command(kit, 'q');
	pthread_join(kit->thread, NULL);
	http_server_free(kit->server);
	event_base_free(kit->base);
	close(kit->control[0]);
	close(kit->control[1]);
}

/* -------------------------------------------------------------- client */

int
client_open(const struct http_kit *kit)
{
	struct sockaddr_in address = { .sin_family = AF_INET,
		.sin_port = htons((uint16_t)http_server_port(kit->server)),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	assert_true(fd >= 0);
	assert_int_equal(
	    connect(fd, (struct sockaddr *)&address, sizeof address), 0);
	return fd;
}

int
client_open_unix(const char *path)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

	assert_true(fd >= 0);
	memcpy(address.sun_path, path, strlen(path) + 1);
	assert_int_equal(
	    connect(fd, (struct sockaddr *)&address, sizeof address), 0);
	return fd;
}

/* What the server no longer wants to read is no failure here. */
void
client_send(int fd, const void *bytes, size_t len)
{
	const char *at = bytes;

	while (len) {
		ssize_t n = send(fd, at, len, MSG_NOSIGNAL);

		if (n <= 0)
			return;
		at += n;
		len -= (size_t)n;
	}
}

void
client_text(int fd, const char *text)
{
	client_send(fd, text, strlen(text));
}

/* Some bytes: how many, 0 at the end, -1 when there were none in time. */
static ssize_t
client_read(int fd, struct buf *reply, bool reset_ok)
{
	struct pollfd poll_fd = { .fd = fd, .events = POLLIN };
	char *room = buf_reserve(reply, 65536);
	ssize_t n;

	if (!room || poll(&poll_fd, 1, CLIENT_SECONDS * 1000) <= 0)
		return -1;
	n = recv(fd, room, 65536, 0);
	if (n < 0)
		return reset_ok && errno == ECONNRESET ? 0 : -1;
	buf_commit(reply, (size_t)n);
	return n;
}

int
client_read_all(int fd, struct buf *reply, bool reset_ok)
{
	ssize_t n;

	do
		n = client_read(fd, reply, reset_ok);
	while (n > 0);
	return (int)n;
}

int
client_read_one(int fd, bool head, struct buf *reply)
{
	char length[32];
	const char *end;

	while (!(end = strstr(buf_str(reply), "\r\n\r\n")))
		if (client_read(fd, reply, false) <= 0)
			return -1;
	if (head ||
	    !reply_field(reply, "Content-Length", length, sizeof length))
		return 0;
	while (reply->len - (size_t)(reply_body(reply) - reply->data) <
	       strtoull(length, NULL, 10))
		if (client_read(fd, reply, false) <= 0)
			return -1;
	return 0;
}

int
client_exchange(const struct http_kit *kit, const char *text, struct buf *reply)
{
	int fd = client_open(kit);
	int rc;

	buf_reset(reply);
	client_text(fd, text);
	rc = client_read_all(fd, reply, false);
	close(fd);
	return rc;
}

int
reply_status(const struct buf *reply)
{
	int status;

	if (sscanf(buf_str(reply), "HTTP/1.%*1d %3d ", &status) != 1)
		return -1;
	return status;
}

const char *
reply_body(const struct buf *reply)
{
	const char *end = strstr(buf_str(reply), "\r\n\r\n");

	return end ? end + 4 : "";
}

const char *
reply_field(const struct buf *reply, const char *name, char *out, size_t room)
{
	const char *at = strstr(buf_str(reply), "\r\n");
	size_t len = strlen(name);

	for (; at && strncmp(at, "\r\n\r\n", 4) != 0; at = strstr(at, "\r\n")) {
		at += 2;
		if (strncasecmp(at, name, len) != 0 || at[len] != ':')
			continue;
		at += len + 1 + strspn(at + len + 1, " ");
		snprintf(out, room, "%.*s", (int)strcspn(at, "\r"), at);
		return out;
	}
	return NULL;
}
