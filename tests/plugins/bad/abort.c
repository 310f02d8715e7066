/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>

#include "bad.h"

BAD_SYNC(bad_sync)
{
	BAD_UNUSED;
	abort();
}

BAD_PLUGIN(bad_sync);
