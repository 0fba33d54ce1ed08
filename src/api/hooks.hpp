#pragma once
// Where platforms hand over what was said and done: POST /hooks/{channel}/{inbox key}. The inbox's connector proves the
// signature over the body's bytes before anything of it is read. 200 means that everything is on disk.
//
// On the event loop; committed() alone may be called from any thread.

#include <atomic>
#include <memory>
#include <string>
#include <unordered_map>

#include "api/services.hpp"
#include "base/result.hpp"
#include "base/secret.hpp"
#include "domain/inbox/inbox.hpp"
#include "net/http.hpp"
#include "net/task.hpp"
#include "workflow/intake.hpp"

namespace api {

// What the answer says of a delivery.
struct HookCounts {
  std::int64_t stored = 0;
  std::int64_t known = 0;
  std::int64_t quarantined = 0;
};
BOOST_DESCRIBE_STRUCT(HookCounts, (), (stored, known, quarantined))

class Hooks {
 public:
  Hooks(const net::Executor& executor, const Services& services /*outlives*/);

  [[nodiscard]] static bool serves(std::string_view path) { return path.starts_with("/hooks/"); }
  [[nodiscard]] net::Task<net::Response> handle(const net::Request& request /*outlives*/);

  [[nodiscard]] workflow::IntakeStats stats() const { return intake_.stats(); }

 private:
  struct Door {
    std::shared_ptr<const inbox::Inbox> inbox;
    const channel::ChannelType* channel = nullptr;
    base::Secret secret;
  };
  net::Task<base::Result<std::shared_ptr<const Door>>> find_door(std::string channel, std::string key);
  net::Task<base::Result<workflow::IntakeCounts>> take(const net::Request& request /*outlives*/);

  const Services& services_;
  workflow::Intake intake_;
  // Doors looked up since an inbox last changed.
  std::shared_ptr<std::atomic<std::uint64_t>> changes_ = std::make_shared<std::atomic<std::uint64_t>>(0);
  std::uint64_t seen_changes_ = 0;
  std::unordered_map<std::string, std::shared_ptr<const Door>> doors_;
};

}  // namespace api
