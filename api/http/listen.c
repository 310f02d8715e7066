/* SPDX-License-Identifier: Apache-2.0 */
/* The sockets that are listened at, and what to do when they cannot be. */
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "http/server_inside.h"

#define BACKLOG 1024
#define EVICT_AT_ONCE 8
#define PAUSE_US 20000
/* Bytes that the kernel takes beyond what it may send at once. */
#define SEND_AHEAD 131072

/* -------------------------------------------------------- no descriptors */

/* The engine keeps a listener's argument for itself, so the server is found
 * by the event that ticks for it. */
static int
is_tick(const struct event_base *base, const struct event *event, void *out)
{
	(void)base;
	if (event_get_callback(event) != server_tick)
		return 0;
	*(void **)out = event_get_callback_arg(event);
	return 1;
}

/* Out of descriptors or memory: it makes room. When there is none to make, the
 * loop would spin on a socket that stays readable, so it pauses. */
static void
on_accept_error(struct evconnlistener *listener, void *engine)
{
	static const struct timeval pause = { 0, PAUSE_US };
	struct http_server *server = NULL;
	int evicted;

	(void)engine;
	event_base_foreach_event(
	    evconnlistener_get_base(listener), is_tick, &server);
	if (!server)
		return;
	evicted = conns_evict(server, EVICT_AT_ONCE, 0);
	server->stats.connections_refused += evicted;
	if (evicted)
		return;
	evconnlistener_disable(listener);
	event_add(server->resume, &pause);
}

void
listen_resume(evutil_socket_t fd, short what, void *arg)
{
	struct http_server *server = arg;

	(void)fd;
	(void)what;
	for (size_t i = 0; i < ARRAY_LEN(server->bound); i++)
		if (server->bound[i])
			evconnlistener_enable(
			    evhttp_bound_socket_get_listener(server->bound[i]));
}

/* ---------------------------------------------------------------- listen */

/* Takes the descriptor over. */
static int
hand_over(struct http_server *server, int slot, int fd, struct err *err)
{
	struct evconnlistener *listener;

	if (listen(fd, BACKLOG) < 0) {
		err_errno(err, "listen");
		close(fd);
		return err->code;
	}
	listener = evconnlistener_new(server->base, NULL, NULL,
	    LEV_OPT_CLOSE_ON_FREE | LEV_OPT_CLOSE_ON_EXEC, 0, fd);
	if (!listener) {
		close(fd);
		return err_set(err, -ENOMEM, "listen");
	}
	server->bound[slot] = evhttp_bind_listener(server->engine, listener);
	if (!server->bound[slot]) {
		evconnlistener_free(listener);
		return err_set(err, -ENOMEM, "listen");
	}
	evconnlistener_set_error_cb(listener, on_accept_error);
	return 0;
}

static int
bind_tcp(const struct addrinfo *info)
{
	static const int on = 1, ahead = SEND_AHEAD;
	CLEANUP(closep)
	int fd = socket(info->ai_family,
	    SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, IPPROTO_TCP);

	if (fd < 0)
		return -errno;
	/* Connections inherit these. Answers are written in large pieces, and
	 * the last one must not wait for an acknowledgement; what a reader
	 * has no room for stays here, where it costs nothing, and not in the
	 * kernel, which would copy megabytes for each. */
	if (setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) < 0 ||
	    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on) < 0 ||
	    setsockopt(
		fd, IPPROTO_TCP, TCP_NOTSENT_LOWAT, &ahead, sizeof ahead) < 0 ||
	    bind(fd, info->ai_addr, info->ai_addrlen) < 0)
		return -errno;
	return take_fd(&fd);
}

static int
port_of(int fd)
{
	struct sockaddr_storage address;
	socklen_t len = sizeof address;

	if (getsockname(fd, (struct sockaddr *)&address, &len) < 0)
		return 0;
	if (address.ss_family == AF_INET6)
		return ntohs(((struct sockaddr_in6 *)&address)->sin6_port);
	return ntohs(((struct sockaddr_in *)&address)->sin_port);
}

int
listen_tcp(struct http_server *server, struct err *err)
{
	const struct http_options *options = &server->options;
	struct addrinfo hints = { .ai_socktype = SOCK_STREAM,
		.ai_flags = AI_PASSIVE | AI_NUMERICSERV };
	struct addrinfo *info;
	char port[16];
	int fd;

	snprintf(port, sizeof port, "%d", options->port);
	if (getaddrinfo(options->address, port, &hints, &info) != 0)
		return err_set(err, -EINVAL,
		    "%s is no address to listen at; try 127.0.0.1",
		    options->address);
	fd = bind_tcp(info);
	freeaddrinfo(info);
	if (fd == -EADDRINUSE)
		return err_set(err, fd,
		    "another program listens at %s port %d; end it or choose "
		    "another port",
		    options->address, options->port);
	if (fd < 0)
		return err_set(err, fd, "listen at %s port %d: %s",
		    options->address, options->port, strerror(-fd));
	server->port = port_of(fd);
	return hand_over(server, 0, fd, err);
}

/* Is somebody there, or was the socket left behind? */
static bool
unix_alive(const struct sockaddr_un *address)
{
	CLEANUP(closep)
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

	return fd >= 0 && connect(fd, (const struct sockaddr *)address,
			      sizeof *address) == 0;
}

static int
bind_unix(const struct sockaddr_un *address, struct err *err)
{
	CLEANUP(closep)
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	struct stat st;

	if (fd < 0)
		return err_errno(err, "make a local socket");
	if (unix_alive(address))
		return err_set(err, -EADDRINUSE,
		    "another daemon listens at %s; end it first",
		    address->sun_path);
	if (lstat(address->sun_path, &st) == 0 && S_ISSOCK(st.st_mode))
		unlink(address->sun_path);
	/* Nobody can connect before listen(), so the mode comes in time. */
	if (bind(fd, (const struct sockaddr *)address, sizeof *address) < 0 ||
	    chmod(address->sun_path, 0660) < 0)
		return err_errno(err, "listen at %s", address->sun_path);
	return take_fd(&fd);
}

int
listen_unix(struct http_server *server, struct err *err)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	const char *path = server->options.unix_path;
	int fd;

	if (strlen(path) >= sizeof address.sun_path)
		return err_set(err, -ENAMETOOLONG,
		    "the path of the local socket is longer than %zu bytes: %s",
		    sizeof address.sun_path - 1, path);
	memcpy(address.sun_path, path, strlen(path) + 1);
	fd = bind_unix(&address, err);
	if (fd < 0)
		return fd;
	server->unix_path = strdup(path);
	return hand_over(server, 1, fd, err);
}

void
listen_stop(struct http_server *server)
{
	for (size_t i = 0; i < ARRAY_LEN(server->bound); i++)
		if (server->bound[i]) {
			evhttp_del_accept_socket(
			    server->engine, server->bound[i]);
			server->bound[i] = NULL;
		}
	if (server->unix_path)
		unlink(server->unix_path);
	free(server->unix_path);
	server->unix_path = NULL;
}
