/* SPDX-License-Identifier: Apache-2.0 */
/* Starts a process of its own. */
#include <unistd.h>

#include "bad.h"

BAD_SYNC(bad_sync)
{
	struct ambit_event event = bad_event("one");
	pid_t pid;

	BAD_UNUSED;
	host->emit(run, &event);
	pid = fork();
	if (pid == 0)
		for (;;)
			pause();
	return bad_door(host, run, "start a process", (int)pid);
}

BAD_PLUGIN(bad_sync);
