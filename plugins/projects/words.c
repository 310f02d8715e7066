/* SPDX-License-Identifier: Apache-2.0 */
#include "words.h"

#include <stdlib.h>
#include <string.h>

/* More months or days in one sum are a slip of the pen. */
#define NUMBER_MOST 600

/* Without the blanks around it, in place. */
static char *
trimmed(char *text)
{
	char *end;

	text += strspn(text, " \t\r");
	end = text + strlen(text);
	while (end > text && strchr(" \t\r", end[-1]))
		*--end = '\0';
	return text;
}

char *
part(char **text, const char *sign)
{
	char *found = *text ? strsep(text, sign) : NULL;

	return found ? trimmed(found) : NULL;
}

int
word_index(const char *word, const char *const *words, int n)
{
	for (int i = 0; word && i < n; i++)
		if (!strcmp(word, words[i]))
			return i;
	return -1;
}

int
number_read(const char *text, int *out)
{
	char *end;
	long number = text ? strtol(text, &end, 10) : -1;

	if (number < 0 || number > NUMBER_MOST || end == text || *end)
		return -1;
	*out = (int)number;
	return 0;
}
