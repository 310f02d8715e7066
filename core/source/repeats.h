/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What comes twice in one run under one identity. A publisher sends an event
 * again with a higher sequence, or lists it in two files, or gives two events
 * one UID: the newest is kept, and when the other was not simply the same
 * event once more, it is told by name. Pure; 24 bytes an event.
 */
#ifndef AMBIT_SOURCE_REPEATS_H
#define AMBIT_SOURCE_REPEATS_H

#include "source/intake.h"
#include "source/keyset.h"

enum repeat {
	REPEAT_NONE,     /* nothing of this identity came before */
	REPEAT_AGAIN,    /* the same event (title and start): this one stands */
	REPEAT_REPLACES, /* this one stands, the one before is told */
	REPEAT_LOSES     /* the one before stands, this one is told */
};

/*
 * Compares an event with what seen knows of the run's events, and keeps the
 * one that stands there; *revised tells whether the other one was an older
 * revision of it. enum repeat, or -ENOMEM.
 */
int repeat_judge(struct keyset *seen, const struct intake *item, bool *revised);

/* Why the other of two is not kept: static text. */
const char *repeat_reason(enum intake_identity identity, bool revised);

#endif
