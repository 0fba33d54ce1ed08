#include "workflow/import/text_input.hpp"

#include <algorithm>
#include <span>
#include <utility>

namespace workflow {
namespace {

constexpr std::size_t kChunk = 256 * 1024;
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

}  // namespace

base::Result<TextInput> TextInput::open(const std::string& path, TextPosition from) {
  auto input = GzipInput::open(path);
  if (!input) return base::pass_on(input.error());
  TextInput text(*std::move(input));
  if (from.byte > 0) {
    if (auto done = text.input_.skip_to(from.byte); !done) return base::pass_on(done.error());
    text.position_ = from;
    return text;
  }
  if (auto done = text.fill(); !done) return base::pass_on(done.error());
  const auto no = [&](const std::string& why) { return base::fail(base::FailureKind::invalid, path + " " + why); };
  if (text.rest().empty()) return no("is empty.");
  if (text.rest().starts_with("PK\x03\x04")) return no("is a ZIP archive: unpack it and import the file inside.");
  if (text.rest().starts_with("\xFF\xFE") || text.rest().starts_with("\xFE\xFF"))
    return no("is UTF-16 text: save it as UTF-8.");
  if (text.rest().starts_with(kByteOrderMark)) text.consume(kByteOrderMark.size());
  return text;
}

base::Result<bool> TextInput::fill() {
  if (ended_) return false;
  buffer_.erase(0, at_);
  at_ = 0;
  const auto held = buffer_.size();
  buffer_.resize(held + kChunk);
  const auto got = input_.read(std::span(buffer_).subspan(held));
  buffer_.resize(held + got.value_or(0));
  if (!got) return base::pass_on(got.error());
  ended_ = *got == 0;
  return !ended_;
}

void TextInput::consume(std::size_t length) {
  const auto begin = buffer_.begin() + static_cast<std::ptrdiff_t>(at_);
  position_.line += std::count(begin, begin + static_cast<std::ptrdiff_t>(length), '\n');
  position_.byte += static_cast<std::int64_t>(length);
  at_ += length;
}

base::Result<std::optional<TextInput::Line>> TextInput::line(std::size_t longest) {
  std::size_t searched = 0;
  std::size_t end = std::string_view::npos;
  while ((end = rest().find('\n', searched)) == std::string_view::npos && rest().size() <= longest) {
    searched = rest().size();
    auto more = fill();
    if (!more) return base::pass_on(more.error());
    if (!*more) break;
  }
  if (rest().empty()) return std::optional<Line>();
  const auto length = std::min(end, rest().size());
  Line line{rest().substr(0, std::min(length, longest)), length > longest};
  if (end != std::string_view::npos || rest().size() <= longest) {
    if (!line.cut && line.text.ends_with('\r')) line.text.remove_suffix(1);
    consume(std::min(length + 1, rest().size()));
    return std::optional(line);
  }
  // Too long, and its end is not in memory: what was seen of it is kept aside while the rest goes by.
  cut_.assign(line.text);
  while ((end = rest().find('\n')) == std::string_view::npos) {
    consume(rest().size());
    auto more = fill();
    if (!more) return base::pass_on(more.error());
    if (!*more) break;
  }
  consume(end == std::string_view::npos ? rest().size() : end + 1);
  return std::optional(Line{cut_, true});
}

}  // namespace workflow
