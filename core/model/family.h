/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The families of records that the office keeps, in one table: what is the
 * same for all of them (keeping, showing, changing, importing, exporting) is
 * written once over it. A new family is a record and a row, and its table in
 * the store's schema.
 *
 * The first field of each record is its id, a text.
 */
#ifndef AMBIT_MODEL_FAMILY_H
#define AMBIT_MODEL_FAMILY_H

#include "base/invalid.h"
#include "base/record.h"

/* In this order none refers to a later one, but for a few that are checked
 * when both are there (a team's lead is a person of it). */
enum family_id {
	FAMILY_COUNCIL,
	FAMILY_TEAM,
	FAMILY_PERSON,
	FAMILY_NETWORK,
	FAMILY_PROJECT,
	FAMILY_RESOURCE,
	FAMILY_BUDGET,
	FAMILY_ABSENCE,
	FAMILY_HOLIDAY,
	FAMILY_OVERLAY,
	FAMILY_SESSION,
	FAMILY_MISSION,
	FAMILY_TOKEN,
	/* A mission as it was last authorised, while a revision of it waits to
	 * be: it is in force until then. Its id is the mission's. */
	FAMILY_EDITION,
	FAMILIES
};

enum family_key {
	KEY_CODE,   /* people choose the id */
	KEY_UUID,   /* the program makes it */
	KEY_MADE,   /* made of two other fields, "T1-2026" */
	KEY_EVENT,  /* it is an event's */
	KEY_SECRET, /* digest of a secret that the program makes */
};

struct family {
	enum family_id id;
	const char *name;   /* "team"; also of its table, and in the log */
	const char *plural; /* "teams" */
	const char *a;      /* "a team": for messages */
	const struct record *type;
	enum family_key key;
	const char *made_of[2]; /* KEY_MADE: the fields */
	const char *title;      /* field that people call it by */
	/* What record_check cannot see: fields that do not fit together, noted
	 * by JSON pointer. NULL: nothing. */
	void (*check)(const void *record, struct invalid *invalid);
};

extern const struct family families[FAMILIES];

/* By name or plural; NULL when there is none. */
const struct family *family_find(const char *name);

/* The record's id, and what people call it (its id when it has no title). */
const char *record_id(const void *record);
const char *family_title(const struct family *family, const void *record);

/* The id that the record's fields make. KEY_MADE; out has room for the text of
 * a code. false when a field is not given or the id would be too long. */
#define RECORD_ID 64
bool family_make_id(
    const struct family *family, const void *record, char out[RECORD_ID]);

#endif
