/* SPDX-License-Identifier: Apache-2.0 */
/* The iCalendar reader; and a text that is refused has brought no event. */
#include "fuzz.h"

#include "readers/ical.h"

static int
take(void *arg, struct ambit_event *event, const struct item_extra *extra)
{
	item_value(extra, "X-FEE");
	return fuzz_host.emit(arg, event);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	static const struct ical_options options[] = {
		{ .size = sizeof options[0] },
		{ .size = sizeof options[0], .zone = "Europe/Madrid" },
		{ .size = sizeof options[0], .max_line = 60, .max_depth = 3 },
	};
	struct ambit_run run = { .data = data, .len = len };
	int result = ical_read((const char *)data, len,
	    &options[fuzz_pick(data, len, 3)], &fuzz_host, &run, take, &run);

	fuzz_judge(&run, result);
	fuzz_must(result == AMBIT_OK || (!run.events && !run.quarantined),
	    "a part is never taken for the whole");
	return 0;
}
