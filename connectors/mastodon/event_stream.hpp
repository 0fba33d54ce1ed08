#pragma once
// Server-sent events, put together from the pieces in which they come. Pure.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "connectors/mastodon/entities.hpp"

namespace mastodon {

class EventStream {
 public:
  // The events that end in this piece; lines without an event (":thump") give none. An event longer than kLongest is dropped.
  [[nodiscard]] std::vector<StreamEvent> take(std::string_view piece);
  // What had not ended when the stream did.
  [[nodiscard]] std::vector<StreamEvent> end() { return take("\n\n"); }

 private:
  static constexpr std::size_t kLongest = 1024UL * 1024;
  void take_line(std::string_view line, std::vector<StreamEvent>& out);

  std::string line_;
  StreamEvent event_;
  bool is_too_long_ = false;
};

}  // namespace mastodon
