/* SPDX-License-Identifier: Apache-2.0 */
/* Who is at the other end of a socket. */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

#include "http/server_inside.h"

static void
fill_local(struct http_peer *peer, int fd)
{
	struct ucred cred;
	socklen_t len = sizeof cred;

	if (getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &cred, &len) < 0)
		return;
	peer->local = true;
	peer->uid = cred.uid;
	peer->pid = cred.pid;
	snprintf(peer->address, sizeof peer->address, "local");
}

static void
fill_ipv6(struct http_peer *peer, const struct sockaddr_in6 *address)
{
	const struct in6_addr *in6 = &address->sin6_addr;

	if (IN6_IS_ADDR_V4MAPPED(in6))
		inet_ntop(AF_INET, in6->s6_addr + 12, peer->address,
		    sizeof peer->address);
	else
		inet_ntop(AF_INET6, in6, peer->address, sizeof peer->address);
}

void
peer_fill(struct http_peer *peer, int fd)
{
	union {
		struct sockaddr any;
		struct sockaddr_in in;
		struct sockaddr_in6 in6;
		struct sockaddr_storage room;
	} address = { .room = { .ss_family = AF_UNSPEC } };
	socklen_t len = sizeof address;

	*peer = (struct http_peer){ .uid = (uid_t)-1, .address = "unknown" };
	if (getpeername(fd, &address.any, &len) < 0)
		return;
	if (address.any.sa_family == AF_UNIX)
		fill_local(peer, fd);
	else if (address.any.sa_family == AF_INET)
		inet_ntop(AF_INET, &address.in.sin_addr, peer->address,
		    sizeof peer->address);
	else if (address.any.sa_family == AF_INET6)
		fill_ipv6(peer, &address.in6);
}
