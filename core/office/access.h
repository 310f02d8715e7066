/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Whose a record is: what office/authorize.h is asked with. A record is a
 * team's when it names the team, or somebody of it; a council's when it names
 * the council, or somebody of it. Looks only at the records that it is given.
 */
#ifndef AMBIT_OFFICE_ACCESS_H
#define AMBIT_OFFICE_ACCESS_H

#include "base/err.h"
#include "office/authorize.h"
#include "store/records.h"

/* What a family's records are to the table of rules. */
enum object_kind family_object(enum family_id family);

/* How the caller (not NULL) stands with the row; records are those it is
 * among. */
struct object row_object(const struct caller *caller,
    const struct records *records, const struct record_row *row);

/* May the caller know of it? NULL is the program itself. */
bool row_readable(const struct caller *caller, const struct records *records,
    const struct record_row *row);

/* 0, -ENOENT (as if it were not there) or -EACCES. NULL as above. */
int row_authorize(const struct caller *caller, enum verb verb,
    const struct records *records, const struct record_row *row,
    struct err *err);

/* " T1 T2 ": the teams with whose things of this kind the caller may deal so,
 * in out, as far as there is room; NULL: with all of them. */
#define ACCESS_TEAMS 2000
const char *access_teams(const struct caller *caller, enum verb verb,
    enum object_kind kind, char out[ACCESS_TEAMS]);

/* Is the person of one of the caller's teams, or the caller? */
bool person_is_own(const struct caller *caller, const struct records *records,
    const char *person);

#endif
