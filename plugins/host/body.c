/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A fetched body, mapped and not read, so that ten megabytes cost no copy. The
 * mapping is private and writable: the NUL after the last byte touches one
 * page of our own. A length that fills its last page has no room for it, so
 * one page more is reserved first and the file is laid over the front.
 */
#include "host.h"

#include <sys/mman.h>
#include <unistd.h>

int
body_map(struct body *body, int fd, size_t len, struct err *err)
{
	size_t page = (size_t)sysconf(_SC_PAGESIZE);
	size_t room = (len / page + 1) * page;
	char *at = mmap(NULL, room, PROT_READ | PROT_WRITE,
	    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (at == MAP_FAILED)
		return err_errno(err, "no memory for a body of %zu bytes", len);
	*body = (struct body){ at, len, room };
	if (len && mmap(at, len, PROT_READ | PROT_WRITE,
		       MAP_PRIVATE | MAP_FIXED, fd, 0) == MAP_FAILED) {
		err_errno(err, "map a body of %zu bytes", len);
		body_unmap(body);
		return err->code;
	}
	at[len] = '\0';
	return 0;
}

void
body_unmap(struct body *body)
{
	if (body->bytes)
		munmap(body->bytes, body->room);
	*body = (struct body){ .bytes = NULL };
}
