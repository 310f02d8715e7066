/* SPDX-License-Identifier: Apache-2.0 */
/* Recognises an event by words in its title or its categories. */
#ifndef AMBIT_READERS_MATCH_H
#define AMBIT_READERS_MATCH_H

#include <stddef.h>

#include "ambit-plugin.h"

#ifdef __cplusplus
extern "C" {
#endif

/*
 * list is "General Assembly|Board": the first of these that stands in the
 * event's title or one of its categories as whole words, in any case of
 * (ASCII) letters, copied to out, which is returned; NULL when there is none.
 */
const char *match_event(
    const struct ambit_event *event, const char *list, char *out, size_t room);

#ifdef __cplusplus
}
#endif

#endif
