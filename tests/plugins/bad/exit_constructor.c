/* SPDX-License-Identifier: Apache-2.0 */
/* Is gone while it is being loaded. */
#include <unistd.h>

#include "bad.h"

__attribute__((constructor)) static void
leave(void)
{
	_exit(0);
}

BAD_SYNC(bad_sync)
{
	BAD_UNUSED;
	return AMBIT_OK;
}

BAD_PLUGIN(bad_sync);
