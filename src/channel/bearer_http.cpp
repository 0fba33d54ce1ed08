#include <algorithm>
#include <utility>

#include <boost/json/object.hpp>

#include "base/json/encode.hpp"
#include "base/text.hpp"
#include "channel/oauth.hpp"

namespace channel {
namespace {

using base::FailureKind;
using net::HttpReply;
using net::HttpRequest;
using net::HttpResult;
using net::HttpStream;

constexpr int kUnauthorized = 401;
constexpr std::string_view kEmptyBearer = "Bearer ";

std::string* place_of_token(HttpRequest& request) {
  const auto found = std::ranges::find_if(
      request.headers, [](const auto& header) { return base::equal_ignoring_case(header.name, "Authorization"); });
  return found != request.headers.end() && found->value == kEmptyBearer ? &found->value : nullptr;
}

HttpRequest signed_with(HttpRequest request, const base::Secret& token) {
  if (auto* place = place_of_token(request)) *place = std::string(kEmptyBearer) + token.reveal();
  return request;
}

// Nothing was sent: there was nothing to sign in with.
HttpResult<HttpReply> without_token(base::Failure failure) {
  if (failure.kind != FailureKind::unauthenticated)
    return tl::unexpected<net::HttpFailure>({std::move(failure), net::Sent::nothing});
  const boost::json::object words{{"error", "invalid_token"}, {"error_description", failure.message}};
  return HttpReply{kUnauthorized, {{"Content-Type", "application/json"}}, base::encode(boost::json::value(words))};
}

class WordlessStream final : public HttpStream {
 public:
  explicit WordlessStream(HttpReply head) : head_(std::move(head)) { head_.body.clear(); }
  [[nodiscard]] const HttpReply& head() const override { return head_; }
  net::Task<base::Result<std::string>> read() override { co_return std::string(); }

 private:
  HttpReply head_;
};

class BearerHttp final : public net::HttpClient {
 public:
  BearerHttp(net::HttpClient& through, TokenSource& tokens) : through_(through), tokens_(tokens) {}

  net::Task<HttpResult<HttpReply>> send(HttpRequest request) override {
    if (place_of_token(request) == nullptr) co_return co_await through_.send(std::move(request));
    auto token = co_await tokens_.token();
    if (!token) co_return without_token(std::move(token.error()));
    auto reply = co_await through_.send(signed_with(request, *token));
    if (!reply || reply->status != kUnauthorized) co_return reply;
    auto other = co_await tokens_.token_after(*token);
    if (!other) co_return other.error().kind == FailureKind::unauthenticated ? reply : without_token(other.error());
    co_return co_await through_.send(signed_with(std::move(request), *other));
  }

  net::Task<HttpResult<std::unique_ptr<HttpStream>>> open(HttpRequest request) override {
    if (place_of_token(request) == nullptr) co_return co_await through_.open(std::move(request));
    auto token = co_await tokens_.token();
    if (!token) co_return stream_without_token(std::move(token.error()));
    auto stream = co_await through_.open(signed_with(request, *token));
    if (!stream || (*stream)->head().status != kUnauthorized) co_return stream;
    auto other = co_await tokens_.token_after(*token);
    if (!other) co_return stream_without_token(std::move(other.error()));
    stream->reset();
    co_return co_await through_.open(signed_with(std::move(request), *other));
  }

 private:
  static HttpResult<std::unique_ptr<HttpStream>> stream_without_token(base::Failure failure) {
    auto reply = without_token(std::move(failure));
    if (!reply) return tl::unexpected<net::HttpFailure>(reply.error());
    return std::make_unique<WordlessStream>(*std::move(reply));
  }

  net::HttpClient& through_;
  TokenSource& tokens_;
};

}  // namespace

std::unique_ptr<net::HttpClient> make_bearer_http(net::HttpClient& through, TokenSource& tokens) {
  return std::make_unique<BearerHttp>(through, tokens);
}

ChannelServices with_http(const ChannelServices& services, net::HttpClient& http) {
  return {http,
          services.dialer,
          services.clock,
          services.random,
          services.webhook_url,
          services.webhook_secret,
          services.public_url,
          services.state,
          services.tokens};
}

}  // namespace channel
