/* SPDX-License-Identifier: Apache-2.0 */
/* Web addresses in one form, to see whether two lead to the same page. */
#ifndef AMBIT_BASE_LINK_H
#define AMBIT_BASE_LINK_H

#include "base/buf.h"

/*
 * Adds url without what does not matter to which page it is: scheme, user,
 * "www.", a default port, the case of the host, trailing slashes, "index.html",
 * the fragment, and parameters that trackers add (utm_..., fbclid, gclid ...);
 * parameters are sorted. Nothing is added for what is no http or https URL
 * with a host. RFC 3986 section 6.2 has the safe half of these; the rest holds
 * on the web, mostly.
 */
void link_add(struct buf *buf, const char *url);

#endif
