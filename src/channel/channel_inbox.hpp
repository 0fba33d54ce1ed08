#pragma once
// A connected account at work: what a connector does with the network for one inbox. Made by ChannelType::open; lives until
// the inbox is changed, switched off or the program ends. All on the event loop's thread, every wait within a limit; whoever
// runs these coroutines cancels them (terminal) and awaits their end before the inbox goes.

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include <boost/describe/enum.hpp>
#include <boost/json/value.hpp>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "channel/capabilities.hpp"
#include "channel/item.hpp"
#include "net/http.hpp"
#include "net/task.hpp"

namespace net {
class Dialer;
class HttpClient;
}  // namespace net

namespace channel {

// What a connector keeps of an inbox besides its cursor, in its own words.
struct StateEntry {
  std::string kind;
  std::string name;
  std::string value;
};
struct StateChange {
  std::string kind;
  std::string name;
  std::optional<std::string> value;  // None: the entry goes.
};

// Those entries, in the record. What is read may be a moment old, what was changed by oneself is there.
class ChannelState {
 public:
  virtual ~ChannelState() = default;
  virtual net::Task<base::Result<std::optional<std::string>>> find(std::string kind, std::string name) = 0;
  // The last name first, those before `before`; "" from the last.
  virtual net::Task<base::Result<std::vector<StateEntry>>> list(std::string kind, std::string before, std::size_t limit) = 0;
  virtual net::Task<base::Result<std::int64_t>> count(std::string kind) = 0;
  // All of them or none; comes back when they are on disk.
  virtual net::Task<base::Result<void>> change(std::vector<StateChange> changes) = 0;
};
class TokenSource;

// What a connector may use, and nothing else. All of it outlives the inbox.
struct ChannelServices {
  net::HttpClient& http;
  net::Dialer& dialer;
  const base::Clock& clock;
  std::function<std::uint64_t()> random;  // For ids and for spreading waits; not for secrets.
  std::string webhook_url;                // Where the platform may call this inbox; empty where nothing outside reaches us.
  std::string webhook_secret;             // What such calls are proved with; raw bytes.
  std::string public_url;                 // Where people reach this server, no slash; empty when nobody outside does.
  ChannelState* state = nullptr;          // Null only where connect() is asked before there is an inbox.
  // Where somebody has signed in to the account (channel/oauth.hpp); null where the settings hold what to sign in with.
  TokenSource* tokens = nullptr;
};

// What came in one go, and how far the platform has been read with it.
struct InboundBatch {
  std::vector<InboundItem> items;
  std::vector<UnreadableItem> unreadable;
  std::string cursor;  // Stored in the transaction that stores the items; up to 64 KiB, the connector's own words.
  std::vector<StateChange> state;  // Of the same transaction.
  std::vector<DeliveryReport> reports;
};

// What the platform can no longer tell us: told to people, since it cannot be mended.
struct Gap {
  base::Time from{};
  base::Time to{};
  std::string reason;  // A sentence.
};

class ItemSink {
 public:
  virtual ~ItemSink() = default;
  // Comes back when all of it is on disk, cursor included; has waited for room before. A failure means that it is not
  // stored: end receive() with it.
  virtual net::Task<base::Result<void>> take(InboundBatch batch) = 0;
  // The platform answers: the inbox counts as connected until receive() ends. To be called once connected, and again whenever
  // a round of asking brought nothing.
  virtual void connected() = 0;
  // Connected, while a part of it does not work: a sentence for people, "" when all does again. Counts until it is told anew
  // or receive() ends.
  virtual void impaired(const std::string& /*trouble*/) {}
  // A gap that cannot be filled.
  virtual net::Task<base::Result<void>> report(Gap gap) = 0;
};

struct OutboundAttachment {
  std::string name;
  std::string type;
  std::string description;
  std::string bytes;
};

struct OutboundMessage {
  // Ours: the same for every attempt at this message and for no other. [a-z0-9-], at most 40 characters. Where the platform
  // lets the sender choose an id (Message-ID, record key, idempotency key), it is made from this.
  std::string key;
  std::string text;  // At most the capabilities' limit.
  bool is_public = false;
  std::string parent_external_id;  // The message that this answers; empty for none.
  std::string context;             // InboundItem::context of that message; empty for none.
  std::string thread_key;          // Of the conversation.
  std::string subject;             // Of the conversation, where it has one.
  Author recipient;                // external_id and handle, as the customer's identity has them.
  std::vector<OutboundAttachment> attachments;
  base::Time written_at{};
  bool is_automatic = false;  // No person wrote it: where a channel has a mark for that, it carries the mark.
};

enum class SendOutcome {
  sent,
  later,      // Nothing was said there, and may be tried again: busy, away, too many requests, needs a sign-in.
  refused,    // Nothing was said there, and never will be: the platform's own no.
  uncertain,  // It may have been said.
};
BOOST_DESCRIBE_ENUM(SendOutcome, sent, later, refused, uncertain)

struct SendResult {
  SendOutcome outcome = SendOutcome::later;
  std::string external_id;                          // Of `sent`: as it will come back in what we receive.
  std::string context;                              // Of `sent`: as InboundItem::context, for what follows it in a thread.
  std::string url;                                  // Of `sent`: where it can be seen; may be empty.
  std::string reason;                               // Of the others: a sentence for the agent, with the platform's words.
  std::optional<std::chrono::seconds> retry_after;  // Of `later`: what the platform said.
  bool needs_login = false;                         // Of `later`: nothing gets through until a person puts it right.
};

struct ItemAction {
  ActionKind kind = ActionKind::like;
  std::string external_id;  // Of the message it is done to.
  std::string context;
};

// Who we are on the platform, found out by connecting.
struct ConnectedAccount {
  std::string external_id;
  std::string handle;           // "@care@example.social"; may be empty.
  std::string name;             // May be empty.
  boost::json::value settings;  // As they are to be kept from now on: what was given, with what was found out.
  std::string cursor;           // Where receiving begins; empty for the connector's own beginning.
};

class ChannelInbox {
 public:
  virtual ~ChannelInbox() = default;

