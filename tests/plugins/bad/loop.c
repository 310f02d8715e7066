/* SPDX-License-Identifier: Apache-2.0 */
/* Never ends, never asks. */
#include "bad.h"

BAD_SYNC(bad_sync)
{
	volatile unsigned turns = 0;

	BAD_UNUSED;
	for (;;)
		turns++;
	return AMBIT_OK;
}

BAD_PLUGIN(bad_sync);
