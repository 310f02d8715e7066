/* SPDX-License-Identifier: Apache-2.0 */
/* Reading the configuration again, and describing the plugins: errands of the
 * timetable's threads, since both wait for other processes. */
#ifndef AMBIT_DAEMON_RELOAD_H
#define AMBIT_DAEMON_RELOAD_H

#include "base/clock.h"
#include "daemon/publisher.h"
#include "daemon/settings.h"
#include "daemon/timetable.h"
#include "store/writer.h"

struct reload {
	struct settings *settings;
	struct publisher *publisher;
	struct writer *writer;
	struct timetable *timetable;
	const struct clock *clock;
};

/* Reads and checks the configuration; when it is right it is put in force,
 * else what is wrong is logged. arg is a struct reload. */
void reload_run(void *arg);

/* Describes the installed plugins anew and publishes them. */
void reload_plugins(void *arg);

#endif
