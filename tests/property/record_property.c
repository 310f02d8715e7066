/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Random records through every form and back: wire, JSON, copy. Bytes that
 * were damaged on the way are refused, or are themselves the one way of
 * writing some record; they never crash.
 */
#include "chance.h"

#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/record.h"

#define ROUNDS 4000

static const char *const colours[] = { "", "red", "green", "blue", NULL };

struct leaf {
	int bold;
	double height;
	const char *name;
};

struct branch {
	uint32_t size;
	int colour;
	const struct leaf *const *leaves;
	const char *name;
	int64_t weight;
};

struct tree {
	const char *name;
	int64_t age;
	const char *const *tags;
	const struct branch *const *branches;
	double height;
	int tall;
	int colour;
	const struct leaf *const *fallen;
};

static const struct field leaf_fields[] = {
	RECORD_FIELD(leaf, bold, FIELD_BOOL),
	RECORD_FIELD(leaf, height, FIELD_REAL),
	RECORD_FIELD(leaf, name, FIELD_TEXT),
};
static const struct record leaf_record = { "leaf", sizeof(struct leaf), false,
	leaf_fields, ARRAY_LEN(leaf_fields) };

static const struct field branch_fields[] = {
	RECORD_FIELD(branch, colour, FIELD_CHOICE, .choices = colours),
	RECORD_FIELD(branch, leaves, FIELD_RECORDS, .of = &leaf_record),
	RECORD_FIELD(branch, name, FIELD_TEXT),
	RECORD_FIELD(branch, weight, FIELD_INT),
};
static const struct record branch_record = { "branch", sizeof(struct branch),
	true, branch_fields, ARRAY_LEN(branch_fields) };

static const struct field tree_fields[] = {
	RECORD_FIELD(tree, name, FIELD_TEXT),
	RECORD_FIELD(tree, age, FIELD_INT),
	RECORD_FIELD(tree, tags, FIELD_TEXTS),
	RECORD_FIELD(tree, branches, FIELD_RECORDS, .of = &branch_record),
	RECORD_FIELD(tree, height, FIELD_REAL),
	RECORD_FIELD(tree, tall, FIELD_BOOL),
	RECORD_FIELD(tree, colour, FIELD_CHOICE, .choices = colours),
	RECORD_FIELD(tree, fallen, FIELD_RECORDS, .of = &leaf_record),
};
static const struct record tree_record = { "tree", sizeof(struct tree), false,
	tree_fields, ARRAY_LEN(tree_fields) };

/* Everything that a random tree is made of, in places of its own. */
#define ITEMS 4
struct forest {
	struct tree tree;
	struct branch branches[ITEMS];
	struct leaf leaves[ITEMS + 1][ITEMS];
	const struct branch *branch_list[ITEMS + 1];
	const struct leaf *leaf_lists[ITEMS + 1][ITEMS + 1];
	const char *tags[ITEMS + 1];
	char texts[64][40];
	size_t ntexts;
};

static const char *
random_text(struct chance *chance, struct forest *forest)
{
	static const char *const pieces[] = { "a", "\"", "\\", "\n", "é", "</",
		"\x01", "\xf0\x9f\x98\x80", " plain " };
	char *text = forest->texts[forest->ntexts++];
	int64_t n = chance_range(chance, 0, 4);

	if (chance_one_in(chance, 3))
		return NULL;
	for (text[0] = '\0'; n > 0; n--)
		strcat(text,
		    pieces[chance_range(chance, 0, ARRAY_LEN(pieces) - 1)]);
	return text;
}

static int64_t
random_int(struct chance *chance)
{
	static const int64_t borders[] = { 0, 1, -1, 63, 64, -64, -65,
		INT64_MIN, INT64_MAX };

	if (chance_one_in(chance, 2))
		return borders[chance_range(chance, 0, ARRAY_LEN(borders) - 1)];
	return (int64_t)chance_bits(chance) >> chance_range(chance, 0, 63);
}

static double
random_real(struct chance *chance)
{
	static const double borders[] = { NAN, INFINITY, 0, -0.0, 41.3851,
		1e300, -1e-300, 0.1 };

	if (chance_one_in(chance, 2))
		return borders[chance_range(chance, 0, ARRAY_LEN(borders) - 1)];
	return (double)(int64_t)chance_bits(chance) / 1e12;
}

static const struct leaf *const *
random_leaves(struct chance *chance, struct forest *forest, int at)
{
	int64_t n = chance_range(chance, -1, ITEMS);

	for (int64_t i = 0; i < n; i++) {
		struct leaf *leaf = &forest->leaves[at][i];

		leaf->bold = (int)chance_range(chance, 0, 2);
		leaf->height = random_real(chance);
		leaf->name = random_text(chance, forest);
		forest->leaf_lists[at][i] = leaf;
	}
	return n < 0 ? NULL : forest->leaf_lists[at];
}

