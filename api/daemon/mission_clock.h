/* SPDX-License-Identifier: Apache-2.0 */
/* What the time brings to missions, every minute: begun, over. */
#ifndef AMBIT_DAEMON_MISSION_CLOCK_H
#define AMBIT_DAEMON_MISSION_CLOCK_H

#include <event2/event.h>

#include "base/clock.h"
#include "base/zone.h"
#include "daemon/settings.h"
#include "store/writer.h"

struct mission_clock;

/* The first time at once. 0, or -ENOMEM. */
int mission_clock_new(struct event_base *base, struct writer *writer,
    struct settings *settings, struct zones *zones, const struct clock *clock,
    struct mission_clock **out, struct err *err);

/* After the writer has stopped. Takes NULL. */
void mission_clock_free(struct mission_clock *clock);

#endif
