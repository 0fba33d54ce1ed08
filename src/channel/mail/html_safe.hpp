#pragma once
// Writes a page anew with nothing in it but what is allowed (html.hpp says what).

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "channel/mail/html_tree.hpp"

namespace mail {

// For text and for attributes in double quotes.
void append_escaped(std::string& out, std::string_view text);

class SafeHtml final : public HtmlVisitor {
 public:
  bool visit(const HtmlNode& node) override;
  [[nodiscard]] std::string take() { return std::move(out_); }
  [[nodiscard]] const std::set<std::string>& shown_ids() const { return shown_ids_; }

 private:
  bool open(const HtmlNode& node);
  void close();
  void write_attributes(const HtmlNode& node);
  void write_picture(std::string_view source);
  void write(std::string_view name, std::string_view value);

  std::string out_;
  std::vector<std::string_view> open_;  // What to close, element by element; empty for those that were not written.
  std::set<std::string> shown_ids_;
};

}  // namespace mail
