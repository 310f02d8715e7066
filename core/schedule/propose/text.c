/* SPDX-License-Identifier: Apache-2.0 */
#include "text.h"

#include <string.h>

#include "base/date.h"

/* By kind. The gaps are filled in this order: o what it is done to, f from, t
 * to, w when. */
static const struct {
	const char *kind;
	const char *text; /* msgid */
	const char *gaps;
} sentences[] = {
	{ "substitute", words_mark("%3 goes to “%1” instead of %2."), "oft" },
	{ "leave-out", words_mark("“%1” goes ahead without %2."), "of" },
	{ "window", words_mark("“%1” takes another of its dates: %2."), "ow" },
	{ "remote", words_mark("“%1” is attended remotely."), "o" },
	{ "shorten", words_mark("The stay for “%1” is shortened to %2."),
	    "ow" },
	{ "move", words_mark("“%1” is held on another day: %2."), "ow" },
	{ "resource", words_mark("“%1” uses %3 instead of %2."), "oft" },
	{ "host", words_mark("%2 receives “%1”."), "ot" },
	{ "stand-in", words_mark("%3 stands in for %2 at “%1” (%4)."), "oftw" },
	{ "deputy", words_mark("%2 stands in before “%1” is due."), "ot" },
	{ "join", words_mark("“%1” becomes part of a joint delegation."), "o" },
	{ "split-leg", words_mark("%2 travels to “%1” on another connection."),
	    "of" },
	{ "invite", words_mark("More of the group are invited to “%1”: %2."),
	    "ot" },
	{ "tag", words_mark("“%1” is put under line %2 of the plan."), "ot" },
	{ "follow",
	    words_mark("“%1” follows its event to %2, to be authorised again."),
	    "ow" },
	{ "decline", words_mark("“%1” is given up."), "o" },
	{ "exchange", words_mark("%2 and %3 exchange their parts at “%1”."),
	    "oft" },
};

/* An object's name, title or id; or a text; or a list of them. */
static void
add_name(struct buf *out, const json_t *value)
{
	static const char *const keys[] = { "name", "title", "id" };
	const json_t *item;
	size_t i;

	if (json_is_array(value)) {
		json_array_foreach(value, i, item)
		{
			buf_adds(out, i ? ", " : "");
			add_name(out, item);
		}
		return;
	}
	for (i = 0; json_is_object(value) && i < 3; i++) {
		const json_t *text = json_object_get(value, keys[i]);

		if (json_is_string(text)) {
			buf_adds(out, json_string_value(text));
			return;
		}
	}
	buf_adds(out, json_is_string(value) ? json_string_value(value) : "?");
}

/* The days of {"start","end"}; times end within their last. */
static void
add_when(struct buf *out, enum language language, const json_t *when)
{
	const char *start = json_string_value(json_object_get(when, "start"));
	const char *end = json_string_value(json_object_get(when, "end"));
	char text[DAY_TEXT];
	int64_t first, last;

	snprintf(text, sizeof text, "%.10s", start ? start : "");
	if (day_parse(text, &first) < 0) {
		buf_addc(out, '?');
		return;
	}
	snprintf(text, sizeof text, "%.10s", end ? end : "");
	if (day_parse(text, &last) < 0)
		last = first;
	else if (strlen(end) == 10 && last > first)
		last--;
	words_add_days(out, language, first, last);
}

static void
fill_gap(struct buf *out, enum language language, char gap, const json_t *step)
{
	switch (gap) {
	case 'o':
		add_name(out, json_object_get(step, "of"));
		break;
	case 'f':
		add_name(out, json_object_get(step, "from"));
		break;
	case 't':
		add_name(out, json_object_get(step, "to"));
		break;
	default:
		add_when(out, language, json_object_get(step, "when"));
		break;
	}
}

#define GAPS_MOST 4

static void
add_sentence(
    struct buf *out, enum language language, size_t i, const json_t *step)
{
	struct buf gaps[GAPS_MOST] = { BUF_INIT, BUF_INIT, BUF_INIT, BUF_INIT };
	const char *texts[GAPS_MOST + 1] = { NULL };

	for (int k = 0; k < GAPS_MOST && sentences[i].gaps[k]; k++) {
		fill_gap(&gaps[k], language, sentences[i].gaps[k], step);
		texts[k] = buf_str(&gaps[k]);
	}
	words_add(out, language, sentences[i].text, texts);
	for (int k = 0; k < GAPS_MOST; k++)
		buf_free(&gaps[k]);
}

static void
add_step(struct buf *out, enum language language, const json_t *step)
{
	const char *kind = json_string_value(json_object_get(step, "kind"));

	for (size_t i = 0; kind && i < sizeof sentences / sizeof *sentences;
	     i++)
		if (strcmp(sentences[i].kind, kind) == 0)
			add_sentence(out, language, i, step);
}

void
propose_add_text(struct buf *out, enum language language, const json_t *steps)
{
	const json_t *step;
	size_t i;

	json_array_foreach(steps, i, step)
	{
		buf_adds(out, i ? " " : "");
		add_step(out, language, step);
	}
}
