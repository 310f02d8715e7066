/* SPDX-License-Identifier: Apache-2.0 */
/* Dates and amounts as people write them in a spreadsheet. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/cleanup.h"
#include "base/date.h"
#include "cli/sheet_cell.h"

static void
reads_dates(void **state)
{
	static const struct {
		const char *text;
		enum sheet_order order;
		int64_t year;
		const char *day; /* NULL: refused */
		bool own_year;
	} rows[] = {
		{ "15/10/2025", SHEET_DMY, 0, "2025-10-15", true },
		{ "16-10-25", SHEET_DMY, 0, "2025-10-16", true },
		{ "2.1.2026", SHEET_DMY, 0, "2026-01-02", true },
		{ "2/1/2026", SHEET_MDY, 0, "2026-02-01", true },
		{ "2025-10-17", SHEET_DMY, 0, "2025-10-17", true },
		{ "25/10/17", SHEET_YMD, 0, "2025-10-17", true },
		{ "45945", SHEET_DMY, 0, "2025-10-15", true },
		{ "17-ene", SHEET_DMY, 2026, "2026-01-17", false },
		{ "17-ene", SHEET_DMY, 0, NULL, false },
		{ "3 de març de 2026", SHEET_DMY, 0, "2026-03-03", true },
		{ "3 d'agost", SHEET_DMY, 2026, "2026-08-03", false },
		{ "Dec 3, 2026", SHEET_MDY, 0, "2026-12-03", true },
		{ "17/10", SHEET_DMY, 2025, "2025-10-17", false },
		{ "10/17", SHEET_MDY, 2025, "2025-10-17", false },
		{ "31/02/2025", SHEET_DMY, 0, NULL, false },
		{ "17/10/2025", SHEET_MDY, 0, NULL, false },
		{ "soon", SHEET_DMY, 2025, NULL, false },
		{ "1", SHEET_DMY, 2025, NULL, false },
		{ "1/2/3/4", SHEET_DMY, 2025, NULL, false },
		{ "ene feb", SHEET_DMY, 2025, NULL, false },
		{ "", SHEET_DMY, 2025, NULL, false },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct err err = ERR_INIT;
		char text[DAY_TEXT];
		bool own_year = false;
		int64_t day;
		int rc = sheet_date(rows[i].text, rows[i].order, rows[i].year,
		    &day, &own_year, &err);

		if ((rc == 0) != (rows[i].day != NULL))
			fail_msg("\"%s\": %d %s", rows[i].text, rc, err.msg);
		if (rc < 0)
			continue;
		assert_string_equal(day_format(text, day), rows[i].day);
		assert_int_equal(own_year, rows[i].own_year);
	}
}

static void
reads_money(void **state)
{
	static const struct {
		const char *text;
		bool comma;
		int64_t cents; /* -1: refused */
		const char *currency;
	} rows[] = {
		{ "1.250,50 €", true, 125050, "EUR" },
		{ "3.100 €", true, 310000, "EUR" },
		{ "USS 2.100,00", true, 210000, "USD" },
		{ "980,00", true, 98000, "" },
		{ "1000.0", false, 100000, "" },
		{ "7274.999999999999", false, 727500, "" },
		{ "$1,250.5", false, 125050, "" },
		{ "0,005", true, 1, "" },
		{ "1,2,3", true, -1, "" },
		{ "-5", true, -1, "" },
		{ "free", true, -1, "" },
		{ "", true, -1, "" },
		{ "99999999999999", true, -1, "" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct err err = ERR_INIT;
		char currency[SHEET_CURRENCY];
		int64_t cents = -1;
		int rc = sheet_money(
		    rows[i].text, rows[i].comma, &cents, currency, &err);

		if ((rc == 0) != (rows[i].cents >= 0))
			fail_msg("\"%s\": %d", rows[i].text, rc);
		if (rc < 0)
			continue;
		assert_int_equal(cents, rows[i].cents);
		assert_string_equal(currency, rows[i].currency);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_dates),
		cmocka_unit_test(reads_money),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