  // Proves the settings at set-up, before the inbox is made or its settings are changed. A failure is a sentence for whoever
  // typed them and names the setting that is to blame, where one is.
  virtual net::Task<base::Result<ConnectedAccount>> connect() = 0;

  // Hands over what is said until cancelled. Comes back early only with a failure: it is shown, waited upon with growing
  // pauses (or its own retry_after), and receive() called anew with the cursor that was stored last. `unauthenticated` means that
  // a person has to sign in again. From a cursor it makes sure that nothing of the time since is missed. Channels that are only
  // told by webhook wait for ever.
  virtual net::Task<base::Failure> receive(ItemSink& sink /*outlives*/, std::string cursor) = 0;

  // One message. Never begins a second attempt of its own.
  virtual net::Task<SendResult> send(OutboundMessage message) = 0;

  // Where capabilities.can_look_up: whether an earlier attempt at this message got there. `sent` with its id, `refused` when it
  // certainly did not, `later` when that cannot be said now.
  virtual net::Task<SendResult> find_sent(OutboundMessage message);

  // Only what capabilities.actions names.
  virtual net::Task<base::Result<void>> act(ItemAction action);

  // Answers a request for an address that ChannelType::serves names; none where it is another inbox's. What the request brings goes
  // to the sink, which keeps no cursor here and fails at once (`unavailable`) where there is no room: only what it took is accepted.
  virtual net::Task<std::optional<net::Response>> answer(net::Request request, ItemSink& sink /*outlives*/);

  // The bytes of an attachment that came without them, at most `max_bytes`.
  virtual net::Task<base::Result<std::string>> fetch(Attachment attachment, std::size_t max_bytes);
};

}  // namespace channel
