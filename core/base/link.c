/* SPDX-License-Identifier: Apache-2.0 */
#include "link.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/cleanup.h"

#define MOST_PARAMETERS 32

/* A piece of a text. */
struct piece {
	const char *text;
	size_t len;
};

static bool
starts(const char *text, const char *with)
{
	return strncasecmp(text, with, strlen(with)) == 0;
}

static void
add_host(struct buf *buf, const char *text, size_t len)
{
	const char *user = memchr(text, '@', len);

	if (user) {
		len -= (size_t)(user + 1 - text);
		text = user + 1;
	}
	if (len > 4 && starts(text, "www.")) {
		text += 4;
		len -= 4;
	}
	if (len > 3 && memcmp(text + len - 3, ":80", 3) == 0)
		len -= 3;
	else if (len > 4 && memcmp(text + len - 4, ":443", 4) == 0)
		len -= 4;
	for (size_t i = 0; i < len; i++)
		buf_addc(buf, (char)tolower((unsigned char)text[i]));
}

static void
add_path(struct buf *buf, const char *text, size_t len)
{
	static const char *const pages[] = { "/index.html", "/index.htm",
		"/index.php" };

	for (size_t i = 0; i < ARRAY_LEN(pages); i++) {
		size_t page = strlen(pages[i]);

		if (len >= page &&
		    memcmp(text + len - page, pages[i], page) == 0)
			len -= page;
	}
	while (len > 0 && text[len - 1] == '/')
		len--;
	buf_add(buf, text, len);
}

static bool
is_tracker(const struct piece *parameter)
{
	static const char *const names[] = { "utm_", "fbclid=", "gclid=",
		"mc_cid=", "mc_eid=", "msclkid=", "igshid=", "ref=" };

	for (size_t i = 0; i < ARRAY_LEN(names); i++)
		if (parameter->len >= strlen(names[i]) &&
		    starts(parameter->text, names[i]))
			return true;
	return false;
}

static int
compare_pieces(const void *a, const void *b)
{
	const struct piece *x = a, *y = b;
	int rc = memcmp(x->text, y->text, x->len < y->len ? x->len : y->len);

	return rc ? rc : (x->len > y->len) - (x->len < y->len);
}

/* What is more than can be sorted is added as it is. */
static void
add_query(struct buf *buf, const char *text, size_t len)
{
	struct piece pieces[MOST_PARAMETERS];
	const char *end = text + len;
	char mark = '?';
	size_t n = 0;

	while (text < end && n < MOST_PARAMETERS) {
		const char *next = memchr(text, '&', (size_t)(end - text));
		size_t piece = (size_t)((next ? next : end) - text);

		pieces[n] = (struct piece){ text, piece };
		n += piece > 0 && !is_tracker(&pieces[n]);
		text += piece + 1;
	}
	qsort(pieces, n, sizeof *pieces, compare_pieces);
	for (size_t i = 0; i < n; i++, mark = '&') {
		buf_addc(buf, mark);
		buf_add(buf, pieces[i].text, pieces[i].len);
	}
	if (text < end) {
		buf_addc(buf, '&');
		buf_add(buf, text, (size_t)(end - text));
	}
}

void
link_add(struct buf *buf, const char *url)
{
	size_t host, path, query;

	if (!url || !(starts(url, "https://") || starts(url, "http://")))
		return;
	url = strchr(url, ':') + 3;
	host = strcspn(url, "/?#");
	if (host == 0)
		return;
	add_host(buf, url, host);
	url += host;
	path = strcspn(url, "?#");
	add_path(buf, url, path);
	url += path;
	if (*url != '?')
		return;
	query = strcspn(++url, "#");
	add_query(buf, url, query);
}
