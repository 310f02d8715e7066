/* SPDX-License-Identifier: Apache-2.0 */
/* Writes where there is nothing, after it brought an event. */
#include "bad.h"

BAD_SYNC(bad_sync)
{
	struct ambit_event event = bad_event("one");
	volatile int *volatile nowhere = NULL;

	BAD_UNUSED;
	host->emit(run, &event);
	*nowhere = 1;
	return AMBIT_OK;
}

BAD_PLUGIN(bad_sync);
