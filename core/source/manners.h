/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Manners towards other people's servers: between the beginnings of two
 * fetches from one host there is a pause, whichever source or thread wants
 * them; and who asks to be left alone for a while (RFC 9110 section 10.2.3)
 * is.
 */
#ifndef AMBIT_SOURCE_MANNERS_H
#define AMBIT_SOURCE_MANNERS_H

#include <stdatomic.h>
#include <stdint.h>

struct manners;

/* pause_ms: between two fetches from one host. NULL: no memory. */
struct manners *manners_new(int64_t pause_ms);
void manners_free(struct manners *manners);

/* The longest that a host is left alone, whatever it asks. */
#define MANNERS_MOST_SECONDS 86400

/* url's host is not asked in the next seconds. manners may be NULL. */
void manners_leave(struct manners *manners, const char *url, int64_t seconds);

/* Waits until url's host may be asked again; at most most_ms, or until
 * *cancel (may be NULL) is true. 0; -ETIMEDOUT: it is not its turn in that
 * time; -ECANCELED. manners may be NULL: no pause. Safe from several
 * threads. */
int manners_wait(struct manners *manners, const char *url, int64_t most_ms,
    const atomic_bool *cancel);

#endif
