#include "domain/search/query.hpp"

#include <optional>
#include <utility>

#include "base/json/traits.hpp"
#include "base/text.hpp"

namespace search {
namespace {

tl::unexpected<base::Failure> refuse_query(const std::string& why) {
  return base::fail(base::FailureKind::invalid, why, "q");
}

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

std::vector<std::string> field_names() {
  std::vector<std::string> names;
  for (const auto field : {Field::from, Field::inbox, Field::channel, Field::team, Field::status, Field::language,
                           Field::before, Field::after, Field::is})
    names.emplace_back(base::to_name(field));
  return names;
}

// Quotation marks as phones and word processors write them.
std::size_t quote_at(std::string_view text, std::size_t at) {
  for (const std::string_view mark : {"\"", "“", "”", "„"})
    if (text.substr(at).starts_with(mark)) return mark.size();
  return 0;
}

class Parser {
 public:
  explicit Parser(std::string_view text) : text_(text) {}

  base::Result<Query> parse() {
    while (true) {
      while (at_ < text_.size() && is_blank(text_[at_])) ++at_;
      if (at_ == text_.size()) return std::move(query_);
      if (query_.words.size() + query_.fields.size() == kMostParts)
        return refuse_query("At most " + std::to_string(kMostParts) + " words and fields.");
      if (auto part = take_part(); !part) return base::pass_on(part.error());
    }
  }

 private:
  base::Result<void> take_part() {
    const bool is_not = text_[at_] == '-' && at_ + 1 < text_.size() && !is_blank(text_[at_ + 1]);
    if (is_not) ++at_;
    if (quote_at(text_, at_) != 0) {
      auto quoted = take_quoted();
      if (!quoted) return base::pass_on(quoted.error());
      query_.words.push_back({std::move(*quoted), true, false, is_not});
      return {};
    }
    const std::size_t end = end_of_word();
    const auto colon = text_.substr(at_, end - at_).find(':');
    if (colon != std::string_view::npos && colon > 0) {
      const std::string name = base::to_lower_ascii(text_.substr(at_, colon));
      if (const auto field = base::from_name<Field>(name)) return take_field(*field, colon, is_not);
      if (const std::string near = base::nearest(name, field_names()); !near.empty() && colon + 1 < end - at_)
        return refuse_query("There is no field \"" + name + ":\"; did you mean \"" + near + ":\"?");
    }
    take_word(end, is_not);
    return {};
  }

  [[nodiscard]] std::size_t end_of_word() const {
    std::size_t end = at_;
    while (end < text_.size() && !is_blank(text_[end]) && quote_at(text_, end) == 0) ++end;
    return end;
  }

  void take_word(std::size_t end, bool is_not) {
    Word word{std::string(text_.substr(at_, end - at_)), false, false, is_not};
    at_ = end;
    if (word.text.size() > 1 && word.text.ends_with('*')) {
      word.text.pop_back();
      word.is_prefix = true;
    }
    query_.words.push_back(std::move(word));
  }

  base::Result<void> take_field(Field field, std::size_t colon, bool is_not) {
    at_ += colon + 1;
    std::string value;
    if (at_ < text_.size() && quote_at(text_, at_) != 0) {
      auto quoted = take_quoted();
      if (!quoted) return base::pass_on(quoted.error());
      value = std::move(*quoted);
    } else {
      const std::size_t end = end_of_word();
      value = text_.substr(at_, end - at_);
      at_ = end;
    }
    value = base::trim(value);
    if (value.empty()) return refuse(field, "a value is missing behind the colon");
    query_.fields.push_back({field, std::move(value), is_not});
    return {};
  }

  base::Result<std::string> take_quoted() {
    at_ += quote_at(text_, at_);
    const std::size_t begin = at_;
    while (at_ < text_.size() && quote_at(text_, at_) == 0) ++at_;
    if (at_ == text_.size())
      return refuse_query("The quotation mark before \"" + base::shorten(text_.substr(begin), 30) + "\" is not closed.");
    std::string inside(text_.substr(begin, at_ - begin));
    at_ += quote_at(text_, at_);
    return inside;
  }

  std::string_view text_;
  std::size_t at_ = 0;
  Query query_;
};

}  // namespace

tl::unexpected<base::Failure> refuse(Field field, const std::string& why) {
  return refuse_query(std::string(base::to_name(field)) + ": " + why);
}

base::Result<Query> parse_query(std::string_view text) {
  if (text.size() > kLongestQuery) return refuse_query("At most " + std::to_string(kLongestQuery) + " characters.");
  if (!base::is_utf8(text)) return refuse_query("Not readable as UTF-8.");
  return Parser(text).parse();
}

}  // namespace search
