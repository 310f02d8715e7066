/* SPDX-License-Identifier: Apache-2.0 */
/* Asks each source's plugin, in its own process, whether it accepts the
 * source's settings; what it does not is named with file and line. */
#ifndef AMBIT_SOURCE_CHECK_H
#define AMBIT_SOURCE_CHECK_H

#include "base/clock.h"
#include "base/err.h"
#include "config/config.h"

/* Adds to problems. 0 also when there are some; -ENOMEM. */
int sources_check(const struct config *config, const struct clock *clock,
    struct config_problems *problems, struct err *err);

#endif
