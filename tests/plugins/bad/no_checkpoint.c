/* SPDX-License-Identifier: Apache-2.0 */
/* Fails after it brought something: no checkpoint, so nothing counts. */
#include "bad.h"

BAD_SYNC(bad_sync)
{
	struct ambit_event event = bad_event("one");

	BAD_UNUSED;
	host->emit(run, &event);
	host->log(run, AMBIT_LOG_ERROR, "the source went away");
	return AMBIT_RETRY;
}

BAD_PLUGIN(bad_sync);
