/* SPDX-License-Identifier: Apache-2.0 */
#include "conflict_json.h"

#include <stdio.h>
#include <string.h>

#include "base/date.h"
#include "base/text.h"
#include "schedule/conflict_text.h"

static void
add_text(struct buf *buf, const char *name, const char *text)
{
	buf_addf(buf, ",\"%s\":", name);
	json_add_text(buf, text);
}

static void
add_instant(struct buf *buf, const char *name, int64_t utc)
{
	char text[INSTANT_TEXT];

	buf_addf(buf, ",\"%s\":\"%s\"", name, instant_format(text, utc, 0));
}

/* Subject and evidence are JSON as they are. */
void
conflict_add_json(
    struct buf *buf, const struct conflict *conflict, enum language language)
{
	struct buf text = BUF_INIT;

	buf_addf(buf, "{\"id\":\"%s\"", conflict->id);
	add_text(buf, "code", conflict->code);
	add_text(buf, "level", conflict->level);
	add_text(buf, "state", conflict_state_words[conflict->state]);
	add_text(buf, "title", conflict->title);
	add_text(buf, "name", conflict_name(language, conflict->code));
	conflict_add_text(&text, language, conflict->code, conflict->evidence);
	add_text(buf, "text", buf_str(&text));
	buf_free(&text);
	add_text(buf, "remedy", conflict_remedy(language, conflict->code));
	buf_addf(buf, ",\"found\":%s,\"subject\":%s,\"evidence\":%s",
	    conflict->found ? "true" : "false", conflict->subject,
	    conflict->evidence);
	add_instant(buf, "since", conflict->since);
	add_instant(buf, "state_since", conflict->state_since);
	add_text(buf, "decided_by", conflict->decided_by);
	add_text(buf, "why", conflict->why);
	if (conflict->expires)
		add_instant(buf, "expires", conflict->expires);
	buf_addf(buf, ",\"revision\":%lld}", (long long)conflict->revision);
}
