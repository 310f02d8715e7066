/* SPDX-License-Identifier: Apache-2.0 */
/* Built for the first minor version, before "check" was appended; what lies
 * after its structs is not theirs. Its events end before the recurrence. */
#include "bad.h"

static const char *
not_ours(const void *config)
{
	(void)config;
	return "check was called, though size says that there is none";
}

BAD_SYNC(bad_sync)
{
	struct ambit_event event = bad_event("old");

	BAD_UNUSED;
	event.size = (uint32_t)offsetof(struct ambit_event, rrule);
	event.zone = "Europe/Madrid";
	event.rrule = (const char *)1; /* not given: beyond size */
	event.organ = (const char *)1;
	return host->emit(run, &event);
}

AMBIT_PLUGIN_EXPORT const struct ambit_plugin ambit_plugin = {
	(uint32_t)offsetof(struct ambit_plugin, check), AMBIT_ABI_MAJOR, 0,
	sizeof(struct ambit_key), BAD_PARTS(bad_sync), .check = not_ours
};
