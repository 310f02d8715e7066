/* SPDX-License-Identifier: Apache-2.0 */
#include "conflicts_said.h"

#include <string.h>

#include "base/cleanup.h"
#include "chance.h"
#include "office/evidence.h"
#include "schedule/rules/rules.h"

/* "C1 block [...]" of each conflict, one a line; with a bar before each, so
 * that one is found as a whole. */
struct said {
	const struct picture *picture;
	struct buf text;
	enum finding_level least;
};

static void
say(const struct finding *finding, void *arg)
{
	struct said *said = arg;
	struct evidence name = { .code = NULL };

	if (finding->rule >= S1_SAME_EVENT || finding->level < said->least)
		return;
	assert_int_equal(evidence_name(&name, said->picture, finding), 0);
	buf_addf(&said->text, "|%s %d %s\n", name.code, finding->level,
	    buf_str(&name.subject));
	evidence_free(&name);
}

struct buf
said_all(const struct picture *picture, enum finding_level least)
{
	struct said said = { picture, BUF_INIT, least };

	picture_each(picture, say, &said);
	return said.text;
}

struct buf
said_one(const struct picture *picture, const struct finding *finding)
{
	struct said said = { picture, BUF_INIT, LEVEL_INFO };

	say(finding, &said);
	return said.text;
}

/* ------------------------------------------------------------ what blocks */

/* "|C7 [..]| m1 m2 |" of each conflict that blocks, one a line. */
struct blocks {
	const struct picture *picture;
	const char *known;       /* lines that are nothing new; NULL: none is */
	const struct buf *about; /* heads of those that matter; NULL: all do */
	/* What is booked too often without any of what is changed is nothing
	 * new either; NULL: it is. */
	const struct remedy *wish;
	struct buf text; /* of those that are new */
};

/* Somebody's, something's or a team's, whatever else it is about. */
static bool
matters(const struct buf *about, const char *head)
{
	size_t len = strcspn(head, ",]");
	CLEANUP(freep) char *start = strndup(head, len);

	return !about || strstr(buf_str(about), start) != NULL;
}

static void
add_items(struct buf *out, const struct picture *picture,
    const struct finding *finding)
{
	static const enum picture_kind kinds[] = {
		[ITEMS_MISSIONS] = PICTURE_MISSION,
		[ITEMS_USES] = PICTURE_MISSION,
		[ITEMS_PEOPLE] = PICTURE_PERSON,
	};

	if (rules[finding->rule].items > ITEMS_PEOPLE ||
	    rules[finding->rule].items == ITEMS_NONE)
		return;
	vec_each(&finding->items, item)
		buf_addf(out, " %s ",
		    picture_name(
			picture, kinds[rules[finding->rule].items], *item));
}

/* Are all these in the line? */
static bool
has_items(const char *line, const char *items)
{
	CLEANUP(freep) char *had = strndup(line, strcspn(line, "\n"));
	CLEANUP(freep) char *has = strdup(items);
	char *rest = NULL;

	for (char *item = strtok_r(has, " ", &rest); item;
	     item = strtok_r(NULL, " ", &rest)) {
		CLEANUP(buf_free) struct buf one = BUF_INIT;

		buf_addf(&one, " %s ", item);
		if (!strstr(had, buf_str(&one)))
			return false;
	}
	return true;
}

/* A room's name changes with the hour at which it is full: whose it is and
 * who is there decide. */
static bool
is_known(const char *known, const char *name, const char *items)
{
	CLEANUP(freep)
	char *start =
	    strndup(name, strcspn(name, strncmp(name, "|C7", 3) ? "\n" : ","));
	const char *line = known ? strstr(known, start) : NULL;

	for (; line; line = strstr(line + 1, start))
		if (has_items(line, items))
			return true;
	return false;
}

static bool
is_its_doing(const struct remedy *wish, enum rule_code rule, const char *items)
{
	if (!wish || rule != C7_RESOURCE)
		return true;
	vec_each(&wish->changes, change)
		if (has_items(items, change->id))
			return true;
	return false;
}

static void
add_block(const struct finding *finding, void *arg)
{
	struct blocks *blocks = arg;
	struct evidence name = { .code = NULL };
	CLEANUP(buf_free) struct buf head = BUF_INIT;
	CLEANUP(buf_free) struct buf items = BUF_INIT;

	if (finding->rule >= S1_SAME_EVENT || finding->level != LEVEL_BLOCK)
		return;
	assert_int_equal(evidence_name(&name, blocks->picture, finding), 0);
	buf_addf(&head, "|%s %s|", name.code, buf_str(&name.subject));
	add_items(&items, blocks->picture, finding);
	evidence_free(&name);
	if (is_its_doing(blocks->wish, finding->rule, buf_str(&items)) &&
	    matters(blocks->about, buf_str(&head)) &&
	    !is_known(blocks->known, buf_str(&head), buf_str(&items)))
		buf_addf(
		    &blocks->text, "%s%s\n", buf_str(&head), buf_str(&items));
}

struct buf
said_blocks(const struct picture *picture, const char *known,
    const struct buf *about, const struct remedy *wish)
{
	struct blocks blocks = { picture, known, about, wish, BUF_INIT };

	picture_each(picture, add_block, &blocks);
	return blocks.text;
}
