/* SPDX-License-Identifier: Apache-2.0 */
/* Does not look at what emit says. */
#include "bad.h"

BAD_SYNC(bad_sync)
{
	struct ambit_event first = bad_event("first");
	struct ambit_event second = bad_event("second");

	BAD_UNUSED;
	host->emit(run, &first);
	host->emit(run, &second);
	return AMBIT_OK;
}

BAD_PLUGIN(bad_sync);
