/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The plugin host on a kernel that has no Landlock: its system calls are
 * answered as an older kernel answers them.
 */
#include <errno.h>
#include <seccomp.h>
#include <stdlib.h>
#include <unistd.h>

int
main(int argc, char **argv)
{
	static const int calls[] = { SCMP_SYS(landlock_create_ruleset),
		SCMP_SYS(landlock_add_rule), SCMP_SYS(landlock_restrict_self) };
	scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ALLOW);

	if (argc < 1 || !filter)
		return EXIT_FAILURE;
	for (size_t i = 0; i < sizeof calls / sizeof calls[0]; i++)
		if (seccomp_rule_add(
			filter, SCMP_ACT_ERRNO(ENOSYS), calls[i], 0) < 0)
			return EXIT_FAILURE;
	if (seccomp_load(filter) < 0)
		return EXIT_FAILURE;
	execv(AMBIT_PLUGIN_HOST, argv);
	return EXIT_FAILURE;
}
