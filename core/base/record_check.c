/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Are a record's values what its table says they must be? Each form is one
 * function that says yes or no, and words that say what would be right.
 */
#include "record.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/date.h"
#include "base/record_parts.h"

#define TEXT_MOST 65536
#define LINE_MOST 500
#define CODE_MOST 63
#define ITEMS_MOST 1000

/* ---- forms ------------------------------------------------------------ */

#define UPPER "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
#define LOWER "abcdefghijklmnopqrstuvwxyz"
#define DIGITS "0123456789"

/* Are all bytes of the text, at least one, among these? */
static bool
made_of(const char *text, const char *bytes)
{
	return *text && text[strspn(text, bytes)] == '\0';
}

/* Two bytes of UTF-8 for C1 controls, three for what turns the direction of a
 * text (U+202A..U+202E, U+2066..U+2069), so that it reads as it is not. */
static bool
is_hidden(const unsigned char *c)
{
	if (c[0] == 0xc2)
		return c[1] >= 0x80 && c[1] <= 0x9f;
	if (c[0] != 0xe2)
		return false;
	return (c[1] == 0x80 && c[2] >= 0xaa && c[2] <= 0xae) ||
	       (c[1] == 0x81 && c[2] >= 0xa6 && c[2] <= 0xa9);
}

static bool
has_control(const char *text, const char *allowed)
{
	for (; *text; text++)
		if ((((unsigned char)*text < ' ' || *text == 0x7f) &&
			!strchr(allowed, *text)) ||
		    is_hidden((const unsigned char *)text))
			return true;
	return false;
}

static bool
is_text(const char *text)
{
	return *text && strlen(text) <= TEXT_MOST && !has_control(text, "\n\t");
}

static bool
is_line(const char *text)
{
	size_t len = strlen(text);

	return len > 0 && len <= LINE_MOST && !has_control(text, "") &&
	       text[0] != ' ' && text[len - 1] != ' ';
}

static bool
is_code(const char *text)
{
	return made_of(text, UPPER LOWER DIGITS "._-") &&
	       strlen(text) <= CODE_MOST && !strchr("._-", text[0]) &&
	       !strchr("._-", text[strlen(text) - 1]);
}

static bool
is_date(const char *text)
{
	int64_t day;

	return day_parse(text, &day) == 0;
}

static bool
is_time(const char *text)
{
	int64_t wall;

	return is_date(text) || wall_parse(text, &wall) == 0;
}

static bool
is_zone(const char *text)
{
	return made_of(text, UPPER LOWER DIGITS "/_+-") && strlen(text) < 64;
}

static bool
is_country(const char *text)
{
	return made_of(text, UPPER) && strlen(text) == 2;
}

/* RFC 5646 section 2.1, its shape: letters, then parts of up to 8. */
static bool
is_language(const char *text)
{
	size_t len = strspn(text, LOWER);

	if (len < 2 || len > 8)
		return false;
	for (text += len; *text; text += len + 1) {
		len = strspn(text + 1, UPPER LOWER DIGITS);
		if (*text != '-' || len < 1 || len > 8)
			return false;
	}
	return true;
}

static bool
is_pair(const char *text)
{
	size_t first = strspn(text, LOWER);
	size_t second = text[first] ? strspn(text + first + 1, LOWER) : 0;

	return first >= 2 && first <= 3 && text[first] == '-' && second >= 2 &&
	       second <= 3 && text[first + 1 + second] == '\0';
}

static bool
is_currency(const char *text)
{
	return made_of(text, UPPER) && strlen(text) == 3;
}

static bool
is_url(const char *text)
{
	size_t scheme = strncmp(text, "https://", 8) == 0  ? 8
			: strncmp(text, "http://", 7) == 0 ? 7
							   : 0;

	return scheme && text[scheme] && strlen(text) <= 2000 &&
	       !strpbrk(text, " <>\"") && !has_control(text, "");
}

static bool
is_email(const char *text)
{
	const char *at = strchr(text, '@');

	return is_line(text) && at && at > text && !strpbrk(text, " <>,;\"") &&
	       strchr(at, '.') && !strchr(at + 1, '@') && at[1] != '.' &&
	       text[strlen(text) - 1] != '.';
}

static const struct {
	bool (*is)(const char *text);
	const char *right;
} forms[] = {
	[FORM_TEXT] = { is_text,
	    "a text without control characters, of at most 65536 bytes" },
	[FORM_LINE] = { is_line,
	    "one line of at most 500 bytes, without blanks around it" },
	[FORM_CODE] = { is_code,
	    "a code: letters, digits, and inside also . _ -; at most 63" },
	[FORM_DATE] = { is_date, "a date, such as 2026-03-01" },
	[FORM_TIME] = { is_time,
	    "a date, such as 2026-03-01, or a time, such as "
	    "2026-03-01T10:00:00" },
	[FORM_ZONE] = { is_zone, "a time zone, such as Europe/Madrid" },
	[FORM_COUNTRY] = { is_country, "a country's two letters, such as ES" },
	[FORM_LANGUAGE] = { is_language, "a language, such as ca or pt-BR" },
	[FORM_PAIR] = { is_pair, "a pair of languages, such as ca-ar" },
	[FORM_CURRENCY] = { is_currency, "a currency, such as EUR" },
	[FORM_URL] = { is_url, "an http or https address" },
	[FORM_EMAIL] = { is_email, "an e-mail address" },
};

