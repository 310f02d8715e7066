/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Events of our own: work sessions, visits, whatever no source tells of. They
 * are kept under a source of their own name, OWN_SOURCE, so that feeds and
 * rules see them as all others; a private one unless it says otherwise. What a
 * source tells is not edited: an overlay adds to it.
 *
 * Inside store_write; results as in desk.h. *out is the caller's.
 */
#ifndef AMBIT_OFFICE_OWN_EVENT_H
#define AMBIT_OFFICE_OWN_EVENT_H

#include "office/desk.h"
#include "store/event_table.h"

#define OWN_SOURCE "office"

/* From a JSON object of the event's fields, without uid and source. */
int own_event_create(struct desk *desk, const char *json, size_t len,
    struct event_row **out, struct err *err);

/* Merges a JSON object into it (RFC 7396). -EACCES: it is a source's. */
int own_event_edit(struct desk *desk, const char *id, const char *json,
    size_t len, struct event_row **out, struct err *err);

/* It stays, marked so. -EPERM: it is cancelled already. */
int own_event_cancel(
    struct desk *desk, const char *id, struct event_row **out, struct err *err);

#endif
