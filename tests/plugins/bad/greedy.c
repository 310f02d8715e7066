/* SPDX-License-Identifier: Apache-2.0 */
/* Takes memory until there is no more, and does not look. */
#include <stdlib.h>
#include <string.h>

#include "bad.h"

BAD_SYNC(bad_sync)
{
	struct ambit_event event = bad_event("one");

	BAD_UNUSED;
	host->emit(run, &event);
	for (;;)
		memset(malloc(1 << 20), 1, 1 << 20);
	return AMBIT_OK;
}

BAD_PLUGIN(bad_sync);
