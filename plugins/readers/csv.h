/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Tables of separated values (RFC 4180, and what spreadsheets make of it), row
 * by row: each row is an event, made by a map of columns.
 *
 * UTF-8, UTF-16 or Windows-1252; commas, semicolons or tabs; "sep=;" before
 * the first row; quoted fields with line ends within; rows that are shorter
 * than the header, or longer by empty fields. Rows above the header (a title,
 * say) are passed over, empty ones too.
 *
 * A row that cannot be read is quarantined by its line and its reason, and
 * the rest goes on, also after a quote that is never closed: reading begins
 * again at the line after the one where that row began.
 *
 * What the map names and is no field of an event's, and every column that is
 * not empty, by its header, are the item's values.
 *
 * Memory: one row. The text is read where it is, and may be mapped.
 */
#ifndef AMBIT_READERS_CSV_H
#define AMBIT_READERS_CSV_H

/* Of reading_config.encoding. Auto: by its mark, else UTF-8 if all of it is,
 * else Windows-1252. */
enum csv_encoding { CSV_AUTO, CSV_UTF_8, CSV_UTF_16, CSV_WINDOWS_1252 };

/*
 * Why the columns or dates of a configuration (ambit-reading(7)) cannot be
 * read, for a plugin's check: a sentence, which lives until the next call, or
 * NULL when they can.
 */
const char *csv_check(const char *columns, const char *dates);

#endif
