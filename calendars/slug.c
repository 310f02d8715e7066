/* SPDX-License-Identifier: Apache-2.0 */
/* Names as parts of a path. */
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "base/fold.h"
#include "base/text.h"
#include "calendars/feed.h"

#define SLUG_MAX 63
#define SLUG_MARK 9 /* "-" and eight digits */

/* Words of ASCII letters and digits, joined. false: the name was cut. */
static bool
fold_slug(char out[SLUG_MAX + 1], const char *name)
{
	char folded[1024];
	const char *c = folded;
	size_t len = 0;
	bool gap = false;

	text_fold(folded, sizeof folded, name);
	for (; *c; c++) {
		if (*c == ' ' || *c & 0x80) {
			gap = len > 0;
			continue;
		}
		if (len + gap >= SLUG_MAX)
			break;
		if (gap)
			out[len++] = '-';
		gap = false;
		out[len++] = *c;
	}
	out[len] = '\0';
	return !*c;
}

/* Names that cannot be told whole in ASCII end in a mark of their own, so
 * that two of them do not meet. */
char *
feed_slug(char out[64], const char *name)
{
	bool whole = fold_slug(out, name);
	size_t len = strlen(out);
	uint64_t mark = hash64(name, strlen(name), 0);

	if (whole && len)
		return out;
	if (len > SLUG_MAX - SLUG_MARK)
		len = SLUG_MAX - SLUG_MARK;
	while (len && out[len - 1] == '-')
		len--;
	snprintf(out + len, SLUG_MARK + 1, "%s%08x", len ? "-" : "",
	    (unsigned)(uint32_t)mark);
	return out;
}
