#pragma once
// A server in a process of its own whose inbox takes webhooks, and a network's worth of signed posts for it.

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "main/bench/child.hpp"
#include "main/bench/feed_stage.hpp"
#include "net/load_client.hpp"
#include "store/postgres_scratch.hpp"

namespace heed {

// Before and after the time a post was due (nanoseconds of the steady clock), within its text.
inline constexpr std::string_view kDueMark = "@@";

// The inbox that posts are handed to, and what they are signed with.
struct Door {
  std::string path;
  std::string secret;
};

struct WebhookStage {
  ScratchFolder folder;
  std::optional<store::PostgresScratch> postgres;  // Where the record is, if not in the folder.
  BenchCompany company;
  Door door;
  std::optional<Child> server;
  std::uint16_t port = 0;

  [[nodiscard]] std::string data() const { return folder.path() + "/data"; }
};

// Makes the company and starts the server; where the record is to be in a PostgreSQL, that is set before.
[[nodiscard]] base::Result<void> set_stage(WebhookStage& stage);

// Once more, where it was stopped (`stage.server.reset()`).
[[nodiscard]] base::Result<void> start_server(WebhookStage& stage);

// Posts in webhooks of one item each; `per_second` 0: as fast as they are taken.
[[nodiscard]] base::Result<net::LoadResult> hand_over(const WebhookStage& stage, const std::string& run, double per_second,
                                                      int connections, std::chrono::seconds duration);

// A failure when any was refused.
[[nodiscard]] base::Result<void> check_all_taken(const net::LoadResult& load);

}  // namespace heed
