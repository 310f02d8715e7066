/* SPDX-License-Identifier: Apache-2.0 */
/* Records: the bytes of the wire form, JSON, and every kind of refusal. */
#include <errno.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/cleanup.h"
#include "base/record.h"

static const char *const sizes[] = { "", "small", "large", NULL };

struct item {
	uint32_t size;
	int extent; /* enum-like: index into sizes */
	const char *name;
	const struct item *const *parts;
};

struct box {
	const char *label;
	int64_t weight;
	double height;
	int open;
	int extent;
	const char *const *tags;
	const struct item *const *items;
};

static const struct record item_record;
static const struct field item_fields[] = {
	RECORD_FIELD(item, extent, FIELD_CHOICE, .choices = sizes),
	RECORD_FIELD(item, name, FIELD_TEXT),
	RECORD_FIELD(item, parts, FIELD_RECORDS, .of = &item_record),
};
static const struct record item_record = { "item", sizeof(struct item), true,
	item_fields, ARRAY_LEN(item_fields) };

static const struct field box_fields[] = {
	RECORD_FIELD(box, label, FIELD_TEXT),
	RECORD_FIELD(box, weight, FIELD_INT),
	RECORD_FIELD(box, height, FIELD_REAL),
	RECORD_FIELD(box, open, FIELD_BOOL),
	RECORD_FIELD(box, extent, FIELD_CHOICE, .choices = sizes),
	RECORD_FIELD(box, tags, FIELD_TEXTS),
	RECORD_FIELD(box, items, FIELD_RECORDS, .of = &item_record),
};
static const struct record box_record = { "box", sizeof(struct box), false,
	box_fields, ARRAY_LEN(box_fields) };

static void
starts_with_nothing_given(void **state)
{
	struct box box;
	struct item item;

	(void)state;
	record_init(&box_record, &box);
	record_init(&item_record, &item);
	assert_true(isnan(box.height));
	assert_int_equal(item.size, sizeof item);
	for (size_t i = 0; i < box_record.nfields; i++)
		assert_false(field_given(&box_fields[i], &box));
	box.height = INFINITY;
	assert_false(field_given(&box_fields[2], &box));
	box.height = 0;
	assert_true(field_given(&box_fields[2], &box));
	assert_ptr_equal(record_field(&box_record, "open"), &box_fields[3]);
	assert_null(record_field(&box_record, "opened"));
}

static void
words_of_choices(void **state)
{
	struct box box = { .extent = 2 };

	(void)state;
	assert_string_equal(field_choice_word(&box_fields[4], &box), "large");
	assert_int_equal(choice_parse(sizes, "small"), 1);
	assert_int_equal(choice_parse(sizes, ""), 0);
	assert_int_equal(choice_parse(sizes, "huge"), -1);
}

static const struct item part = { sizeof part, 1, "p", NULL };
static const struct item *const parts[] = { &part, NULL };
static const struct item whole = { sizeof whole, 0, "", parts };
static const struct item *const items[] = { &whole, NULL };
static const char *const tags[] = { "a", "", NULL };
static const struct box full = { "é", -2, 0.5, 7, 2, tags, items };
/* full, byte by byte */
static const char full_bytes[] = "\1\2é"
				 "\2\3"
				 "\3\0\0\0\0\0\0\xe0\x3f"
				 "\4\1"
				 "\5\2"
				 "\6\2\1a\0"
				 "\7\1"
				 "\2\0"
				 "\3\1"
				 "\1\1\2\1p\0"
				 "\0"
				 "\0";
#define FULL_LEN (sizeof full_bytes - 1)

static void
wire_form_is_as_told(void **state)
{
	CLEANUP(buf_free) struct buf wire = BUF_INIT;
	CLEANUP(freep) struct box *back = NULL;
	struct err err = ERR_INIT;
	void *out;

	(void)state;
	record_encode(&box_record, &full, &wire);
	assert_int_equal(wire.len, FULL_LEN);
	assert_memory_equal(wire.data, full_bytes, wire.len);
	assert_int_equal(record_decode(&box_record, wire.data, wire.len,
			     &record_limits_default, &out, &err),
	    0);
	back = out;
	assert_true(record_equal(&box_record, &full, back));
	assert_string_equal(back->items[0]->parts[0]->name, "p");
	assert_int_equal(back->items[0]->parts[0]->size, sizeof part);
}

static void
sized_records_may_be_shorter(void **state)
{
	struct item old = { offsetof(struct item, parts), 1, "x", parts };
	CLEANUP(buf_free) struct buf wire = BUF_INIT;
	CLEANUP(freep) struct item *copy = record_copy(&item_record, &old);

	(void)state;
	record_encode(&item_record, &old, &wire);
	assert_memory_equal(wire.data, "\1\1\2\1x\0", wire.len);
	assert_non_null(copy);
	assert_null(copy->parts);
	assert_int_equal(copy->size, sizeof *copy);
	assert_true(record_equal(&item_record, &old, copy));
	old.size = sizeof old;
	assert_false(record_equal(&item_record, &old, copy));
}

