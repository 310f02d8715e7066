/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The daemon: one event loop for HTTP, one thread that writes, a few that
 * sync. SIGTERM and SIGINT drain and end it; SIGHUP reads the configuration
 * again, and a wrong one leaves the old in force.
 */
#ifndef AMBIT_DAEMON_DAEMON_H
#define AMBIT_DAEMON_DAEMON_H

#include "base/clock.h"
#include "base/err.h"
#include "config/config.h"

/*
 * Runs until it is told to end. Takes config over. ready (may be NULL) is
 * called once with the port when it listens.
 */
int daemon_run(struct config *config, const struct clock *clock,
    void (*ready)(int port, void *arg), void *arg, struct err *err);

#endif
