/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Landlock says which files there are, seccomp which calls; each stands where
 * the other is missing, and both where they are there. The folders in which a
 * plugin's libraries lie are the system's and the plugin's own.
 */
#include "sandbox.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>

#ifdef WITH_ASAN
/* Its reports read the process's own map. */
#define OWN_MAP "/proc/self/maps",
#else
#define OWN_MAP
#endif
#define ZONES OWN_MAP "/usr/share/zoneinfo", "/etc/localtime"

static int
refuse(const char *lacks, struct err *err)
{
	return err_set(err, -EPERM,
	    "no sandbox: this kernel gives no %s; set sandbox = best-effort "
	    "in [server] to run plugins without",
	    lacks);
}

/* The folder of a file's path. */
static int
folder_of(const char *path, char out[PATH_MAX], struct err *err)
{
	const char *slash = strrchr(path, '/');
	size_t len = slash ? (size_t)(slash - path) : 0;

	if (len >= PATH_MAX)
		return err_set(err, -ENAMETOOLONG, "plugin %.100s...", path);
	snprintf(
	    out, PATH_MAX, "%.*s", slash ? (int)len : 1, slash ? path : ".");
	return 0;
}

int
sandbox_enter(struct sandbox *sandbox, enum sandbox_mode mode,
    const char *plugin, struct err *err)
{
	char folder[PATH_MAX];
	const char *const readable[] = { folder, "/lib", "/lib64", "/usr/lib",
		"/usr/lib64", "/usr/local/lib", AMBIT_LIBDIR,
		"/etc/ld.so.cache", ZONES, NULL };

	*sandbox = (struct sandbox){ mode, sandbox_support() };
	if (mode == SANDBOX_OFF)
		return 0;
	if (mode == SANDBOX_STRICT && sandbox_gaps(sandbox)[0])
		return refuse(sandbox_gaps(sandbox), err);
	if (folder_of(plugin, folder, err) < 0)
		return err->code;
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0)
		return err_errno(err, "no new privileges");
	if (sandbox->support.landlock &&
	    files_restrict(sandbox->support.landlock, readable, err) < 0)
		return err->code;
	return sandbox->support.seccomp ? calls_restrict(CALLS_LOADING, err)
					: 0;
}

int
sandbox_seal(const struct sandbox *sandbox, struct err *err)
{
	static const char *const readable[] = { ZONES, NULL };
	int landlock = sandbox->support.landlock;

	if (sandbox->mode == SANDBOX_OFF)
		return 0;
	if (landlock && files_restrict(landlock, readable, err) < 0)
		return err->code;
	if (!sandbox->support.seccomp)
		return 0;
	return calls_restrict(
	    landlock ? CALLS_SEALED_FILES : CALLS_SEALED, err);
}

const char *
sandbox_gaps(const struct sandbox *sandbox)
{
	if (sandbox->mode == SANDBOX_OFF)
		return "Landlock and seccomp";
	return sandbox_lacks(&sandbox->support);
}
