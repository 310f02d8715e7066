/* SPDX-License-Identifier: Apache-2.0 */
/* The conflicts of a picture as text, one a line, so that those of two
 * pictures can be held against each other. Each text is the caller's. */
#ifndef AMBIT_TESTS_CONFLICTS_SAID_H
#define AMBIT_TESTS_CONFLICTS_SAID_H

#include "base/buf.h"
#include "office/picture.h"
#include "office/remedy.h"

/* All that are as grave as this, or graver. */
struct buf said_all(const struct picture *picture, enum finding_level least);

/* The finding, at its own level. */
struct buf
said_one(const struct picture *picture, const struct finding *finding);

/*
 * Those that block, with who and what takes part. known: lines that are
 * nothing new (NULL: all are). about: text with the heads of those that matter
 * (NULL: all do). wish: what is booked too often without any of what it changes
 * is nothing new either (NULL: it is).
 */
struct buf said_blocks(const struct picture *picture, const char *known,
    const struct buf *about, const struct remedy *wish);

#endif
