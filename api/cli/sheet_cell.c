/* SPDX-License-Identifier: Apache-2.0 */
#include "sheet_cell.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/date.h"
#include "base/fold.h"

/* ---- dates ------------------------------------------------------------ */

/* Day 0 of a spreadsheet's count is 1899-12-30. */
#define SERIAL_EPOCH INT64_C(25569)
#define SERIAL_LEAST INT64_C(20000) /* 1954 */
#define SERIAL_MOST INT64_C(80000)  /* 2119 */

struct parts {
	int64_t numbers[4];
	int digits[4]; /* of each */
	int n;
	int month;  /* by name, 0: none */
	int before; /* numbers before the name */
};

/* By the first three letters, in Catalan, Spanish and English. */
static int
month_named(const char *word)
{
	static const char *const months[12] = { "gen ene jan", "feb", "mar",
		"abr apr", "mai may", "jun", "jul", "ago aug", "set sep", "oct",
		"nov", "des dic dec" };

	for (int i = 0; i < 12; i++)
		for (const char *at = months[i]; strlen(at) >= 3;
		     at += at[3] ? 4 : 3)
			if (strncmp(at, word, 3) == 0)
				return i + 1;
	return 0;
}

static bool
is_filler(const char *word)
{
	return strcmp(word, "de") == 0 || strcmp(word, "d") == 0 ||
	       strcmp(word, "del") == 0 || strcmp(word, "of") == 0;
}

/* One word of letters; false: it is none of a date's. */
static bool
take_word(struct parts *parts, const char *word)
{
	if (is_filler(word))
		return true;
	if (parts->month || strlen(word) < 3)
		return false;
	parts->month = month_named(word);
	parts->before = parts->n;
	return parts->month != 0;
}

/* Splits into numbers and a month's name. */
static bool
split(const char *text, struct parts *parts)
{
	char folded[80];

	if (text_fold(folded, sizeof folded, text) >= sizeof folded)
		return false;
	for (const char *at = folded; *at;) {
		char word[24];
		size_t n = 0;
		bool digit = isdigit((unsigned char)*at);

		if (!isalnum((unsigned char)*at)) {
			at++;
			continue;
		}
		while (isalnum((unsigned char)*at) &&
		       !isdigit((unsigned char)*at) == !digit &&
		       n < sizeof word - 1)
			word[n++] = *at++;
		word[n] = '\0';
		if (!digit && !take_word(parts, word))
			return false;
		if (!digit)
			continue;
		if (parts->n == 3 || n > 8)
			return false;
		parts->digits[parts->n] = (int)n;
		parts->numbers[parts->n++] = strtoll(word, NULL, 10);
	}
	return true;
}

/* Which number is what; -1: it is not there. */
struct roles {
	int year, month, day;
};

static bool
find_roles(
    const struct parts *parts, enum sheet_order order, struct roles *roles)
{
	*roles = (struct roles){ -1, -1, -1 };
	if (parts->month) {
		if (parts->n < 1 || parts->n > 2)
			return false;
		roles->day = order == SHEET_YMD && parts->n == 2 ? 1 : 0;
		roles->year = parts->n == 2 ? 1 - roles->day : -1;
		return true;
	}
	if (parts->n == 3 && (order == SHEET_YMD || parts->digits[0] == 4))
		*roles = (struct roles){ 0, 1, 2 };
	else if (parts->n == 3 && order == SHEET_MDY)
		*roles = (struct roles){ 2, 0, 1 };
	else if (parts->n == 3)
		*roles = (struct roles){ 2, 1, 0 };
	else if (parts->n == 2 && order == SHEET_DMY)
		*roles = (struct roles){ -1, 1, 0 };
	else if (parts->n == 2)
		*roles = (struct roles){ -1, 0, 1 };
	return parts->n >= 2;
}

