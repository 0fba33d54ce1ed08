#pragma once
// For tests of what leaves: an inbox on an invented channel, the platform behind it, and the outbox between the two, stepped by
// hand with a clock that is set forward to whenever there is more to do.

#include <cstdint>
#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include "channel/channel_inbox.hpp"
#include "workflow/outbox.hpp"
#include "workflow/test_office.hpp"

namespace workflow {

// What the platform does with a request.
enum class Fault {
  none,
  busy,         // `later`.
  limit,        // `later`, with a time.
  login,        // `later`, until a person helps.
  refuse,       // `refused`.
  lose_before,  // `uncertain`, and it did not arrive.
  lose_after,   // `uncertain`, and it did arrive.
  crash,        // The connector throws, and it did arrive.
};

class FakePeer final : public channel::ChannelInbox {
 public:
  struct Post {
    std::string external_id;
    channel::OutboundMessage message;
  };

  net::Task<base::Result<channel::ConnectedAccount>> connect() override { co_return channel::ConnectedAccount{}; }
  net::Task<base::Failure> receive(channel::ItemSink& /*outlives*/, std::string /*cursor*/) override {
    co_return base::Failure{};
  }
  net::Task<channel::SendResult> send(channel::OutboundMessage message) override;
  net::Task<channel::SendResult> find_sent(channel::OutboundMessage message) override;

  // What is seen there, in order; twice where it was said twice.
  std::vector<Post> posts;
  int attempts = 0;
  int look_ups = 0;
  bool remembers_keys = false;
  std::function<Fault()> next_fault = [] { return Fault::none; };
  std::function<bool()> is_blind = [] { return false; };  // A look-up cannot say now.
  std::function<void(const Post&)> on_post;               // Before the answer to it is on its way.

  [[nodiscard]] int times_seen(const std::string& key) const;

 private:
  channel::SendResult post(const channel::OutboundMessage& message);
};

class OutboundTest : public OfficeTest {
 protected:
  void SetUp() override;

  // Before the first reply; the inbox stands on this channel.
  channel::Capabilities& capabilities() { return office().channels.back().capabilities; }
  [[nodiscard]] const channel::ChannelType& channel() { return office().channels.back(); }

  // What a program does that starts now.
  void start();
  // Steps until nothing waits, the clock going on to when there is something to do; `most` steps at most.
  void drain(int most = 1000);
  // One step; when to go on.
  std::optional<base::Time> step();
  // Lets the time pass in which an answer can be taken back.
  void let_undo_pass() { clock_.advance(kUndo); }

  [[nodiscard]] conversation::Message message(ids::Message id);
  [[nodiscard]] conversation::Outbound outbound(ids::Message id);
  // What is said in it, as agents see it, oldest first.
  [[nodiscard]] std::vector<conversation::Message> thread(ids::Conversation id);
  ids::Conversation asked(const std::string& person, const std::string& text = "Where is my bike?");

  template <class T>
  T run(store::Task<T> task);

  inbox::Inbox social_;
  FakePeer peer_;
  std::unique_ptr<Outbox> outbox_;
  std::vector<std::string> log_;
  std::uint64_t dice_ = 0;
  boost::asio::io_context loop_;
};

template <class T>
T OutboundTest::run(store::Task<T> task) {
  std::optional<T> result;
  std::exception_ptr failure;
  loop_.restart();
  boost::asio::co_spawn(loop_, std::move(task), [&](const std::exception_ptr& error, T value) {
    failure = error;
    result = std::move(value);
  });
  loop_.run();
  if (failure) std::rethrow_exception(failure);
  if (!result) throw std::logic_error("the loop ended before the coroutine did");
  return *std::move(result);
}

}  // namespace workflow
