/* SPDX-License-Identifier: Apache-2.0 */
#include "query.h"

#include <string.h>

#include "base/date.h"
#include "base/number.h"
#include "base/record.h"
#include "base/text.h"
#include "model/bound.h"

#define PAGE_DEFAULT 100
#define PAGE_MAX 500

static void
note_unknown(
    struct query *query, const char *name, const char *const *names, size_t n)
{
	const char *near = text_nearest(name, names, n);

	if (near)
		invalid_add(&query->invalid, name,
		    "There is no such parameter here; did you mean \"%s\"?",
		    near);
	else
		invalid_add(
		    &query->invalid, name, "There is no such parameter here.");
}

void
query_start(struct query *query, const struct http_request *request,
    const char *const *names)
{
	size_t n = 0;

	*query = (struct query){ .request = request };
	while (names[n])
		n++;
	for (size_t i = 0; i < http_query_count(request); i++) {
		const char *name = http_query_name(request, i);

		if (choice_parse(names, name) < 0)
			note_unknown(query, name, names, n);
	}
}

bool
query_refused(struct query *query, struct http_reply *reply)
{
	bool refused = invalid_any(&query->invalid);

	if (refused)
		invalid_reply(reply, &query->invalid);
	invalid_free(&query->invalid);
	return refused;
}

bool
query_any(const struct http_request *request, struct http_reply *reply)
{
	static const char *const none[] = { NULL };
	struct query query;

	query_start(&query, request, none);
	return query_refused(&query, reply);
}

const char *
query_text(struct query *query, const char *name)
{
	return http_query(query->request, name);
}

int64_t
query_time(struct query *query, const char *name, const struct zone *zone,
    int64_t fallback)
{
	const char *text = http_query(query->request, name);
	int64_t value;

	if (!text)
		return fallback;
	if (day_parse(text, &value) == 0)
		return zone_midnight(zone, value);
	if (instant_parse(text, &value) == 0)
		return value;
	invalid_add(&query->invalid, name,
	    "Write a date (2026-03-01) or a time with its offset "
	    "(2026-03-01T10:00:00Z).");
	return fallback;
}

bool
query_day(struct query *query, const char *name, int64_t *day)
{
	const char *text = http_query(query->request, name);

	return text && day_parse(text, day) == 0;
}

int64_t
query_int(struct query *query, const char *name, int64_t fallback, int64_t min,
    int64_t max)
{
	const char *text = http_query(query->request, name);
	int64_t value;

	if (!text)
		return fallback;
	if (int_parse(text, &value) == 0 && value >= min && value <= max)
		return value;
	invalid_add(&query->invalid, name, "Write a number from %lld to %lld.",
	    (long long)min, (long long)max);
	return fallback;
}

int
query_choice(struct query *query, const char *name, const char *const *words)
{
	const char *text = http_query(query->request, name);
	char list[200] = "";
	int choice;

	if (!text)
		return 0;
	choice = text[0] ? choice_parse(words, text) : -1;
	if (choice >= 0)
		return choice;
	for (; *words; words++) {
		size_t len = strlen(list);

		if (**words && len + strlen(*words) + 3 < sizeof list) {
			strcat(list, len ? ", " : "");
			strcat(list, *words);
		}
	}
	invalid_add(&query->invalid, name, "Write one of: %s.", list);
	return 0;
}

bool
query_flag(struct query *query, const char *name)
{
	const char *text = http_query(query->request, name);
	int flag = 0;

	if (text && bool_parse(text, &flag) < 0)
		invalid_add(&query->invalid, name, "Write true or false.");
	return flag;
}

int64_t
query_score(struct query *query, const struct plan *plan)
{
	int64_t score = query_int(query, "min_score", 0, 0, 100);

	if (score == 0 || plan)
		return score;
	invalid_add(&query->invalid, "min_score",
	    "There is no plan to score by: [plan] of the configuration names "
	    "no file.");
	return 0;
}

int64_t
query_limit(struct query *query)
{
	return query_int(query, "limit", PAGE_DEFAULT, 1, PAGE_MAX);
}

static int
digit(char c)
{
	const char *hex = "0123456789abcdef", *at = strchr(hex, c);

	return c && at ? (int)(at - hex) : -1;
}

enum language
language_asked(const char *tag, struct invalid *invalid, const char *where)
{
	int language = tag ? language_parse(tag) : LANGUAGE_EN;

	if (language < 0)
		invalid_add(invalid, where, "There are ca, es and en.");
	return language < 0 ? LANGUAGE_EN : (enum language)language;
}

bool
query_cursor(struct query *query, char out[CURSOR_MAX])
{
	const char *text = http_query(query->request, "cursor");
	size_t len = text ? strlen(text) : 0, n = 0;

	if (!text)
		return false;
	for (; n + 1 < CURSOR_MAX && 2 * n + 1 < len; n++) {
		int high = digit(text[2 * n]), low = digit(text[2 * n + 1]);

		if (high < 0 || low < 0 || high + low == 0)
			break;
		out[n] = (char)(high << 4 | low);
	}
	out[n] = '\0';
	if (n > 0 && 2 * n == len)
		return true;
	invalid_add(&query->invalid, "cursor",
	    "Take the cursor from the Link of the page before.");
	return false;
}

char *
cursor_encode(char out[2 * CURSOR_MAX], const char *position)
{
	return hex_format(out, (const unsigned char *)position,
	    strnlen(position, CURSOR_MAX - 1));
}
