/* SPDX-License-Identifier: Apache-2.0 */
/* What the files of the agenda share. */
#ifndef AMBIT_OFFICE_AGENDA_PARTS_H
#define AMBIT_OFFICE_AGENDA_PARTS_H

#include "base/buf.h"
#include "base/date.h"
#include "model/mission.h"
#include "office/agenda.h"

int agenda_no_memory(struct err *err);
/* Are both given, and the same? */
bool agenda_same(const char *a, const char *b);

/* The mission's event; NULL. */
const struct event_row *
agenda_event(const struct agenda *agenda, const struct mission *mission);
/* A team's name, else its id. */
const char *agenda_team(const struct agenda *agenda, const char *id);
/* Adds a line of text, unless there is none. */
void agenda_line(struct buf *text, const char *line);

/* Times as texts, in the form that they are written in. */
struct when {
	char start[WALL_TEXT], end[WALL_TEXT];
};

void agenda_write_times(
    const struct event_times *times, struct event *event, struct when *when);

/* enum event_status of its state. */
int agenda_status(const struct mission *mission);

/* Adds a series of the one row, which it takes over. */
int
agenda_push(struct agenda_series *out, struct event_row *row, struct err *err);

/* Adds the mission, unless it has no dates. */
int agenda_add_mission(const struct agenda *agenda,
    const struct record_row *row, struct agenda_series *out, struct err *err);

/* Adds an entry for each conflict that the reader is to be told of. */
int agenda_add_conflicts(
    const struct agenda *agenda, struct agenda_series *out, struct err *err);
/* Adds a line for each that a person's own mission has. */
int agenda_note_conflicts(const struct agenda *agenda, const char *mission,
    struct buf *text, struct err *err);

#endif
