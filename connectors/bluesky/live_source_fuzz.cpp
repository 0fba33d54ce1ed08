// Fuzzes the reading of Jetstream's messages, of both forms. Built with `cmake --preset fuzz`.
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>

#include "base/clock.hpp"
#include "connectors/bluesky/live_source.hpp"
#include "connectors/bluesky/wire.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {  // NOLINT(readability-identifier-naming)
  const net::WebSocketMessage message{std::string(reinterpret_cast<const char*>(data), size), true};
  for (const auto form : {bluesky::LiveForm::jetstream, bluesky::LiveForm::jetstream_events}) {
    const auto read = bluesky::read_live_message(form, message);
    if (!read) continue;
    for (const auto& event : read->events) {
      channel::InboundBatch batch;
      (void)bluesky::facts_of(event);
      bluesky::read_event(event, base::Time(std::chrono::hours(500'000)), batch);
    }
  }
  return 0;
}
