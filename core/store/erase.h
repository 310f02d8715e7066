/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Taking a person out of what is kept beside the records: the log, conflicts,
 * answers that wait to be given again. Rows stay, in their order and with
 * their numbers; only who it was is no longer told.
 */
#ifndef AMBIT_STORE_ERASE_H
#define AMBIT_STORE_ERASE_H

#include "model/erased.h"
#include "store/events.h"
#include "store/store.h"

struct erasure {
	const char *id;    /* of the person, and of no other record */
	const char *alias; /* that stands in its place */
	const char *name;  /* wherever it is written out; NULL */
	const char *email; /* NULL */
};

/* Inside store_write, after the records were changed. */
int store_erase(
    struct store *store, const struct erasure *erasure, struct err *err);

/* The same of a text alone, wherever it is written out. */
int store_erase_text(
    struct store *store, const char *text, const char *alias, struct err *err);

/* Inside store_write: puts what is masked in the place of what the row's event
 * is, also where it is another uid; with the log. The source's next word is
 * held against that. */
int event_erase(struct store *store, const struct actor *actor,
    struct event_row *row, const struct event *masked, struct err *err);

/* Who was erased: added, inside store_write; read, into out. */
int erased_put(
    struct store *store, const struct erased_name *name, struct err *err);
int erased_read(struct store *store, struct erased_names *out, struct err *err);

/*
 * Outside of it: rewrites the whole file when the last store_write has asked
 * for it by store_erase, and empties the log beside it, so that nothing of
 * what was removed is left in either. Readers read on.
 */
int store_settle(struct store *store, struct err *err);

#endif
