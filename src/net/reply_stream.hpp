#pragma once
// The reply to one request, read from a connection: its head, then its body piece by piece, without framing and unpacked.

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "net/chunk_decoder.hpp"
#include "net/http_client.hpp"
#include "net/http_pool.hpp"
#include "net/inflate.hpp"
#include "net/response_head.hpp"
#include "net/url.hpp"

namespace net {

class ReplyStream final : public HttpStream {
 public:
  // `end`: when all of it must be over. The connection goes back to the pool after the body's last byte.
  ReplyStream(std::shared_ptr<HttpPool> pool, std::unique_ptr<Connection> connection, const Url& url,
              const HttpLimits& limits, Instant end);

  // Why there is no head. `silent`: the connection died, other than by a deadline, before a byte of the reply.
  struct NoHead {
    base::Failure failure;
    bool silent = false;
  };
  // Passes over interim replies (1xx).
  Task<tl::expected<void, NoHead>> read_head(Method method);
  [[nodiscard]] const HttpReply& head() const override { return head_; }
  Task<base::Result<std::string>> read() override;

 private:
  Task<IoResult<void>> fill(std::chrono::milliseconds limit);
  std::optional<base::Failure> take_head(std::size_t length, Method method);
  std::optional<base::Failure> frame(const ResponseHead& head, Method method);
  bool unframe();
  std::string unpack();
  std::optional<base::Failure> check(const std::string& piece) const;
  [[nodiscard]] bool is_complete() const;
  void finish();
  base::Failure failure(base::FailureKind kind, const std::string& what) const;
  base::Failure give_up(base::Failure failure);

  std::shared_ptr<HttpPool> pool_;
  std::unique_ptr<Connection> connection_;  // Null once the body has ended or failed.
  std::string origin_;
  std::string host_;  // As failures name it.
  HttpLimits limits_;
  Instant end_;

  HttpReply head_;
  bool keep_alive_ = false;
  bool until_close_ = false;
  bool framed_all_ = false;
  std::uint64_t left_ = 0;  // Of a counted body.
  std::optional<ChunkDecoder> chunks_;
  std::optional<Inflate> inflate_;
  std::string raw_;     // As received.
  std::string packed_;  // Without framing.
  std::size_t framed_ = 0;
  std::size_t given_ = 0;
};

}  // namespace net
