/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Dates and amounts as people write them in a spreadsheet. Nothing is guessed
 * that the map of the sheet does not say: the order of day and month, the
 * year that is left out, what a comma is.
 */
#ifndef AMBIT_CLI_SHEET_CELL_H
#define AMBIT_CLI_SHEET_CELL_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"

enum sheet_order { SHEET_DMY, SHEET_MDY, SHEET_YMD };

/*
 * "15/10/2025", "16-10-25", "2025-10-17", "17-ene", "3 de març de 2026", or
 * the day's number in a spreadsheet (45945). A year of two digits is of this
 * century. year is that of dates which have none; 0: they are refused, as is
 * what is no day of the calendar. *own_year tells whether it had one.
 * -EINVAL.
 */
int sheet_date(const char *text, enum sheet_order order, int64_t year,
    int64_t *day, bool *own_year, struct err *err);

#define SHEET_CURRENCY 4

/*
 * "1.250,50 €", "USS 2.100,00", "1000.0": cents, rounded to the nearest.
 * comma: the decimal sign is a comma, and points part thousands; else the
 * reverse. currency is "" when the cell names none. -EINVAL.
 */
int sheet_money(const char *text, bool comma, int64_t *cents,
    char currency[SHEET_CURRENCY], struct err *err);

#endif
