/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Classes of duration. Of the intervals that meet a window, those that began
 * before it began at most the longest duration earlier. Kept together, one
 * long interval makes that bound useless; kept in five classes, each search
 * looks back only by its class's own bound, and only the few of the last
 * class are looked at from the beginning.
 */
#ifndef AMBIT_STORE_DURATION_H
#define AMBIT_STORE_DURATION_H

#include <stdint.h>

#include "base/span.h"

#define DURATION_CLASSES 5

/* 0 .. DURATION_CLASSES - 1 */
int duration_class(struct span span);

/* Those of class i (0 the shortest) that meet window start in here. */
struct span duration_starts(int i, struct span window);

#endif
