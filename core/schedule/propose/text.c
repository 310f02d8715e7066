/* SPDX-License-Identifier: Apache-2.0 */
#include "text.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/cleanup.h"
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

static const char *
text_of(const json_t *object, const char *name)
{
	return json_string_value(json_object_get(object, name));
}

/* Whose name is not the reader's to know. */
static void
add_somebody(struct buf *out, enum language language, const json_t *person)
{
	const char *team = text_of(person, "team");

	buf_adds(out, words_get(language, words_mark("somebody")));
	if (team)
		buf_addf(out, " (%s)", team);
}

/* An object's name, title or id; or a text; or a list of them. */
static void
add_name(struct buf *out, enum language language, const json_t *value)
{
	static const char *const keys[] = { "name", "title", "id" };
	const json_t *item;
	size_t i;

	if (json_is_array(value)) {
		json_array_foreach(value, i, item)
		{
			buf_adds(out, i ? ", " : "");
			add_name(out, language, item);
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
	if (text_of(value, "family") &&
	    strcmp(text_of(value, "family"), "person") == 0)
		add_somebody(out, language, value);
	else
		buf_adds(out,
		    json_is_string(value) ? json_string_value(value) : "?");
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
		add_name(out, language, json_object_get(step, "of"));
		break;
	case 'f':
		add_name(out, language, json_object_get(step, "from"));
		break;
	case 't':
		add_name(out, language, json_object_get(step, "to"));
		break;
	case 'p':
		add_name(out, language, json_object_get(step, "person"));
		break;
	default:
		add_when(out, language, json_object_get(step, "when"));
		break;
	}
}

#define GAPS_MOST 4

static void
add_sentence(struct buf *out, enum language language, const char *msgid,
    const char *filling, const json_t *step)
{
	struct buf gaps[GAPS_MOST] = { BUF_INIT, BUF_INIT, BUF_INIT, BUF_INIT };
	const char *texts[GAPS_MOST + 1] = { NULL };

	for (int k = 0; k < GAPS_MOST && filling[k]; k++) {
		fill_gap(&gaps[k], language, filling[k], step);
		texts[k] = buf_str(&gaps[k]);
	}
	words_add(out, language, msgid, texts);
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
			add_sentence(out, language, sentences[i].text,
			    sentences[i].gaps, step);
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

/* ------------------------------------------------------------------- price */

static int64_t
number_of(const json_t *item, const char *name)
{
	return json_integer_value(json_object_get(item, name));
}

void
propose_add_price(struct buf *out, enum language language, const json_t *item)
{
	const json_t *objective = json_object_get(item, "objective");
	char number[3][32];

	snprintf(number[0], 32, "%" PRId64, number_of(item, "people"));
	snprintf(number[1], 32, "%+" PRId64, number_of(item, "days"));
	snprintf(
	    number[2], 32, "%+.2f", (double)number_of(item, "cents") / 100);
	words_add(out, language,
	    words_mark("people concerned %1, days away %2, money %3"),
	    WORDS(number[0], number[1], number[2]));
	for (size_t i = 0; i < 3; i++)
		snprintf(number[i], 32, "%" JSON_INTEGER_FORMAT,
		    json_integer_value(json_array_get(objective, i)));
	buf_adds(out, "; ");
	words_add(out, language,
	    words_mark("mandatory given up %1, approved disturbed %2, value "
		       "lost %3"),
	    WORDS(number[0], number[1], number[2]));
}

/* --------------------------------------------------------------------- why */

/* What is in the way. */
static void
add_blocker(struct buf *out, enum language language, const json_t *blocker)
{
	const char *kind = text_of(blocker, "kind");
	bool person = json_is_object(json_object_get(blocker, "person"));

	if (kind && strcmp(kind, "absence") == 0)
		add_sentence(out, language, words_mark("%1 is absent: %2."),
		    "pw", blocker);
	else if (kind && strcmp(kind, "mission") == 0 && person)
		add_sentence(out, language,
		    words_mark("%1 is needed for “%2” (%3)."), "pow", blocker);
	else if (json_object_get(blocker, "when"))
		add_sentence(out, language,
		    words_mark("“%1” is in the way (%2)."), "ow", blocker);
	else
		add_sentence(out, language, words_mark("“%1” is in the way."),
		    "o", blocker);
}

static void
add_blockers(struct buf *out, enum language language, const json_t *list)
{
	const json_t *blocker;
	size_t i;

	if (json_array_size(list) == 0)
		buf_adds(out,
		    words_get(language,
			words_mark("It cannot be done even if nothing else "
				   "were planned.")));
	json_array_foreach(list, i, blocker)
	{
		buf_adds(out, i ? " " : "");
		add_blocker(out, language, blocker);
	}
	if (json_array_size(list) > 1) {
		buf_addc(out, ' ');
		buf_adds(out,
		    words_get(language,
			words_mark(
			    "Without any one of these it could be done.")));
	}
}

/* "(people concerned ...)", and how many conflicts come with it. */
static void
add_cost(struct buf *out, enum language language, const json_t *item)
{
	size_t n = json_array_size(json_object_get(item, "adds"));

	buf_adds(out, " (");
	propose_add_price(out, language, item);
	if (n) {
		buf_adds(out, "; ");
		words_add_plural(out, language, "%1 conflict is added",
		    "%1 conflicts are added", (int64_t)n, NULL);
	}
	buf_adds(out, ").");
}

static void
add_forced(struct buf *out, enum language language, const json_t *forced)
{
	buf_addc(out, ' ');
	if (!json_is_object(forced)) {
		buf_adds(out,
		    words_get(language,
			words_mark("What is in the way cannot be moved.")));
		return;
	}
	buf_adds(
	    out, words_get(language, words_mark("To have it all the same:")));
	buf_addc(out, ' ');
	propose_add_text(out, language, json_object_get(forced, "steps"));
	add_cost(out, language, forced);
}

static const struct {
	const char *standing, *text; /* msgid */
	bool costs;
} standings[] = {
	{ "decided",
	    words_mark(
		"It is decided, and stays as it is; to change it all the "
		"same has its price"),
	    true },
	{ "dearer",
	    words_mark("It would do, but at no lower price than what is "
		       "offered"),
	    true },
	{ "no-help", words_mark("The conflict would stay."), false },
};

void
propose_add_why(struct buf *out, enum language language, const json_t *item)
{
	const char *standing = text_of(item, "standing");

	propose_add_text(out, language, json_object_get(item, "steps"));
	buf_addc(out, ' ');
	for (size_t i = 0; i < ARRAY_LEN(standings); i++)
		if (standing && strcmp(standings[i].standing, standing) == 0) {
			buf_adds(out, words_get(language, standings[i].text));
			if (standings[i].costs)
				add_cost(out, language, item);
			return;
		}
	buf_adds(out, words_get(language, words_mark("This is not possible:")));
	buf_addc(out, ' ');
	add_blockers(out, language, json_object_get(item, "by"));
	add_forced(out, language, json_object_get(item, "forced"));
}
