/* SPDX-License-Identifier: Apache-2.0 */
#include "record_json.h"

#include <stdio.h>
#include <string.h>

#include "base/date.h"
#include "base/number.h"

void
record_row_add_json(struct buf *buf, const struct record_row *row)
{
	char created[INSTANT_TEXT], revised[INSTANT_TEXT];

	record_add_json(row->family->type, row->record, buf);
	if (buf_error(buf) == 0)
		buf->len--; /* the closing bracket: more follows */
	buf_addf(buf,
	    ",\"revision\":%lld,\"created_at\":\"%s\",\"revised_at\":\"%s\"}",
	    (long long)row->revision,
	    instant_format(created, row->created_at, 0),
	    instant_format(revised, row->revised_at, 0));
}

char *
record_row_tag(char out[RECORD_TAG], const struct record_row *row)
{
	snprintf(out, RECORD_TAG, "\"%lld\"", (long long)row->revision);
	return out;
}

int64_t
record_tag_revision(const char *if_match)
{
	char digits[2 * RECORD_TAG];
	size_t len = if_match ? strlen(if_match) : 0;
	int64_t revision;
	char *rest;

	if (!if_match || strcmp(if_match, "*") == 0)
		return 0;
	if (len < 3 || len >= sizeof digits || if_match[0] != '"' ||
	    if_match[len - 1] != '"')
		return -1;
	memcpy(digits, if_match + 1, len - 2);
	digits[len - 2] = '\0';
	/* What the program knows besides is no part of its version. */
	if ((rest = strchr(digits, '.')))
		*rest = '\0';
	return int_parse(digits, &revision) == 0 && revision > 0 ? revision
								 : -1;
}
