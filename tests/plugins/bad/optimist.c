/* SPDX-License-Identifier: Apache-2.0 */
/* Takes every answer for the whole list. */
#include "bad.h"

BAD_SYNC(bad_sync)
{
	const struct ambit_request request = { sizeof request, "file:list" };
	const struct ambit_reply *reply = host->fetch(run, &request);
	struct ambit_event event = bad_event("only");

	BAD_UNUSED;
	if (reply->status != 200 || !reply->body_len)
		return AMBIT_OK;
	return host->emit(run, &event);
}

BAD_PLUGIN(bad_sync);
