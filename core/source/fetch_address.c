/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which addresses a feed may not make us call: those of this machine and of
 * the networks behind it. Checked when the socket is opened, so whatever a
 * name resolves to, and wherever a redirect leads, comes by here.
 */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <string.h>

#include "base/cleanup.h"
#include "source/fetch_parts.h"

struct block4 {
	uint32_t net;
	int bits;
};

#define NET(a, b, c) ((uint32_t)(a) << 24 | (uint32_t)(b) << 16 | (c) << 8)

/* RFC 6890 section 2.2.2, as kept by IANA. */
static const struct block4 blocks4[] = {
	{ NET(0, 0, 0), 8 }, { NET(10, 0, 0), 8 }, { NET(100, 64, 0), 10 },
	{ NET(127, 0, 0), 8 }, { NET(169, 254, 0), 16 },
	{ NET(172, 16, 0), 12 }, { NET(192, 0, 0), 24 }, { NET(192, 0, 2), 24 },
	{ NET(192, 168, 0), 16 }, { NET(198, 18, 0), 15 },
	{ NET(198, 51, 100), 24 }, { NET(203, 0, 113), 24 },
	{ NET(224, 0, 0), 3 }, /* multicast, reserved, broadcast */
};

static bool
public4(uint32_t address)
{
	for (size_t i = 0; i < ARRAY_LEN(blocks4); i++)
		if ((address ^ blocks4[i].net) >> (32 - blocks4[i].bits) == 0)
			return false;
	return true;
}

static uint32_t
read4(const uint8_t *p)
{
	return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 |
	       (uint32_t)p[2] << 8 | p[3];
}

static bool
has_prefix(const uint8_t *p, const char *prefix, size_t len)
{
	return memcmp(p, prefix, len) == 0;
}

/* Only 2000::/3 is given out as global unicast (RFC 4291 section 2.4). */
static bool
public6(const uint8_t *p)
{
	static const char zeros[12] = { 0 };

	if (has_prefix(p, "\0\0\0\0\0\0\0\0\0\0\xff\xff", 12)) /* mapped */
		return public4(read4(p + 12));
	if (has_prefix(p, "\0\x64\xff\x9b\0\0\0\0\0\0\0\0", 12)) /* NAT64 */
		return public4(read4(p + 12));
	if (has_prefix(p, zeros, 12)) /* ::, ::1, compatible */
		return false;
	if (has_prefix(p, "\x20\x02", 2)) /* 6to4 */
		return public4(read4(p + 2));
	if (has_prefix(p, "\x20\x01\0\0", 4)) /* Teredo */
		return false;
	if (has_prefix(p, "\x20\x01\x0d\xb8", 4)) /* documentation */
		return false;
	return (p[0] & 0xe0) == 0x20;
}

bool
address_public(const struct sockaddr *address)
{
	if (address->sa_family == AF_INET) {
		struct sockaddr_in in;

		memcpy(&in, address, sizeof in);
		return public4(ntohl(in.sin_addr.s_addr));
	}
	if (address->sa_family == AF_INET6) {
		struct sockaddr_in6 in6;

		memcpy(&in6, address, sizeof in6);
		return public6(in6.sin6_addr.s6_addr);
	}
	return false;
}
