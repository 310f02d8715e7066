/* SPDX-License-Identifier: Apache-2.0 */
#include "match.h"

#include <ctype.h>
#include <string.h>

/* Does text hold the word or words, whatever their case, not as a part of
 * another word? */
static int
holds_words(const char *text, const char *words, size_t len)
{
	for (const char *p = text; p && *p; p++) {
		size_t i = 0;

		if (p > text && isalnum((unsigned char)p[-1]))
			continue;
		while (i < len && p[i] &&
		       tolower((unsigned char)p[i]) ==
			   tolower((unsigned char)words[i]))
			i++;
		if (i == len && !isalnum((unsigned char)p[i]))
			return 1;
	}
	return 0;
}

/* Is it in the title or in a category? */
static int
event_names(const struct ambit_event *event, const char *words, size_t len)
{
	if (holds_words(event->summary, words, len))
		return 1;
	for (size_t i = 0; event->categories && event->categories[i]; i++)
		if (holds_words(event->categories[i], words, len))
			return 1;
	return 0;
}

const char *
match_event(
    const struct ambit_event *event, const char *list, char *out, size_t room)
{
	for (size_t len; list && *list; list += len + (list[len] == '|')) {
		len = strcspn(list, "|");
		if (!len || len >= room || !event_names(event, list, len))
			continue;
		memcpy(out, list, len);
		out[len] = '\0';
		return out;
	}
	return NULL;
}
