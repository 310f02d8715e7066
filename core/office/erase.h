/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Erasing a person (GDPR, article 17): their record and absences go, their
 * tokens open nothing; where missions, teams, events and the log name them
 * stands an alias, "erased-0a1b2c3d", so that counts, order and history hold
 * and nobody can tell who it was. A digest of the name stays, so that a source
 * which still names them does not bring them back (model/erased.h).
 */
#ifndef AMBIT_OFFICE_ERASE_H
#define AMBIT_OFFICE_ERASE_H

#include "office/desk.h"

/* Inside store_write; store_settle afterwards. -ENOENT; -ESTALE; -EPERM:
 * another record has the same id, so that the log could not tell them
 * apart. */
int person_erase(struct desk *desk, const char *id, struct err *err);

#endif
