/* SPDX-License-Identifier: Apache-2.0 */
/* The reader of tables; an input whose first line begins with "columns:" has
 * its own map there. */
#include "fuzz.h"

#include <stdio.h>
#include <string.h>

#include "readers/csv.h"
#include "readers/reader.h"

#define MARK "columns:"

/* Cuts the map off the front of the input; it has room in map. */
static const char *
map_cut(const uint8_t **data, size_t *len, char *map, size_t room)
{
	size_t mark = strlen(MARK), most = 0;
	const uint8_t *end = *len ? memchr(*data, '\n', *len) : NULL;

	if (!end || *len < mark || memcmp(*data, MARK, mark) != 0)
		return NULL;
	most = (size_t)(end - *data) - mark;
	if (most >= room)
		return NULL;
	memcpy(map, *data + mark, most);
	map[most] = '\0';
	*len -= (size_t)(end + 1 - *data);
	*data = end + 1;
	return map;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	static const struct reading_config configs[] = {
		{ .zone = "Europe/Madrid", .header = 1, .derive_uid = 1 },
		{ .dates = "dmy serial 2026", .header = 1, .derive_uid = 1 },
		{ .dates = "mdy en", .header = 1, .delimiter = 2 },
		{ .columns = "title=#1, start=#2, uid=#1 + '-' + #3",
		    .encoding = CSV_UTF_8 },
	};
	struct reading_config config = configs[fuzz_pick(data, len, 4)];
	char map[400];
	const char *columns = map_cut(&data, &len, map, sizeof map);

	if (columns)
		config.columns = columns;
	return fuzz_document(&reader_csv, &config, data, len);
}
