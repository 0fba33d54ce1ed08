#include "connectors/mastodon/text.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "channel/mail/html_text.hpp"
#include "channel/mail/html_tree.hpp"
#include "net/url.hpp"

namespace mastodon {
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
  StatusText(const std::vector<Mention>& mentions, std::string_view own_host) : mentions_(mentions), own_host_(own_host) {}

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
    if (const auto* mention = mentioned(href); mention != nullptr && !has_word(classes, "hashtag")) {
      say(handle_of(mention->acct, mention->url.value_or(""), own_host_));
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
  [[nodiscard]] const Mention* mentioned(std::string_view href) const {
    const auto found =
        std::ranges::find_if(mentions_, [&](const Mention& one) { return !href.empty() && one.url.value_or("") == href; });
    return found == mentions_.end() ? nullptr : &*found;
  }
  // Whether the link's words tell where it leads.
  [[nodiscard]] bool is_told(std::string_view href) const {
    return without_scheme(base::trim(label_)) == without_scheme(href);
  }

  const std::vector<Mention>& mentions_;
  std::string_view own_host_;
  mail::HtmlText text_{mail::HtmlText::Quotes::kept};
  std::string href_;
  std::string label_;
};

}  // namespace

std::string handle_of(std::string_view acct, std::string_view url, std::string_view own_host) {
  std::string handle = "@" + std::string(acct);
  if (acct.find('@') != std::string_view::npos) return handle;
  if (!own_host.empty()) return handle + "@" + std::string(own_host);
  const auto parsed = net::parse_url(url);
  return parsed ? handle + "@" + parsed->endpoint.host : handle;
}

std::string text_of_html(std::string_view html, const std::vector<Mention>& mentions, std::string_view own_host) {
  const auto tree = mail::HtmlTree::parse(html);
  if (!tree) return std::string(html);
  StatusText text(mentions, own_host);
  tree->walk(text);
  return std::string(base::trim(text.take()));
}

}  // namespace mastodon
