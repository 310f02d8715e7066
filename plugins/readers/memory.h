/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Memory that runs out during a reading. The libraries that readers stand on
 * go on with less then: an attribute that is not there, a text that is cut. So
 * their allocations are watched, and what was read meanwhile is not taken.
 */
#ifndef AMBIT_READERS_MEMORY_H
#define AMBIT_READERS_MEMORY_H

/* Sees from now on what the libraries fail to get; forgets what was. */
void memory_watch(void);
void memory_forget(void);

/* An allocation has failed. */
void memory_missed(void);

/* Has one failed since, here or in jansson or libxml2? */
int memory_ran_out(void);

#endif
