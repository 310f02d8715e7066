/* SPDX-License-Identifier: Apache-2.0 */
#include "host.h"

#include <string.h>

bool
trial_cancels(struct ambit_run *run)
{
	if (run->trial.fault != TRIAL_CANCEL)
		return false;
	run->emits++;
	if (run->emits > run->trial.at)
		run->emits_after++;
	return run->emits >= run->trial.at;
}

static void
answer(struct ambit_run *run, int32_t status, const char *error)
{
	body_unmap(&run->body);
	run->reply.status = status;
	run->reply.body = "";
	run->reply.body_len = 0;
	run->reply.error = error;
	run->reply.unchanged = 0;
}

static void
cut(struct ambit_run *run)
{
	size_t len = run->body.len;

	run->reply.unchanged = 0;
	if (!run->body.bytes)
		return;
	len = (size_t)((double)len * (double)run->trial.percent / 100);
	run->body.bytes[len] = '\0';
	run->reply.body_len = len;
}

void
trial_spoil(struct ambit_run *run)
{
	if (run->trial.fault < TRIAL_NO_ANSWER ||
	    ++run->fetches != run->trial.at)
		return;
	if (run->trial.fault == TRIAL_NO_ANSWER)
		answer(run, 0, "no answer, for trial");
	else if (run->trial.fault == TRIAL_DENIED)
		answer(run, 401, NULL);
	else if (run->trial.fault == TRIAL_BROKEN)
		answer(run, 503, NULL);
	else
		cut(run);
}
