#include "channel/mail/html.hpp"

#include <utility>

#include "base/text.hpp"
#include "channel/mail/html_safe.hpp"
#include "channel/mail/html_text.hpp"
#include "channel/mail/html_tree.hpp"
#include "channel/mail/limits.hpp"

namespace mail {
namespace {

// The words of a page that is too much to be read as one: whatever stands between angle brackets is away.
std::string without_tags(std::string_view html) {
  std::string out;
  bool in_tag = false;
  for (const char c : html) {
    if (c == '<') in_tag = true;
    if (!in_tag) out += c;
    if (c == '>' && std::exchange(in_tag, false)) out += ' ';
  }
  return std::string(base::trim(out));
}

}  // namespace

std::string html_of_text(std::string_view text) {
  std::string out = "<div style=\"white-space:pre-wrap\">";
  append_escaped(out, text);
  return out += "</div>";
}

HtmlReading read_html(std::string_view html, HtmlWish wish) {
  html = html.substr(0, kMostTextBytes);
  HtmlReading out;
  const auto tree = HtmlTree::parse(html);
  if (!tree) {
    out.text = without_tags(html);
    out.safe = html_of_text(out.text);
    return out;
  }
  SafeHtml safe;
  tree->walk(safe);
  out.safe = safe.take();
  out.shown_ids = safe.shown_ids();
  HtmlText part(HtmlText::Quotes::dropped);
  if (!wish.is_forward) tree->walk(part);
  if (part.has_quotes()) out.newly_said = part.take();
  if (!wish.text) return out;
  if (!wish.is_forward && !out.newly_said) {
    out.text = part.take();  // With nothing to drop it is the whole.
    return out;
  }
  HtmlText whole(HtmlText::Quotes::kept);
  tree->walk(whole);
  out.text = whole.take();
  return out;
}

}  // namespace mail
