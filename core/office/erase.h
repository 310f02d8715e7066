/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Erasing a person (GDPR, article 17): their record and absences go; where
 * missions, teams and the log name them stands an alias, "erased-0a1b2c3d",
 * so that counts, order and history hold and nobody can tell who it was. What
 * a source writes of them is its source's.
 */
#ifndef AMBIT_OFFICE_ERASE_H
#define AMBIT_OFFICE_ERASE_H

#include "office/desk.h"

/* Inside store_write; store_compact afterwards. -ENOENT; -EPERM: another
 * record has the same id, so that the log could not tell them apart. */
int person_erase(struct desk *desk, const char *id, struct err *err);

#endif
