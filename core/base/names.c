/* SPDX-License-Identifier: Apache-2.0 */
/* An open hash table with linear probing over the array of texts; nothing is
 * ever taken out. */
#include "names.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

void
names_free(struct names *names)
{
	vec_each(&names->texts, text)
		free(*text);
	vec_free(&names->texts);
	free(names->slots);
	*names = (struct names){ .nslots = 0 };
}

/* The slot of a text, or the empty one where it would be. */
static int32_t *
slot_of(const struct names *names, const char *text)
{
	size_t at = hash64(text, strlen(text), 0) & (names->nslots - 1);

	while (names->slots[at] &&
	       strcmp(names->texts.items[names->slots[at] - 1], text) != 0)
		at = (at + 1) & (names->nslots - 1);
	return &names->slots[at];
}

int32_t
names_find(const struct names *names, const char *text)
{
	return names->nslots && text ? *slot_of(names, text) - 1 : -1;
}

/* Twice the slots, of which at most half are taken. */
static int
grow(struct names *names)
{
	size_t nslots = names->nslots ? 2 * names->nslots : 64;
	int32_t *slots = calloc(nslots, sizeof *slots);

	if (!slots)
		return -ENOMEM;
	free(names->slots);
	names->slots = slots;
	names->nslots = nslots;
	for (size_t i = 0; i < names->texts.len; i++)
		*slot_of(names, names->texts.items[i]) = (int32_t)i + 1;
	return 0;
}

int
names_add(struct names *names, const char *text, int32_t *out)
{
	int32_t number = names_find(names, text);
	char *copy;

	if (number >= 0) {
		*out = number;
		return 0;
	}
	if (2 * names->texts.len >= names->nslots && grow(names) < 0)
		return -ENOMEM;
	copy = strdup(text);
	if (!copy || vec_push(&names->texts, copy) < 0) {
		free(copy);
		return -ENOMEM;
	}
	*out = (int32_t)names->texts.len - 1;
	*slot_of(names, text) = *out + 1;
	return 0;
}

const char *
names_text(const struct names *names, int32_t number)
{
	return number >= 0 && (size_t)number < names->texts.len
		   ? names->texts.items[number]
		   : NULL;
}
