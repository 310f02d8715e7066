/* SPDX-License-Identifier: Apache-2.0 */
#include "authorize.h"

#include <stddef.h>

const char *const verb_words[] = { "read", "create", "change", "remove",
	"submit", "endorse", "authorise", "cancel", "report", "coordinate",
	NULL };
const char *const object_words[] = { "event", "source", "plan", "change",
	"body", "resource", "person", "absence", "budget", "mission",
	"conflict", "synergy", "resolution", "busy", "token", "import", NULL };

/* How far a verb reaches: '-' nothing, 'p' what is published, 'o' one's own,
 * 'a' all. One letter for each role, in the order of enum token_role: */
static const struct rule {
	enum object_kind kind;
	enum verb verb;
	/*   nobody reader lead head coordinator council peer officer admin */
	char reach[TOKEN_ROLES + 1];
} rules[] = {
	{ OBJECT_EVENT, VERB_READ, "paaaaapaa" },
	{ OBJECT_EVENT, VERB_CREATE, "----a----" },
	{ OBJECT_EVENT, VERB_CHANGE, "----a----" },
	{ OBJECT_EVENT, VERB_REMOVE, "----a----" },
	{ OBJECT_EVENT, VERB_CANCEL, "----a----" },
	{ OBJECT_SOURCE, VERB_READ, "-aaaa--aa" },
	{ OBJECT_SOURCE, VERB_COORDINATE, "----a---a" },
	{ OBJECT_PLAN, VERB_READ, "-aaaaa-aa" },
	{ OBJECT_CHANGE, VERB_READ, "ppooappaa" },
	{ OBJECT_BODY, VERB_READ, "-aaaaa-aa" },
	{ OBJECT_BODY, VERB_CREATE, "----a---a" },
	{ OBJECT_BODY, VERB_CHANGE, "----a---a" },
	{ OBJECT_BODY, VERB_REMOVE, "----a---a" },
	{ OBJECT_RESOURCE, VERB_READ, "-aaaa--aa" },
	{ OBJECT_RESOURCE, VERB_CREATE, "----a---a" },
	{ OBJECT_RESOURCE, VERB_CHANGE, "----a---a" },
	{ OBJECT_RESOURCE, VERB_REMOVE, "----a---a" },
	{ OBJECT_PERSON, VERB_READ, "--ooa--aa" },
	{ OBJECT_PERSON, VERB_CREATE, "----a---a" },
	{ OBJECT_PERSON, VERB_CHANGE, "----a---a" },
	{ OBJECT_PERSON, VERB_REMOVE, "----a---a" },
	{ OBJECT_ABSENCE, VERB_READ, "--ooa--aa" },
	{ OBJECT_ABSENCE, VERB_CREATE, "--o-a---a" },
	{ OBJECT_ABSENCE, VERB_CHANGE, "--o-a---a" },
	{ OBJECT_ABSENCE, VERB_REMOVE, "--o-a---a" },
	{ OBJECT_BUDGET, VERB_READ, "--ooa--aa" },
	{ OBJECT_BUDGET, VERB_CREATE, "----a---a" },
	{ OBJECT_BUDGET, VERB_CHANGE, "----a---a" },
	{ OBJECT_BUDGET, VERB_REMOVE, "----a---a" },
	{ OBJECT_MISSION, VERB_READ, "--ooao-aa" },
	{ OBJECT_MISSION, VERB_CREATE, "--o-a----" },
	{ OBJECT_MISSION, VERB_CHANGE, "--o-a----" },
	{ OBJECT_MISSION, VERB_REMOVE, "--o-a----" },
	{ OBJECT_MISSION, VERB_SUBMIT, "--o------" },
	{ OBJECT_MISSION, VERB_ENDORSE, "---o-----" },
	{ OBJECT_MISSION, VERB_AUTHORISE, "-------a-" },
	{ OBJECT_MISSION, VERB_CANCEL, "--o-a--a-" },
	{ OBJECT_MISSION, VERB_REPORT, "--o------" },
	{ OBJECT_MISSION, VERB_COORDINATE, "----a----" },
	{ OBJECT_CONFLICT, VERB_READ, "--ooa--aa" },
	{ OBJECT_CONFLICT, VERB_COORDINATE, "----a----" },
	{ OBJECT_SYNERGY, VERB_READ, "--ooao-aa" },
	{ OBJECT_SYNERGY, VERB_COORDINATE, "----a----" },
	{ OBJECT_RESOLUTION, VERB_READ, "----a--aa" },
	{ OBJECT_RESOLUTION, VERB_CREATE, "----a----" },
	{ OBJECT_RESOLUTION, VERB_COORDINATE, "----a----" },
	{ OBJECT_BUSY, VERB_READ, "--ooa-aaa" },
	{ OBJECT_TOKEN, VERB_READ, "-oooooooa" },
	{ OBJECT_TOKEN, VERB_CREATE, "-ooooo-oa" },
	{ OBJECT_TOKEN, VERB_CHANGE, "-oooooooa" },
	{ OBJECT_TOKEN, VERB_REMOVE, "-oooooooa" },
	{ OBJECT_IMPORT, VERB_CREATE, "----a---a" },
};

static char
reach_of(const struct caller *caller, enum verb verb, enum object_kind kind)
{
	if (caller->local)
		return 'a';
	for (size_t i = 0; i < sizeof rules / sizeof *rules; i++)
		if (rules[i].kind == kind && rules[i].verb == verb)
			return rules[i].reach[caller->role];
	return '-';
}

static bool
reaches(char reach, const struct object *object)
{
	switch (reach) {
	case 'a':
		return true;
	case 'o':
		return object->any || object->own || object->published;
	case 'p':
		return object->any || object->published;
	}
	return false;
}

enum verdict
authorize(
    const struct caller *caller, enum verb verb, const struct object *object)
{
	char read = reach_of(caller, VERB_READ, object->kind);
	char reach = reach_of(caller, verb, object->kind);

	if (verb != VERB_READ && reach == 'o') {
		/* To act on what is published it must be one's own. */
		if (object->any || object->own)
			return AUTHORIZED;
	} else if (reaches(reach, object)) {
		return AUTHORIZED;
	}
	/* Of a kind that the role never sees, there is nothing to hide. */
	if (object->any || read == '-')
		return caller->role == TOKEN_NOBODY ? AUTHORIZE_WHO
						    : AUTHORIZE_DENIED;
	if (!reaches(read, object))
		return AUTHORIZE_HIDDEN;
	return caller->role == TOKEN_NOBODY ? AUTHORIZE_WHO : AUTHORIZE_DENIED;
}

bool
authorize_all(
    const struct caller *caller, enum verb verb, enum object_kind kind)
{
	return reach_of(caller, verb, kind) == 'a';
}
