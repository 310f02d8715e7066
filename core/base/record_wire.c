/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Records as bytes. Reading takes two passes: the first checks everything and
 * measures the block, the second only copies; so the second needs no way to
 * fail, and memory is asked for once, for what is really there.
 *
 * The form is canonical: what is accepted is written again as the same bytes.
 * Hence numbers must take the fewest bytes, a field whose value is "not given"
 * must be absent, and -0.0 is written as 0.0.
 */
#include "record.h"

#include <assert.h>
#include <endian.h>
#include <math.h>
#include <string.h>

#include "base/record_parts.h"
#include "base/text.h"

#define VARINT_MAX 10 /* bytes of 64 bits, seven to a byte */
#define DEPTH_MAX 3   /* lists within lists */

const struct record_limits record_limits_default = { 65536, 1000 };

/* Seven bits a byte, the lowest first; the high bit says that more follow. */
static char *
put_varint(char *out, uint64_t value)
{
	for (; value >= 0x80; value >>= 7)
		*out++ = (char)(value | 0x80);
	*out++ = (char)value;
	return out;
}

/* Small numbers of either sign become small ones without. */
static uint64_t
zigzag(int64_t value)
{
	return (uint64_t)value << 1 ^ (value < 0 ? UINT64_MAX : 0);
}

static int64_t
unzigzag(uint64_t value)
{
	return (int64_t)(value >> 1 ^ (value & 1 ? UINT64_MAX : 0));
}

void
encode_varint(struct buf *out, uint64_t value)
{
	char bytes[VARINT_MAX];

	buf_add(out, bytes, (size_t)(put_varint(bytes, value) - bytes));
}

void
encode_text(struct buf *out, const char *text)
{
	size_t len = strlen(text);
	char *start = buf_reserve(out, VARINT_MAX + len), *p;

	if (!start)
		return;
	p = put_varint(start, len);
	memcpy(p, text, len);
	buf_commit(out, (size_t)(p - start) + len);
}

void
encode_int(struct buf *out, int64_t value)
{
	encode_varint(out, zigzag(value));
}

void
encode_real(struct buf *out, double value)
{
	uint64_t bits;

	value += 0.0; /* -0.0 becomes 0.0 */
	memcpy(&bits, &value, sizeof bits);
	bits = htole64(bits);
	buf_add(out, &bits, sizeof bits);
}

static void
add_list(struct buf *out, const struct field *field, const void *member)
{
	size_t n;
	const void *const *list = value_list(member, &n);

	encode_varint(out, n);
	for (size_t i = 0; i < n; i++) {
		if (field->type == FIELD_TEXTS)
			encode_text(out, list[i]);
		else
			record_encode(field->of, list[i], out);
	}
}

static void
add_value(struct buf *out, const struct field *field, const void *member)
{
	switch (field->type) {
	case FIELD_TEXT:
		encode_text(out, *(const char *const *)member);
		break;
	case FIELD_INT:
		encode_int(out, *(const int64_t *)member);
		break;
	case FIELD_REAL:
		encode_real(out, *(const double *)member);
		break;
	case FIELD_BOOL:
		encode_varint(out, 1);
		break;
	case FIELD_CHOICE:
		assert(*(const int *)member > 0);
		encode_varint(out, (uint64_t) * (const int *)member);
		break;
	case FIELD_TEXTS:
	case FIELD_RECORDS:
		add_list(out, field, member);
		break;
	}
}

void
encode_member(struct buf *out, const struct field *field, size_t index,
    const void *member)
{
	if (!value_given(field, member))
		return;
	encode_varint(out, index + 1);
	add_value(out, field, member);
}

void
record_encode(const struct record *type, const void *record, struct buf *out)
{
	for (size_t i = 0; i < type->nfields; i++)
		encode_member(out, &type->fields[i], i,
		    record_member(type, &type->fields[i], record));
	encode_varint(out, 0);
}

struct check {
	const unsigned char *p, *end;
	const struct record_limits *limits;
	struct block_size size;
	/* where we are, for messages */
	const struct record *type;
	const struct field *field; /* NULL: between fields */
	struct err *err;
};

