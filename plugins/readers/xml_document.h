/* SPDX-License-Identifier: Apache-2.0 */
/*
 * XML and HTML by libxml2, for the readers of both: one parser, asked for
 * neither network nor entities nor huge documents. An XML document that is
 * not well-formed is refused as a whole; HTML is read as it comes.
 */
#ifndef AMBIT_READERS_XML_DOCUMENT_H
#define AMBIT_READERS_XML_DOCUMENT_H

#include <libxml/tree.h>
#include <stdbool.h>
#include <stdint.h>

#include "readers/arena.h"
#include "readers/reader.h"

/* The reading's text as a tree; *out is the caller's (xmlFreeDoc). AMBIT_OK;
 * or, by reading_fail with the line, AMBIT_RETRY. */
int xml_open(struct reading *reading, xmlDoc **out);

/* The same of HTML, which is never refused but for want of memory. */
int html_open(struct reading *reading, xmlDoc **out);

/* Its first child with this name, whatever its namespace; NULL. */
xmlNode *xml_child(const xmlNode *node, const char *name);

/* The next sibling with the same name; NULL. */
xmlNode *xml_again(const xmlNode *node);

/* The node after this one in the document's order, below top; NULL. */
const xmlNode *xml_next(const xmlNode *node, const xmlNode *top);

/* All text below the node (what is in comments and references to entities is
 * none), in the arena; NULL for none but blanks. */
const char *xml_text(struct arena *arena, const xmlNode *node);

/* The text of its first child with this name. */
const char *
xml_child_text(struct arena *arena, const xmlNode *node, const char *name);

/* An attribute's value, in the arena; NULL. */
const char *
xml_value(struct arena *arena, const xmlNode *node, const char *name);

/* An address, in the arena: as it is, or what it means beside base (RFC 3986
 * section 5). */
const char *
xml_absolute(struct arena *arena, const char *address, const char *base);

/* 1-based; 0: not known. */
int64_t xml_line(const xmlNode *node);

#endif
