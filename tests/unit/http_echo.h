/* SPDX-License-Identifier: Apache-2.0 */
/* A server that says what it was asked; "/large?n=" answers n bytes of
 * echo_large by reference, and counts when they are let go. */
#ifndef AMBIT_TESTS_HTTP_ECHO_H
#define AMBIT_TESTS_HTTP_ECHO_H

#include "http_kit.h"

#define MEBIBYTE (1 << 20)

extern char echo_large[6 * MEBIBYTE];
extern atomic_int echo_releases;

/* The handler. */
http_handler echo;

/* *state is the struct http_kit. */
void echo_start(void **state, const struct http_options *options);
int echo_setup(void **state);
int echo_teardown(void **state);

#endif
