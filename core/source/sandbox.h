/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The sandbox of a plugin's process, as far as both sides speak of it. The
 * process shuts itself in (plugins/host/sandbox.c); who starts it says how
 * strictly, and is told what this kernel could not give.
 */
#ifndef AMBIT_SOURCE_SANDBOX_H
#define AMBIT_SOURCE_SANDBOX_H

#include <stdbool.h>

/* SANDBOX_OFF is for authors who look at their own plugin with a debugger's
 * eyes; no source of a configuration gets it. */
enum sandbox_mode { SANDBOX_STRICT, SANDBOX_BEST_EFFORT, SANDBOX_OFF };
extern const char *const sandbox_mode_words[]; /* "strict", ... NULL */

struct sandbox_support {
	int landlock; /* version of its ABI; 0: there is none */
	bool seccomp; /* filters that answer with an error number */
};

/* What the kernel gives to this process. */
struct sandbox_support sandbox_support(void);

/* "", or what a sandbox lacks here: "Landlock", "seccomp", "Landlock and
 * seccomp"; static. */
const char *sandbox_lacks(const struct sandbox_support *support);

#endif
