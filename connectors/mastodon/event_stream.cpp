#include "connectors/mastodon/event_stream.hpp"

#include <utility>

namespace mastodon {

std::vector<StreamEvent> EventStream::take(std::string_view piece) {
  std::vector<StreamEvent> out;
  while (!piece.empty()) {
    const auto end = piece.find('\n');
    const auto part = piece.substr(0, end);
    if (line_.size() + part.size() > kLongest) is_too_long_ = true;
    else line_ += part;
    if (end == std::string_view::npos) break;
    piece.remove_prefix(end + 1);
    std::string_view line = line_;
    if (line.ends_with('\r')) line.remove_suffix(1);
    take_line(line, out);
    line_.clear();
  }
  return out;
}

void EventStream::take_line(std::string_view line, std::vector<StreamEvent>& out) {
  if (line.empty()) {
    if (!is_too_long_ && !event_.event.empty()) out.push_back(std::move(event_));
    event_ = {};
    is_too_long_ = false;
    return;
  }
  const auto colon = line.find(':');
  const auto name = line.substr(0, colon);
  auto value = colon == std::string_view::npos ? std::string_view() : line.substr(colon + 1);
  if (value.starts_with(' ')) value.remove_prefix(1);
  if (name == "event") event_.event = value;
  if (name != "data") return;
  if (!event_.payload.empty()) event_.payload += '\n';
  if (event_.payload.size() + value.size() > kLongest) is_too_long_ = true;
  else event_.payload += value;
}

}  // namespace mastodon
