/* SPDX-License-Identifier: Apache-2.0 */
/* Which names of time zones there are: those of the system's zone folder. */
#ifndef AMBIT_READERS_ZONE_NAME_H
#define AMBIT_READERS_ZONE_NAME_H

#include <stdbool.h>

/* Is it the name of a zone, such as "Europe/Madrid"? */
bool zone_name_known(const char *name);

#endif
