#include "channel/http_outcome.hpp"

#include <algorithm>
#include <charconv>

#include "channel/http_date.hpp"

namespace channel {
namespace {

using base::FailureKind;
using std::chrono::seconds;

constexpr seconds kLongest{24 * 3600};
constexpr int kUnauthorized = 401;
constexpr int kForbidden = 403;
constexpr int kNotFound = 404;
constexpr int kTimeout = 408;
constexpr int kTooEarly = 425;
constexpr int kTooMany = 429;
constexpr int kServerErrors = 500;
constexpr int kUnavailable = 503;

std::optional<int> number_in(std::string_view text) {
  int number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

std::string with_words(const std::string& sentence, const std::string& words) {
  return words.empty() ? sentence + "." : sentence + ": " + words;
}

}  // namespace

std::optional<seconds> retry_after_of(const net::HttpReply& reply, base::Time now) {
  const std::string_view text = reply.header("Retry-After");
  if (const auto count = number_in(text); count && *count >= 0) return std::min(seconds(*count), kLongest);
  if (const auto date = parse_http_date(text))
    return std::clamp(std::chrono::ceil<seconds>(*date - now), seconds(0), kLongest);
  return std::nullopt;
}

SendResult not_sent(const net::HttpReply& reply, const std::string& words, base::Time now, bool repeatable) {
  SendResult result;
  result.retry_after = retry_after_of(reply, now);
  const std::string status = std::to_string(reply.status);
  if (reply.status == kUnauthorized) {
    result.needs_login = true;
    result.reason = with_words("The platform no longer accepts our sign-in", words);
  } else if (reply.status == kTooMany) {
    result.reason = with_words("The platform asks us to wait", words);
  } else if (reply.status == kTimeout || reply.status == kTooEarly || reply.status == kUnavailable) {
    // By their definitions the request was not carried out.
    result.reason = with_words("The platform is busy (" + status + ")", words);
  } else if (reply.status >= kServerErrors) {
    result.outcome = repeatable ? SendOutcome::later : SendOutcome::uncertain;
    result.reason = with_words("The platform failed (" + status + ")", words);
  } else {
    result.outcome = SendOutcome::refused;
    result.reason = with_words("The platform refused it (" + status + ")", words);
  }
  return result;
}

SendResult not_sent(const net::HttpFailure& failure) {
  SendResult result;
  result.outcome = failure.sent == net::Sent::nothing ? SendOutcome::later : SendOutcome::uncertain;
  result.reason = failure.failure.message;
  result.retry_after = failure.failure.retry_after;
  return result;
}

SendResult unreadable_answer(const std::string& platform) {
  SendResult result;
  result.outcome = SendOutcome::uncertain;
  result.reason = platform + " took the message, but its answer cannot be read.";
  return result;
}

base::Failure failure_of(const net::HttpReply& reply, const std::string& platform, const std::string& words,
                         base::Time now) {
  const auto kind = [&] {
    if (reply.status == kUnauthorized) return FailureKind::unauthenticated;
    if (reply.status == kForbidden) return FailureKind::forbidden;
    if (reply.status == kNotFound) return FailureKind::not_found;
    if (reply.status == kTooMany) return FailureKind::rate_limited;
    return reply.status >= kServerErrors || reply.status == kTimeout ? FailureKind::unavailable : FailureKind::rejected;
  }();
  const std::string sentence = platform + " answered " + std::to_string(reply.status);
  return {kind, with_words(sentence, words), "", retry_after_of(reply, now)};
}

}  // namespace channel
