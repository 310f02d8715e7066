/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <unistd.h>

#include "http/server_inside.h"

#define LINGER_MS 2000
#define LINGER_BYTES (4 << 20)
#define LINGERS_MAX 64

struct lingerer {
	TAILQ_ENTRY(lingerer) entry;
	struct http_server *server;
	struct event *event;
	int fd;
	int64_t deadline, left;
};

static void
linger_free(struct lingerer *linger)
{
	TAILQ_REMOVE(&linger->server->lingers, linger, entry);
	linger->server->nlingers--;
	if (linger->event)
		event_free(linger->event);
	close(linger->fd);
	free(linger);
}

static void
on_readable(evutil_socket_t fd, short what, void *arg)
{
	struct lingerer *linger = arg;
	char scrap[16384];
	ssize_t n = read(fd, scrap, sizeof scrap);

	(void)what;
	if (n > 0)
		linger->left -= n;
	else if (n == 0 || (errno != EAGAIN && errno != EINTR))
		linger->left = 0;
	if (linger->left <= 0)
		linger_free(linger);
}

void
linger_add(struct http_server *server, int fd)
{
	struct lingerer *linger;

	if (server->nlingers >= LINGERS_MAX)
		return;
	linger = calloc(1, sizeof *linger);
	if (!linger)
		return;
	linger->server = server;
	linger->left = LINGER_BYTES;
	linger->deadline = clock_monotonic(server->clock) + LINGER_MS;
	linger->fd = dup(fd);
	if (linger->fd < 0) {
		free(linger);
		return;
	}
	TAILQ_INSERT_TAIL(&server->lingers, linger, entry);
	server->nlingers++;
	linger->event = event_new(server->base, linger->fd,
	    EV_READ | EV_PERSIST, on_readable, linger);
	if (!linger->event || event_add(linger->event, NULL) < 0)
		linger_free(linger);
}

void
linger_tick(struct http_server *server, int64_t now)
{
	struct lingerer *linger;

	while (
	    (linger = TAILQ_FIRST(&server->lingers)) && linger->deadline <= now)
		linger_free(linger);
}

void
lingers_free(struct http_server *server)
{
	struct lingerer *linger;

	while ((linger = TAILQ_FIRST(&server->lingers)))
		linger_free(linger);
}
