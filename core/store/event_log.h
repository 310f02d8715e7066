/* SPDX-License-Identifier: Apache-2.0 */
/* What a change of an event is called, and its rows in the change log. */
#ifndef AMBIT_STORE_EVENT_LOG_H
#define AMBIT_STORE_EVENT_LOG_H

#include <stdbool.h>

#include "model/event.h"
#include "store/changes.h"

/*
 * Notes a change of the event id from before to after, both as published
 * (status cancelled when vanished); one of them may be NULL, for one that is
 * created or deleted. What stands in the log is only the fields that differ.
 */
int event_log(struct store *store, const struct actor *actor,
    const char *action, const char *id, const struct event *before,
    const struct event *after, struct err *err);

/* What to call it: "cancelled", "restored", "moved" (its time, zone, place,
 * city or country), else "updated". */
const char *event_action(const struct event *before, const struct event *after);

/* Must calendars be told by a higher sequence (RFC 5546 section 2.1.4): does
 * a time, the place or the status differ? */
bool event_revised(const struct event *before, const struct event *after);

#endif
