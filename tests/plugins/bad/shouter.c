/* SPDX-License-Identifier: Apache-2.0 */
/* Writes to standard error without end. */
#include <unistd.h>

#include "bad.h"

BAD_SYNC(bad_sync)
{
	static const char text[] = "once more, and once more, and once more\n";
	struct ambit_event event = bad_event("one");

	BAD_UNUSED;
	host->emit(run, &event);
	while (write(STDERR_FILENO, text, sizeof text - 1) > 0)
		continue;
	return AMBIT_OK;
}

BAD_PLUGIN(bad_sync);
