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

#include <chrono>
#include <cstddef>
#include <cstdint>
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
  // Inboxes that begin together, after a start, are spread over a time that grows with their number: so much for each, but
  // at least and at most … A few begin at once.
  std::size_t at_once = 3;
  std::chrono::milliseconds spread_each{100};
  std::chrono::milliseconds least_spread{1'000};
  std::chrono::milliseconds longest_spread{60'000};
  std::function<std::uint64_t()> random;  // For spreading; the attendant's own where it is empty.
};

// When one of so many that begin together asks its platform for the first time.
[[nodiscard]] std::chrono::milliseconds begin_after(const AttendantOptions& options, std::size_t together,
                                                    std::uint64_t random);

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
  // the channel keeps them. `inbox`: the one whose settings they are to be; none for a new one. `tokens`: what a person has just
  // signed in with; without, what the inbox signs in with already.
  store::Task<base::Result<channel::ConnectedAccount>> connect(const channel::ChannelType& type /*outlives*/,
                                                               boost::json::value settings,
                                                               std::optional<inbox::Inbox> inbox,
                                                               channel::TokenSource* tokens /*outlives*/ = nullptr);

  // What a connector is lent, without tokens.
  [[nodiscard]] channel::ChannelServices services(const std::optional<inbox::Inbox>& inbox) const;
  // Whether somebody has signed in to its account in the browser.
  [[nodiscard]] bool is_signed_in(ids::Inbox inbox) const;

  // What the inbox answers whose address that is (ChannelType::serves); none where no inbox at work says so. While inboxes are being
  // opened or changed, a reply that asks to come again.
  store::Task<std::optional<net::Response>> answer(net::Request request);

  // The bytes of a file that a message came with and that still lie on the platform.
  store::Task<base::Result<std::string>> fetch(inbox::Inbox of, channel::Attachment file, std::size_t max_bytes);
  // One attempt to say something that is no answer in a conversation: nothing of it is kept.
  store::Task<channel::SendResult> send(inbox::Inbox through, channel::OutboundMessage message);
  // Does something to a message on its platform. A failure is in the platform's words.
  store::Task<base::Result<void>> act(inbox::Inbox on, channel::ItemAction action);

 private:
  struct Impl;
  std::shared_ptr<Impl> impl_;
};

}  // namespace workflow
