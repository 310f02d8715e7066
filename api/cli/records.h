/* SPDX-License-Identifier: Apache-2.0 */
/* What the commands over families of records share. */
#ifndef AMBIT_CLI_RECORDS_H
#define AMBIT_CLI_RECORDS_H

#include "base/date.h"
#include "cli/ask.h"
#include "cli/cli.h"
#include "store/records.h"

struct records_work {
	struct cli *cli;
	const struct family *family;
	const char *why;
	const char *by; /* person in whose name; NULL */
	bool dry_run;
	int n; /* arguments after the verb */
	char **arguments;
	/* A cell of a column that is no field. */
	void (*add_cell)(const struct records_work *work, const char *name,
	    const void *record, struct buf *cell);
	/* Is the record one of those that are listed? NULL: all are. */
	bool (*fits)(const struct records_work *work,
	    const struct records *records, const void *record);
	const void *arg; /* of fits */
	/* Says what was done; NULL: as for every family. */
	void (*report)(const struct records_work *work, const struct ask *ask,
	    const char *done);
};

/* One of a command's verbs: "show" of "ambit team show ID". */
struct records_verb {
	const char *name;
	int (*run)(struct records_work *work); /* returns an exit status */
	int least, most;                       /* arguments behind it */
	const char *usage;                     /* "show ID" */
};

/* The verb that the arguments begin with, the first when there are none; work
 * gets the rest of them. NULL when there is no such verb or another number of
 * arguments, which is said then. */
const struct records_verb *records_verb_find(struct records_work *work,
    const struct records_verb *verbs, size_t n, int argc, char **argv);

/* The office's records; *out is the caller's. 0 or an exit status. */
int records_read(struct cli *cli, struct records **out);

/* "list [KEY=VALUE ...]", "show ID". Each returns an exit status. */
int records_list_run(struct records_work *work);
int records_show_run(struct records_work *work);
/* The same of records that were read. */
int
records_show(const struct records_work *work, const struct records *records);

/* One record, field by field. */
void records_print(const struct record_row *row);

/* "last=2026-03-05" is "end=2026-03-06". -EINVAL. */
int records_last_to_end(const char *value, char out[DAY_TEXT], struct err *err);

/* Adds "KEY=VALUE", as in a cell of CSV, as a member of the body, which has no
 * closing bracket yet. -EINVAL. argument is cut in two. */
int records_add_member(const struct records_work *work, char *argument,
    struct buf *body, struct err *err);

/* Sends what is asked and says what came of it: done is "added", id what was
 * named (NULL: see the answer). Returns an exit status. */
int records_send(struct records_work *work, struct ask *ask, const char *done,
    const char *id);

#endif