/* ---- places ----------------------------------------------------------- */

/* RFC 6901: "~" and "/" in names are written "~0" and "~1". */
static void
add_pointer(struct buf *out, const struct record_place *place)
{
	if (!place)
		return;
	add_pointer(out, place->outer);
	buf_addc(out, '/');
	if (!place->name)
		buf_addi(out, (int64_t)place->index);
	for (const char *c = place->name; c && *c; c++) {
		if (*c == '~' || *c == '/')
			buf_adds(out, *c == '~' ? "~0" : "~1");
		else
			buf_addc(out, *c);
	}
}

void
record_note(struct invalid *invalid, const struct record_place *place,
    const char *fmt, ...)
{
	CLEANUP(buf_free) struct buf pointer = BUF_INIT;
	struct invalid_value value;
	va_list args;

	va_start(args, fmt);
	vsnprintf(value.detail, sizeof value.detail, fmt, args);
	va_end(args);
	add_pointer(&pointer, place);
	invalid_add(invalid, buf_str(&pointer), "%s", value.detail);
}

/* ---- values ----------------------------------------------------------- */

static void
check_text(const struct field *field, const char *text,
    const struct record_place *place, struct invalid *invalid)
{
	if (!forms[field->form].is(text))
		record_note(invalid, place, "\"%.60s\" should be %s", text,
		    forms[field->form].right);
}

static void
check_int(const struct field *field, int64_t value,
    const struct record_place *place, struct invalid *invalid)
{
	if (field->min != field->max &&
	    (value < field->min || value > field->max))
		record_note(invalid, place, "%lld should be from %lld to %lld",
		    (long long)value, (long long)field->min,
		    (long long)field->max);
}

static void check_record(const struct record *type, const void *record,
    const struct record_place *outer, struct invalid *invalid);

static void
check_list(const struct field *field, const void *member,
    const struct record_place *outer, struct invalid *invalid)
{
	size_t n;
	const void *const *list = value_list(member, &n);

	if (n > ITEMS_MOST)
		record_note(invalid, outer, "%zu items are more than %d", n,
		    ITEMS_MOST);
	for (size_t i = 0; i < n && i < ITEMS_MOST; i++) {
		struct record_place place = { outer, NULL, i };

		if (field->type == FIELD_TEXTS)
			check_text(field, list[i], &place, invalid);
		else
			check_record(field->of, list[i], &place, invalid);
	}
}

static void
check_value(const struct field *field, const void *member,
    const struct record_place *place, struct invalid *invalid)
{
	switch (field->type) {
	case FIELD_TEXT:
		check_text(field, *(const char *const *)member, place, invalid);
		break;
	case FIELD_INT:
		check_int(field, *(const int64_t *)member, place, invalid);
		break;
	case FIELD_TEXTS:
	case FIELD_RECORDS:
		check_list(field, member, place, invalid);
		break;
	case FIELD_REAL:
	case FIELD_BOOL:
	case FIELD_CHOICE:
		break;
	}
}

static void
check_record(const struct record *type, const void *record,
    const struct record_place *outer, struct invalid *invalid)
{
	for (size_t i = 0; i < type->nfields; i++) {
		const struct field *field = &type->fields[i];
		const void *member = record_member(type, field, record);
		struct record_place place = { outer, field->name, 0 };

		if (value_given(field, member))
			check_value(field, member, &place, invalid);
		else if (field->required)
			record_note(invalid, &place, "is missing");
	}
}

void
record_check(
    const struct record *type, const void *record, struct invalid *invalid)
{
	check_record(type, record, NULL, invalid);
}

/* ---- every text ------------------------------------------------------- */

static void texts_of(const struct record *type, const void *record,
    const struct record_place *outer, record_text_fn *fn, void *arg);

static void
texts_of_list(const struct field *field, const void *member,
    const struct record_place *outer, record_text_fn *fn, void *arg)
{
	size_t n;
	const void *const *list = value_list(member, &n);

	for (size_t i = 0; i < n; i++) {
		struct record_place place = { outer, NULL, i };

		if (field->type == FIELD_TEXTS)
			fn(field, list[i], &place, arg);
		else
			texts_of(field->of, list[i], &place, fn, arg);
	}
}

static void
texts_of(const struct record *type, const void *record,
    const struct record_place *outer, record_text_fn *fn, void *arg)
{
	for (size_t i = 0; i < type->nfields; i++) {
		const struct field *field = &type->fields[i];
		const void *member = record_member(type, field, record);
		struct record_place place = { outer, field->name, 0 };

		if (!value_given(field, member))
			continue;
		if (field->type == FIELD_TEXT)
			fn(field, *(const char *const *)member, &place, arg);
		else if (field->type == FIELD_TEXTS ||
			 field->type == FIELD_RECORDS)
			texts_of_list(field, member, &place, fn, arg);
	}
}

void
record_texts(const struct record *type, const void *record, record_text_fn *fn,
    void *arg)
{
	texts_of(type, record, NULL, fn, arg);
}
