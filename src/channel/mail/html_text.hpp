#pragma once
// The words of a page as plain text: blocks as lines, quotes behind "> ", or without quotes and signature where mail programs
// mark which they are.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "channel/mail/html_tree.hpp"

namespace mail {

class HtmlText final : public HtmlVisitor {
 public:
  enum class Quotes { kept, dropped };
  explicit HtmlText(Quotes quotes) : quotes_(quotes) {}

  bool visit(const HtmlNode& node) override;
  [[nodiscard]] std::string take() { return std::move(out_); }
  // Whether the markup tells what is quoted, or is a signature.
  [[nodiscard]] bool has_quotes() const { return has_quotes_; }

 private:
  struct Element {
    std::string_view tag;
    bool is_quoted = false;        // It has a "> " of its own.
    bool is_as_it_stands = false;  // White space in it counts.
    std::optional<std::size_t> quote_from =
        {};         // A quote begins here in `out_`; to be taken away unless it hands a mail on.
    int items = 0;  // Of a list.
  };

  bool open(const HtmlNode& node);
  void close();
  void begin_item();
  void say(std::string_view text);
  void say_as_it_stands(std::string_view text);
  void end_line(int lines);
  void write(std::string_view word);

  Quotes quotes_;
  bool has_quotes_ = false;
  bool is_over_ = false;  // All the rest is quoted.
  std::string out_;
  std::vector<Element> open_;
  int quote_depth_ = 0;
  int written_depth_ = 0;  // Of the line written last.
  int as_it_stands_ = 0;   // Inside <pre>.
  int lines_ = 0;          // Line breaks before the next word.
  bool has_space_ = false;
  std::string mark_;  // Of a list item, before its first word.
};

}  // namespace mail
