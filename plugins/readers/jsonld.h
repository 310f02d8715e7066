/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Events of schema.org in JSON-LD, by the names that their publishers use:
 * what a text, a list or an object may stand for is taken as such, without
 * reading contexts.
 */
#ifndef AMBIT_READERS_JSONLD_H
#define AMBIT_READERS_JSONLD_H

#include "readers/json_document.h"

/*
 * Hands on each event in one text of JSON-LD: alone, in a list, an @graph or
 * anywhere within another thing; sub-events under their event. An item that
 * is no JSON is quarantined. AMBIT_OK, or what ended the reading.
 */
int jsonld_take(struct json_document *document);

#endif