static int
refuse(struct check *check, int code, const char *why)
{
	return err_set(check->err, code, "record %s%s%s: %s", check->type->name,
	    check->field ? ", field " : "",
	    check->field ? check->field->name : "", why);
}

static int
truncated(struct check *check)
{
	return refuse(check, -EBADMSG, "the bytes end too early");
}

static int
check_varint(struct check *check, uint64_t *value)
{
	const unsigned char *start = check->p;
	unsigned char byte;

	*value = 0;
	for (int shift = 0;; shift += 7) {
		if (check->p == check->end)
			return truncated(check);
		byte = *check->p++;
		if (shift == 63 && byte > 1)
			return refuse(
			    check, -EBADMSG, "a number has more than 64 bits");
		*value |= (uint64_t)(byte & 0x7f) << shift;
		if (byte < 0x80)
			break;
	}
	if (byte == 0 && check->p - start > 1)
		return refuse(
		    check, -EBADMSG, "a number takes more bytes than it needs");
	return 0;
}

static int
check_text(struct check *check)
{
	uint64_t len;

	if (check_varint(check, &len) < 0)
		return -EBADMSG;
	if (len > check->limits->text)
		return refuse(check, -E2BIG, "the text is too long");
	if (len > (uint64_t)(check->end - check->p))
		return truncated(check);
	if (memchr(check->p, 0, len))
		return refuse(check, -EBADMSG, "the text holds a NUL");
	if (!utf8_valid((const char *)check->p, len))
		return refuse(check, -EBADMSG, "the text is not UTF-8");
	check->p += len;
	check->size.text += len + 1;
	return 0;
}

static double
real_from(const unsigned char *bytes)
{
	uint64_t bits;
	double value;

	memcpy(&bits, bytes, sizeof bits);
	bits = le64toh(bits);
	memcpy(&value, &bits, sizeof value);
	return value;
}

static int
check_real(struct check *check)
{
	double value;

	if ((size_t)(check->end - check->p) < sizeof value)
		return truncated(check);
	value = real_from(check->p);
	if (!isfinite(value) || (value == 0 && signbit(value)))
		return refuse(check, -EBADMSG, "not a number that can stand");
	check->p += sizeof value;
	return 0;
}

/* A number that says "not given" ought to be absent. */
static int
check_number(struct check *check)
{
	const struct field *field = check->field;
	uint64_t value, known = 1;

	if (check_varint(check, &value) < 0)
		return -EBADMSG;
	if (value == 0)
		return refuse(check, -EBADMSG, "0 stands for \"not given\"");
	if (field->type == FIELD_INT)
		return 0;
	if (field->type == FIELD_BOOL && value > 1)
		return refuse(check, -EBADMSG, "neither true nor false");
	if (field->type == FIELD_BOOL)
		return 0;
	while (known <= value && field->choices[known])
		known++;
	if (known <= value)
		return refuse(check, -EBADMSG, "no such choice");
	return 0;
}

static int
check_record(struct check *check, const struct record *type, int depth);

static int
check_list(struct check *check, int depth)
{
	const struct field *field = check->field;
	uint64_t n;
	int result = check_varint(check, &n);

	if (result < 0)
		return result;
	if (n > check->limits->items)
		return refuse(check, -E2BIG, "the list is too long");
	if (n > (uint64_t)(check->end - check->p))
		return truncated(check); /* each item takes a byte or more */
	if (depth == DEPTH_MAX)
		return refuse(check, -EBADMSG, "lists are nested too deep");
	check->size.fixed += block_list_size(n);
	for (uint64_t i = 0; i < n && result == 0; i++)
		result = field->type == FIELD_TEXTS
			     ? check_text(check)
			     : check_record(check, field->of, depth + 1);
	return result;
}

