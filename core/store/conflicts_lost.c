/* SPDX-License-Identifier: Apache-2.0 */
#include "conflicts_lost.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/cleanup.h"

void
found_keys_free(struct found_keys *keys)
{
	vec_each(keys, key)
		free(*key);
	vec_free(keys);
}

/* "C1 [...]"; a code has no space. */
int
found_keys_add(struct found_keys *keys, const char *code, const char *subject)
{
	struct buf text = BUF_INIT;
	char *key;

	buf_addf(&text, "%s ", code);
	buf_adds(&text, subject);
	key = buf_steal(&text);
	if (key && vec_push(keys, key) == 0)
		return 0;
	free(key);
	return -ENOMEM;
}

struct stored {
	struct found_keys keys;
	bool (*of)(const char *code);
};

static int
add_stored(const struct conflict *conflict, void *arg, struct err *err)
{
	struct stored *stored = arg;

	if (!conflict->found || !stored->of(conflict->code))
		return 0;
	return found_keys_add(
		   &stored->keys, conflict->code, conflict->subject) < 0
		   ? err_set(err, -ENOMEM, "look for conflicts")
		   : 0;
}

static int
compare(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* key is cut at its space. */
static int
lose(struct store *store, const struct actor *actor, char *key, struct err *err)
{
	char *space = strchr(key, ' ');

	*space = '\0';
	return conflict_gone(store, actor, key, space + 1, err);
}

int
conflicts_lose(struct store *store, const struct actor *actor,
    struct found_keys *found, bool (*of)(const char *code), struct err *err)
{
	struct stored stored = { VEC_INIT, of };
	struct conflict_filter filter = { .id = NULL };
	int rc = conflicts_each(store, &filter, add_stored, &stored, err);

	if (found->len)
		qsort(found->items, found->len, sizeof *found->items, compare);
	vec_each(&stored.keys, key)
		if (rc == 0 &&
		    !(found->len && bsearch(key, found->items, found->len,
					sizeof *found->items, compare)))
			rc = lose(store, actor, *key, err);
	found_keys_free(&stored.keys);
	return rc;
}
