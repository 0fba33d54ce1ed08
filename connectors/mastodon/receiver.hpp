#pragma once
// Receiving: what is new is asked for by id, page after page, so that nothing is skipped however much came; the stream, where the
// server has one, only says when to ask, and tells of edits and deletions. Every few minutes some of what is remembered is looked
// at again (memory.hpp).

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <boost/json/value.hpp>

#include "channel/channel_inbox.hpp"
#include "connectors/mastodon/client.hpp"
#include "connectors/mastodon/memory.hpp"
#include "connectors/mastodon/settings.hpp"

namespace mastodon {

// How often is asked. The default limit of a server is 300 requests in five minutes.
struct Pace {
  std::chrono::milliseconds poll = std::chrono::seconds(15);       // Without a stream; between two streams too.
  std::chrono::milliseconds look = std::chrono::minutes(3);        // At what is remembered.
  std::chrono::milliseconds silence = std::chrono::seconds(90);    // Of a stream that has died.
  std::chrono::milliseconds no_stream = std::chrono::minutes(30);  // Before asking again a server that has none.
};

// Where receiving begins for an account that is connected now.
[[nodiscard]] net::Task<base::Result<Memory>> begin_now(const Client& client /*outlives*/, std::string account_id);

class Receiver {
 public:
  Receiver(const channel::ChannelServices& services, KeptSettings settings, Pace pace, channel::ItemSink& sink /*outlives*/);

  net::Task<base::Failure> run(std::string cursor);

 private:
  using Items = std::vector<channel::InboundItem>;

  net::Task<base::Result<void>> begin(std::string cursor);
  net::Task<base::Result<void>> round();
  // What is later than `id`, the earliest first.
  net::Task<base::Result<std::vector<boost::json::value>>> later_than(std::string path, std::string id);
  net::Task<base::Result<void>> read_own();
  net::Task<base::Result<void>> read_notifications();

  net::Task<base::Result<void>> look_again();
  net::Task<base::Result<void>> look_at_statuses(Items& items /*outlives*/);
  net::Task<base::Result<void>> look_at_followers(Items& items /*outlives*/);
  // None: gone. Those that cannot be asked for now are left out.
  net::Task<base::Result<std::vector<std::pair<std::string, std::optional<Status>>>>> statuses(std::vector<std::string> ids);
  [[nodiscard]] std::vector<std::string> next_to_look_at();

  // Until the stream ends; a failure is one of asking or of storing.
  net::Task<base::Result<void>> listen();
  net::Task<base::Result<void>> hear(std::vector<StreamEvent> events);

  net::Task<base::Result<void>> hand_over(channel::InboundBatch batch);
  [[nodiscard]] std::chrono::milliseconds spread(std::chrono::milliseconds time) const;

  const channel::ChannelServices services_;
  const KeptSettings settings_;
  const Pace pace_;
  channel::ItemSink& sink_;
  Client client_;
  Us us_;
  Memory memory_;
  std::string stored_cursor_;
  std::size_t looked_until_ = 0;
  bool has_batches_ = true;  // Whether several statuses may be asked for at once.
  base::Time looked_at_{};
  base::Time stream_again_at_{};
};

}  // namespace mastodon
