#pragma once
// A platform for tests of connectors: an HttpClient that answers by a script, and the runner of a connector's coroutines.

#include <algorithm>
#include <deque>
#include <exception>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>

#include "base/clock.hpp"
#include "channel/channel_inbox.hpp"
#include "net/dial.hpp"
#include "net/http_client.hpp"
#include "net/resolver.hpp"

namespace channel {

class FakePlatform final : public net::HttpClient {
 public:
  using Answer = std::function<net::HttpResult<net::HttpReply>(const net::HttpRequest&)>;

  // Answers the requests whose method is this and whose URL contains `part`; the latest rule that fits wins.
  void on(net::Method method, std::string part, Answer answer) {
    rules_.push_front({method, std::move(part), std::move(answer)});
  }
  void on(net::Method method, std::string part, int status, std::string body, std::vector<net::Header> headers = {}) {
    on(method, std::move(part), [=](const net::HttpRequest&) { return net::HttpReply{status, headers, body}; });
  }
  static net::HttpResult<net::HttpReply> away(net::Sent sent) {
    base::Failure failure{base::FailureKind::unavailable, "social.example does not answer.", "", std::nullopt};
    return tl::unexpected<net::HttpFailure>({std::move(failure), sent});
  }

  net::Task<net::HttpResult<net::HttpReply>> send(net::HttpRequest request) override {
    seen.push_back(request);
    for (const auto& rule : rules_) {
      if (rule.method == request.method && request.url.find(rule.part) != std::string::npos) co_return rule.answer(request);
    }
    ADD_FAILURE() << "nobody expected " << net::to_string(request.method) << " " << request.url;
    co_return away(net::Sent::nothing);
  }
  net::Task<net::HttpResult<std::unique_ptr<net::HttpStream>>> open(net::HttpRequest request) override {
    auto whole = co_await send(std::move(request));
    if (!whole) co_return tl::unexpected<net::HttpFailure>(whole.error());
    co_return std::make_unique<Stream>(*std::move(whole));
  }

  std::vector<net::HttpRequest> seen;

 private:
  struct Rule {
    net::Method method = net::Method::get;
    std::string part;
    Answer answer;
  };
  class Stream final : public net::HttpStream {
   public:
    explicit Stream(net::HttpReply whole) : body_(std::move(whole.body)), head_(std::move(whole)) {}
    [[nodiscard]] const net::HttpReply& head() const override { return head_; }
    net::Task<base::Result<std::string>> read() override { co_return std::exchange(body_, {}); }

   private:
    std::string body_;
    net::HttpReply head_;
  };
  std::deque<Rule> rules_;
};

// What a connector keeps, in memory.
class FakeState final : public ChannelState {
 public:
  net::Task<base::Result<std::optional<std::string>>> find(std::string kind, std::string name) override {
    const auto found = entries.find({kind, name});
    co_return found == entries.end() ? std::nullopt : std::optional(found->second);
  }
  net::Task<base::Result<std::vector<StateEntry>>> list(std::string kind, std::string before, std::size_t limit) override {
    std::vector<StateEntry> out;
    for (auto one = entries.rbegin(); one != entries.rend() && out.size() < limit; ++one) {
      const auto& [of, name] = one->first;
      if (of == kind && (before.empty() || name < before)) out.push_back({of, name, one->second});
    }
    co_return out;
  }
  net::Task<base::Result<std::int64_t>> count(std::string kind) override {
    co_return std::ranges::count_if(entries, [&](const auto& one) { return one.first.first == kind; });
  }
  net::Task<base::Result<void>> change(std::vector<StateChange> changes) override {
    apply(changes);
    co_return base::Result<void>();
  }
  void apply(const std::vector<StateChange>& changes) {
    for (const auto& [kind, name, value] : changes) {
      if (value) entries[{kind, name}] = *value;
      else entries.erase({kind, name});
    }
  }

  std::map<std::pair<std::string, std::string>, std::string> entries;
};

// Keeps what a connector hands over.
class FakeSink final : public ItemSink {
 public:
  net::Task<base::Result<void>> take(InboundBatch batch) override {
    for (auto& item : batch.items) items.push_back(std::move(item));
    for (auto& one : batch.unreadable) unreadable.push_back(std::move(one));
    for (auto& one : batch.reports) reports.push_back(std::move(one));
    cursor = std::move(batch.cursor);
    if (state != nullptr && !refuse) state->apply(batch.state);
    ++batches;
    if (on_take) on_take();
    co_return refuse ? base::Result<void>(base::pass_on(*refuse)) : base::Result<void>();
  }
  void connected() override {
    ++connected_times;
    if (on_connected) on_connected();
  }
  void impaired(const std::string& trouble) override { impairment = trouble; }
  net::Task<base::Result<void>> report(Gap gap) override {
    gaps.push_back(std::move(gap));
    co_return base::Result<void>();
  }

  std::vector<InboundItem> items;
  std::vector<UnreadableItem> unreadable;
  std::vector<DeliveryReport> reports;
  std::vector<Gap> gaps;
  std::string cursor;
  std::string impairment;
  int batches = 0;
  int connected_times = 0;
  std::optional<base::Failure> refuse;
  FakeState* state = nullptr;     // Where what comes with a batch is kept.
  std::function<void()> on_take;  // To end a receive() when enough came.
  std::function<void()> on_connected;
};

// The world of one test: an event loop, a platform, a clock.
struct FakeWorld {
  boost::asio::io_context loop;
  FakePlatform platform;
  base::FixedClock clock{base::Time(std::chrono::hours(500'000))};
  std::unique_ptr<net::Dialer> dialer = std::move(*net::Dialer::create(loop.get_executor(), {{"127.0.0.0/8"}, {}}));
  std::uint64_t next_random = 1;

  ChannelServices services() {
    return {platform,
            *dialer,
            clock,
            [this] { return next_random++; },
            "https://care.example/hooks/x/key",
            std::string(32, 's')};
  }

  // What the coroutine comes back with.
  template <class T>
  T run(net::Task<T> task) {
    std::optional<T> result;
    loop.restart();
    boost::asio::co_spawn(loop, std::move(task), [&](const std::exception_ptr& error, T value) {
      if (error) std::rethrow_exception(error);
      result = std::move(value);
    });
    loop.run();
    return *std::move(result);
  }

  // Runs receive() until `sink` cancels it through the function it is given here, or it fails.
  std::optional<base::Failure> receive(ChannelInbox& inbox, FakeSink& sink, std::string cursor,
                                       const std::function<void(std::function<void()> stop)>& arrange) {
    std::optional<base::Failure> failed;
    boost::asio::cancellation_signal cancel;
    // Not from within the coroutine: it is to be cancelled where it waits.
    arrange(
        [this, &cancel] { boost::asio::post(loop, [&cancel] { cancel.emit(boost::asio::cancellation_type::terminal); }); });
    loop.restart();
    boost::asio::co_spawn(
        loop, inbox.receive(sink, std::move(cursor)),
        boost::asio::bind_cancellation_slot(cancel.slot(), [&](const std::exception_ptr& error, base::Failure failure) {
          if (!error) failed = std::move(failure);
        }));
    loop.run();
    return failed;
  }
};

}  // namespace channel
