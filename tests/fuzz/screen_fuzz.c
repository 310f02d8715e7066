/* SPDX-License-Identifier: Apache-2.0 */
/* The screen before the HTTP engine: it comes to an end, a ready request keeps
 * its bounds, and a refused one has a status and a reason. */
#include "fuzz.h"

#include "base/cleanup.h"
#include "http/screen.h"

#define MOST_HEADER 400
#define MOST_BODY 600

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	CLEANUP(screen_free) struct screen screen;
	size_t piece = 1 + fuzz_pick(data, len, 40);
	enum screen_state state;

	screen_init(&screen, MOST_HEADER, MOST_BODY);
	for (size_t at = 0, n; at < len; at += n) {
		n = len - at < piece ? len - at : piece;
		state = screen_feed(&screen, (const char *)data + at, n);
		while (state == SCREEN_READY) {
			fuzz_must(screen.body.len <= MOST_BODY &&
				      screen.header_bytes <= MOST_HEADER,
			    "a request keeps its bounds");
			screen_ask(&screen);
			state = screen_next(&screen);
		}
		fuzz_must(state != SCREEN_REFUSED ||
			      (screen.status >= 400 && screen.why),
		    "a refusal says why");
	}
	return 0;
}
