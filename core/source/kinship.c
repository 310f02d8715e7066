/* SPDX-License-Identifier: Apache-2.0 */
#include "kinship.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/vec.h"
#include "source/keyset.h"

struct kinship {
	struct keyset *given; /* -> index into uids */
	VEC(char *) uids;
};

struct kinship *
kinship_new(void)
{
	struct kinship *kinship = calloc(1, sizeof *kinship);

	if (!kinship)
		return NULL;
	kinship->given = keyset_new();
	if (!kinship->given) {
		free(kinship);
		return NULL;
	}
	return kinship;
}

void
kinship_free(struct kinship *kinship)
{
	if (!kinship)
		return;
	vec_each(&kinship->uids, uid)
		free(*uid);
	vec_free(&kinship->uids);
	keyset_free(kinship->given);
	free(kinship);
}

int
kinship_note(struct kinship *kinship, const char *given, const char *uid)
{
	const char *known = kinship_uid(kinship, given);
	char *copy;

	if (known && strcmp(known, uid) == 0)
		return 0;
	copy = strdup(uid);
	if (!copy || vec_push(&kinship->uids, copy) < 0) {
		free(copy);
		return -ENOMEM;
	}
	return keyset_put(
	    kinship->given, given, NULL, (int64_t)kinship->uids.len - 1);
}

const char *
kinship_uid(const struct kinship *kinship, const char *given)
{
	int64_t at;

	return keyset_get(kinship->given, given, NULL, &at)
		   ? kinship->uids.items[at]
		   : NULL;
}
