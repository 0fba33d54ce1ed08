#pragma once
// An HTML page as a tree to walk over. Made by gumbo, within a bound of memory and of work; a page that exceeds them (one that
// is made to) gives none.

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace mail {

struct HtmlNode {
  enum class Kind { open, close, text };
  Kind kind = Kind::text;
  std::string_view tag;   // Of an element, in lower case; empty for one that HTML does not know.
  std::string_view text;  // Of a text, its references decoded.
  std::vector<std::pair<std::string_view, std::string_view>> attributes;  // Of `open`.

  [[nodiscard]] std::string_view attribute(std::string_view name) const;  // Empty for none.
};

class HtmlVisitor {
 public:
  virtual ~HtmlVisitor() = default;
  // Of `open`: whether to go into it. `close` comes in any case.
  virtual bool visit(const HtmlNode& node) = 0;
};

class HtmlTree {
 public:
  // None where the page is too much. Refers to `html`.
  static std::optional<HtmlTree> parse(std::string_view html);
  ~HtmlTree();
  HtmlTree(HtmlTree&&) noexcept;
  HtmlTree& operator=(HtmlTree&&) noexcept;

  // Calls the visitor with the nodes of the body in their order, each element once as `open` and once as `close` (which has no
  // attributes).
  void walk(HtmlVisitor& visitor) const;

 private:
  struct Page;
  explicit HtmlTree(std::unique_ptr<Page> page);
  std::unique_ptr<Page> page_;
};

}  // namespace mail
