/* SPDX-License-Identifier: Apache-2.0 */
/* Asks each source's plugin, in its own process, whether it accepts the
 * source's settings; what it does not is named with file and line. */
#ifndef AMBIT_SOURCE_CHECK_H
#define AMBIT_SOURCE_CHECK_H

#include "base/clock.h"
#include "base/err.h"
#include "config/config.h"

/*
 * Adds what is wrong with the configuration to problems, and to faults (which
 * may be the same list) what is wrong with a plugin: it crashes while it is
 * loaded, or lies where others may write. With faults the rest can go on. 0
 * also when there are some; -ENOMEM.
 */
int sources_check(const struct config *config, const struct clock *clock,
    struct config_problems *problems, struct config_problems *faults,
    struct err *err);

#endif
