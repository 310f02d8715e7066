/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How much each token asks: a bucket each, filled at a rate, and when its use
 * was last noted in the store. A table of a fixed size; who has not asked for
 * longest makes room. For one thread, the event loop's.
 */
#ifndef AMBIT_REST_METER_H
#define AMBIT_REST_METER_H

#include <stdbool.h>
#include <stdint.h>

struct meters;

/* rate: requests a second, burst: so many at once. NULL: no memory. */
struct meters *meters_new(int64_t rate, int64_t burst);
void meters_free(struct meters *meters); /* takes NULL */

/* Takes one request of the token's; 0, or after how many seconds (1 or more)
 * there is room again. now: monotonic ms. */
int64_t meter_take(struct meters *meters, const char *token, int64_t now);

/* Is it time to note its use? once an hour at most. now: UTC seconds. */
bool meter_note(struct meters *meters, const char *token, int64_t now);

#endif
