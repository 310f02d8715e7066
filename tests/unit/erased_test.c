/* SPDX-License-Identifier: Apache-2.0 */
/* Names of who was erased, found again in whatever way they are written. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/cleanup.h"
#include "model/erased.h"
#include "model/event.h"

struct box {
	struct erased_names names;
	struct erased_spellings found;
};

static void
add(struct box *box, const char *text, const char *alias)
{
	struct erased_name name;

	assert_true(erased_name_read(text, &name));
	snprintf(name.alias, sizeof name.alias, "%s", alias);
	assert_int_equal(vec_push(&box->names, name), 0);
}

static int
setup(void **state)
{
	struct box *box = calloc(1, sizeof *box);

	add(box, "Ada Vidal", "X");
	add(box, "Ada Vidal i Puig", "Y");
	add(box, "ada@vidal.example", "X");
	add(box, "Cher", "Z");
	*state = box;
	return 0;
}

static int
teardown(void **state)
{
	struct box *box = *state;

	vec_free(&box->names);
	erased_spellings_release(&box->found);
	free(box);
	return 0;
}

static void
masks(struct box *box, bool single, const char *text, const char *expected)
{
	struct erased_mask mask = { &box->names, single, &box->found };
	CLEANUP(freep) char *out = NULL;

	assert_int_equal(erased_mask_text(&mask, text, &out), 0);
	if (expected)
		assert_string_equal(out ? out : text, expected);
	else
		assert_null(out);
}

static void
names_are_words_in_any_order(void **state)
{
	struct box *box = *state;

	masks(box, false, "Ada Vidal", "X");
	masks(box, false, "VIDAL, Àda", "X");
	masks(box, false, "Talk by ada-vidal, then lunch",
	    "Talk by X, then lunch");
	masks(box, false, "Ada Vidal, Ada Vidal", "X, X");
	masks(box, false, "(Ada Vidal i Puig)", "(Y)");
	masks(box, false, "write to ada@vidal.example now", "write to X now");
	masks(box, false, "ada ada vidal", "ada X");
	assert_int_equal(box->found.len, 6);
}

static void
others_are_left_alone(void **state)
{
	struct box *box = *state;

	masks(box, false, "", NULL);
	masks(box, false, "Ada", NULL);
	masks(box, false, "Adam Vidal", NULL);
	masks(box, false, "Ada. And then, Vidal", NULL);
	masks(box, false, "Ada\", \"Vidal", NULL);
	masks(box, false, "Ada    Vidal", NULL);
	assert_int_equal(box->found.len, 0);
}

static void
one_word_is_a_name_only_by_itself(void **state)
{
	struct box *box = *state;

	masks(box, false, "CHER", "Z");
	masks(box, false, "au cher pays", NULL);
	masks(box, true, "with Cher, too", "with Z, too");
}

static void
hides_in_every_text_of_a_record(void **state)
{
	struct box *box = *state;
	struct erased_mask mask = { .names = &box->names };
	struct participant one = { .name = "Vidal, Ada", .role = "head" };
	const struct participant *list[] = { &one, NULL };
	struct event event;
	CLEANUP(freep) void *out = NULL;
	const struct event *masked;

	record_init(&event_record, &event);
	event.uid = "ada-vidal 2031";
	event.summary = "Other";
	assert_int_equal(
	    erased_mask_record(&mask, &event_record, &event, &out), 0);
	assert_non_null(out);
	freep(&out);
	event.uid = "u";
	event.participants = list;
	assert_int_equal(
	    erased_mask_record(&mask, &event_record, &event, &out), 0);
	masked = out;
	assert_string_equal(masked->participants[0]->name, "X");
	assert_string_equal(masked->participants[0]->role, "head");
	assert_string_equal(masked->summary, "Other");
	freep(&out);
	out = NULL;
	event.participants = NULL;
	assert_int_equal(
	    erased_mask_record(&mask, &event_record, &event, &out), 0);
	assert_null(out);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(names_are_words_in_any_order),
		TEST(others_are_left_alone),
		TEST(one_word_is_a_name_only_by_itself),
		TEST(hides_in_every_text_of_a_record),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