#define BYTES(text) text, sizeof(text) - 1

static const struct {
	const char *bytes;
	size_t len;
	int code;
	const char *says;
} refused[] = {
	{ BYTES(""), -EBADMSG, "too early" },
	{ BYTES("\1"), -EBADMSG, "label: the bytes end too early" },
	{ BYTES("\1\5abc"), -EBADMSG, "too early" },
	{ BYTES("\1\1a"), -EBADMSG, "too early" },
	{ BYTES("\0\0"), -EBADMSG, "left over" },
	{ BYTES("\x08\0"), -EBADMSG, "not known" },
	{ BYTES("\1\1a\1\1b\0"), -EBADMSG, "repeated" },
	{ BYTES("\2\1\1\1b\0"), -EBADMSG, "out of order" },
	{ BYTES("\1\1\xff\0"), -EBADMSG, "UTF-8" },
	{ BYTES("\1\2a\0\0"), -EBADMSG, "NUL" },
	{ BYTES("\1\x81\0a\0"), -EBADMSG, "more bytes than it needs" },
	{ BYTES("\2\0\0"), -EBADMSG, "not given" },
	{ BYTES("\2\xff\xff\xff\xff\xff\xff\xff\xff\xff\2\0"), -EBADMSG,
	    "64 bits" },
	{ BYTES("\2\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\1\0"), -EBADMSG,
	    "64 bits" },
	{ BYTES("\3\0\0\0"), -EBADMSG, "too early" },
	{ BYTES("\3\0\0\0\0\0\0\xf8\x7f\0"), -EBADMSG, "height" },
	{ BYTES("\3\0\0\0\0\0\0\0\x80\0"), -EBADMSG, "height" },
	{ BYTES("\4\0\0"), -EBADMSG, "not given" },
	{ BYTES("\4\2\0"), -EBADMSG, "neither true nor false" },
	{ BYTES("\5\3\0"), -EBADMSG, "no such choice" },
	{ BYTES("\6\3\1a"), -EBADMSG, "too early" },
	{ BYTES("\6\xff\xff\xff\xff\x0f\0"), -E2BIG, "list is too long" },
	{ BYTES("\1\xff\xff\xff\xff\x0f\0"), -E2BIG, "text is too long" },
	{ BYTES("\7\1\1\3\0\0"), -EBADMSG,
	    "record item, field extent: no such choice" },
	{ BYTES("\7\1\3\1\3\1\3\1\0\0\0\0\0"), -EBADMSG, "too deep" },
};

static void
wire_form_is_checked(void **state)
{
	void *out = NULL;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(refused); i++) {
		struct err err = ERR_INIT;

		assert_int_equal(
		    record_decode(&box_record, refused[i].bytes, refused[i].len,
			&record_limits_default, &out, &err),
		    refused[i].code);
		if (!strstr(err.msg, refused[i].says))
			fail_msg("row %zu says: %s", i, err.msg);
		assert_null(out);
	}
	for (size_t len = 0; len < FULL_LEN; len++)
		assert_int_equal(record_decode(&box_record, full_bytes, len,
				     &record_limits_default, &out, NULL),
		    -EBADMSG);
}

static void
limits_are_kept(void **state)
{
	static const struct record_limits exact = { 2, 2 }, low = { 1, 2 },
					  few = { 2, 1 };
	CLEANUP(freep) void *out = NULL;
	struct err err = ERR_INIT;

	(void)state;
	assert_int_equal(
	    record_decode(&box_record, full_bytes, FULL_LEN, &low, &out, &err),
	    -E2BIG);
	assert_int_equal(
	    record_decode(&box_record, full_bytes, FULL_LEN, &few, &out, &err),
	    -E2BIG);
	assert_int_equal(record_decode(&box_record, full_bytes, FULL_LEN,
			     &exact, &out, &err),
	    0);
}

static const char full_json[] =
    "{\"label\":\"é\",\"weight\":-2,\"height\":0.5,\"open\":true,"
    "\"extent\":\"large\",\"tags\":[\"a\",\"\"],\"items\":[{\"name\":\"\","
    "\"parts\":[{\"extent\":\"small\",\"name\":\"p\"}]}]}";

