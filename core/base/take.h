/* SPDX-License-Identifier: Apache-2.0 */
/* For readers of short, fixed forms: each takes one thing off the front of a
 * text and steps over it, or says that it is not there. */
#ifndef AMBIT_BASE_TAKE_H
#define AMBIT_BASE_TAKE_H

#include <stdbool.h>

static inline bool
take_char(const char **text, char c)
{
	if (**text != c)
		return false;
	(*text)++;
	return true;
}

#endif
