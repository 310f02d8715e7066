/* SPDX-License-Identifier: Apache-2.0 */
/* Says that it is done, then brings an event. */
#include <unistd.h>

#include "bad.h"

BAD_SYNC(bad_sync)
{
	/* FRAME_DONE whose result, its first field, is 1 (zigzag 2). */
	static const char frame[] = { 3, 0, 0, 0, 23, 1, 2, 0 };
	struct ambit_event event = bad_event("late");

	BAD_UNUSED;
	if (write(3, frame, sizeof frame) < 0)
		return AMBIT_BUG;
	return host->emit(run, &event);
}

BAD_PLUGIN(bad_sync);
