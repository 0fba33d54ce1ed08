#include "channel/mail/html_text.hpp"

#include <algorithm>
#include <array>
#include <cctype>

#include "base/text.hpp"
#include "channel/mail/phrases.hpp"

namespace mail {
namespace {

constexpr int kDeepestQuote = 8;  // More ">" than that tell nobody anything.

template <std::size_t kCount>
bool is_in(const std::array<std::string_view, kCount>& names, std::string_view name) {
  return std::ranges::find(names, name) != names.end();
}

constexpr std::array<std::string_view, 17> kSilent{"head",   "script",   "style",  "title", "template", "noscript",
                                                   "select", "textarea", "object", "svg",   "math",     "iframe",
                                                   "button", "canvas",   "audio",  "video", "datalist"};
constexpr std::array<std::string_view, 12> kParagraphs{"p",  "h1", "h2", "h3",    "h4",         "h5",
                                                       "h6", "ul", "ol", "table", "blockquote", "pre"};
constexpr std::array<std::string_view, 20> kBlocks{"address", "article", "aside", "body",     "center",  "dd",     "details",
                                                   "div",     "dl",      "dt",    "fieldset", "figure",  "footer", "form",
                                                   "header",  "hr",      "li",    "section",  "summary", "tr"};

// How programs mark what they quote, by class, id and the like.
constexpr std::array<std::string_view, 9> kQuoteClasses{
    "gmail_quote", "gmail_quote_container", "yahoo_quoted", "protonmail_quote", "moz-cite-prefix",
    "zmail_extra", "tutanota_quote",        "gmail_attr",   "front-blockquote"};
constexpr std::array<std::string_view, 6> kSignatureClasses{
    "gmail_signature", "gmail_signature_prefix",     "moz-signature",
    "moz-txt-sig",     "protonmail_signature_block", "tutanota_signature"};
constexpr std::array<std::string_view, 2> kQuoteIds{"OLK_SRC_BODY_SECTION", "mail-editor-reference-message-container"};
constexpr std::array<std::string_view, 2> kSignatureIds{"Signature", "ms-outlook-mobile-signature"};
// What follows them to the end of the mail is quoted.
constexpr std::array<std::string_view, 3> kRestIds{"divRplyFwdMsg", "appendonsend", "reply-intro"};

std::string squeezed(std::string_view style) {
  std::string out = base::to_lower_ascii(style);
  std::erase_if(out, [](char c) { return std::isspace(static_cast<unsigned char>(c)) != 0; });
  return out;
}

template <std::size_t kCount>
bool has_class(std::string_view classes, const std::array<std::string_view, kCount>& names) {
  const auto words = base::split(classes, ' ');
  return std::ranges::any_of(words, [&](std::string_view word) { return is_in(names, word); });
}

bool is_quote(const HtmlNode& node) {
  return has_class(node.attribute("class"), kQuoteClasses) || is_in(kQuoteIds, node.attribute("id")) ||
         (node.tag == "blockquote" && base::equal_ignoring_case(node.attribute("type"), "cite")) ||
         (node.tag == "div" && node.attribute("name") == "quote");
}

bool is_signature(const HtmlNode& node) {
  return has_class(node.attribute("class"), kSignatureClasses) || is_in(kSignatureIds, node.attribute("id"));
}

// Outlook draws a line above the head of what it quotes: a <div> with nothing but a border on top.
bool begins_rest(const HtmlNode& node) {
  if (is_in(kRestIds, node.attribute("id")) || node.attribute("class") == "OutlookMessageHeader") return true;
  if (node.tag != "div") return false;
  const auto style = squeezed(node.attribute("style"));
  return style.starts_with("border:none;border-top:solid#") && style.find("1.0pt") != std::string::npos;
}

bool is_hidden(const HtmlNode& node) {
  const auto style = node.attribute("style");
  if (style.empty()) return false;
  const auto text = squeezed(style);
  return text.find("display:none") != std::string::npos || text.find("mso-hide:all") != std::string::npos;
}

// A picture that stands for an emoji.
bool is_emoji(std::string_view alt) {
  return !alt.empty() && alt.size() <= 32 &&
         std::ranges::none_of(alt, [](char c) { return c > 0 && std::isalnum(c) != 0; }) &&
         std::ranges::any_of(alt, [](char c) { return static_cast<signed char>(c) < 0; });
}

bool is_blank_at(std::string_view text, std::size_t at) {
  return std::isspace(static_cast<unsigned char>(text[at])) != 0 || text.substr(at).starts_with("\u00A0");
}

// Marks without width that newsletters pad their preview with.
std::size_t filler_at(std::string_view text, std::size_t at) {
  for (const std::string_view mark : {"\u200B", "\uFEFF", "\u00AD", "\u034F"}) {
    if (text.substr(at).starts_with(mark)) return mark.size();
  }
  return 0;
}

}  // namespace

bool HtmlText::visit(const HtmlNode& node) {
  if (node.kind == HtmlNode::Kind::open) return open(node);
  if (node.kind == HtmlNode::Kind::close) close();
  else if (as_it_stands_ > 0) say_as_it_stands(node.text);
  else say(node.text);
  return false;
}

bool HtmlText::open(const HtmlNode& node) {
  Element element{.tag = node.tag};
  const bool drops = quotes_ == Quotes::dropped;
  const bool is_rest = begins_rest(node);
  const bool is_over_here = is_rest || is_quote(node);
  const bool is_signed = is_signature(node);
  has_quotes_ = has_quotes_ || is_over_here || is_signed;
  if (drops && is_rest) is_over_ = true;
  if (drops && is_over_here && !is_rest) element.quote_from = out_.size();
  const bool is_silent = is_over_ || is_in(kSilent, node.tag) || is_hidden(node) || (drops && is_signed);
  if (is_silent) {
    open_.push_back(element);
    return false;
  }
  if (is_in(kParagraphs, node.tag)) end_line(2);
  else if (is_in(kBlocks, node.tag)) end_line(1);
  if (node.tag == "br") lines_ = std::min(lines_ + 1, 3);
  else if (node.tag == "td" || node.tag == "th") has_space_ = true;
  else if (node.tag == "pre") element.is_as_it_stands = ++as_it_stands_ > 0;
  else if (node.tag == "li") begin_item();
  else if (node.tag == "img" && is_emoji(node.attribute("alt"))) say(node.attribute("alt"));
  else if (node.tag == "blockquote" && quote_depth_ < kDeepestQuote) {
    element.is_quoted = true;
    ++quote_depth_;
  }
  open_.push_back(element);
  return true;
}

void HtmlText::close() {
  const Element element = open_.back();
  open_.pop_back();
  if (element.is_as_it_stands) --as_it_stands_;
  if (element.is_quoted) --quote_depth_;
  if (is_in(kParagraphs, element.tag)) end_line(2);
  else if (is_in(kBlocks, element.tag)) end_line(1);
  const auto from = element.quote_from;
  if (from && *from <= out_.size() && !begins_forwarded(std::string_view(out_).substr(*from))) {
    out_.resize(*from);
    end_line(1);
  }
}

// The mark of an item of the innermost list.
void HtmlText::begin_item() {
  const auto list = std::ranges::find_if(open_.rbegin(), open_.rend(),
                                         [](const Element& one) { return one.tag == "ol" || one.tag == "ul"; });
  mark_ = "- ";
  if (list != open_.rend() && list->tag == "ol") mark_ = std::to_string(++list->items) + ". ";
}

void HtmlText::say(std::string_view text) {
  std::size_t begin = 0;
  const auto flush = [&](std::size_t end) {
    if (end > begin) write(text.substr(begin, end - begin));
  };
  for (std::size_t at = 0; at < text.size();) {
    if (const auto byte = static_cast<unsigned char>(text[at]); byte > ' ' && byte < 0x80) {
      ++at;
      continue;
    }
    const bool is_space = is_blank_at(text, at);
    const std::size_t filler = is_space ? 0 : filler_at(text, at);
    if (!is_space && filler == 0) {
      ++at;
      continue;
    }
    flush(at);
    has_space_ = has_space_ || is_space;
    at += is_space ? (text[at] == '\xC2' ? 2 : 1) : filler;
    begin = at;
  }
  flush(text.size());
}

void HtmlText::say_as_it_stands(std::string_view text) {
  for (std::size_t at = 0; at <= text.size();) {
    const auto end = std::min(text.find('\n', at), text.size());
    auto line = text.substr(at, end - at);
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (!line.empty()) write(line);
    if (end < text.size()) ++lines_;
    at = end + 1;
  }
}

void HtmlText::end_line(int lines) { lines_ = std::max(lines_, lines); }

void HtmlText::write(std::string_view word) {
  if (out_.empty() || lines_ > 0) {
    const auto marks = static_cast<std::size_t>(std::min(written_depth_, quote_depth_));
    for (int i = 0; i < lines_ && !out_.empty(); ++i) {
      if (i > 0) out_.append(marks, '>');
      out_ += '\n';
    }
    for (int i = 0; i < quote_depth_; ++i) out_ += '>';
    if (quote_depth_ > 0) out_ += ' ';
    written_depth_ = quote_depth_;
  } else if (has_space_) {
    out_ += ' ';
  }
  lines_ = 0;
  has_space_ = false;
  out_ += mark_;
  mark_.clear();
  out_ += word;
}

}  // namespace mail
