/* SPDX-License-Identifier: Apache-2.0 */
#include "reply.h"

#include <stdio.h>

static int
status_result(int status)
{
	switch (status) {
	case 200:
		return AMBIT_OK;
	case 401:
	case 403:
	case 407:
		return AMBIT_AUTH;
	default:
		return AMBIT_RETRY;
	}
}

int
reply_result(const struct ambit_reply *reply, const struct ambit_host *host,
    struct ambit_run *run)
{
	int result = status_result(reply->status);
	char text[320];

	if (result == AMBIT_OK)
		return result;
	if (reply->status)
		snprintf(text, sizeof text, "the source answered %d%s",
		    reply->status,
		    reply->status == 404 || reply->status == 410
			? " (not there): is the address right?"
			: "");
	else
		snprintf(text, sizeof text, "%s",
		    reply->error ? reply->error : "no answer");
	host->log(run, AMBIT_LOG_ERROR, text);
	return host->expired(run) ? AMBIT_CANCELLED : result;
}
