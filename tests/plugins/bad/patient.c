/* SPDX-License-Identifier: Apache-2.0 */
/* Never ends, but asks. */
#include "bad.h"

BAD_SYNC(bad_sync)
{
	BAD_UNUSED;
	while (!host->expired(run))
		;
	return AMBIT_CANCELLED;
}

BAD_PLUGIN(bad_sync);
