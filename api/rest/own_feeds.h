/* SPDX-License-Identifier: Apache-2.0 */
/* Feeds at secret addresses, and those who may know when somebody is busy. */
#ifndef AMBIT_REST_OWN_FEEDS_H
#define AMBIT_REST_OWN_FEEDS_H

#include "rest/call.h"

/* Those that are kept; for the event loop's thread. NULL: no memory. */
struct own_feeds *own_feeds_new(void);
void own_feeds_free(struct own_feeds *feeds); /* takes NULL */

/* The token of the address; NULL when the reply has been given. busy: of a
 * feed of that kind, else of any other. */
const struct token *own_feed_token(const struct http_request *request,
    struct http_reply *reply, const struct rest_call *call, bool busy);

#endif
