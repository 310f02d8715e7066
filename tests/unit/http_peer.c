/* SPDX-License-Identifier: Apache-2.0 */
#include "http_peer.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>
#include <zlib.h>

#include "base/cleanup.h"

struct http_peer server;

static bool
say(int fd, const void *bytes, size_t len)
{
	return send(fd, bytes, len, MSG_NOSIGNAL) == (ssize_t)len;
}

static void
say_text(int fd, const char *text)
{
	say(fd, text, strlen(text));
}

static void
serve_plain(int fd, const char *request)
{
	int version = atomic_load(&server.version);
	char etag[32], answer[256];

	snprintf(etag, sizeof etag, "\"v%d\"", version);
	if (strstr(request, "If-None-Match: ") && strstr(request, etag))
		snprintf(answer, sizeof answer,
		    "HTTP/1.1 304 Not Modified\r\nETag: %s\r\n"
		    "Connection: close\r\n\r\n",
		    etag);
	else
		snprintf(answer, sizeof answer,
		    "HTTP/1.1 200 OK\r\nETag: %s\r\n"
		    "Content-Type: text/calendar\r\nContent-Length: 9\r\n"
		    "Connection: close\r\n\r\nversion %d",
		    etag, version);
	say_text(fd, answer);
}

static void
serve_chunks(int fd, const char *request)
{
	char chunk[5 + 1024 + 2] = "400\r\n";

	(void)request;
	memset(chunk + 5, 'x', 1024);
	memcpy(chunk + 5 + 1024, "\r\n", 2);
	say_text(fd, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
	while (say(fd, chunk, sizeof chunk))
		;
}

/* 64 MiB of zeros in about 64 KiB. */
static void
serve_bomb(int fd, const char *request)
{
	static unsigned char zeros[1 << 16], out[1 << 16];
	z_stream stream = { .zalloc = Z_NULL };

	(void)request;
	say_text(fd, "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n"
		     "Connection: close\r\n\r\n");
	if (deflateInit2(
		&stream, 9, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) != Z_OK)
		return;
	for (int i = 0; i <= 1024; i++) {
		stream.next_in = zeros;
		stream.avail_in = i < 1024 ? sizeof zeros : 0;
		do {
			stream.next_out = out;
			stream.avail_out = sizeof out;
			deflate(&stream, i < 1024 ? Z_NO_FLUSH : Z_FINISH);
			say(fd, out, sizeof out - stream.avail_out);
		} while (stream.avail_out == 0);
	}
	deflateEnd(&stream);
}

/* Says nothing until the other side gives up. */
static void
serve_silence(int fd, const char *request)
{
	char rest[256];

	(void)request;
	while (recv(fd, rest, sizeof rest, 0) > 0)
		;
}

static void
serve_headers(int fd, const char *request)
{
	(void)request;
	say_text(fd, "HTTP/1.1 200 OK\r\n");
	while (say(fd, "X-More: of this\r\n", 17))
		;
}

static void
serve_echo(int fd, const char *request)
{
	say_text(fd, "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n");
	say_text(fd, request);
}

static void
serve_to(int fd, const char *request)
{
	const char *target = strchr(request, '?') + 1;
	char answer[600];

	snprintf(answer, sizeof answer,
	    "HTTP/1.1 302 Found\r\nLocation: %.*s\r\n"
	    "Content-Length: 0\r\nConnection: close\r\n\r\n",
	    (int)strcspn(target, " "), target);
	say_text(fd, answer);
}

static const struct page {
	const char *path;
	void (*serve)(int fd, const char *request);
	const char *answer;
} pages[] = {
	{ "/plain", serve_plain, NULL },
	{ "/chunks", serve_chunks, NULL },
	{ "/bomb", serve_bomb, NULL },
	{ "/silence", serve_silence, NULL },
	{ "/headers", serve_headers, NULL },
	{ "/echo", serve_echo, NULL },
	{ "/to?", serve_to, NULL },
	{ "/loop", NULL,
	    "HTTP/1.1 302 Found\r\nLocation: /loop\r\n"
	    "Content-Length: 0\r\nConnection: close\r\n\r\n" },
	{ "/hop", NULL,
	    "HTTP/1.1 302 Found\r\nLocation: /plain\r\n"
	    "Content-Length: 0\r\nConnection: close\r\n\r\n" },
	{ "/to-file", NULL,
	    "HTTP/1.1 302 Found\r\nLocation: file:///etc/passwd\r\n"
	    "Content-Length: 0\r\nConnection: close\r\n\r\n" },
	{ "/cut", NULL,
	    "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n"
	    "Connection: close\r\n\r\nten bytes." },
	{ "/large", NULL,
	    "HTTP/1.1 200 OK\r\nContent-Length: 999999\r\n"
	    "Connection: close\r\n\r\n" },
	{ "/busy", NULL,
	    "HTTP/1.1 503 Service Unavailable\r\nRetry-After: 120\r\n"
	    "Content-Length: 0\r\nConnection: close\r\n\r\n" },
	{ "/gone", NULL,
	    "HTTP/1.1 410 Gone\r\nContent-Length: 4\r\n"
	    "Connection: close\r\n\r\ngone" },
};

static void
answer(int fd)
{
	char request[2048] = "";
	size_t have = 0;

	while (!strstr(request, "\r\n\r\n") && have < sizeof request - 1) {
		ssize_t n =
		    recv(fd, request + have, sizeof request - 1 - have, 0);

		if (n <= 0)
			return;
		have += (size_t)n;
		request[have] = '\0';
	}
	atomic_fetch_add(&server.requests, 1);
	for (size_t i = 0; i < ARRAY_LEN(pages); i++) {
		size_t len = strlen(pages[i].path);

		if (strncmp(request + 4, pages[i].path, len) != 0)
			continue;
		if (pages[i].serve)
			pages[i].serve(fd, request);
		else
			say_text(fd, pages[i].answer);
		return;
	}
}

static void *
server_run(void *arg)
{
	int fd;

	(void)arg;
	while ((fd = accept(server.fd, NULL, NULL)) >= 0) {
		answer(fd);
		shutdown(fd, SHUT_WR);
		close(fd);
	}
	return NULL;
}

int
http_peer_start(void **state)
{
	struct sockaddr_in at = { .sin_family = AF_INET,
		.sin_addr = { htonl(INADDR_LOOPBACK) } };
	socklen_t len = sizeof at;

	(void)state;
	server.fd = socket(AF_INET, SOCK_STREAM, 0);
	if (bind(server.fd, (struct sockaddr *)&at, sizeof at) < 0 ||
	    listen(server.fd, 8) < 0 ||
	    getsockname(server.fd, (struct sockaddr *)&at, &len) < 0)
		return -1;
	server.port = ntohs(at.sin_port);
	return pthread_create(&server.thread, NULL, server_run, NULL);
}

int
http_peer_stop(void **state)
{
	(void)state;
	shutdown(server.fd, SHUT_RDWR);
	pthread_join(server.thread, NULL);
	close(server.fd);
	return 0;
}
