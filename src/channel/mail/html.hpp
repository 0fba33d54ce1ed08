#pragma once
// The HTML of a mail: made safe to show, and as plain text. A page is parsed as browsers do (gumbo, seen by html_tree.cpp alone)
// and written anew from an allow-list: no script, no style sheet, no form, nothing that loads by itself. Pictures from elsewhere
// keep their address in `data-remote-src`, for a reader who asks for them; those of the mail itself (cid:) stay. Pure.

#include <optional>
#include <set>
#include <string>
#include <string_view>

namespace mail {

struct HtmlWish {
  bool is_forward = false;  // Of a forwarded mail what it hands on is no quote.
  bool text = true;         // Whether `text` is asked for.
};

struct HtmlReading {
  std::string safe;
  std::string text;
  // The text without quotes and signature, where the markup tells which they are.
  std::optional<std::string> newly_said;
  std::set<std::string> shown_ids;  // Content ids that it shows as pictures.
};

// `html` in UTF-8.
[[nodiscard]] HtmlReading read_html(std::string_view html, HtmlWish wish);

// Plain text as HTML that shows it so.
[[nodiscard]] std::string html_of_text(std::string_view text);

}  // namespace mail
