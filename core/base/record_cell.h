/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A record's values as people read and write them in one cell of a table, of a
 * CSV file or on a command line: texts as they are, money as "1250.50", yes,
 * words of a choice, lists as "ca, en" (as JSON when an item has a comma or
 * blanks around it), lists of records as JSON, nothing for what is not given.
 * What is written can be read back as the same value.
 */
#ifndef AMBIT_BASE_RECORD_CELL_H
#define AMBIT_BASE_RECORD_CELL_H

#include "base/record.h"

void
field_add_cell(const struct field *field, const void *record, struct buf *out);

/* Adds the cell's value as JSON, null for an empty one. -EINVAL says what
 * would be right. Whether a text is right for the field is record_patch's and
 * record_check's to say. */
int field_cell_json(const struct field *field, const char *cell,
    struct buf *json, struct err *err);

#endif
