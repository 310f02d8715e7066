/* SPDX-License-Identifier: Apache-2.0 */
/* Many records at once, all of them or none. */
#ifndef AMBIT_OFFICE_IMPORT_H
#define AMBIT_OFFICE_IMPORT_H

#include "office/desk.h"

struct import_counts {
	int64_t created, updated, same;
};

/*
 * Text has one JSON object a line: {"team":{...}}, {"person":{...}}. A record
 * whose id is there is changed as by desk_change (what its object does not
 * name stays), else created; also with an id that the program would make, so
 * that what was exported can be brought back. References may go to records of
 * the same text, before or after. What is wrong is noted under the line's
 * number, from 1: "/17/team". -EINVAL when anything is.
 */
int desk_import(struct desk *desk, const char *text, size_t len,
    struct import_counts *counts, struct err *err);

#endif
