#include "net/reply_stream.hpp"

#include <algorithm>
#include <utility>

#include "net/request_head.hpp"

namespace net {
namespace {

constexpr std::size_t kMaxHead = 64 * 1024;  // Interim replies included.
constexpr std::size_t kStep = 16 * 1024;
constexpr std::size_t kPiece = 64 * 1024;

std::string why(IoTrouble trouble) {
  switch (trouble) {
    case IoTrouble::late: return "did not answer in time";
    case IoTrouble::ended: return "ended the connection before its reply was complete";
    default: return "is no longer connected: the connection was lost before its reply was complete";
  }
}

}  // namespace

ReplyStream::ReplyStream(std::shared_ptr<HttpPool> pool, std::unique_ptr<Connection> connection, const Url& url,
                         const HttpLimits& limits, Instant end)
    : pool_(std::move(pool)),
      connection_(std::move(connection)),
      origin_(url.origin()),
      host_(describe(url.endpoint)),
      limits_(limits),
      end_(end) {}

base::Failure ReplyStream::failure(base::FailureKind kind, const std::string& what) const {
  return {kind, host_ + " " + what + ".", {}, {}};
}

base::Failure ReplyStream::give_up(base::Failure failure) {
  connection_.reset();
  return failure;
}

Task<IoResult<void>> ReplyStream::fill(std::chrono::milliseconds limit) {
  const auto had = raw_.size();
  raw_.resize(had + kStep);
  const auto deadline = std::min(end_, std::chrono::steady_clock::now() + limit);
  const auto got = co_await connection_->read_some({raw_.data() + had, kStep}, deadline);
  raw_.resize(had + got.value_or(0));
  if (!got) co_return tl::unexpected(got.error());
  co_return IoResult<void>();
}

Task<tl::expected<void, ReplyStream::NoHead>> ReplyStream::read_head(Method method) {
  using base::FailureKind;
  HeadScanner scanner;
  bool heard = false;
  for (;;) {
    const auto found = scanner.scan(raw_);
    const auto start = std::string_view(raw_).substr(0, 5);
    if (found == HeadScanner::State::malformed || !std::string_view("HTTP/").starts_with(start)) {
      co_return tl::unexpected(
          NoHead{give_up(failure(FailureKind::unavailable, "answered with something that is no HTTP"))});
    }
    if (raw_.size() > kMaxHead && (found != HeadScanner::State::complete || scanner.length() > kMaxHead)) {
      co_return tl::unexpected(NoHead{give_up(failure(FailureKind::too_large, "answered with a head of over 64 KiB"))});
    }
    if (found == HeadScanner::State::complete) {
      if (auto bad = take_head(scanner.length(), method)) co_return tl::unexpected(NoHead{give_up(std::move(*bad))});
      if (head_.status >= 200) co_return tl::expected<void, NoHead>();
      scanner = {};
      continue;
    }
    const auto filled = co_await fill(limits_.first_byte);
    if (!filled) {
      const bool silent = !heard && filled.error() != IoTrouble::late;
      co_return tl::unexpected(NoHead{give_up(failure(FailureKind::unavailable, why(filled.error()))), silent});
    }
    heard = true;
  }
}

std::optional<base::Failure> ReplyStream::take_head(std::size_t length, Method method) {
  auto head = parse_response_head(std::string_view(raw_).substr(0, length));
  raw_.erase(0, length);
  if (!head)
    return failure(base::FailureKind::unavailable, "answered with something that is no HTTP: " + head.error().message);
  head_.status = head->status;
  if (head->status == 101) return failure(base::FailureKind::unavailable, "changed to a protocol nobody asked for");
  if (head->status < 200) return std::nullopt;
  auto bad = frame(*head, method);
  head_.headers = std::move(head->headers);
  return bad;
}

// What of the bytes that follow is the body, and how it is packed.
std::optional<base::Failure> ReplyStream::frame(const ResponseHead& head, Method method) {
  keep_alive_ = head.keep_alive;
  if (method == Method::head || head.status == 204 || head.status == 304) {
    framed_all_ = true;
    return std::nullopt;
  }
  if (head.chunked) {
    chunks_.emplace(limits_.max_body);
  } else if (head.length) {
    left_ = *head.length;
    if (left_ > limits_.max_body) {
      return failure(base::FailureKind::too_large, "has " + std::to_string(left_) + " bytes to send; at most " +
                                                       std::to_string(limits_.max_body) + " are taken");
    }
  } else {
    until_close_ = true;
  }
  if (head.coding == "gzip" || head.coding == "x-gzip" || head.coding == "deflate") {
    inflate_.emplace();
  } else if (!head.coding.empty() && head.coding != "identity") {
    return failure(base::FailureKind::unavailable, "packed its reply in a way it was not asked for");
  }
  return std::nullopt;
}

// Moves what belongs to the body from raw_ to packed_. False when the chunks are malformed.
bool ReplyStream::unframe() {
  if (framed_all_) return true;
  const auto had = packed_.size();
  if (chunks_) {
    raw_.erase(0, chunks_->put(raw_, packed_));
    framed_all_ = chunks_->state() == ChunkDecoder::State::done;
  } else if (until_close_) {
    packed_ += std::exchange(raw_, {});
  } else {
    const auto count = static_cast<std::size_t>(std::min<std::uint64_t>(left_, raw_.size()));
    packed_.append(raw_, 0, count);
    raw_.erase(0, count);
    left_ -= count;
    framed_all_ = left_ == 0;
  }
  framed_ += packed_.size() - had;
  return !chunks_ || chunks_->state() != ChunkDecoder::State::malformed;
}

std::string ReplyStream::unpack() {
  if (!inflate_) {
    auto piece = packed_.substr(0, kPiece);
    packed_.erase(0, piece.size());
    return piece;
  }
  auto piece = inflate_->take(packed_, kPiece);
  if (inflate_->state() == Inflate::State::done) packed_.clear();
  return piece;
}

bool ReplyStream::is_complete() const {
  return framed_all_ && (inflate_ ? inflate_->state() == Inflate::State::done || framed_ == 0 : packed_.empty());
}

// What stands against giving this piece.
std::optional<base::Failure> ReplyStream::check(const std::string& piece) const {
  using base::FailureKind;
  const bool chunk_too_large = chunks_ && chunks_->state() == ChunkDecoder::State::too_large;
  if (chunk_too_large || framed_ > limits_.max_body || piece.size() > limits_.max_body - given_) {
    return failure(FailureKind::too_large,
                   "sent more than the " + std::to_string(limits_.max_body) + " bytes that are taken");
  }
  if (inflate_ && inflate_->state() == Inflate::State::malformed) {
    return failure(FailureKind::unavailable, "sent a body whose packing is damaged");
  }
  if (inflate_ && piece.empty() && framed_all_ && !is_complete()) {
    return failure(FailureKind::unavailable, "sent a packed body that stops in the middle");
  }
  return std::nullopt;
}

Task<base::Result<std::string>> ReplyStream::read() {
  using base::FailureKind;
  while (connection_) {
    if (!unframe())
      co_return base::pass_on(give_up(failure(FailureKind::unavailable, "sent a body whose chunks are malformed")));
    auto piece = unpack();
    if (auto bad = check(piece)) co_return base::pass_on(give_up(std::move(*bad)));
    given_ += piece.size();
    if (is_complete()) finish();
    if (!piece.empty()) co_return piece;
    if (!connection_) break;
    const auto filled = co_await fill(limits_.progress);
    if (!filled && filled.error() == IoTrouble::ended && until_close_) {
      framed_all_ = true;
    } else if (!filled) {
      co_return base::pass_on(give_up(failure(FailureKind::unavailable, why(filled.error()))));
    }
  }
  co_return std::string();
}

// What is left over behind a body belongs to no request: such a connection is not used again.
void ReplyStream::finish() {
  if (keep_alive_ && !until_close_ && raw_.empty()) pool_->keep(origin_, std::move(connection_));
  connection_.reset();
}

}  // namespace net
