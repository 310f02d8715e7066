/* SPDX-License-Identifier: Apache-2.0 */
/* Leaves a process behind that holds the wire open. */
#include <unistd.h>

#include "bad.h"

BAD_SYNC(bad_sync)
{
	BAD_UNUSED;
	if (fork() == 0)
		for (;;)
			pause();
	return AMBIT_OK;
}

BAD_PLUGIN(bad_sync);
