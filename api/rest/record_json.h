/* SPDX-License-Identifier: Apache-2.0 */
/* A record of the office as the API tells it. */
#ifndef AMBIT_REST_RECORD_JSON_H
#define AMBIT_REST_RECORD_JSON_H

#include "base/buf.h"
#include "store/records.h"

/* One JSON object: what is given of the record's fields, then its revision and
 * when it was made and last changed. */
void record_row_add_json(struct buf *buf, const struct record_row *row);

/* The strong entity tag of that: its revision in quotes. */
#define RECORD_TAG 24
char *record_row_tag(char out[RECORD_TAG], const struct record_row *row);

/* The revision that an If-Match asks for: 0 when it is not given or "*", -1
 * when it is no tag of ours. */
int64_t record_tag_revision(const char *if_match);

#endif
