/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Runs a fuzz target without a fuzzer over the files of a folder, each whole
 * and cut short at some places, always in the same order: a short test of the
 * suite, for every compiler.
 *
 *     NAME_replay FOLDER|FILE ...
 */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "tests/fuzz/fuzz.h"

#define MOST_BYTES (1 << 20)
#define CUTS 64

/* A copy of exactly that size, so that a sanitizer sees a byte too far. */
static void
one_input(const char *bytes, size_t len)
{
	CLEANUP(freep) uint8_t *copy = malloc(len ? len : 1);

	fuzz_must(copy != NULL, "memory for an input");
	if (len)
		memcpy(copy, bytes, len);
	LLVMFuzzerTestOneInput(copy, len);
}

static int
file_replay(const char *path)
{
	CLEANUP(freep) char *bytes = malloc(MOST_BYTES);
	FILE *file = fopen(path, "rb");
	size_t len = file && bytes ? fread(bytes, 1, MOST_BYTES, file) : 0;

	if (!file) {
		perror(path);
		return 0;
	}
	fclose(file);
	one_input(bytes, len);
	for (size_t cut = 0; cut < CUTS; cut++)
		one_input(bytes, len * cut / CUTS);
	return 1;
}

static int
folder_replay(const char *path)
{
	struct dirent **names;
	int n = scandir(path, &names, NULL, alphasort), done = 0;

	if (n < 0)
		return file_replay(path);
	for (int i = 0; i < n; i++) {
		char file[1024];

		snprintf(file, sizeof file, "%s/%s", path, names[i]->d_name);
		if (names[i]->d_name[0] != '.')
			done += file_replay(file);
		free(names[i]);
	}
	free(names);
	return done;
}

int
main(int argc, char **argv)
{
	int done = 0;

	for (int i = 1; i < argc; i++)
		done += folder_replay(argv[i]);
	printf("%d files, each whole and cut at %d places\n", done, CUTS);
	return done ? EXIT_SUCCESS : EXIT_FAILURE;
}
