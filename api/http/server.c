/* SPDX-License-Identifier: Apache-2.0 */
/* The server's life: start, deadlines, drain, end. */
#include "server.h"

#include <dirent.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <sys/resource.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "http/server_inside.h"

const struct http_options http_options_default = {
	.max_connections = 1000,
	.max_header = 16384,
	.max_body = 1 << 20,
	.max_local_body = 256 << 20,
	.header_seconds = 10,
	.body_seconds = 20,
	.answer_seconds = 120,
	.write_seconds = 25,
	.idle_seconds = 60,
};

void
server_tick(evutil_socket_t fd, short what, void *arg)
{
	struct http_server *server = arg;

	(void)fd;
	(void)what;
	conns_tick(server);
}

static void
on_again(evutil_socket_t fd, short what, void *arg)
{
	struct http_server *server = arg;
	eventfd_t times;

	(void)what;
	if (eventfd_read((int)fd, &times) == 0)
		conns_again(server);
}

void
http_server_again(struct http_server *server)
{
	/* It fails only when the loop is told already. */
	eventfd_write(server->again_fd, 1);
}

/* libevent writes without MSG_NOSIGNAL. */
static void
ignore_sigpipe(void)
{
	struct sigaction action;

	if (sigaction(SIGPIPE, NULL, &action) == 0 &&
	    action.sa_handler == SIG_DFL) {
		action.sa_handler = SIG_IGN;
		sigaction(SIGPIPE, &action, NULL);
	}
}

static int
descriptors_open(void)
{
	DIR *folder = opendir("/proc/self/fd");
	int n = 0;

	while (folder && readdir(folder))
		n++;
	if (folder)
		closedir(folder);
	return n;
}

/* A quarter of the free descriptors is left for the store, the sources and the
 * connections that are on their way in or out. */
static int
connections_allowed(int wanted)
{
	struct rlimit limit;
	int64_t most;

	if (getrlimit(RLIMIT_NOFILE, &limit) < 0 || limit.rlim_cur > INT32_MAX)
		return wanted;
	most = ((int64_t)limit.rlim_cur - descriptors_open()) * 3 / 4;
	if (most < 1)
		most = 1;
	return wanted < most ? wanted : (int)most;
}

static int
make_engine(struct http_server *server)
{
	static const struct timeval tick = { 0, TICK_MS * 1000 };

	server->engine = evhttp_new(server->base);
	server->greet = event_new(server->base, -1, 0, conn_greet, server);
	server->tick =
	    event_new(server->base, -1, EV_PERSIST, server_tick, server);
	server->resume = event_new(server->base, -1, 0, listen_resume, server);
	server->again_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	server->again = event_new(server->base, server->again_fd,
	    EV_READ | EV_PERSIST, on_again, server);
	if (server->again_fd < 0 || !server->again ||
	    event_add(server->again, NULL) < 0)
		return -ENOMEM;
	if (!server->engine || !server->greet || !server->tick ||
	    !server->resume || event_add(server->tick, &tick) < 0)
		return -ENOMEM;
	/* For what comes when there is no memory for a connection of ours. */
	evhttp_set_max_headers_size(
	    server->engine, (ev_ssize_t)server->options.max_header);
	evhttp_set_max_body_size(server->engine, 0);
	evhttp_set_default_content_type(server->engine, NULL);
	evhttp_set_bevcb(server->engine, conn_new, server);
	evhttp_set_gencb(server->engine, request_handle, server);
	return 0;
}

static void
freep_server(struct http_server **server)
{
	http_server_free(*server);
}

int
http_server_new(struct event_base *base, const struct http_options *options,
    http_handler *handler, void *arg, struct http_server **out, struct err *err)
{
	CLEANUP(freep_server)
	struct http_server *server = calloc(1, sizeof *server);

	if (!server)
		return err_set(err, -ENOMEM, "start the HTTP server");
	server->base = base;
	server->again_fd = -1;
	server->options = *options;
	server->options.max_connections =
	    connections_allowed(options->max_connections);
	server->clock = options->clock ? options->clock : &clock_system;
	server->handler = handler;
	server->arg = arg;
	for (int i = 0; i < CONN_LISTS; i++)
		TAILQ_INIT(&server->lists[i]);
	ignore_sigpipe();
	if (make_engine(server) < 0)
		return err_set(err, -ENOMEM, "start the HTTP server");
	if (options->address && listen_tcp(server, err) < 0)
		return err->code;
	if (options->unix_path && *options->unix_path &&
	    listen_unix(server, err) < 0)
		return err->code;
	*out = TAKE(server);
	return 0;
}

int
http_server_port(const struct http_server *server)
{
	return server->port;
}

const struct http_stats *
http_server_stats(const struct http_server *server)
{
	return &server->stats;
}

void
http_server_drain(
    struct http_server *server, void (*done)(void *arg), void *arg)
{
	static const struct timeval now = { 0, 0 };

	server->draining = true;
	server->drained = done;
	server->drained_arg = arg;
	/* At the loop's next turn, when those at the door have come in. */
	event_add(server->greet, &now);
}

void
http_server_free(struct http_server *server)
{
	if (!server)
		return;
	server->drained = NULL;
	listen_stop(server);
	conns_free(server);
	if (server->greet)
		event_free(server->greet);
	if (server->tick)
		event_free(server->tick);
	if (server->resume)
		event_free(server->resume);
	if (server->again)
		event_free(server->again);
	closep(&server->again_fd);
	free(server);
}
