/* SPDX-License-Identifier: Apache-2.0 */
#include "page_parts.h"

void
page_add_text(struct buf *buf, const char *text)
{
	for (; text && *text; text++) {
		switch (*text) {
		case '&':
			buf_adds(buf, "&amp;");
			break;
		case '<':
			buf_adds(buf, "&lt;");
			break;
		case '>':
			buf_adds(buf, "&gt;");
			break;
		case '"':
			buf_adds(buf, "&quot;");
			break;
		default:
			buf_addc(buf, *text);
		}
	}
}

void
page_add_element(struct page *page, const char *tag, const char *text)
{
	buf_addf(&page->body, "<%s>", tag);
	page_add_text(&page->body, text);
	buf_addf(&page->body, "</%s>", tag);
}

void
page_add_heads(struct page *page, const struct page_head *heads, size_t n)
{
	buf_adds(&page->body, "<div class=\"scroll\"><table>\n<thead><tr>");
	for (size_t i = 0; i < n; i++) {
		buf_addf(&page->body, "<th scope=\"col\"%s>",
		    heads[i].count ? " class=\"count\"" : "");
		page_add_text(
		    &page->body, words_get(page->language, heads[i].word));
		buf_adds(&page->body, "</th>");
	}
	buf_adds(&page->body, "</tr></thead>\n<tbody>\n");
}
