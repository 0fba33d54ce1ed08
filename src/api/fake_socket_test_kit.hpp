#pragma once
// A WebSocket without a network: frames are put in by the test, and what was sent is kept.

#include <deque>
#include <memory>
#include <string>
#include <vector>

#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>

#include "base/json/decode.hpp"
#include "net/websocket.hpp"

namespace api::test {

class FakeSocket final : public net::WebSocket {
 public:
  explicit FakeSocket(net::Executor executor) : arrived_(executor) {}

  // What the other end does.
  void frame(std::string text) {
    frames_.push_back(std::move(text));
    arrived_.cancel();
  }
  void hang_up() {
    ended_ = true;
    arrived_.cancel();
  }

  // What was sent to it: each event by itself, and the messages as they left.
  std::vector<std::shared_ptr<const std::string>> sent;
  std::vector<std::shared_ptr<const std::string>> messages;
  std::size_t room = 10'000;  // Messages that fit; past it the queue is full.
  std::size_t queued = 0;
  int close_code = 0;

  [[nodiscard]] boost::json::value message(std::size_t index) const { return *base::parse_json(*sent.at(index)); }
  [[nodiscard]] std::vector<std::string> types() const {
    std::vector<std::string> out;
    for (const auto& one : sent) out.emplace_back(base::parse_json(*one)->at("type").as_string());
    return out;
  }

  net::Task<base::Result<std::string>> read() override {
    while (frames_.empty() && !ended_) {
      arrived_.expires_at(std::chrono::steady_clock::time_point::max());
      try {
        co_await arrived_.async_wait(boost::asio::use_awaitable_t<net::Executor>{});
      } catch (const boost::system::system_error&) {
        // Woken by frame(), hang_up() or close().
      }
    }
    if (frames_.empty()) co_return base::fail(base::FailureKind::unavailable, "ended");
    std::string text = std::move(frames_.front());
    frames_.pop_front();
    co_return text;
  }
  bool send(std::shared_ptr<const std::string> message) override {
    if (close_code != 0) return false;
    if (sent.size() >= room) {
      overflowed_ = true;
      return false;
    }
    const auto value = *base::parse_json(*message);
    if (const auto* events = value.if_array()) {
      for (const auto& event : *events) sent.push_back(std::make_shared<const std::string>(boost::json::serialize(event)));
    } else {
      sent.push_back(message);
    }
    messages.push_back(std::move(message));
    return true;
  }
  [[nodiscard]] bool overflowed() const override { return overflowed_; }
  void clear_overflow() override { overflowed_ = false; }
  [[nodiscard]] std::size_t queued_bytes() const override { return queued; }
  void close(std::uint16_t code, std::string) override {
    if (close_code == 0) close_code = code;
    hang_up();
  }

 private:
  boost::asio::basic_waitable_timer<std::chrono::steady_clock, boost::asio::wait_traits<std::chrono::steady_clock>,
                                    net::Executor>
      arrived_;
  std::deque<std::string> frames_;
  bool ended_ = false;
  bool overflowed_ = false;
};

}  // namespace api::test
