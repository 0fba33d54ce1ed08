#include "net/line_stream.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "net/connection.hpp"

namespace net {
namespace {

constexpr std::size_t kProgress = 64 * 1024;

Instant from_now(std::chrono::milliseconds limit) { return std::chrono::steady_clock::now() + limit; }

std::string why(IoTrouble trouble) {
  switch (trouble) {
    case IoTrouble::late: return "did not answer in time";
    case IoTrouble::ended: return "ended the connection";
    default: return "is no longer connected: the connection was lost";
  }
}

}  // namespace

LineStream::LineStream(Dialer& dialer, Endpoint endpoint, LineLimits limits, std::unique_ptr<Connection> connection)
    : dialer_(dialer), endpoint_(std::move(endpoint)), limits_(limits), connection_(std::move(connection)) {}

LineStream::~LineStream() = default;

Task<base::Result<std::unique_ptr<LineStream>>> LineStream::open(Dialer& dialer /*outlives*/, Endpoint endpoint,
                                                                 LineLimits limits) {
  auto connection = co_await dialer.dial(endpoint, from_now(limits.connect));
  if (!connection) co_return base::pass_on(std::move(connection.error()));
  co_return std::unique_ptr<LineStream>(new LineStream(dialer, std::move(endpoint), limits, std::move(*connection)));
}

bool LineStream::encrypted() const { return connection_->encrypted(); }

void LineStream::close() {
  connection_->close();
  unread_.clear();
  begin_ = 0;
}

base::Failure LineStream::give_up(std::string reason) {
  close();
  return {base::FailureKind::unavailable, describe(endpoint_) + " " + std::move(reason) + ".", {}, {}};
}

// Adds what comes next to `unread_`.
Task<base::Result<void>> LineStream::fill(Instant deadline) {
  if (begin_ > 0) unread_.erase(0, std::exchange(begin_, 0));
  // A coroutine's frame holds it only while something is waited for; an idle stream keeps no buffer.
  std::array<char, 4096> room;  // NOLINT(cppcoreguidelines-pro-type-member-init)
  const auto got = co_await connection_->read_some(room, deadline);
  if (!got) co_return base::pass_on(give_up(why(got.error())));
  unread_.append(room.data(), *got);
  co_return base::Result<void>();
}

Task<base::Result<std::string>> LineStream::read_line() {
  const auto deadline = from_now(limits_.line);
  std::size_t seen = 0;
  for (;;) {
    const auto end = unread_.find('\n', begin_ + seen);
    const auto length = (end == std::string::npos ? unread_.size() : end) - begin_;
    if (length > limits_.max_line + 1) {
      auto failure = give_up("sent a line of more than " + std::to_string(limits_.max_line) + " bytes");
      failure.kind = base::FailureKind::too_large;
      co_return base::pass_on(std::move(failure));
    }
    if (end != std::string::npos) {
      std::string line = unread_.substr(begin_, length);
      if (line.ends_with('\r')) line.pop_back();
      begin_ = end + 1;
      if (begin_ == unread_.size()) {
        begin_ = 0;
        unread_ = std::string();
      }
      co_return line;
    }
    seen = length;
    auto filled = co_await fill(deadline);
    if (!filled) co_return base::pass_on(std::move(filled.error()));
  }
}

Task<base::Result<std::string>> LineStream::read_exactly(std::size_t count) {
  if (count > limits_.max_block) {
    co_return base::fail(base::FailureKind::too_large, describe(endpoint_) + " has " + std::to_string(count) +
                                                           " bytes to send; at most " + std::to_string(limits_.max_block) +
                                                           " are taken.");
  }
  std::string block = unread_.substr(begin_, count);
  begin_ += block.size();
  auto deadline = from_now(limits_.progress);
  std::size_t rewarded = block.size();
  while (block.size() < count) {
    const auto had = block.size();
    block.resize(std::min(count, had + kProgress));  // What is announced may never come.
    const auto got = co_await connection_->read_some({block.data() + had, block.size() - had}, deadline);
    if (!got) co_return base::pass_on(give_up(why(got.error())));
    block.resize(had + *got);
    if (block.size() - rewarded >= kProgress) {
      rewarded = block.size();
      deadline = from_now(limits_.progress);
    }
  }
  co_return block;
}

Task<base::Result<bool>> LineStream::wait(std::chrono::milliseconds limit) {
  if (begin_ < unread_.size()) co_return true;
  std::array<char, 512> room;  // NOLINT(cppcoreguidelines-pro-type-member-init)
  const auto got = co_await connection_->read_some(room, from_now(limit));
  if (!got && got.error() == IoTrouble::late) co_return false;
  if (!got) co_return base::pass_on(give_up(why(got.error())));
  unread_.assign(room.data(), *got);
  begin_ = 0;
  co_return true;
}

Task<base::Result<void>> LineStream::write(std::string bytes) {
  for (std::size_t sent = 0; sent < bytes.size(); sent += kProgress) {
    const std::string part = bytes.substr(sent, kProgress);
    const auto written = co_await connection_->write(part, from_now(limits_.progress));
    if (!written) co_return base::pass_on(give_up(why(written.error())));
  }
  co_return base::Result<void>();
}

Task<base::Result<void>> LineStream::start_tls() {
  if (begin_ < unread_.size() || !connection_->is_quiet()) {
    co_return base::pass_on(
        give_up("sent more than its consent before the connection was secured; someone may be in between"));
  }
  co_return co_await dialer_.secure(*connection_, endpoint_, from_now(limits_.connect));
}

}  // namespace net
