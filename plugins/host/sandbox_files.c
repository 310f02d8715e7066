/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Landlock by its system calls (libc has no functions for them). Every right
 * that the running kernel's version of it can take is taken, then reading is
 * given back below a few paths. Debian 12's headers describe version 2; the
 * later rights are named here.
 */
#include "sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/landlock.h>
#include <stdint.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/cleanup.h"

/* As in the kernel's header of version 6. */
struct ruleset {
	uint64_t handled_access_fs;
	uint64_t handled_access_net; /* since 4: bind and connect of TCP */
	uint64_t scoped; /* since 6: abstract sockets, signals to others */
};

#define NET_ALL 3u
#define SCOPE_ALL 3u

static uint64_t
fs_rights(int abi)
{
	int bits = abi >= 5 ? 16 : abi >= 3 ? 15 : abi == 2 ? 14 : 13;

	return (UINT64_C(1) << bits) - 1;
}

static int
ruleset_open(int abi)
{
	struct ruleset ruleset = { .handled_access_fs = fs_rights(abi),
		.handled_access_net = abi >= 4 ? NET_ALL : 0,
		.scoped = abi >= 6 ? SCOPE_ALL : 0 };

	return (int)syscall(
	    SYS_landlock_create_ruleset, &ruleset, sizeof ruleset, 0);
}

static int
path_allow(int ruleset, const char *path, struct err *err)
{
	CLEANUP(closep) int fd = open(path, O_PATH | O_CLOEXEC);
	struct landlock_path_beneath_attr rule = {
		.allowed_access = LANDLOCK_ACCESS_FS_READ_FILE,
		.parent_fd = fd,
	};

	if (fd < 0)
		return errno == ENOENT || errno == EACCES
			   ? 0
			   : err_errno(err, "Landlock %s", path);
	if (syscall(SYS_landlock_add_rule, ruleset, LANDLOCK_RULE_PATH_BENEATH,
		&rule, 0) < 0)
		return err_errno(err, "Landlock %s", path);
	return 0;
}

int
files_restrict(int landlock_abi, const char *const *readable, struct err *err)
{
	CLEANUP(closep) int ruleset = ruleset_open(landlock_abi);

	if (ruleset < 0)
		return err_errno(err, "Landlock");
	for (; *readable; readable++)
		if (path_allow(ruleset, *readable, err) < 0)
			return err->code;
	if (syscall(SYS_landlock_restrict_self, ruleset, 0) < 0)
		return err_errno(err, "Landlock");
	return 0;
}
