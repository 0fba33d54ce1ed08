#include "channel/mail/html_safe.hpp"

#include <algorithm>
#include <array>
#include <cctype>

#include "base/text.hpp"
#include "channel/mail/limits.hpp"

namespace mail {
namespace {

template <std::size_t kCount>
using Names = std::array<std::string_view, kCount>;

template <std::size_t kCount>
bool is_in(const Names<kCount>& sorted, std::string_view name) {
  return std::ranges::binary_search(sorted, name);
}

// Sorted, all of them. What is in neither list of elements is left out and its content shown.
constexpr Names<59> kElements{
    "a",    "abbr",    "acronym", "address", "article",    "b",      "bdi",      "bdo",    "big",     "blockquote",
    "br",   "caption", "center",  "cite",    "code",       "col",    "colgroup", "dd",     "del",     "dfn",
    "div",  "dl",      "dt",      "em",      "figcaption", "figure", "font",     "footer", "h1",      "h2",
    "h3",   "h4",      "h5",      "h6",      "header",     "hr",     "i",        "img",    "ins",     "kbd",
    "li",   "mark",    "ol",      "p",       "pre",        "q",      "s",        "samp",   "section", "small",
    "span", "strike",  "strong",  "sub",     "sup",        "table",  "tbody",    "td",     "tfoot"};
constexpr Names<9> kMoreElements{"th", "thead", "time", "tr", "tt", "u", "ul", "var", "wbr"};
constexpr Names<5> kVoid{"br", "col", "hr", "img", "wbr"};
// Left out with all that is in them.
constexpr Names<26> kDropped{"applet", "audio",    "base",     "button",   "canvas", "datalist", "embed",
                             "frame",  "frameset", "head",     "iframe",   "input",  "link",     "math",
                             "meta",   "noembed",  "noframes", "noscript", "object", "script",   "select",
                             "style",  "svg",      "template", "textarea", "title"};
constexpr Names<23> kAttributes{"abbr",    "align", "alt",   "bgcolor", "border", "cellpadding", "cellspacing", "color",
                                "colspan", "dir",   "face",  "height",  "lang",   "nowrap",      "reversed",    "rowspan",
                                "size",    "span",  "start", "title",   "type",   "valign",      "width"};
constexpr Names<33> kStyles{"background",      "background-color", "border-collapse", "border-radius",  "border-spacing",
                            "color",           "direction",        "display",         "font",           "font-family",
                            "font-size",       "font-style",       "font-variant",    "font-weight",    "height",
                            "letter-spacing",  "line-height",      "list-style-type", "max-height",     "max-width",
                            "min-height",      "min-width",        "overflow-wrap",   "table-layout",   "text-align",
                            "text-decoration", "text-indent",      "text-transform",  "vertical-align", "white-space",
                            "width",           "word-break",       "word-wrap"};
constexpr Names<4> kStyleFunctions{"hsl", "hsla", "rgb", "rgba"};
static_assert(std::ranges::is_sorted(kElements) && std::ranges::is_sorted(kMoreElements) && std::ranges::is_sorted(kVoid));
static_assert(std::ranges::is_sorted(kDropped) && std::ranges::is_sorted(kAttributes) && std::ranges::is_sorted(kStyles));

bool is_letter_or_digit(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0; }

// A value of a style can load something, or hide what follows, only by what is refused here.
bool is_harmless_value(std::string_view value) {
  const auto is_plain = [](char c) {
    return is_letter_or_digit(c) || std::string_view(" #%.,'!+-()").find(c) != std::string_view::npos;
  };
  if (!std::ranges::all_of(value, is_plain) || std::ranges::count(value, '\'') % 2 != 0) return false;
  for (auto at = value.find('('); at != std::string_view::npos; at = value.find('(', at + 1)) {
    std::size_t begin = at;
    while (begin > 0 && is_letter_or_digit(value[begin - 1])) --begin;
    if (!is_in(kStyleFunctions, base::to_lower_ascii(value.substr(begin, at - begin)))) return false;
  }
  return true;
}

bool is_harmless_style(std::string_view name, std::string_view value) {
  const bool is_margin = name.starts_with("margin");
  const bool is_known = is_in(kStyles, name) || is_margin || name.starts_with("padding") || name.starts_with("border-top") ||
                        name.starts_with("border-right") || name.starts_with("border-bottom") ||
                        name.starts_with("border-left") || name == "border";
  // Nothing may be moved out of its place over the page around it.
  const bool may_move = (is_margin || name == "text-indent") && value.find('-') != std::string_view::npos;
  return is_known && !may_move && is_harmless_value(value);
}

std::string safe_style(std::string_view style) {
  std::string out;
  for (const std::string_view declaration : base::split(style, ';')) {
    const auto colon = declaration.find(':');
    if (colon == std::string_view::npos) continue;
    const std::string name = base::to_lower_ascii(base::trim(declaration.substr(0, colon)));
    std::string value(base::trim(declaration.substr(colon + 1)));
    std::ranges::replace(value, '"', '\'');
    if (is_harmless_style(name, value)) out.append(out.empty() ? "" : ";").append(name).append(":").append(value);
  }
  return out;
}

// White space and control characters inside an address are passed over by browsers: "java\nscript:".
std::string without_blanks(std::string_view address) {
  std::string out;
  for (const char c : address) {
    if (static_cast<unsigned char>(c) > ' ' && c != '\x7F') out += c;
  }
  return out;
}

bool has_scheme(std::string_view address, std::string_view scheme) {
  return base::equal_ignoring_case(address.substr(0, scheme.size()), scheme);
}

bool is_remote(std::string_view address) { return has_scheme(address, "http://") || has_scheme(address, "https://"); }

bool is_enclosed_picture(std::string_view address) {
  return has_scheme(address, "data:image/png;base64,") || has_scheme(address, "data:image/jpeg;base64,") ||
         has_scheme(address, "data:image/jpg;base64,") || has_scheme(address, "data:image/gif;base64,") ||
         has_scheme(address, "data:image/webp;base64,");
}

}  // namespace

void append_escaped(std::string& out, std::string_view text) {
  for (auto at = text.find_first_of("&<>\""); at != std::string_view::npos; at = text.find_first_of("&<>\"")) {
    out.append(text.substr(0, at));
    const char c = text[at];
    out.append(c == '&' ? "&amp;" : c == '<' ? "&lt;" : c == '>' ? "&gt;" : "&quot;");
    text.remove_prefix(at + 1);
  }
  out.append(text);
}

bool SafeHtml::visit(const HtmlNode& node) {
  switch (node.kind) {
    case HtmlNode::Kind::open: return open(node);
    case HtmlNode::Kind::close: close(); return false;
    case HtmlNode::Kind::text: append_escaped(out_, node.text); return false;
  }
  return false;
}

bool SafeHtml::open(const HtmlNode& node) {
  const bool is_dropped = is_in(kDropped, node.tag);
  const bool is_written =
      !is_dropped && (is_in(kElements, node.tag) || is_in(kMoreElements, node.tag)) && open_.size() < kDeepestHtml;
  open_.push_back(is_written && !is_in(kVoid, node.tag) ? node.tag : std::string_view());
  if (!is_written) return !is_dropped;
  out_.append("<").append(node.tag);
  write_attributes(node);
  out_.append(">");
  return true;
}

void SafeHtml::close() {
  if (!open_.back().empty()) out_.append("</").append(open_.back()).append(">");
  open_.pop_back();
}

void SafeHtml::write_attributes(const HtmlNode& node) {
  for (const auto& [name, value] : node.attributes) {
    if (name == "style") {
      if (const auto style = safe_style(value); !style.empty()) write(name, style);
    } else if (node.tag == "img" && name == "src") {
      write_picture(without_blanks(value));
    } else if (node.tag == "a" && name == "href") {
      const auto address = without_blanks(value);
      if (!is_remote(address) && !has_scheme(address, "mailto:")) continue;
      write(name, address);
      write("rel", "noopener noreferrer nofollow");
      write("target", "_blank");
    } else if (is_in(kAttributes, name)) {
      write(name, value);
    }
  }
}

void SafeHtml::write_picture(std::string_view source) {
  if (has_scheme(source, "cid:")) {
    write("src", source);
    shown_ids_.emplace(source.substr(4));
  } else if (is_enclosed_picture(source)) {
    write("src", source);
  } else if (is_remote(source)) {
    write("data-remote-src", source);
  }
}

void SafeHtml::write(std::string_view name, std::string_view value) {
  out_.append(" ").append(name).append("=\"");
  append_escaped(out_, value);
  out_ += '"';
}

}  // namespace mail