static int
refuse_date(const char *text, struct err *err)
{
	return err_set(err, -EINVAL, "\"%.40s\" is no date", text);
}

/* A lone number of five digits: the spreadsheet's own count of days. */
static bool
serial(const struct parts *parts, int64_t *day)
{
	if (parts->n != 1 || parts->month || parts->numbers[0] < SERIAL_LEAST ||
	    parts->numbers[0] > SERIAL_MOST)
		return false;
	*day = parts->numbers[0] - SERIAL_EPOCH;
	return true;
}

int
sheet_date(const char *text, enum sheet_order order, int64_t year, int64_t *day,
    bool *own_year, struct err *err)
{
	struct parts parts = { .n = 0 };
	struct roles roles;
	struct civil civil = { .year = 0 };

	if (!split(text, &parts))
		return refuse_date(text, err);
	*own_year = true;
	if (serial(&parts, day))
		return 0;
	if (!find_roles(&parts, order, &roles))
		return refuse_date(text, err);
	*own_year = roles.year >= 0;
	if (*own_year)
		year = parts.numbers[roles.year] +
		       (parts.digits[roles.year] <= 2 ? 2000 : 0);
	if (!year)
		return err_set(err, -EINVAL,
		    "\"%.40s\" has no year: say which one in the map", text);
	civil.year = (int)year;
	civil.month =
	    parts.month ? parts.month : (int)parts.numbers[roles.month];
	civil.day = (int)parts.numbers[roles.day];
	if (!civil_valid(&civil))
		return refuse_date(text, err);
	*day = day_from_ymd(civil.year, civil.month, civil.day);
	return 0;
}

/* ---- money ------------------------------------------------------------ */

static void
find_currency(const char *text, char out[SHEET_CURRENCY])
{
	static const struct {
		const char *sign, *code;
	} signs[] = { { "€", "EUR" }, { "EUR", "EUR" }, { "US$", "USD" },
		{ "USS", "USD" }, { "USD", "USD" }, { "U$S", "USD" },
		{ "£", "GBP" }, { "GBP", "GBP" }, { "CHF", "CHF" } };

	out[0] = '\0';
	for (size_t i = 0; i < ARRAY_LEN(signs) && !out[0]; i++)
		if (strstr(text, signs[i].sign))
			snprintf(out, SHEET_CURRENCY, "%s", signs[i].code);
}

/* The digits with a point before the decimals; false: it is no number. */
static bool
plain_number(const char *text, bool comma, char *out, size_t room)
{
	char decimal = comma ? ',' : '.', thousand = comma ? '.' : ',';
	bool point = false;
	size_t n = 0;

	for (; *text && n + 1 < room; text++) {
		if (isdigit((unsigned char)*text)) {
			out[n++] = *text;
		} else if (*text == decimal && !point) {
			out[n++] = '.';
			point = true;
		} else if (*text == '-' || *text == decimal ||
			   (*text == thousand && (point || n == 0))) {
			return false;
		}
	}
	out[n] = '\0';
	return n > 0 && *text == '\0' && isdigit((unsigned char)out[0]);
}

int
sheet_money(const char *text, bool comma, int64_t *cents,
    char currency[SHEET_CURRENCY], struct err *err)
{
	char number[64], *end;
	int64_t whole, part = 0;

	if (!plain_number(text, comma, number, sizeof number))
		return err_set(
		    err, -EINVAL, "\"%.40s\" is no amount of money", text);
	whole = strtoll(number, &end, 10);
	if (whole > INT64_C(1000000000000))
		return err_set(err, -EINVAL, "\"%.40s\" is too much", text);
	if (*end == '.') {
		/* Two decimals, and the third rounds. */
		for (int i = 1; i <= 3; i++)
			part = part * 10 +
			       (strlen(end) > (size_t)i ? end[i] - '0' : 0);
	}
	*cents = whole * 100 + (part + 5) / 10;
	find_currency(text, currency);
	return 0;
}
