/* SPDX-License-Identifier: Apache-2.0 */
#include "csv_text.h"

#include <string.h>

static bool
is_formula(const char *text)
{
	text += strspn(text, "'");
	return *text && strchr("=+-@\t\r", *text);
}

static void
add_cell(struct buf *out, const char *guard, const char *text, bool first)
{
	size_t len = strlen(text);
	bool quoted = len > 0 && (strpbrk(text, ",;\"\r\n\t") ||
				     text[0] == ' ' || text[len - 1] == ' ');

	if (!first)
		buf_addc(out, ',');
	if (!quoted) {
		buf_addf(out, "%s%s", guard, text);
		return;
	}
	buf_addf(out, "\"%s", guard);
	for (; *text; text++) {
		if (*text == '"')
			buf_addc(out, '"');
		buf_addc(out, *text);
	}
	buf_addc(out, '"');
}

void
csv_add_text(struct buf *out, const char *text, bool first)
{
	add_cell(out, is_formula(text) ? "'" : "", text, first);
}

void
csv_add_plain(struct buf *out, const char *text, bool first)
{
	add_cell(out, "", text, first);
}

void
csv_end_row(struct buf *out)
{
	buf_adds(out, "\r\n");
}

const char *
csv_unguard(const char *cell)
{
	return cell[0] == '\'' && is_formula(cell) ? cell + 1 : cell;
}
