#pragma once
// The connected inboxes at work: for every enabled inbox of a channel that calls out, what is said there is received and what
// waits is sent, for as long as the server runs. An inbox that is made, changed or switched takes effect at once; one that fails
// is tried again with growing pauses and delays nobody else.
//
//   InboxAttendant attendant(executor, {…});
//   attendant.start();
//   …
//   co_await attendant.stop();       // Then what it was given may go.
//
// All on the event loop's thread.

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "channel/channel.hpp"
#include "domain/inbox/health.hpp"
#include "domain/inbox/inbox.hpp"
#include "store/store.hpp"
#include "store/task.hpp"
#include "workflow/vault.hpp"

namespace workflow {

struct AttendantOptions {
  std::chrono::milliseconds first_pause{2'000};  // After a failure; doubles up to the longest.
  std::chrono::milliseconds longest_pause{5 * 60'000};
  std::chrono::milliseconds login_pause{15 * 60'000};  // After a refused sign-in: it may have been the platform's mistake.
};

// What an attendant works with; all of it outlives it.
struct AttendantParts {
  store::Store& store;
  const std::vector<channel::ChannelType>& channels;
  const Vault& vault;
  const base::Clock& clock;
  net::HttpClient& http;
  net::Dialer& dialer;
  std::string public_url;  // Where platforms reach this server; empty when nothing outside does.
  std::function<void(const inbox::Inbox&, const std::string&)> on_trouble;  // A sentence for the log, without secrets.
};

class InboxAttendant {
 public:
  InboxAttendant(const store::Executor& executor, AttendantParts parts, AttendantOptions options = {});
  ~InboxAttendant();
  InboxAttendant(const InboxAttendant&) = delete;
  InboxAttendant& operator=(const InboxAttendant&) = delete;

  void start();
  // Ends all of it; comes back when the last coroutine has ended.
  store::Task<void> stop();

  [[nodiscard]] inbox::Health health(const inbox::Inbox& of) const;

  // Proves settings (secrets in clear) over the network, within a limit. Where the channel does not call out, they come back as
  // the channel keeps them. `inbox`: the one whose settings they are to be; none for a new one.
  store::Task<base::Result<channel::ConnectedAccount>> connect(const channel::ChannelType& type /*outlives*/,
                                                               boost::json::value settings,
                                                               std::optional<inbox::Inbox> inbox);

  // The bytes of a file that a message came with and that still lie on the platform.
  store::Task<base::Result<std::string>> fetch(inbox::Inbox of, channel::Attachment file, std::size_t max_bytes);

 private:
  struct Impl;
  std::shared_ptr<Impl> impl_;
};

}  // namespace workflow
