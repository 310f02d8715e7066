/* SPDX-License-Identifier: Apache-2.0 */
/* Who asks over HTTP, and whether the route is open to them: by the daemon's
 * own socket, or by a bearer token (RFC 6750). */
#ifndef AMBIT_REST_AUTH_H
#define AMBIT_REST_AUTH_H

#include "rest/call.h"

/*
 * Fills call->caller; false when the reply has been given: 401 to a token that
 * is not (or no longer) taken, or when there must be one, 429 to one that asks
 * too much, 403 to one that is for other things. A valid token counts also
 * where none is needed.
 */
/* By cookie, a change wants X-CSRF-Token as the session tells it, and an
 * Origin, when there is one, that is this server. A proxy on this machine may
 * name the user in the header that is configured for it. */
bool auth_call(const struct http_request *request, struct http_reply *reply,
    struct rest_call *call);

/* One use of a token: false when it asks too much, and was told so. */
bool auth_use(const struct http_request *request, struct http_reply *reply,
    const struct rest_call *call, const char *token);

/* The token of a secret, as it is in the view; NULL. */
const struct token *auth_token(const struct view *view, const char *secret);

/* The session as its browser is told of it: a JSON object. */
void auth_add_session(
    struct buf *body, const struct token *token, const char *session);

#endif
