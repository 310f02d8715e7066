/* SPDX-License-Identifier: Apache-2.0 */
/* Has another title for its event each time. */
#include <stdio.h>
#include <time.h>

#include "bad.h"

BAD_SYNC(bad_sync)
{
	struct ambit_event event = bad_event("only");
	struct timespec now;
	char title[40];

	BAD_UNUSED;
	clock_gettime(CLOCK_MONOTONIC, &now);
	snprintf(title, sizeof title, "At %ld", (long)now.tv_nsec);
	event.summary = title;
	return host->emit(run, &event);
}

BAD_PLUGIN(bad_sync);
