/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Writing CSV (RFC 4180). A text that a spreadsheet would take for a formula
 * (it begins with = + - @, a tab or CR, perhaps behind apostrophes) gets an
 * apostrophe before it, and csv_unguard takes one away again.
 */
#ifndef AMBIT_BASE_CSV_TEXT_H
#define AMBIT_BASE_CSV_TEXT_H

#include "base/buf.h"

/* The next cell of a row: first says that it is the row's first. */
void csv_add_text(struct buf *out, const char *text, bool first);
/* The same for what is never a formula: a number, a word of ours. */
void csv_add_plain(struct buf *out, const char *text, bool first);
void csv_end_row(struct buf *out);

/* The text that a cell holds. */
const char *csv_unguard(const char *cell);

#endif
