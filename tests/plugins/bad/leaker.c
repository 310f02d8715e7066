/* SPDX-License-Identifier: Apache-2.0 */
/* Loses what it has taken. */
#include <stdio.h>
#include <stdlib.h>

#include "bad.h"

BAD_SYNC(bad_sync)
{
	struct ambit_event event = bad_event("only");
	char *title = malloc(4000);

	BAD_UNUSED;
	if (!title)
		return AMBIT_RETRY;
	snprintf(title, 4000, "Lost");
	event.summary = title;
	return host->emit(run, &event);
}

BAD_PLUGIN(bad_sync);
