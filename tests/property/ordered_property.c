/* SPDX-License-Identifier: Apache-2.0 */
/* Ordered sets against a plain array of flags; older versions, which share
 * nodes with the newer ones, must stay as they were. */
#include "chance.h"

#include <stdbool.h>
#include <string.h>

#include "store/ordered.h"

#define ITEMS 12000
#define VERSIONS 4

struct item {
	int key;
	int refs;
};

static int
compare(const void *a, const void *b)
{
	const struct item *x = a, *y = b;

	return (x->key > y->key) - (x->key < y->key);
}

static void
ref(void *item)
{
	((struct item *)item)->refs++;
}

static void
unref(void *item)
{
	((struct item *)item)->refs--;
}

static const struct ordering ordering = { compare, ref, unref };

/* Two items of each key, so that one can take the other's place; in[] tells
 * which of them is in: 0 none, 1 or 2. */
struct version {
	struct ordered set;
	unsigned char in[ITEMS];
};

static struct item items[2][ITEMS];

static struct item *
item_of(const struct version *version, int key)
{
	return version->in[key] ? &items[version->in[key] - 1][key] : NULL;
}

static void
check(struct chance *chance, const struct version *version)
{
	struct ordered_walk walk;
	struct item *item = ordered_first(&version->set, NULL, &walk);
	size_t len = 0;

	for (int key = 0; key < ITEMS; key++) {
		if (!version->in[key])
			continue;
		if (item != item_of(version, key))
			chance_fail(chance, "walk: key %d", key);
		item = ordered_next(&walk);
		len++;
	}
	if (item || len != version->set.len)
		chance_fail(chance, "%zu of %zu", version->set.len, len);
}

static void
check_find(struct chance *chance, const struct version *version)
{
	struct item key = { .key = (int)chance_range(chance, 0, ITEMS - 1) };
	struct ordered_walk walk;
	int next = key.key;

	if (ordered_find(&version->set, &key) != item_of(version, key.key))
		chance_fail(chance, "find: key %d", key.key);
	while (next < ITEMS && !version->in[next])
		next++;
	if (ordered_first(&version->set, &key, &walk) !=
	    (next < ITEMS ? item_of(version, next) : NULL))
		chance_fail(chance, "first: key %d", key.key);
}

/* From old, with n random changes among a random range of keys. */
static void
change(struct chance *chance, const struct version *old, struct version *new,
    size_t n)
{
	struct ordered_op *ops = calloc(2 * n + 1, sizeof *ops);
	int low = (int)chance_range(chance, 0, ITEMS - 1);
	int high = (int)chance_range(chance, low, ITEMS - 1);
	bool mostly_put = chance_one_in(chance, 2);
	bool done[ITEMS] = { false };
	size_t len = 0;

	memcpy(new->in, old->in, sizeof new->in);
	for (size_t i = 0; i < n; i++) {
		int key = (int)chance_range(chance, low, high);
		int which = (int)chance_range(chance, 0, 1);
		bool put = chance_one_in(chance, 4) != mostly_put;

		if (done[key])
			continue;
		done[key] = true;
		/* A put wins over the removal of its equal. */
		if (put && chance_one_in(chance, 3))
			ops[len++] = (struct ordered_op){ &items[0][key], 0 };
		ops[len++] = (struct ordered_op){ &items[which][key], put };
		new->in[key] = put ? (unsigned char)(which + 1) : 0;
	}
	assert_int_equal(ordered_apply(&new->set, &old->set, ops, len), 0);
	free(ops);
}

static void
versions_are_as_their_twins(void **state)
{
	struct chance chance = chance_start();
	static struct version versions[VERSIONS];

	(void)state;
	for (int key = 0; key < ITEMS; key++)
		items[0][key].key = items[1][key].key = key;
	for (int i = 0; i < VERSIONS; i++)
		versions[i].set = ORDERED_EMPTY(&ordering);
	for (int i = 0; i < 3000; i++) {
		struct version new;
		int from = (int)chance_range(&chance, 0, VERSIONS - 1);
		int to = (int)chance_range(&chance, 0, VERSIONS - 1);
		int64_t most = chance_one_in(&chance, 20) ? 2 * ITEMS : 12;

		change(&chance, &versions[from], &new,
		    (size_t)chance_range(&chance, 0, most));
		ordered_free(&versions[to].set);
		versions[to] = new;
		for (int v = 0; i % 10 == 0 && v < VERSIONS; v++)
			check(&chance, &versions[v]);
		for (int k = 0; k < 10; k++)
			check_find(&chance, &versions[to]);
	}
	for (int i = 0; i < VERSIONS; i++) {
		check(&chance, &versions[i]);
		ordered_free(&versions[i].set);
	}
	for (int key = 0; key < ITEMS; key++)
		if (items[0][key].refs || items[1][key].refs)
			chance_fail(&chance, "key %d is still held", key);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(versions_are_as_their_twins),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
