/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The configuration in force: replaced as a whole on reload, while whoever
 * works by an older one keeps it until done.
 */
#ifndef AMBIT_DAEMON_SETTINGS_H
#define AMBIT_DAEMON_SETTINGS_H

#include "base/err.h"
#include "config/config.h"

struct settings;

/* Takes config over. NULL: no memory (config is then still the caller's). */
struct settings *settings_new(struct config *config);
void settings_free(struct settings *settings);

/* The one in force; give it back with settings_put. */
const struct config *settings_get(struct settings *settings);
void settings_put(struct settings *settings, const struct config *config);

/* Takes config over as the one in force. 0 or -ENOMEM. */
int settings_replace(struct settings *settings, struct config *config);

#endif
