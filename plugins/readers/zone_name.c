/* SPDX-License-Identifier: Apache-2.0 */
#include "zone_name.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define ZONE_FOLDER "/usr/share/zoneinfo/"

static bool
name_plausible(const char *name)
{
	size_t len = strspn(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				  "abcdefghijklmnopqrstuvwxyz"
				  "0123456789_+-/");

	return name[0] && !name[len] && len < 64 && name[0] != '/' &&
	       !strstr(name, "//");
}

bool
zone_name_known(const char *name)
{
	char path[sizeof ZONE_FOLDER + 64], magic[4] = "";
	int fd;

	if (!name_plausible(name))
		return false;
	snprintf(path, sizeof path, ZONE_FOLDER "%s", name);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return false;
	if (read(fd, magic, sizeof magic) != (ssize_t)sizeof magic)
		magic[0] = '\0';
	close(fd);
	return memcmp(magic, "TZif", sizeof magic) == 0; /* RFC 8536 3.1 */
}
