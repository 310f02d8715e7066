/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>

#include "bad.h"

BAD_SYNC(bad_sync)
{
	struct ambit_event event = bad_event("one");

	BAD_UNUSED;
	host->emit(run, &event);
	abort();
}

BAD_PLUGIN(bad_sync);
