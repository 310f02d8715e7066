/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Who may do what: one table of kinds of object and verbs by role, and one
 * function that reads it. Everything that is asked of the program, over
 * whatever way, is held against it; nothing else decides. Pure.
 *
 * How it stands with the object (whose it is, whether it is published) is the
 * caller's to say: see office/standing.h for records.
 */
#ifndef AMBIT_OFFICE_AUTHORIZE_H
#define AMBIT_OFFICE_AUTHORIZE_H

#include <stdbool.h>

#include "model/token.h"

/* Who asks; its texts are on loan. */
struct caller {
	bool local; /* over the daemon's own socket: who keeps the machine */
	enum token_role role;
	const char *token; /* id, NULL: none */
	const char *const *teams;
	const char *person;
	const char *council;
};

enum verb {
	VERB_READ,
	VERB_CREATE,
	VERB_CHANGE,
	VERB_REMOVE,
	VERB_SUBMIT,    /* and withdraw */
	VERB_ENDORSE,   /* and return */
	VERB_AUTHORISE, /* and reject */
	VERB_CANCEL,
	VERB_REPORT,
	VERB_COORDINATE, /* accept, decline, merge, keep apart, waive, ... */
	VERBS
};
extern const char *const verb_words[];

enum object_kind {
	OBJECT_EVENT,
	OBJECT_SOURCE, /* and plugins */
	OBJECT_PLAN,   /* its lines and regions, scores */
	OBJECT_CHANGE, /* of the log */
	OBJECT_BODY,   /* teams, councils, networks, projects, holidays */
	OBJECT_RESOURCE,
	OBJECT_PERSON,
	OBJECT_ABSENCE,
	OBJECT_BUDGET,
	OBJECT_MISSION,
	OBJECT_CONFLICT,
	OBJECT_SYNERGY,
	OBJECT_RESOLUTION,
	OBJECT_BUSY, /* when somebody is not free */
	OBJECT_TOKEN,
	OBJECT_IMPORT,
	OBJECTS
};
extern const char *const object_words[];

struct object {
	enum object_kind kind;
	bool any; /* none in particular: could it be done to one at all? */
	bool own; /* the caller's own, in the role's sense */
	bool published;
};

enum verdict {
	AUTHORIZED,
	AUTHORIZE_WHO,    /* without a token nobody may: 401 */
	AUTHORIZE_DENIED, /* the caller may know of it, but not do this: 403 */
	AUTHORIZE_HIDDEN, /* the caller may not know of it: 404 */
};

enum verdict authorize(
    const struct caller *caller, enum verb verb, const struct object *object);

/* May every object of the kind be dealt with so, whosever it is? */
bool authorize_all(
    const struct caller *caller, enum verb verb, enum object_kind kind);

#endif
