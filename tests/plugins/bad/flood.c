/* SPDX-License-Identifier: Apache-2.0 */
/* Brings events without end, whatever it is told. */
#include "bad.h"

BAD_SYNC(bad_sync)
{
	struct ambit_event event = bad_event("one");

	BAD_UNUSED;
	for (;;)
		host->emit(run, &event);
	return AMBIT_OK;
}

BAD_PLUGIN(bad_sync);
