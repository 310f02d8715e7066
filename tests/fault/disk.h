/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A disk that can fail, between the program and libc: linked into a test, or
 * (disk_preload.c) put before a whole program by LD_PRELOAD. It sees writes,
 * truncations and syncs of files below one folder, fails the n-th of them,
 * and keeps beside them what a loss of power would leave: each file as it was
 * when it was last synced. What a sync that failed was to write is
 * lost, also to the next one, until it is written anew.
 */
#ifndef AMBIT_TESTS_FAULT_DISK_H
#define AMBIT_TESTS_FAULT_DISK_H

#include <stdbool.h>

struct disk {
	const char *folder;  /* whose files are meant; NULL: nothing is done */
	const char *durable; /* a folder for what was synced; NULL: none */
	int error;           /* of what fails: EIO, ENOSPC */
	bool in_part;        /* a write that fails has written half first */
	long fail_at;        /* the number of the first that fails; 0: none */
	long fails;          /* how many fail in a row */
	const char *fail_while; /* or all of them while this file is there */
	bool normal;            /* SQLite is told synchronous = NORMAL */
	long count;             /* writes, truncations and syncs so far */
};
extern struct disk disk;

/* What the folder's files hold by now is on the disk. */
void disk_sync(const struct disk *disk);

/*
 * As the power goes: puts what durable holds in the place of the folder's
 * files. mixed: of each file that was written since, some of its sectors have
 * reached the disk, by chance (rand()).
 */
void disk_lose_power(const struct disk *disk, bool mixed);

#endif
