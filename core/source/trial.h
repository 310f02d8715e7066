/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What can go wrong around a plugin, done to it on purpose, to see what it
 * makes of it (ambit plugin check). Its own process does it, so that it is
 * exact: the fault comes at the n-th call, not about then.
 */
#ifndef AMBIT_SOURCE_TRIAL_H
#define AMBIT_SOURCE_TRIAL_H

#include <stdint.h>

enum trial_fault {
	TRIAL_NONE,
	TRIAL_CANCEL,    /* the n-th emit says AMBIT_CANCELLED, and what
			    follows */
	TRIAL_NO_ANSWER, /* the n-th fetch gets no answer */
	TRIAL_DENIED,    /* ... is answered 401 */
	TRIAL_BROKEN,    /* ... is answered 503 */
	TRIAL_CUT        /* ... brings a part of its body */
};

struct trial {
	enum trial_fault fault;
	int64_t at;      /* 1-based */
	int64_t percent; /* TRIAL_CUT: of the body that is left, 0 to 99 */
};

#endif
