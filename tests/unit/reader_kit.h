/* SPDX-License-Identifier: Apache-2.0 */
/* A document read by one of the readers, and what it brought, as text. */
#ifndef TEST_READER_KIT_H
#define TEST_READER_KIT_H

#include <stddef.h>

#include "readers/reader.h"

/* What the host's run holds here. */
struct ambit_run {
	char told[64 << 10];
	int events, quarantined;
	int stop_after;            /* events; 0: never */
	char next[200];            /* the page that follows; "" */
	const char *const *values; /* names, to be told as well; NULL */
};

/*
 * Reads text (len bytes; 0: up to its NUL) with reader. What is told, a line
 * for each:
 *     event 12 {"uid":"...",...}      the line it stands at, all its fields;
 *                                     NAME=VALUE of the values asked for
 *     quarantine 14 NAME: REASON
 *     error TEXT                      of the log; also "warning", "info"
 * In *run, which the caller gives; returns run->told. The test fails unless
 * the reading ends with result.
 */
const char *document_read(struct ambit_run *run, const struct reader *reader,
    const struct reading_config *config, const char *text, size_t len,
    int result);

/* The same with no settings, of a text that can be read; a run of its own. */
const char *told_by(const struct reader *reader, const char *text);

/* What name has each of the readers say of text, by its first bytes alone. */
int recognised_by(const struct reader *reader, const char *text,
    const char *content_type, const char *url);

/* The test fails unless told says so (or does not). */
void assert_told(const char *told, const char *words);
void assert_not_told(const char *told, const char *words);

#endif
