/* SPDX-License-Identifier: Apache-2.0 */
#include "fold.h"

#include <string.h>

#define NAME_MOST 100

/* The letter under the accent, for U+00C0 to U+00FF. */
static const char latin[] = "aaaaaaaceeeeiiii?nooooo?ouuuuy??"
			    "aaaaaaaceeeeiiii?nooooo?ouuuuy?y";

static const struct {
	const char *utf8;
	const char *plain;
} plains[] = {
	{ "\xe2\x80\x90", "-" }, /* hyphen */
	{ "\xe2\x80\x91", "-" }, /* non-breaking hyphen */
	{ "\xe2\x80\x93", "-" }, /* en dash */
	{ "\xe2\x80\x94", "-" }, /* em dash */
	{ "\xe2\x88\x92", "-" }, /* minus */
	{ "\xe2\x80\x99", "'" },
	{ "\xe2\x80\xaf", " " },                    /* narrow no-break space */
	{ "\xe2\x80\x89", " " },                    /* thin space */
	{ "\xc2\xa0", " " }, { "\xc2\xba", "" },    /* 1º */
	{ "\xc2\xaa", "" }, { "\xe2\x80\x8e", "" }, /* left-to-right mark */
};

/* What stands at p, as plain text, and how many bytes it had. */
static size_t
plain_of(const char *p, char *out, size_t *len)
{
	const unsigned char *u = (const unsigned char *)p;

	*len = 1;
	if (u[0] < 0x80) {
		*out = (char)(*p >= 'A' && *p <= 'Z' ? *p + 32
			      : *p > ' '             ? *p
						     : ' ');
		return 1;
	}
	if (u[0] == 0xc3 && u[1] >= 0x80 && u[1] < 0xc0) {
		*out = latin[u[1] - 0x80];
		return 2;
	}
	/* a combining accent, U+0300 to U+036F */
	if ((u[0] == 0xcc && u[1] >= 0x80) || (u[0] == 0xcd && u[1] < 0xb0)) {
		*len = 0;
		return u[1] ? 2 : 1;
	}
	for (size_t i = 0; i < sizeof plains / sizeof plains[0]; i++) {
		size_t n = strlen(plains[i].utf8);

		if (strncmp(p, plains[i].utf8, n) != 0)
			continue;
		*len = strlen(plains[i].plain);
		*out = plains[i].plain[0];
		return n;
	}
	*out = '?';
	return 1;
}

int
fold_text(const char *text, char *out, size_t room)
{
	size_t n = 0;

	while (*text) {
		size_t len;

		if (n + 1 >= room)
			return -1;
		text += plain_of(text, out + n, &len);
		n += len;
	}
	while (n && out[n - 1] == ' ')
		n--;
	out[n] = '\0';
	return 0;
}

int
fold_alike(const char *a, const char *b)
{
	char x[NAME_MOST], y[NAME_MOST], *p = x, *q = y;

	if (fold_text(a, x, sizeof x) < 0 || fold_text(b, y, sizeof y) < 0)
		return 0;
	for (;;) {
		p += strspn(p, " ");
		q += strspn(q, " ");
		if (*p != *q)
			return 0;
		if (!*p)
			return 1;
		p++;
		q++;
	}
}

/* One cell of the table below, from the three before it, and from two back
 * where two neighbours have changed places. */
static size_t
cell(
    size_t steps[][NAME_MOST], const char *x, const char *y, size_t i, size_t j)
{
	size_t best = steps[i - 1][j - 1] + (x[i - 1] != y[j - 1]);

	if (steps[i - 1][j] + 1 < best)
		best = steps[i - 1][j] + 1;
	if (steps[i][j - 1] + 1 < best)
		best = steps[i][j - 1] + 1;
	if (i > 1 && j > 1 && x[i - 1] == y[j - 2] && x[i - 2] == y[j - 1] &&
	    steps[i - 2][j - 2] + 1 < best)
		best = steps[i - 2][j - 2] + 1;
	return best;
}

size_t
fold_distance(const char *a, const char *b)
{
	char x[NAME_MOST], y[NAME_MOST];
	size_t steps[NAME_MOST][NAME_MOST], m, n;

	if (fold_text(a, x, sizeof x) < 0 || fold_text(b, y, sizeof y) < 0)
		return NAME_MOST;
	m = strlen(x);
	n = strlen(y);
	for (size_t i = 0; i <= m; i++)
		for (size_t j = 0; j <= n; j++)
			steps[i][j] = i && j ? cell(steps, x, y, i, j) : i + j;
	return steps[m][n];
}
