/* SPDX-License-Identifier: Apache-2.0 */
/* Says more than anyone wants to hear, on both ways. */
#include <stdio.h>

#include "bad.h"

BAD_SYNC(bad_sync)
{
	BAD_UNUSED;
	for (int i = 0; i < 1000; i++) {
		fprintf(stderr, "line %d\n", i);
		host->log(run, AMBIT_LOG_INFO, "and once more");
	}
	return AMBIT_OK;
}

BAD_PLUGIN(bad_sync);
