/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What resolving brought: plans that somebody asked for or applied, with what
 * they change before and after; and who stands in before a milestone.
 */
#include "store/migrate.h"

const char *const schema_resolutions[] = {
	"ALTER TABLE overlay ADD COLUMN deputy $text",
	"CREATE TABLE resolution ("
	" id $text NOT NULL PRIMARY KEY,"
	" kind $text NOT NULL,"
	" state $text NOT NULL,"
	" title $text NOT NULL,"
	" conflict $text,"
	" asked $text,"
	" told $text,"
	" changes $text,"
	" maker $text,"
	" why $text,"
	" made_at $int NOT NULL,"
	" state_since $int NOT NULL,"
	" revision $int NOT NULL"
	") $table",
	"CREATE INDEX resolution_made ON resolution (made_at, id)",
	NULL,
};
