/* SPDX-License-Identifier: Apache-2.0 */
/* Writes over the wire by itself. */
#include <unistd.h>

#include "bad.h"

BAD_SYNC(bad_sync)
{
	static const char text[] = "this is no frame at all";

	BAD_UNUSED;
	return write(3, text, sizeof text) > 0 ? AMBIT_OK : AMBIT_BUG;
}

BAD_PLUGIN(bad_sync);