static const struct branch *const *
random_branches(struct chance *chance, struct forest *forest)
{
	int64_t n = chance_range(chance, -1, ITEMS);

	for (int i = 0; i < n; i++) {
		struct branch *branch = &forest->branches[i];

		branch->colour = (int)chance_range(chance, 0, 3);
		branch->leaves = random_leaves(chance, forest, i);
		branch->name = random_text(chance, forest);
		branch->weight = random_int(chance);
		/* Sometimes an older struct without the last members. */
		branch->size = chance_one_in(chance, 3)
				   ? offsetof(struct branch, name)
				   : sizeof *branch;
		forest->branch_list[i] = branch;
	}
	return n < 0 ? NULL : forest->branch_list;
}

static void
random_tree(struct chance *chance, struct forest *forest)
{
	struct tree *tree = &forest->tree;
	int64_t ntags = chance_range(chance, 0, ITEMS);

	memset(forest, 0, sizeof *forest);
	for (int64_t i = 0; i < ntags; i++) {
		forest->tags[i] = random_text(chance, forest);
		if (!forest->tags[i])
			break;
	}
	tree->name = random_text(chance, forest);
	tree->age = random_int(chance);
	tree->tags = chance_one_in(chance, 3) ? NULL : forest->tags;
	tree->branches = random_branches(chance, forest);
	tree->height = random_real(chance);
	tree->tall = (int)chance_range(chance, 0, 2);
	tree->colour = (int)chance_range(chance, 0, 3);
	tree->fallen = random_leaves(chance, forest, ITEMS);
}

/* The slow twin of record_equal: member by member, by hand. */
static bool
same_text(const char *a, const char *b)
{
	return a && b ? strcmp(a, b) == 0 : a == b;
}

static bool
same_real(double a, double b)
{
	return isfinite(a) && isfinite(b) ? a == b : isfinite(a) == isfinite(b);
}

static bool
same_leaves(const struct leaf *const *a, const struct leaf *const *b)
{
	if (!a || !b)
		return a == b;
	for (; *a && *b; a++, b++)
		if (!(*a)->bold != !(*b)->bold ||
		    !same_real((*a)->height, (*b)->height) ||
		    !same_text((*a)->name, (*b)->name))
			return false;
	return !*a && !*b;
}

static bool
same_branches(const struct branch *const *a, const struct branch *const *b)
{
	if (!a || !b)
		return a == b;
	for (; *a && *b; a++, b++) {
		bool a_whole = (*a)->size == sizeof **a;
		bool b_whole = (*b)->size == sizeof **b;

		if ((*a)->colour != (*b)->colour ||
		    !same_leaves((*a)->leaves, (*b)->leaves) ||
		    !same_text(a_whole ? (*a)->name : NULL,
			b_whole ? (*b)->name : NULL) ||
		    (a_whole ? (*a)->weight : 0) !=
			(b_whole ? (*b)->weight : 0))
			return false;
	}
	return !*a && !*b;
}

static bool
same_tags(const char *const *a, const char *const *b)
{
	if (!a || !b)
		return a == b;
	for (; *a && *b; a++, b++)
		if (strcmp(*a, *b) != 0)
			return false;
	return !*a && !*b;
}

static bool
same_tree(const struct tree *a, const struct tree *b)
{
	return same_text(a->name, b->name) && a->age == b->age &&
	       same_tags(a->tags, b->tags) &&
	       same_branches(a->branches, b->branches) &&
	       same_real(a->height, b->height) && !a->tall == !b->tall &&
	       a->colour == b->colour && same_leaves(a->fallen, b->fallen);
}

typedef void
check_fn(struct chance *chance, const struct tree *tree, struct buf *scratch);

static void
with_random_trees(int rounds, check_fn *check)
{
	struct chance chance = chance_start();

	for (int i = 0; i < rounds; i++) {
		CLEANUP(buf_free) struct buf scratch = BUF_INIT;
		struct forest forest;

		random_tree(&chance, &forest);
		check(&chance, &forest.tree, &scratch);
	}
}

static void
check_wire(struct chance *chance, const struct tree *tree, struct buf *wire)
{
	CLEANUP(buf_free) struct buf again = BUF_INIT;
	CLEANUP(freep) void *back = NULL;
	struct err err = ERR_INIT;

	record_encode(&tree_record, tree, wire);
	if (record_decode(&tree_record, wire->data, wire->len,
		&record_limits_default, &back, &err) < 0)
		chance_fail(chance, "%s", err.msg);
	if (!same_tree(tree, back))
		chance_fail(chance, "what came back differs");
	record_encode(&tree_record, back, &again);
	if (again.len != wire->len ||
	    memcmp(again.data, wire->data, wire->len) != 0)
		chance_fail(chance, "the bytes differ");
}

static void
wire_comes_back(void **state)
{
	(void)state;
	with_random_trees(ROUNDS, check_wire);
}

