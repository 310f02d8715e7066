/* SPDX-License-Identifier: Apache-2.0 */
/* What the files of the missions' commands share. */
#ifndef AMBIT_OFFICE_MISSION_PARTS_H
#define AMBIT_OFFICE_MISSION_PARTS_H

#include "office/mission.h"

/* May the step be taken? -EACCES, -EPERM. */
int mission_verdict(const struct mission *mission,
    const struct life_request *request, enum mission_state *to,
    struct err *err);

/* The mission that is to be changed, when it is as it was and ours to change,
 * after what the time has brought it. */
int mission_find(struct desk *desk, const char *id, struct record_row **out,
    struct err *err);

/* Writes it, with its row in the log. */
int mission_write(struct desk *desk, const struct record_row *old,
    const struct mission *mission, const char *action, struct record_row **out,
    struct err *err);

/* What an authorisation has set is no longer so. */
void mission_forget_decision(struct mission *mission);

/* How many go, each once. */
int mission_people_count(const struct mission *mission);

/* Keeps old as the edition in force, and makes the mission its next. */
int mission_begin_edition(struct desk *desk, const struct mission *old,
    struct mission *mission, struct err *err);

/* One mission's steps by the time; *row is replaced when there are any. */
int mission_bring_up(struct desk *desk, struct record_row **row, int64_t *moved,
    struct err *err);

#endif
