/* SPDX-License-Identifier: Apache-2.0 */
/* The table of fields. Its order is that of the stored columns: new fields go
 * to the end. */
#include "token.h"

#include "base/date.h"
#include "model/bound.h"

const char *const token_role_words[] = { "", "reader", "lead", "head",
	"coordinator", "council", "peer", "officer", "admin", NULL };
const char *const token_feed_words[] = { "", "staff", "team", "person",
	"council", "network", "project", "line", "region", "coordinator",
	"busy", NULL };

#define TOKEN(member, ...) RECORD_FIELD(token, member, __VA_ARGS__)
static const struct field token_fields[] = {
	TOKEN(id, FIELD_TEXT, .form = FORM_CODE, .required = true),
	TOKEN(label, FIELD_TEXT, .form = FORM_LINE, .required = true),
	TOKEN(role, FIELD_CHOICE, .choices = token_role_words),
	TOKEN(feed, FIELD_CHOICE, .choices = token_feed_words),
	TOKEN(teams, FIELD_TEXTS, .form = FORM_CODE, .refers = "team"),
	TOKEN(person, FIELD_TEXT, .form = FORM_CODE, .refers = "person"),
	TOKEN(council, FIELD_TEXT, .form = FORM_CODE, .refers = "council"),
	TOKEN(network, FIELD_TEXT, .form = FORM_CODE, .refers = "network"),
	TOKEN(project, FIELD_TEXT, .form = FORM_CODE, .refers = "project"),
	TOKEN(line, FIELD_TEXT, .form = FORM_CODE),
	TOKEN(region, FIELD_TEXT, .form = FORM_CODE),
	TOKEN(user, FIELD_TEXT, .form = FORM_LINE),
	TOKEN(expires, FIELD_TEXT, .form = FORM_DATE),
	TOKEN(revoked, FIELD_TEXT, .form = FORM_LINE),
	TOKEN(maker, FIELD_TEXT, .form = FORM_CODE),
};
const struct record token_record = RECORD_TABLE(token);

/* ---- what fits together ----------------------------------------------- */

/* What a role or a feed is of. */
enum {
	SCOPE_TEAMS = 1,
	SCOPE_PERSON = 2,
	SCOPE_COUNCIL = 4,
	SCOPE_NETWORK = 8,
	SCOPE_PROJECT = 16,
	SCOPE_LINE = 32,
	SCOPE_REGION = 64,
	SCOPE_USER = 128,
};

struct scope {
	unsigned must, may;
};

#define SOMEBODY (SCOPE_PERSON | SCOPE_USER)

static const struct scope role_scopes[TOKEN_ROLES] = {
	[TOKEN_READER] = { 0, SOMEBODY },
	[TOKEN_LEAD] = { SCOPE_TEAMS, SOMEBODY },
	[TOKEN_HEAD] = { SCOPE_TEAMS, SOMEBODY },
	[TOKEN_COORDINATOR] = { 0, SOMEBODY },
	[TOKEN_COUNCIL] = { SCOPE_COUNCIL, SOMEBODY },
	[TOKEN_PEER] = { 0, SOMEBODY },
	[TOKEN_OFFICER] = { 0, SOMEBODY },
	[TOKEN_ADMIN] = { 0, SOMEBODY },
};

static const struct scope feed_scopes[TOKEN_FEEDS] = {
	[FEED_OF_TEAM] = { SCOPE_TEAMS, 0 },
	[FEED_OF_PERSON] = { SCOPE_PERSON, 0 },
	[FEED_OF_COUNCIL] = { SCOPE_COUNCIL, 0 },
	[FEED_OF_NETWORK] = { SCOPE_NETWORK, 0 },
	[FEED_OF_PROJECT] = { SCOPE_PROJECT, 0 },
	[FEED_OF_LINE] = { SCOPE_LINE, 0 },
	[FEED_OF_REGION] = { SCOPE_REGION, 0 },
	[FEED_OF_BUSY] = { 0, SCOPE_TEAMS | SCOPE_PERSON },
};

static const struct {
	unsigned bit;
	const char *field;
} scope_fields[] = {
	{ SCOPE_TEAMS, "teams" },
	{ SCOPE_PERSON, "person" },
	{ SCOPE_COUNCIL, "council" },
	{ SCOPE_NETWORK, "network" },
	{ SCOPE_PROJECT, "project" },
	{ SCOPE_LINE, "line" },
	{ SCOPE_REGION, "region" },
	{ SCOPE_USER, "user" },
};

static void
check_scope(const struct token *token, const struct scope *scope,
    const char *word, struct invalid *invalid)
{
	for (size_t i = 0; i < sizeof scope_fields / sizeof *scope_fields;
	     i++) {
		const char *name = scope_fields[i].field;
		unsigned bit = scope_fields[i].bit;
		char where[24] = "/";
		bool given =
		    field_given(record_field(&token_record, name), token);

		for (size_t c = 0; name[c]; c++)
			where[c + 1] = name[c];
		if (given && !((scope->must | scope->may) & bit))
			invalid_add(invalid, where,
			    "\"%s\" has no %s: leave it out", word, name);
		else if (!given && scope->must & bit)
			invalid_add(invalid, where,
			    "\"%s\" is of something: say which here", word);
	}
}

/* A feed of a team is of one; a time that is busy is somebody's. */
static void
check_feed(const struct token *token, struct invalid *invalid)
{
	bool teams = token->teams && token->teams[0];

	if (teams && token->teams[1])
		invalid_add(invalid, "/teams/1",
		    "a feed is of one team: make one each");
	if (token->feed == FEED_OF_BUSY && teams == (token->person != NULL))
		invalid_add(invalid, "/person",
		    "\"busy\" is of one person or one team: name either");
}

void
token_check(const void *record, struct invalid *invalid)
{
	const struct token *token = record;
	int64_t at;

	if (token->revoked) {
		if (instant_parse(token->revoked, &at) < 0)
			invalid_add(invalid, "/revoked",
			    "it is set by the program: leave it out");
		return;
	}
	if (!token->role == !token->feed)
		invalid_add(invalid, "/role",
		    "a token has a role, or it is for one feed: give one of "
		    "\"role\" and \"feed\"");
	else if (token->role)
		check_scope(token, &role_scopes[token->role],
		    token_role_words[token->role], invalid);
	else
		check_scope(token, &feed_scopes[token->feed],
		    token_feed_words[token->feed], invalid);
	if (token->feed)
		check_feed(token, invalid);
}

bool
token_valid(const struct token *token, const struct zone *zone, int64_t utc)
{
	int64_t expires;

	return !token->revoked &&
	       (!token->expires || (day_parse(token->expires, &expires) == 0 &&
				       utc < zone_midnight(zone, expires)));
}

int64_t
token_ended(const struct token *token, const struct zone *zone)
{
	int64_t at;

	if (token->revoked && instant_parse(token->revoked, &at) == 0)
		return at;
	if (token->expires && day_parse(token->expires, &at) == 0)
		return zone_midnight(zone, at);
	return INT64_MAX;
}
