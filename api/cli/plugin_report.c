/* SPDX-License-Identifier: Apache-2.0 */
#include "plugin_report.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/text.h"

#define DETAILS 5

static const char *const words[] = { "ok", "FAIL", "note", "skip" };

void
report_source(struct report *report, const char *name)
{
	report->source = name;
	if (!report->json)
		printf("\n  %s\n", name);
}

void
report_add(struct report *report, enum verdict verdict, const char *fmt, ...)
{
	CLEANUP(freep) char *text = NULL;
	struct buf *lines = &report->lines;
	va_list args;
	int len;

	va_start(args, fmt);
	len = vasprintf(&text, fmt, args);
	va_end(args);
	report->counts[verdict]++;
	if (len < 0) {
		text = NULL;
		return;
	}
	if (!report->json) {
		printf("    %-4s  %s\n", words[verdict], text);
		fflush(stdout);
		return;
	}
	buf_adds(lines, lines->len ? ",\n{\"source\":" : "{\"source\":");
	json_add_text(lines, report->source);
	buf_addf(lines, ",\"verdict\":\"%s\",\"text\":", words[verdict]);
	json_add_text(lines, text);
	buf_addc(lines, '}');
}

void
report_detail(const struct report *report, const char *text)
{
	int n = 0;

	while (*text && !report->json) {
		size_t len = strcspn(text, "\n");

		if (n++ < DETAILS)
			printf("            %.*s\n", (int)len, text);
		text += len + (text[len] == '\n');
	}
	if (n > DETAILS)
		printf("            and %d more\n", n - DETAILS);
}

int
report_end(struct report *report)
{
	const int *counts = report->counts;

	if (report->json)
		printf("[%s]\n", buf_str(&report->lines));
	else
		printf("\n%d passed, %d failed, %d skipped\n",
		    counts[VERDICT_OK], counts[VERDICT_FAIL],
		    counts[VERDICT_SKIP]);
	buf_free(&report->lines);
	return counts[VERDICT_FAIL] ? EXIT_FAILURE : EXIT_SUCCESS;
}
