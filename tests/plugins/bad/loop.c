/* SPDX-License-Identifier: Apache-2.0 */
/* Never ends, never asks. */
#include "bad.h"

BAD_SYNC(bad_sync)
{
	struct ambit_event event = bad_event("one");
	volatile unsigned turns = 0;

	BAD_UNUSED;
	host->emit(run, &event);
	for (;;)
		turns++;
	return AMBIT_OK;
}

BAD_PLUGIN(bad_sync);
