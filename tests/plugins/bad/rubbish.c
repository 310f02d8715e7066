/* SPDX-License-Identifier: Apache-2.0 */
/* Writes over the wire by itself. */
#include <unistd.h>

#include "bad.h"

BAD_SYNC(bad_sync)
{
	static const char text[] = "this is no frame at all";
	struct ambit_event event = bad_event("one");

	BAD_UNUSED;
	host->emit(run, &event);
	return write(3, text, sizeof text) > 0 ? AMBIT_OK : AMBIT_BUG;
}

BAD_PLUGIN(bad_sync);
