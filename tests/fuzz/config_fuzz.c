/* SPDX-License-Identifier: Apache-2.0 */
/* The configuration file: read whole, or every problem has its line and text;
 * a file that was read has settings for each of its sources. */
#include "fuzz.h"

#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "config/config.h"

/* A folder of its own, gone when the process ends. */
static char folder[] = "/tmp/ambit-fuzz-XXXXXX";

static void
folder_remove(void)
{
	rmdir(folder);
}

static void
path_write(char path[64], const uint8_t *data, size_t len)
{
	static bool made;
	int fd;

	if (!made) {
		fuzz_must(mkdtemp(folder) != NULL, "a folder can be made");
		atexit(folder_remove);
		made = true;
	}
	snprintf(path, 64, "%s/ambit.conf", folder);
	fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	fuzz_must(fd >= 0 && write(fd, data, len) == (ssize_t)len,
	    "the file can be written");
	close(fd);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	CLEANUP(config_problems_free)
	struct config_problems problems = VEC_INIT;
	CLEANUP(config_freep) struct config *config = NULL;
	struct err err = ERR_INIT;
	char path[64];
	int rc;

	path_write(path, data, len);
	rc = config_load(path, &config, &problems, &err);
	unlink(path);
	fuzz_must((rc == 0) == (config != NULL), "read whole or not at all");
	fuzz_must(rc == 0 || err.msg[0], "a refusal says why");
	fuzz_must(rc != -EINVAL || problems.len, "each problem is named");
	vec_each(&problems, problem)
		fuzz_must(problem->line >= 0 && problem->text[0], "in words");
	return 0;
}
