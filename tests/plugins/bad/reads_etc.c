/* SPDX-License-Identifier: Apache-2.0 */
/* Looks for what the machine knows. */
#include <fcntl.h>

#include "bad.h"

BAD_SYNC(bad_sync)
{
	struct ambit_event event = bad_event("one");

	BAD_UNUSED;
	host->emit(run, &event);
	return bad_door(host, run, "open /etc/passwd",
	    open("/etc/passwd", O_RDONLY | O_CLOEXEC));
}

BAD_PLUGIN(bad_sync);
