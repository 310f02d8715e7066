/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the office adds to an event that a source tells: never to its own
 * words, which the next sync would bring back. Plain data, one record
 * (base/record.h).
 */
#ifndef AMBIT_MODEL_OVERLAY_H
#define AMBIT_MODEL_OVERLAY_H

#include "base/record.h"

enum publication {
	PUBLICATION_NONE,   /* as the event's source does */
	PUBLICATION_PUBLIC, /* in public feeds */
	PUBLICATION_STAFF,  /* for those who have a token */
	PUBLICATION_HIDDEN  /* in no feed */
};
extern const char *const publication_words[];

/* Our part in an event. */
enum part {
	PART_NONE,
	PART_PARTICIPANT,
	PART_SPEAKER,
	PART_VOTE,
	PART_ORGANISER
};
extern const char *const part_words[];

struct overlay {
	const char *id; /* of the event */
	const char *const *tags;
	const char *note;
	int publication;          /* enum publication */
	const char *const *lines; /* of the plan; given: instead of those that
				     are found by network, project, words */
	const char *network;      /* given: instead of the source's */
	const char *project;
	int part;           /* enum part */
	const char *deputy; /* person who stands in before a milestone; given:
			       instead of the source's */
};
extern const struct record overlay_record;

#endif
