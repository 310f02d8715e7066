/* SPDX-License-Identifier: Apache-2.0 */
/* Asks the kernel; sets nothing. */
#include "sandbox.h"

#include <linux/landlock.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/syscall.h>
#include <unistd.h>

const char *const sandbox_mode_words[] = { "strict", "best-effort", "off",
	NULL };

struct sandbox_support
sandbox_support(void)
{
	uint32_t wanted = SECCOMP_RET_ERRNO;
	long version = syscall(SYS_landlock_create_ruleset, NULL, 0,
	    LANDLOCK_CREATE_RULESET_VERSION);

	return (struct sandbox_support){
		.landlock = version > 0 ? (int)version : 0,
		.seccomp = syscall(SYS_seccomp, SECCOMP_GET_ACTION_AVAIL, 0,
			       &wanted) == 0,
	};
}

const char *
sandbox_lacks(const struct sandbox_support *support)
{
	if (support->landlock && support->seccomp)
		return "";
	if (support->landlock)
		return "seccomp";
	return support->seccomp ? "Landlock" : "Landlock and seccomp";
}
