/* SPDX-License-Identifier: Apache-2.0 */
/* The list of the series that a transaction has changed; see writer.h. */
#ifndef AMBIT_STORE_TOUCHED_H
#define AMBIT_STORE_TOUCHED_H

#include "store/writer.h"

int touched_note(struct touched *touched, const char *source, const char *uid,
    struct err *err);

/* Leaves each series once. */
void touched_tidy(struct touched *touched);

/* Empties it and keeps its memory for the next. */
void touched_reset(struct touched *touched);
void touched_free(struct touched *touched);

#endif
