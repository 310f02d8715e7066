/* SPDX-License-Identifier: Apache-2.0 */
/* One event of schema.org, from its node in JSON-LD. */
#ifndef AMBIT_READERS_JSONLD_EVENT_H
#define AMBIT_READERS_JSONLD_EVENT_H

#include "readers/json_document.h"

/* What an event is known by: its @id, identifier or address; NULL. In the
 * document's arena. */
const char *jsonld_uid(struct json_document *document, const json_t *node);

/* Hands the event on, under parent (a uid, or NULL), or quarantines it; *uid
 * is then its own, also where it was derived, for its parts; or NULL. */
int jsonld_event(struct json_document *document, const json_t *node,
    int64_t line, const char *parent, const char **uid);

#endif
