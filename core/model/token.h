/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What somebody may ask the program with: in a role over the API, or one feed
 * under an address of its own. Plain data, a record (base/record.h).
 *
 * The secret itself is never kept: the id is its digest (base/secret.h), so a
 * token is found by what is shown, and who reads ids cannot use them. One
 * token is for one program or device, so that it can be revoked alone. A
 * revoked one stays, without its scope, to be known as such.
 */
#ifndef AMBIT_MODEL_TOKEN_H
#define AMBIT_MODEL_TOKEN_H

#include <stdbool.h>
#include <stdint.h>

#include "base/record.h"
#include "base/zone.h"

enum token_role {
	TOKEN_NOBODY,      /* not given: whoever asks without a token */
	TOKEN_READER,      /* what the staff may see */
	TOKEN_LEAD,        /* of the teams */
	TOKEN_HEAD,        /* of the area of the teams */
	TOKEN_COORDINATOR, /* of the international office */
	TOKEN_COUNCIL,     /* what a council has a part in */
	TOKEN_PEER,        /* when somebody is busy */
	TOKEN_OFFICER,     /* authorises */
	TOKEN_ADMIN,       /* keeps the program, and the tokens */
	TOKEN_ROLES
};
extern const char *const token_role_words[];

enum token_feed {
	FEED_OF_NONE,
	FEED_OF_STAFF,   /* events, team names, counts */
	FEED_OF_TEAM,    /* of one team, with its own people's names */
	FEED_OF_PERSON,  /* everything of their own */
	FEED_OF_COUNCIL, /* what a council has a part in */
	FEED_OF_NETWORK, /* titles and places, as the three below */
	FEED_OF_PROJECT,
	FEED_OF_LINE,
	FEED_OF_REGION,
	FEED_OF_COORDINATOR, /* all, with unresolved conflicts */
	FEED_OF_BUSY,        /* when a person or team is not free */
	TOKEN_FEEDS
};
extern const char *const token_feed_words[];

struct token {
	const char *id;    /* digest of the secret */
	const char *label; /* for whom and where: "Ada's phone" */
	int role;          /* enum token_role, or */
	int feed;          /* enum token_feed: exactly one of them */
	const char *const *teams;
	const char *person; /* who it is, or whose feed */
	const char *council;
	const char *network, *project;
	const char *line, *region; /* of the plan */
	const char *user;          /* the name that a trusted proxy asserts */
	const char *expires; /* the first day, of the office, on which it is
				not taken; NULL: never */
	const char *revoked; /* RFC 3339 instant; NULL: it is not */
	const char *maker;   /* id of the token that made it; NULL: none */
};
extern const struct record token_record;

/* What does not fit together in one that is new; see family.h. */
void token_check(const void *token, struct invalid *invalid);

/* When it was revoked or expired, UTC seconds; INT64_MAX: neither. It expires
 * at a midnight in the zone, the office's. */
int64_t token_ended(const struct token *token, const struct zone *zone);

/* Is it taken at this instant? */
bool
token_valid(const struct token *token, const struct zone *zone, int64_t utc);

#endif
