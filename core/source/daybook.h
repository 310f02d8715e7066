/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Takes in what one sync brings as days that are not worked: a person's
 * absences, or a municipality's holidays (model/person.h), instead of events.
 *
 * Each occurrence within a window about now becomes one record, known by the
 * source and by its uid and start. At the end of a run that listed everything
 * the records become that list: new ones are made, changed ones changed, what
 * is gone is removed (all of it in one transaction, with the log), unless the
 * list has shrunk by more than can be believed. What lies outside of the
 * window stays as it is.
 *
 * Of a person's calendar only the times are kept: titles are theirs.
 */
#ifndef AMBIT_SOURCE_DAYBOOK_H
#define AMBIT_SOURCE_DAYBOOK_H

#include "source/ingest.h"

struct daybook_options {
	const char *source;
	/* One of the two. */
	const char *person;         /* whose absences they are; its id */
	const char *city, *country; /* whose holidays they are; either NULL */
	struct zones *zones;
	struct writer *writer;
	struct actor actor;
	int shrink_percent; /* as ingest's: most that the list may shrink */
};

struct daybook;

int daybook_new(const struct daybook_options *options, struct daybook **out,
    struct err *err);
void daybook_free(struct daybook *daybook);

/* What the runner feeds. On loan. */
const struct runner_sink *daybook_sink(struct daybook *daybook);

/* As ingest_finish. -ENOENT: there is no such person. */
int daybook_finish(struct daybook *daybook, bool complete, struct err *err);

const struct ingest_counts *daybook_counts(const struct daybook *daybook);

#endif