static int
check_value(struct check *check, int depth)
{
	switch (check->field->type) {
	case FIELD_TEXT:
		return check_text(check);
	case FIELD_REAL:
		return check_real(check);
	case FIELD_TEXTS:
	case FIELD_RECORDS:
		return check_list(check, depth);
	default:
		return check_number(check);
	}
}

/* The next field's number, which must be above last; 0 at the end. */
static int
check_tag(struct check *check, uint64_t last, uint64_t *tag)
{
	if (check_varint(check, tag) < 0)
		return -EBADMSG;
	if (*tag > check->type->nfields)
		return refuse(check, -EBADMSG, "a field that is not known");
	if (*tag != 0 && *tag <= last)
		return refuse(
		    check, -EBADMSG, "fields are repeated or out of order");
	return 0;
}

static int
check_record(struct check *check, const struct record *type, int depth)
{
	const struct record *outer_type = check->type;
	const struct field *outer_field = check->field;
	uint64_t last = 0, tag;
	int result;

	check->type = type;
	check->size.fixed += block_align(type->size);
	for (;; last = tag) {
		check->field = NULL;
		result = check_tag(check, last, &tag);
		if (result < 0 || tag == 0)
			break;
		check->field = &type->fields[tag - 1];
		result = check_value(check, depth);
		if (result < 0)
			break;
	}
	check->type = outer_type;
	check->field = outer_field;
	return result;
}

/* The second pass, over bytes that the first has found right. */
struct fill {
	const unsigned char *p;
	struct block block;
};

static uint64_t
fill_varint(struct fill *fill)
{
	uint64_t value = 0;
	int shift = 0;

	for (; *fill->p >= 0x80; shift += 7)
		value |= (uint64_t)(*fill->p++ & 0x7f) << shift;
	return value | (uint64_t)*fill->p++ << shift;
}

static char *
fill_text(struct fill *fill)
{
	size_t len = fill_varint(fill);
	char *text = block_text(&fill->block, fill->p, len);

	fill->p += len;
	return text;
}

static void *fill_record(struct fill *fill, const struct record *type);

static void **
fill_list(struct fill *fill, const struct field *field)
{
	size_t n = fill_varint(fill);
	void **list = block_list(&fill->block, n);

	for (size_t i = 0; i < n; i++)
		list[i] = field->type == FIELD_TEXTS
			      ? (void *)fill_text(fill)
			      : fill_record(fill, field->of);
	return list;
}

static void
fill_value(struct fill *fill, const struct field *field, void *to)
{
	switch (field->type) {
	case FIELD_TEXT:
		*(void **)to = fill_text(fill);
		break;
	case FIELD_INT:
		*(int64_t *)to = unzigzag(fill_varint(fill));
		break;
	case FIELD_REAL:
		*(double *)to = real_from(fill->p);
		fill->p += sizeof(double);
		break;
	case FIELD_BOOL:
	case FIELD_CHOICE:
		*(int *)to = (int)fill_varint(fill);
		break;
	case FIELD_TEXTS:
	case FIELD_RECORDS:
		*(void **)to = fill_list(fill, field);
		break;
	}
}

static void *
fill_record(struct fill *fill, const struct record *type)
{
	char *record = block_fixed(&fill->block, type->size);
	uint64_t tag;

	record_init(type, record);
	while ((tag = fill_varint(fill)) != 0) {
		const struct field *field = &type->fields[tag - 1];

		fill_value(fill, field, record + field->offset);
	}
	return record;
}

int
record_decode(const struct record *type, const void *bytes, size_t len,
    const struct record_limits *limits, void **out, struct err *err)
{
	struct check check = {
		.p = bytes,
		.end = (const unsigned char *)bytes + len,
		.limits = limits,
		.type = type,
		.err = err,
	};
	struct fill fill = { .p = bytes };
	int result = check_record(&check, type, 0);

	if (result < 0)
		return result;
	if (check.p != check.end)
		return refuse(&check, -EBADMSG, "bytes are left over");
	fill.block = block_new(check.size);
	if (!fill.block.start)
		return refuse(&check, -ENOMEM, "out of memory");
	*out = fill_record(&fill, type);
	return 0;
}
