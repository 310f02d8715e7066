/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The programme of a conference, whether it came as JSON or as XML: the
 * conference is an event, and each talk one under it.
 */
#ifndef AMBIT_READERS_SCHEDULE_H
#define AMBIT_READERS_SCHEDULE_H

#include "readers/draft.h"

/* As the document writes it; NULL or "": not given. The texts are to outlive
 * the reading. */
struct schedule {
	const char *acronym, *title, *url, *venue, *city;
	const char *start, *end; /* dates, or times of which the date counts */
	const char *zone;
	const char *day_change; /* "04:00": when one day of talks ends */
	char uid[200];          /* the conference's; schedule_begin makes it */
};

/* One day of it. */
struct schedule_day {
	const char *date;
	const char *start; /* "2026-05-04T09:00:00+02:00" */
};

struct talk {
	int64_t line;
	const char *guid, *id, *title, *subtitle, *track, *type, *room;
	const char *language, *abstract, *description, *url;
	const char *date;  /* with its time and offset, or the day's */
	const char *start; /* "11:00" */
	const char *end;
	const char *duration;
};

/* Hands the conference on; first and last are its days of talks, if known. */
int schedule_begin(struct schedule *schedule, struct reading *reading,
    struct arena *arena, int64_t line, const char *first, const char *last);

/* A talk's draft, to which its people are still to be added. */
struct draft
schedule_talk(const struct schedule *schedule, const struct schedule_day *day,
    const struct talk *talk, struct reading *reading, struct arena *arena);

#endif
