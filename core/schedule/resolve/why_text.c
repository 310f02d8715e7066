/* SPDX-License-Identifier: Apache-2.0 */
#include "why_text.h"

#include <inttypes.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/date.h"
#include "base/json.h"
#include "base/record.h"
#include "schedule/resolve/explain.h"

/* By enum stands. */
static const char *const stands_texts[] = {
	words_mark("“%1” is given up."),
	words_mark("“%1” is attended at another time or in another way."),
	words_mark("Others go to “%1” than was foreseen."),
	words_mark("“%1” stays as it is."),
	words_mark("“%1” is attended."),
};

/* By standing; beside none, there are too many to name. */
static const char *const standing_texts[] = {
	words_mark("It would fit beside all else."),
	words_mark("It does not fit beside %1."),
	words_mark("It does not fit even alone."),
};

static const char *const lacks_texts[] = {
	words_mark("people"),
	words_mark("presence at home"),
	words_mark("a room, interpreter or vehicle"),
	words_mark("budget"),
	words_mark("places at the event"),
	words_mark("days away"),
};

/* By its name or title, or else its id. */
static const char *
name_of(const json_t *thing)
{
	static const char *const keys[] = { "name", "title", "id" };
	const char *name = "";

	for (size_t i = 0; !name[0] && i < ARRAY_LEN(keys); i++)
		name = json_member_text(thing, keys[i]);
	return name;
}

static void
add_days(struct buf *out, enum language language, const json_t *when)
{
	int64_t first, last;

	if (day_parse(json_member_text(when, "first"), &first) == 0 &&
	    day_parse(json_member_text(when, "last"), &last) == 0)
		words_add_days(out, language, first, last);
}

static void
add_list(struct buf *out, enum language language, const json_t *list,
    void (*add)(struct buf *out, enum language language, const json_t *item))
{
	const json_t *item;
	size_t i;

	json_array_foreach(list, i, item)
	{
		buf_adds(out, i ? ", " : "");
		add(out, language, item);
	}
}

static void
add_quoted(struct buf *out, enum language language, const json_t *item)
{
	words_add(out, language, words_mark("“%1”"), WORDS(name_of(item)));
}

static void
add_lack(struct buf *out, enum language language, const json_t *item)
{
	int i = choice_parse(why_lacks_words, json_string_value(item));

	if (i >= 0)
		buf_adds(out, words_get(language, lacks_texts[i]));
}

static void
add_label(struct buf *out, enum language language, const json_t *one)
{
	const json_t *person = json_object_get(one, "person");
	const json_t *when = json_object_get(one, "when");
	CLEANUP(buf_free) struct buf name = BUF_INIT;
	const char *text = words_mark("By its option %1:");

	if (person) {
		buf_adds(&name, name_of(person));
		text = words_mark("With %1:");
	} else if (json_is_true(json_object_get(one, "remote")))
		text = words_mark("Remotely:");
	else if (when) {
		add_days(&name, language, when);
		text = words_mark("On its dates %1:");
	} else
		buf_addf(&name, "%" PRId64, json_member_int(one, "option"));
	words_add(out, language, text, WORDS(buf_str(&name)));
}

static void
add_reason(struct buf *out, enum language language, const json_t *one)
{
	const json_t *by = json_object_get(one, "by");
	const json_t *lacks = json_object_get(one, "lacks");
	int standing =
	    choice_parse(why_standing_words, json_member_text(one, "standing"));
	CLEANUP(buf_free) struct buf names = BUF_INIT;
	CLEANUP(buf_free) struct buf short_of = BUF_INIT;

	if (standing < 0)
		return;
	add_list(&names, language, by, add_quoted);
	if (standing == EXPLAIN_BLOCKED && json_array_size(by) == 0)
		buf_adds(&names,
		    words_get(language, words_mark("a great many others")));
	buf_addc(out, ' ');
	words_add(
	    out, language, standing_texts[standing], WORDS(buf_str(&names)));
	if (standing == EXPLAIN_FREE || json_array_size(lacks) == 0)
		return;
	add_list(&short_of, language, lacks, add_lack);
	buf_addc(out, ' ');
	words_add(out, language, words_mark("What is short: %1."),
	    WORDS(buf_str(&short_of)));
}

static void
add_costs(struct buf *out, enum language language, const json_t *costs)
{
	char text[3][24];

	buf_addc(out, ' ');
	if (!costs) {
		buf_adds(
		    out, words_get(language, words_mark("It cannot be had.")));
		return;
	}
	for (size_t i = 0; i < 3; i++)
		snprintf(text[i], sizeof text[i], "%+" JSON_INTEGER_FORMAT,
		    json_integer_value(json_array_get(costs, i)));
	words_add(out, language,
	    words_mark("To have it all the same: %1 in what is mandatory and "
		       "declined, %2 in what is disturbed, %3 in value lost."),
	    WORDS(text[0], text[1], text[2]));
}

void
why_add_text(struct buf *out, enum language language, const json_t *why)
{
	int stands =
	    choice_parse(stands_words, json_member_text(why, "stands"));
	const json_t *one;
	size_t i;

	if (stands >= 0)
		words_add(out, language, stands_texts[stands],
		    WORDS(name_of(json_object_get(why, "of"))));
	json_array_foreach(json_object_get(why, "alternatives"), i, one)
	{
		buf_adds(out, "\n- ");
		add_label(out, language, one);
		add_reason(out, language, one);
		add_costs(out, language, json_object_get(one, "costs"));
	}
}

json_t *
why_find(const json_t *list, const char *mission)
{
	json_t *why;
	size_t i;

	json_array_foreach(list, i, why)
	{
		const json_t *of = json_object_get(why, "of");

		if (strcmp(json_member_text(of, "id"), mission) == 0 ||
		    strcmp(json_member_text(of, "number"), mission) == 0)
			return why;
	}
	return NULL;
}
