/* SPDX-License-Identifier: Apache-2.0 */
/* Tells what it can see: its environment and its open descriptors. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>

#include "bad.h"

BAD_SYNC(bad_sync)
{
	char text[80];
	int open = 0;

	BAD_UNUSED;
	for (int fd = 0; fd < 1024; fd++)
		open += fcntl(fd, F_GETFD) >= 0;
	snprintf(text, sizeof text,
	    "%d descriptors, HOME %s, LANG %s, now %lld", open,
	    getenv("HOME") ? "set" : "unset",
	    getenv("LANG") ? getenv("LANG") : "unset",
	    (long long)host->now(run));
	host->log(run, AMBIT_LOG_INFO, text);
	return AMBIT_OK;
}

BAD_PLUGIN(bad_sync);
