/* SPDX-License-Identifier: Apache-2.0 */
/* What a fetched reply means for the sync that wanted it. */
#ifndef AMBIT_READERS_REPLY_H
#define AMBIT_READERS_REPLY_H

#include "ambit-plugin.h"

#ifdef __cplusplus
extern "C" {
#endif

/* AMBIT_OK for 200; else the result that sync should return, with the reason
 * logged as an error: AMBIT_AUTH for 401, 403 and 407, AMBIT_CANCELLED when
 * the run is to stop, else AMBIT_RETRY. */
int reply_result(const struct ambit_reply *reply, const struct ambit_host *host,
    struct ambit_run *run);

#ifdef __cplusplus
}
#endif

#endif
