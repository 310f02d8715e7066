/* SPDX-License-Identifier: Apache-2.0 */
/* Asks for fetches and never reads an answer. */
#include <unistd.h>

#include "bad.h"

BAD_SYNC(bad_sync)
{
	static const char frame[] = { 9, 0, 0, 0, 20, 1, 6, 'f', 'i', 'l', 'e',
		':', 'x', 0 };

	BAD_UNUSED;
	while (write(3, frame, sizeof frame) > 0)
		;
	return AMBIT_OK;
}

BAD_PLUGIN(bad_sync);
