/* SPDX-License-Identifier: Apache-2.0 */
#include "bad.h"

BAD_SYNC(bad_sync)
{
	BAD_UNUSED;
	return 99;
}

BAD_PLUGIN(bad_sync);
