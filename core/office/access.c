/* SPDX-License-Identifier: Apache-2.0 */
#include "access.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "model/mission.h"
#include "model/person.h"

enum object_kind
family_object(enum family_id family)
{
	static const enum object_kind kinds[FAMILIES] = {
		[FAMILY_COUNCIL] = OBJECT_BODY,
		[FAMILY_TEAM] = OBJECT_BODY,
		[FAMILY_PERSON] = OBJECT_PERSON,
		[FAMILY_NETWORK] = OBJECT_BODY,
		[FAMILY_PROJECT] = OBJECT_BODY,
		[FAMILY_RESOURCE] = OBJECT_RESOURCE,
		[FAMILY_BUDGET] = OBJECT_BUDGET,
		[FAMILY_ABSENCE] = OBJECT_ABSENCE,
		[FAMILY_HOLIDAY] = OBJECT_BODY,
		[FAMILY_OVERLAY] = OBJECT_EVENT,
		[FAMILY_SESSION] = OBJECT_EVENT,
		[FAMILY_MISSION] = OBJECT_MISSION,
		[FAMILY_EDITION] = OBJECT_MISSION,
		[FAMILY_TOKEN] = OBJECT_TOKEN,
	};

	return kinds[family];
}

static bool
is_same(const char *a, const char *b)
{
	return a && b && strcmp(a, b) == 0;
}

/* ---- of records ------------------------------------------------------- */

const char *
access_teams(const struct caller *caller, enum verb verb, enum object_kind kind,
    char out[ACCESS_TEAMS])
{
	const char *const *team = caller->teams;
	size_t len = 1;

	if (authorize_all(caller, verb, kind))
		return NULL;
	snprintf(out, ACCESS_TEAMS, " ");
	for (; team && *team && len + strlen(*team) + 2 < ACCESS_TEAMS; team++)
		len += (size_t)snprintf(
		    out + len, ACCESS_TEAMS - len, "%s ", *team);
	return out;
}

bool
person_is_own(
    const struct caller *caller, const struct records *records, const char *id)
{
	const struct person *person = records_get(records, FAMILY_PERSON, id);

	return is_same(caller->person, id) ||
	       (person && texts_have(caller->teams, person->team));
}

/* What a row refers to is the caller's. */
static bool
use_is_own(const struct caller *caller, const struct records *records,
    const struct record_use *use)
{
	const struct person *person;

	if (strcmp(use->kind, "team") == 0)
		return texts_have(caller->teams, use->id);
	if (strcmp(use->kind, "council") == 0)
		return is_same(caller->council, use->id);
	if (strcmp(use->kind, "person") != 0)
		return false;
	person = records_get(records, FAMILY_PERSON, use->id);
	return person_is_own(caller, records, use->id) ||
	       (person && is_same(caller->council, person->council));
}

static bool
uses_are_own(const struct caller *caller, const struct records *records,
    const struct record_row *row)
{
	for (size_t i = 0; i < row->nuses; i++)
		if (use_is_own(caller, records, &row->uses[i]))
			return true;
	return false;
}

/* ---- of tokens -------------------------------------------------------- */

/* A feed that shows no more than the caller sees anyway. */
static bool
feed_is_within(const struct caller *caller, const struct token *token)
{
	bool all = caller->role == TOKEN_COORDINATOR;

	switch ((enum token_feed)token->feed) {
	case FEED_OF_STAFF:
	case FEED_OF_NETWORK:
	case FEED_OF_PROJECT:
	case FEED_OF_LINE:
	case FEED_OF_REGION:
		return caller->role != TOKEN_COUNCIL;
	case FEED_OF_TEAM:
		return all || texts_have(caller->teams, token->teams[0]);
	case FEED_OF_PERSON:
		return all || is_same(caller->person, token->person);
	case FEED_OF_COUNCIL:
		return all || is_same(caller->council, token->council);
	case FEED_OF_BUSY:
		return all || is_same(caller->person, token->person) ||
		       (token->teams &&
			   texts_have(caller->teams, token->teams[0]));
	case FEED_OF_COORDINATOR:
		return all;
	default:
		return false;
	}
}

/* Whoever made it keeps it; it was made within what they see. */
static bool
token_is_own(const struct caller *caller, const struct token *token)
{
	if (is_same(token->id, caller->token))
		return true;
	return is_same(token->maker, caller->token) &&
	       (token->revoked || feed_is_within(caller, token));
}

/* ---- verdicts --------------------------------------------------------- */

struct object
row_object(const struct caller *caller, const struct records *records,
    const struct record_row *row)
{
	struct object object = { .kind = family_object(row->family->id) };

	if (row->family->id == FAMILY_TOKEN)
		object.own = token_is_own(caller, row->record);
	else if (row->family->id == FAMILY_PERSON)
		object.own =
		    person_is_own(caller, records, record_id(row->record));
	else
		object.own = uses_are_own(caller, records, row);
	return object;
}

bool
row_readable(const struct caller *caller, const struct records *records,
    const struct record_row *row)
{
	struct object object;

	if (!caller ||
	    authorize_all(caller, VERB_READ, family_object(row->family->id)))
		return true;
	object = row_object(caller, records, row);
	return authorize(caller, VERB_READ, &object) == AUTHORIZED;
}

int
row_authorize(const struct caller *caller, enum verb verb,
    const struct records *records, const struct record_row *row,
    struct err *err)
{
	struct object object;

	if (!caller)
		return 0;
	object = row_object(caller, records, row);
	switch (authorize(caller, verb, &object)) {
	case AUTHORIZED:
		return 0;
	case AUTHORIZE_HIDDEN:
		/* What was just made out of sight is not the caller's. */
		if (verb != VERB_CREATE)
			return err_set(err, -ENOENT, "there is no %s \"%.80s\"",
			    row->family->name, record_id(row->record));
		/* fall through */
	default:
		return err_set(err, -EACCES, "this %s is not yours to %s",
		    row->family->name, verb_words[verb]);
	}
}
