#include "connectors/_fediverse/status_text.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "channel/mail/html_text.hpp"
#include "channel/mail/html_tree.hpp"

namespace fediverse {
namespace {

using mail::HtmlNode;

bool has_word(std::string_view list, std::string_view word) {
  const auto words = base::split(list, ' ');
  return std::ranges::find(words, word) != words.end();
}

std::string_view without_scheme(std::string_view url) {
  if (url.starts_with("https://")) url.remove_prefix(8);
  else if (url.starts_with("http://")) url.remove_prefix(7);
  while (url.ends_with('/')) url.remove_suffix(1);
  return url;
}

// Passes the page on to the writer of texts, with links made readable on the way.
class StatusText final : public mail::HtmlVisitor {
 public:
  explicit StatusText(const std::vector<NamedLink>& mentioned) : mentioned_(mentioned) {}

  bool visit(const HtmlNode& node) override {
    if (node.kind == HtmlNode::Kind::text) label_ += node.text;
    if (node.tag != "a") return text_.visit(node);
    if (node.kind == HtmlNode::Kind::close) {
      if (!href_.empty() && !is_told(href_)) say(" (" + href_ + ")");
      href_.clear();
      return text_.visit(node);
    }
    text_.visit(node);
    label_.clear();
    const auto href = node.attribute("href");
    const auto classes = node.attribute("class");
    if (const auto* mention = find(href); mention != nullptr && !has_word(classes, "hashtag")) {
      say(mention->words);
      return false;
    }
    const bool is_link = href.starts_with("https://") || href.starts_with("http://");
    if (is_link && !has_word(classes, "mention") && !has_word(classes, "hashtag")) href_ = href;
    return true;
  }

  [[nodiscard]] std::string take() { return text_.take(); }

 private:
  void say(const std::string& words) {
    HtmlNode node;
    node.text = words;
    text_.visit(node);
  }
  [[nodiscard]] const NamedLink* find(std::string_view href) const {
    if (href.empty()) return nullptr;
    const auto found = std::ranges::find(mentioned_, href, &NamedLink::href);
    return found == mentioned_.end() ? nullptr : &*found;
  }
  // Whether the link's words tell where it leads.
  [[nodiscard]] bool is_told(std::string_view href) const {
    return without_scheme(base::trim(label_)) == without_scheme(href);
  }

  const std::vector<NamedLink>& mentioned_;
  mail::HtmlText text_{mail::HtmlText::Quotes::kept};
  std::string href_;
  std::string label_;
};

}  // namespace

std::string text_of_html(std::string_view html, const std::vector<NamedLink>& mentioned) {
  const auto tree = mail::HtmlTree::parse(html);
  if (!tree) return std::string(html);
  StatusText text(mentioned);
  tree->walk(text);
  return std::string(base::trim(text.take()));
}

}  // namespace fediverse
