// Fuzzes the reading of the firehose: whatever a server sends, there is an answer. Built with `cmake --preset fuzz`.
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "base/clock.hpp"
#include "connectors/bluesky/repo_frame.hpp"
#include "connectors/bluesky/wire.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {  // NOLINT(readability-identifier-naming)
  const auto frame = bluesky::read_repo_frame({reinterpret_cast<const char*>(data), size});
  if (!frame) {
    if (frame.error().message.empty()) std::abort();
    return 0;
  }
  for (const auto& event : frame->events) {
    channel::InboundBatch batch;
    (void)bluesky::facts_of(event);
    bluesky::read_event(event, base::Time(std::chrono::hours(500'000)), batch);
  }
  return 0;
}
