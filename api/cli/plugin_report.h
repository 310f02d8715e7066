/* SPDX-License-Identifier: Apache-2.0 */
/* What came of each check of a plugin, a line for each, as text or JSON. */
#ifndef AMBIT_CLI_PLUGIN_REPORT_H
#define AMBIT_CLI_PLUGIN_REPORT_H

#include <stdbool.h>

#include "base/buf.h"

enum verdict { VERDICT_OK, VERDICT_FAIL, VERDICT_NOTE, VERDICT_SKIP };

struct report {
	bool json;
	const char *source; /* of what follows; NULL: the plugin itself */
	int counts[4];      /* by verdict */
	struct buf lines;   /* JSON */
};

/* Begins what is said of one source. */
void report_source(struct report *report, const char *name);

/* Prints the line, or keeps it. */
void report_add(struct report *report, enum verdict verdict, const char *fmt,
    ...) __attribute__((format(printf, 3, 4)));

/* More of what was said last: each line of text, the first few. */
void report_detail(const struct report *report, const char *text);

/* The sum. EXIT_SUCCESS when nothing has failed. */
int report_end(struct report *report);

#endif