static void
check_json(struct chance *chance, const struct tree *tree, struct buf *json)
{
	CLEANUP(freep) void *back = NULL;
	struct err err = ERR_INIT;

	record_add_json(&tree_record, tree, json);
	if (record_from_json(
		&tree_record, buf_str(json), json->len, &back, &err) < 0)
		chance_fail(chance, "%s: %s", err.msg, buf_str(json));
	if (!same_tree(tree, back))
		chance_fail(chance, "differs: %s", buf_str(json));
}

static void
json_comes_back(void **state)
{
	(void)state;
	with_random_trees(ROUNDS, check_json);
}

static void
check_field(struct chance *chance, const struct tree *tree, struct buf *json)
{
	const struct field *field =
	    &tree_fields[chance_range(chance, 0, ARRAY_LEN(tree_fields) - 1)];
	CLEANUP(freep) void *block = NULL;
	struct err err = ERR_INIT;
	struct tree other;

	record_init(&tree_record, &other);
	field_add_json(field, tree, json);
	if (field_from_json(
		field, buf_str(json), json->len, &other, &block, &err) < 0)
		chance_fail(chance, "%s", err.msg);
	if (!field_equal(field, tree, &other) ||
	    field_given(field, tree) != field_given(field, &other))
		chance_fail(chance, "%s differs", field->name);
}

static void
fields_come_back_alone(void **state)
{
	(void)state;
	with_random_trees(ROUNDS, check_field);
}

static void
copies_and_equality_agree(void **state)
{
	struct chance chance = chance_start();
	struct forest one, other;
	int differ = 0;

	(void)state;
	for (int i = 0; i < ROUNDS; i++) {
		CLEANUP(freep) struct tree *copy = NULL;

		random_tree(&chance, &one);
		random_tree(&chance, &other);
		copy = record_copy(&tree_record, &one.tree);
		assert_non_null(copy);
		if (!same_tree(&one.tree, copy) ||
		    !record_equal(&tree_record, &one.tree, copy))
			chance_fail(&chance, "round %d: copy differs", i);
		/* One field of the copy becomes the other tree's. */
		switch (chance_range(&chance, 0, 4)) {
		case 0:
			copy->name = other.tree.name;
			break;
		case 1:
			copy->tags = other.tree.tags;
			break;
		case 2:
			copy->branches = other.tree.branches;
			break;
		case 3:
			copy->fallen = other.tree.fallen;
			break;
		default:
			copy->height = other.tree.height;
		}
		if (same_tree(&one.tree, copy) !=
		    record_equal(&tree_record, &one.tree, copy))
			chance_fail(&chance, "round %d: unlike the twin", i);
		differ += !same_tree(&one.tree, copy);
	}
	assert_in_range(differ, ROUNDS / 2, ROUNDS - 1);
}

static void
damage(struct chance *chance, struct buf *wire)
{
	size_t at = (size_t)chance_range(chance, 0, (int64_t)wire->len - 1);

	switch (chance_range(chance, 0, 3)) {
	case 0:
		wire->data[at] = (char)chance_bits(chance);
		break;
	case 1:
		wire->data[at] =
		    (char)(wire->data[at] ^ 1 << chance_range(chance, 0, 7));
		break;
	case 2:
		memmove(
		    wire->data + at, wire->data + at + 1, wire->len - at - 1);
		wire->len--;
		break;
	default:
		wire->len = at;
	}
}

static void
damaged_bytes_are_refused_or_canonical(void **state)
{
	struct chance chance = chance_start();
	struct forest forest;
	int refused = 0, taken = 0;

	(void)state;
	for (int i = 0; i < 10 * ROUNDS; i++) {
		CLEANUP(buf_free) struct buf wire = BUF_INIT, again = BUF_INIT;
		CLEANUP(freep) void *back = NULL, *exact = NULL;
		struct err err = ERR_INIT;

		random_tree(&chance, &forest);
		record_encode(&tree_record, &forest.tree, &wire);
		for (int64_t n = chance_range(&chance, 1, 3); n && wire.len;
		     n--)
			damage(&chance, &wire);
		/* No byte behind the end, so that a read beyond is seen. */
		exact = malloc(wire.len ? wire.len : 1);
		memcpy(exact, wire.data, wire.len);
		if (record_decode(&tree_record, exact, wire.len,
			&record_limits_default, &back, &err) < 0) {
			refused++;
			assert_int_not_equal(err.msg[0], '\0');
			continue;
		}
		taken++;
		record_encode(&tree_record, back, &again);
		if (again.len != wire.len ||
		    memcmp(again.data, wire.data, wire.len) != 0)
			chance_fail(&chance, "round %d: two ways", i);
	}
	assert_true(refused > ROUNDS && taken > ROUNDS / 10);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(wire_comes_back),
		cmocka_unit_test(json_comes_back),
		cmocka_unit_test(fields_come_back_alone),
		cmocka_unit_test(copies_and_equality_agree),
		cmocka_unit_test(damaged_bytes_are_refused_or_canonical),
	};

	return cmocka_run_group_tests_name("record", tests, NULL, NULL);
}
