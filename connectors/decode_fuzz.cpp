// Fuzzes what a connector makes of a payload: items that can be stored by what they say of themselves, reasons for the rest,
// never a crash. HEED_FUZZ_CHANNEL names the channel; `./test fuzz` runs it for each.
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>
#include <utility>

#include "base/clock.hpp"
#include "channel/channel.hpp"

namespace {

void demand(bool holds) {
  if (!holds) std::abort();
}

const channel::ChannelType& wanted_channel() {
  static const auto kChannels = channel::all_channel_types();
  static const char* const kName = std::getenv("HEED_FUZZ_CHANNEL");  // NOLINT(concurrency-mt-unsafe): one thread.
  static const auto* const kWanted = channel::find_channel(kChannels, kName == nullptr ? "" : kName);
  if (kWanted == nullptr || (!kWanted->decode && !kWanted->read_webhook)) {
    std::fputs("HEED_FUZZ_CHANNEL has to name a channel that decodes payloads.\n", stderr);
    std::_Exit(2);
  }
  return *kWanted;
}

base::Result<channel::WebhookItems> decode(const channel::ChannelType& type, std::string payload) {
  const base::Time now{std::chrono::seconds(1'800'000'000)};
  if (type.decode) return type.decode(payload, now);
  net::Request request;
  request.method = net::Method::post;
  request.body = std::move(payload);
  return type.read_webhook({.request = request, .secret = {}, .now = now});
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {  // NOLINT(readability-identifier-naming)
  const auto& type = wanted_channel();
  const auto read = decode(type, {reinterpret_cast<const char*>(data), size});
  if (!read) {
    demand(!read.error().message.empty());
    return 0;
  }
  for (std::size_t i = 0; i < read->items.size(); ++i) {
    const auto& item = read->items[i];
    demand(!item.external_id.empty());
    const bool needs_author = item.kind == channel::ItemKind::message && !item.own;
    demand(!needs_author || !item.author.external_id.empty());
    if (read->raw_of) static_cast<void>(read->raw_of(i));
  }
  for (const auto& one : read->unreadable) demand(!one.reason.empty());
  return 0;
}
