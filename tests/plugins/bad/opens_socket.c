/* SPDX-License-Identifier: Apache-2.0 */
/* Tries to speak to the world by itself. */
#include <sys/socket.h>

#include "bad.h"

BAD_SYNC(bad_sync)
{
	struct ambit_event event = bad_event("one");

	BAD_UNUSED;
	host->emit(run, &event);
	return bad_door(host, run, "open a socket",
	    socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
}

BAD_PLUGIN(bad_sync);
