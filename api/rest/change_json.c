/* SPDX-License-Identifier: Apache-2.0 */
#include "change_json.h"

#include <string.h>

#include "base/date.h"
#include "base/text.h"

static void
add_word(struct buf *body, const char *name, const char *text)
{
	if (!text)
		return;
	buf_addf(body, ",\"%s\":", name);
	json_add_text(body, text);
}

/* before and after are JSON objects as they are. */
static void
add_object(struct buf *body, const char *name, const char *object)
{
	if (object)
		buf_addf(body, ",\"%s\":%s", name, object);
}

void
change_add_json(struct buf *body, const struct change *change, bool people)
{
	char at[INSTANT_TEXT];

	buf_addf(body, "{\"seq\":%lld,\"at\":\"%s\"", (long long)change->seq,
	    instant_format(at, change->at, 0));
	people = people || strncmp(change->actor, "sync ", 5) == 0;
	add_word(body, "actor", people ? change->actor : NULL);
	add_word(body, "action", change->action);
	add_word(body, "entity", change->entity);
	add_word(body, "id", change->id);
	add_word(body, "source", change->source);
	add_word(body, "title", change->title);
	add_object(body, "before", change->before);
	add_object(body, "after", change->after);
	add_word(body, "why", people ? change->why : NULL);
	buf_addc(body, '}');
}
