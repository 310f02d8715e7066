/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Missions of several teams to one event as one joint delegation: each of them
 * is of all the teams, which see it and travel together; who goes, under which
 * budget and with which order stays each mission's own. Runs as the commands
 * of desk.h do.
 */
#ifndef AMBIT_OFFICE_JOINT_H
#define AMBIT_OFFICE_JOINT_H

#include "base/buf.h"
#include "office/desk.h"

/* Joins the missions that the evidence (JSON) lists; undo is what joint_part
 * wants to bring back what was. -EPERM: one is not ours to change. */
int joint_make(
    struct desk *desk, const char *evidence, struct buf *undo, struct err *err);

/* Each mission's teams as they were before. -EPERM: they have changed
 * since. Missions that are gone are left out. */
int joint_part(struct desk *desk, const char *undo, struct err *err);

#endif
