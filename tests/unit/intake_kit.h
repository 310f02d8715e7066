/* SPDX-License-Identifier: Apache-2.0 */
/* Events as a plugin gives them, taken in with the system's zones and our own
 * places. */
#ifndef AMBIT_TESTS_UNIT_INTAKE_KIT_H
#define AMBIT_TESTS_UNIT_INTAKE_KIT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "source/intake.h"

/* For a group of tests. */
int intake_kit_open(void **state);
int intake_kit_close(void **state);

/* A board in Madrid, from ten to twelve on 1 March 2026. */
struct ambit_event meeting(void);

/* Of the source "uclg". */
struct intake_options intake_kit_options(void);

/* intake_event with these. */
int take(const struct ambit_event *given, struct intake *out, struct err *err);

/* It is not taken, and the reason says why. */
void assert_refused(const struct ambit_event *given, const char *why);

#endif
