/* SPDX-License-Identifier: Apache-2.0 */
/* A frame of the right form with a record that is none. */
#include <unistd.h>

#include "bad.h"

BAD_SYNC(bad_sync)
{
	static const char frame[] = { 3, 0, 0, 0, 17, 99, 99, 99 };

	BAD_UNUSED;
	return write(3, frame, sizeof frame) > 0 ? AMBIT_OK : AMBIT_BUG;
}

BAD_PLUGIN(bad_sync);
