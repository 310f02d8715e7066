/* SPDX-License-Identifier: Apache-2.0 */
/* One event that is not UTF-8, between two good ones. */
#include "bad.h"

BAD_SYNC(bad_sync)
{
	struct ambit_event first = bad_event("first");
	struct ambit_event second = bad_event("second");
	struct ambit_event third = bad_event("third");

	BAD_UNUSED;
	second.summary = "\xff\xfe";
	second.line = 12;
	host->emit(run, &first);
	host->emit(run, &second);
	host->emit(run, &third);
	return AMBIT_OK;
}

BAD_PLUGIN(bad_sync);
