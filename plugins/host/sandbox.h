/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Shutting this process in, in two steps, since a plugin's constructors run
 * while it is loaded: before that it loses sockets, other processes, writing
 * and most of the file system; after it, every file but the zones'.
 */
#ifndef AMBIT_HOST_SANDBOX_H
#define AMBIT_HOST_SANDBOX_H

#include "base/err.h"
#include "source/sandbox.h"

struct sandbox {
	enum sandbox_mode mode;
	struct sandbox_support support;
};

/*
 * Before the plugin at this path is loaded. -EPERM when the kernel does not
 * give what mode wants, with the remedy.
 */
int sandbox_enter(struct sandbox *sandbox, enum sandbox_mode mode,
    const char *plugin, struct err *err);

/* After it was loaded. */
int sandbox_seal(const struct sandbox *sandbox, struct err *err);

/* "", or what is missing of the sandbox in force; static. */
const char *sandbox_gaps(const struct sandbox *sandbox);

/* ------------------------------------------------- the two mechanisms --- */

/*
 * Landlock: from now on only these files, and what is below these folders,
 * may be read, and nothing written, made, run, bound or connected to. What is
 * not there is passed over. The list ends with NULL.
 */
int
files_restrict(int landlock_abi, const char *const *readable, struct err *err);

/*
 * seccomp: a system call that is not on the list fails with EPERM. Loading
 * also needs files opened for reading and code mapped; a sealed process gets
 * no code, and files only where Landlock says which.
 */
enum calls_stage { CALLS_LOADING, CALLS_SEALED_FILES, CALLS_SEALED };
int calls_restrict(enum calls_stage stage, struct err *err);

#endif
