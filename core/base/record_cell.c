/* SPDX-License-Identifier: Apache-2.0 */
#include "record_cell.h"

#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/json.h"
#include "base/number.h"
#include "base/text.h"

/* ---- writing ---------------------------------------------------------- */

/* Would the item be read back from a list with commas? */
static bool
is_plain_item(const char *text)
{
	size_t len = strlen(text);

	return len > 0 && !strpbrk(text, ",\n") && text[0] != '[' &&
	       text[0] != ' ' && text[len - 1] != ' ';
}

static void
add_texts(const struct field *field, const void *record, struct buf *out)
{
	const char *const *list =
	    *(const char *const *const *)((const char *)record + field->offset);
	bool plain = *list != NULL;

	for (size_t i = 0; list[i]; i++)
		plain = plain && is_plain_item(list[i]);
	if (!plain) {
		field_add_json(field, record, out);
		return;
	}
	for (size_t i = 0; list[i]; i++)
		buf_addf(out, "%s%s", i ? ", " : "", list[i]);
}

static void
add_cents(int64_t cents, struct buf *out)
{
	buf_addf(out, "%lld.%02d", (long long)(cents / 100),
	    (int)llabs(cents % 100));
}

void
field_add_cell(const struct field *field, const void *record, struct buf *out)
{
	const void *member = (const char *)record + field->offset;

	if (!field_given(field, record))
		return;
	switch (field->type) {
	case FIELD_TEXT:
		buf_adds(out, *(const char *const *)member);
		break;
	case FIELD_CHOICE:
		buf_adds(out, field_choice_word(field, record));
		break;
	case FIELD_BOOL:
		buf_adds(out, "yes");
		break;
	case FIELD_TEXTS:
		add_texts(field, record, out);
		break;
	case FIELD_INT:
		if (field->form == FORM_CENTS) {
			add_cents(*(const int64_t *)member, out);
			break;
		} /* fall through */
	case FIELD_REAL:
	case FIELD_RECORDS:
		field_add_json(field, record, out);
		break;
	}
}

/* ---- reading ---------------------------------------------------------- */

/* "1250", "1250.5", "1250,50": cents. */
static int
cents_parse(const char *text, int64_t *cents)
{
	size_t whole = strspn(text, "0123456789"), part = 0;
	int64_t value = 0;

	if (whole == 0 || whole > 14)
		return -EINVAL;
	for (size_t i = 0; i < whole; i++)
		value = value * 10 + (text[i] - '0');
	value *= 100;
	if (text[whole]) {
		const char *rest = text + whole + 1;

		part = strspn(rest, "0123456789");
		if (!strchr(".,", text[whole]) || part < 1 || part > 2 ||
		    rest[part])
			return -EINVAL;
		value += (rest[0] - '0') * 10 + (part > 1 ? rest[1] - '0' : 0);
	}
	*cents = value;
	return 0;
}

static int
add_int(const struct field *field, const char *cell, struct buf *json,
    struct err *err)
{
	bool money = field->form == FORM_CENTS;
	int64_t value;

	if ((money ? cents_parse(cell, &value) : int_parse(cell, &value)) < 0)
		return err_set(err, -EINVAL, "\"%.40s\" should be %s", cell,
		    money ? "an amount, such as 1250.50" : "a whole number");
	buf_addi(json, value);
	return 0;
}

static int
add_bool(const char *cell, struct buf *json, struct err *err)
{
	int value;

	if (bool_parse(cell, &value) < 0)
		return err_set(
		    err, -EINVAL, "\"%.40s\" should be yes or no", cell);
	buf_adds(json, value ? "true" : "false");
	return 0;
}

/* Whatever is JSON already. */
static int
add_json(const char *cell, const char *what, struct buf *json, struct err *err)
{
	CLEANUP(json_freep) json_t *value = NULL;

	if (json_read(cell, strlen(cell), &value, err) < 0)
		return err_set(
		    err, -EINVAL, "\"%.40s\" should be %s", cell, what);
	buf_adds(json, cell);
	return 0;
}

/* Items between commas, without the blanks around them. */
static int
add_items(const char *cell, struct buf *json, struct err *err)
{
	CLEANUP(freep) char *copy = strdup(cell);
	char *rest = copy, *item;
	char before = '[';

	if (!copy)
		return err_set(err, -ENOMEM, "no memory");
	while ((item = strsep(&rest, ","))) {
		size_t len;

		item += strspn(item, " ");
		len = strlen(item);
		while (len > 0 && item[len - 1] == ' ')
			item[--len] = '\0';
		if (len == 0)
			continue;
		buf_addc(json, before);
		json_add_text(json, item);
		before = ',';
	}
	buf_adds(json, before == '[' ? "null" : "]");
	return 0;
}

int
field_cell_json(const struct field *field, const char *cell, struct buf *json,
    struct err *err)
{
	if (!*cell) {
		buf_adds(json, "null");
		return 0;
	}
	switch (field->type) {
	case FIELD_TEXT:
	case FIELD_CHOICE:
		json_add_text(json, cell);
		return 0;
	case FIELD_INT:
		return add_int(field, cell, json, err);
	case FIELD_BOOL:
		return add_bool(cell, json, err);
	case FIELD_REAL:
		return add_json(cell, "a number", json, err);
	case FIELD_TEXTS:
		if (cell[0] != '[')
			return add_items(cell, json, err);
		return add_json(cell, "a list", json, err);
	case FIELD_RECORDS:
		return add_json(cell, "a JSON list of objects", json, err);
	}
	return 0;
}