static void
json_is_as_told(void **state)
{
	CLEANUP(buf_free) struct buf json = BUF_INIT, fields = BUF_INIT;
	CLEANUP(freep) void *back = NULL;
	struct box empty;

	(void)state;
	record_add_json(&box_record, &full, &json);
	assert_string_equal(buf_str(&json), full_json);
	assert_int_equal(record_from_json(&box_record, full_json,
			     strlen(full_json), &back, NULL),
	    0);
	assert_true(record_equal(&box_record, &full, back));
	record_init(&box_record, &empty);
	record_add_json(&box_record, &empty, &fields);
	field_add_json(&box_fields[1], &empty, &fields);
	field_add_json(&box_fields[1], &full, &fields);
	assert_string_equal(buf_str(&fields), "{}null-2");
}

static void
reals_are_short_and_exact(void **state)
{
	static const double reals[] = { 0.1, 41.3850639, 1e300, 1.0 / 3 };
	CLEANUP(buf_free) struct buf json = BUF_INIT;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(reals); i++) {
		struct box box = { .height = reals[i] };

		field_add_json(&box_fields[2], &box, &json);
		buf_addc(&json, ' ');
	}
	assert_string_equal(
	    buf_str(&json), "0.1 41.3850639 1e+300 0.3333333333333333 ");
}

static void
json_is_checked(void **state)
{
	static const struct {
		const char *text, *says;
	} cases[] = {
		{ "", "not JSON" },
		{ "{", "not JSON" },
		{ "[]", "box: should be an object" },
		{ "{\"label\":\"a\",\"label\":\"b\"}", "duplicate" },
		{ "{\"label\":\"a\\u0000b\"}", "not JSON" },
		{ "{\"label\":1}", "label: should be a string" },
		{ "{\"weight\":1.5}", "weight: should be a whole number" },
		{ "{\"weight\":99999999999999999999}", "not JSON" },
		{ "{\"height\":\"1\"}", "height: should be a number" },
		{ "{\"open\":1}", "open: should be true or false" },
		{ "{\"tags\":\"a\"}", "tags: should be a list of strings" },
		{ "{\"tags\":[\"a\",1]}", "tags: item 2 should be a string" },
		{ "{\"items\":[1]}", "items: item 1 should be an object" },
		{ "{\"labels\":\"a\"}",
		    "box: \"labels\" is not known; did you mean \"label\"?" },
		{ "{\"colour\":1}", "box: \"colour\" is not known" },
		{ "{\"extent\":\"smal\"}",
		    "extent: \"smal\" is not known; did you mean \"small\"?" },
		{ "{\"items\":[{},{\"nam\":\"\"}]}",
		    "items: item 2: item: \"nam\" is not known; did you mean "
		    "\"name\"?" },
	};
	void *out = NULL;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct err err = ERR_INIT;

		assert_int_equal(record_from_json(&box_record, cases[i].text,
				     strlen(cases[i].text), &out, &err),
		    -EINVAL);
		if (!strstr(err.msg, cases[i].says))
			fail_msg("row %zu says: %s", i, err.msg);
		assert_null(out);
	}
}

static void
json_nothings_are_not_given(void **state)
{
	static const char text[] = "{\"label\":null,\"weight\":0,"
				   "\"open\":false,\"extent\":\"\"}";
	CLEANUP(freep) void *out = NULL;

	(void)state;
	assert_int_equal(
	    record_from_json(&box_record, text, strlen(text), &out, NULL), 0);
	for (size_t i = 0; i < box_record.nfields; i++)
		assert_false(field_given(&box_fields[i], out));
}

static void
single_fields_are_read(void **state)
{
	CLEANUP(freep) void *block = NULL;
	struct box box = full;
	struct err err = ERR_INIT;
	void *none = &box;

	(void)state;
	assert_int_equal(
	    field_from_json(&box_fields[1], "12", 2, &box, &none, &err), 0);
	assert_int_equal(box.weight, 12);
	assert_null(none);
	assert_int_equal(
	    field_from_json(&box_fields[0], "\"new\"", 5, &box, &block, &err),
	    0);
	assert_string_equal(box.label, "new");
	assert_int_equal(
	    field_from_json(&box_fields[5], "7", 1, &box, &none, &err),
	    -EINVAL);
	assert_ptr_equal(box.tags, tags);
	free(block);
	assert_int_equal(
	    field_from_json(&box_fields[0], "null", 4, &box, &block, &err), 0);
	assert_null(box.label);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(starts_with_nothing_given),
		cmocka_unit_test(words_of_choices),
		cmocka_unit_test(wire_form_is_as_told),
		cmocka_unit_test(sized_records_may_be_shorter),
		cmocka_unit_test(wire_form_is_checked),
		cmocka_unit_test(limits_are_kept),
		cmocka_unit_test(json_is_as_told),
		cmocka_unit_test(reals_are_short_and_exact),
		cmocka_unit_test(json_is_checked),
		cmocka_unit_test(json_nothings_are_not_given),
		cmocka_unit_test(single_fields_are_read),
	};

	return cmocka_run_group_tests_name("record", tests, NULL, NULL);
}
