/* SPDX-License-Identifier: Apache-2.0 */
#include "accept.h"

#include <string.h>
#include <strings.h>

/* "0", "0.5", "1.000" in thousandths (RFC 9110 section 12.4.2); -1. */
static int
weight_parse(const char *text, size_t len)
{
	int weight, unit = 100;

	if (len == 0 || len > 5 || (text[0] != '0' && text[0] != '1'))
		return -1;
	weight = (text[0] - '0') * 1000;
	if (len > 1 && text[1] != '.')
		return -1;
	for (size_t i = 2; i < len; i++, unit /= 10) {
		if (text[i] < '0' || text[i] > '9')
			return -1;
		weight += (text[i] - '0') * unit;
	}
	return weight <= 1000 ? weight : -1;
}

struct member {
	const char *word;
	size_t len;
	int weight; /* -1: malformed */
};

static size_t
trimmed(const char *text, size_t len)
{
	while (len && (text[len - 1] == ' ' || text[len - 1] == '\t'))
		len--;
	return len;
}

static int
member_weight(const char *parameters, size_t len)
{
	const char *end = parameters + len;

	if (len == 0)
		return 1000;
	parameters++; /* the semicolon */
	parameters += strspn(parameters, " \t");
	if (end - parameters < 3 || strncasecmp(parameters, "q=", 2) != 0)
		return -1;
	return weight_parse(parameters + 2,
	    trimmed(parameters + 2, (size_t)(end - parameters - 2)));
}

/* Takes one member off the list; false at its end. */
static bool
next_member(const char **list, struct member *member)
{
	size_t len, word;

	*list += strspn(*list, ", \t");
	if (!**list)
		return false;
	len = strcspn(*list, ",");
	word = strcspn(*list, ",;");
	member->word = *list;
	member->len = trimmed(*list, word);
	member->weight = member_weight(*list + word, len - word);
	*list += len;
	return true;
}

static bool
word_is(const struct member *member, const char *word)
{
	return strlen(word) == member->len &&
	       strncasecmp(member->word, word, member->len) == 0;
}

int
accept_weight(const char *list, const char *word)
{
	struct member member;
	int any = -1;

	while (next_member(&list, &member)) {
		if (member.weight < 0)
			continue;
		if (word_is(&member, word))
			return member.weight;
		if (word_is(&member, "*"))
			any = member.weight;
	}
	return any;
}

bool
accept_gzip(const char *accept_encoding)
{
	int gzip, plain;

	if (!accept_encoding)
		return false;
	gzip = accept_weight(accept_encoding, "gzip");
	if (gzip < 0)
		gzip = accept_weight(accept_encoding, "x-gzip");
	plain = accept_weight(accept_encoding, "identity");
	return gzip > 0 && gzip >= plain;
}

/* RFC 4647 section 3.4: the range's leading subtags. */
static bool
range_fits(const struct member *range, const char *language)
{
	size_t len = strlen(language);

	return range->len >= len &&
	       strncasecmp(range->word, language, len) == 0 &&
	       (range->len == len || range->word[len] == '-');
}

size_t
accept_language(
    const char *list, const char *const *languages, size_t n, size_t fallback)
{
	struct member member;
	int best = 0;

	while (list && next_member(&list, &member))
		for (size_t i = 0; i < n && member.weight > best; i++)
			if (range_fits(&member, languages[i])) {
				best = member.weight;
				fallback = i;
			}
	return fallback;
}
