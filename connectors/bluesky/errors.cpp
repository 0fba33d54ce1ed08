#include "connectors/bluesky/errors.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <string_view>

#include "base/json/decode.hpp"
#include "base/text.hpp"
#include "channel/http_outcome.hpp"
#include "connectors/bluesky/json_at.hpp"

namespace bluesky {
namespace {

using base::FailureKind;
using std::chrono::seconds;

constexpr int kOk = 200;
constexpr int kBadRequest = 400;
constexpr int kUnauthorized = 401;
constexpr int kTooMany = 429;
constexpr std::size_t kLongestWords = 300;

constexpr std::string_view kNoChat =
    "This app password may not read or write direct messages: make one with \"Allow access to your direct messages\" ticked";

struct Words {
  std::string_view name;
  std::string_view sentence;
};
constexpr std::array<Words, 18> kWords = {{
    {"AccountTakedown", "Bluesky has taken this account down"},
    {"AccountSuspended", "Bluesky has suspended this account"},
    {"AccountDeactivated", "The account is deactivated"},
    {"AuthFactorTokenRequired",
     "Bluesky asks for a code by mail, which it does for the account's own password: use an app password"},
    {"AuthenticationRequired", "The handle or the app password is wrong, or the app password was revoked"},
    {"RateLimitExceeded", "Bluesky asks us to wait"},
    {"BlobTooLarge", "The picture is too large for Bluesky"},
    {"BlockedActor", "One of the two accounts blocks the other"},
    {"BlockedSubject", "One of the two accounts blocks the other"},
    {"MessagesDisabled", "They take no direct messages"},
    {"NotFollowedBySender", "They take direct messages only from those whom they follow"},
    {"RecipientNotFound", "The account that this is for no longer exists"},
    {"ConvoLocked", "This chat is locked"},
    {"InvalidConvo", "This chat no longer exists"},
    {"InvalidToken", "Bluesky no longer accepts our sign-in"},
    {"ExpiredToken", "The sign-in has expired; it is being renewed"},
    {"UpstreamFailure", "A part of Bluesky is away"},
    {"NotEnoughResources", "Bluesky is busy"},
}};

constexpr std::array<std::string_view, 3> kGoneAccounts = {"AccountTakedown", "AccountSuspended", "AccountDeactivated"};

bool is_about_chat_scope(const XrpcError& error) {
  return error.message.find("Bad token method") != std::string::npos ||
         error.message.find("Bad token scope") != std::string::npos;
}

// For a sentence; empty where the platform gave none.
std::string words_of(const XrpcError& error) {
  if (is_about_chat_scope(error)) return std::string(kNoChat);
  const auto* const known = std::ranges::find(kWords, error.name, &Words::name);
  if (known != kWords.end()) return std::string(known->sentence);
  return base::shorten(base::to_storable(error.message.empty() ? error.name : error.message), kLongestWords);
}

bool is_account_gone(const XrpcError& error) { return std::ranges::find(kGoneAccounts, error.name) != kGoneAccounts.end(); }

// "ratelimit-reset: 1764000000": when there is room again.
std::optional<seconds> until_reset(const net::HttpReply& reply, base::Time now) {
  const std::string_view text = reply.header("ratelimit-reset");
  std::int64_t at = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), at);
  if (text.empty() || read.ec != std::errc{} || read.ptr != text.data() + text.size()) return std::nullopt;
  const std::int64_t now_s = std::chrono::floor<seconds>(now).time_since_epoch().count();
  return seconds(std::clamp<std::int64_t>(at - now_s, 1, 24 * 3600));
}

}  // namespace

XrpcError read_error(const net::HttpReply& reply) {
  const auto body = base::parse_json(reply.body);
  if (reply.status == kOk || !body) return {};
  return {text_at(*body, "error"), text_at(*body, "message")};
}

bool is_stale_token(const net::HttpReply& reply) {
  if (reply.status != kBadRequest && reply.status != kUnauthorized) return false;
  const auto error = read_error(reply);
  if (is_about_chat_scope(error)) return false;  // Another token of this app password would be refused just so.
  return error.name == "ExpiredToken" || error.name == "InvalidToken" || reply.status == kUnauthorized;
}

bool is_gone(const net::HttpReply& reply) {
  const auto error = read_error(reply);
  return reply.status == kBadRequest &&
         (error.name == "RecordNotFound" || error.name == "RepoNotFound" ||
          error.message.starts_with("Could not locate record") || error.message.starts_with("Could not find repo"));
}

bool is_without_chat(const base::Failure& failure) { return failure.message.find(kNoChat) != std::string::npos; }

base::Failure failure_of(const net::HttpReply& reply, base::Time now) {
  const auto error = read_error(reply);
  auto failure = channel::failure_of(reply, "Bluesky", words_of(error), now);
  if (is_about_chat_scope(error)) failure.kind = FailureKind::forbidden;
  else if (is_account_gone(error) || error.name == "InvalidToken" || error.name == "ExpiredToken")
    failure.kind = FailureKind::unauthenticated;
  if (reply.status == kTooMany && !failure.retry_after) failure.retry_after = until_reset(reply, now);
  return failure;
}

channel::SendResult not_sent(const net::HttpReply& reply, base::Time now, bool repeatable) {
  const auto error = read_error(reply);
  auto result = channel::not_sent(reply, words_of(error), now, repeatable);
  if (reply.status == kTooMany && !result.retry_after) result.retry_after = until_reset(reply, now);
  if (is_account_gone(error)) {
    result.outcome = channel::SendOutcome::later;
    result.needs_login = true;
  } else if (error.name == "ExpiredToken" || error.name == "InvalidToken") {
    result.outcome = channel::SendOutcome::later;  // Refused at the door; the next attempt comes with another token.
    result.needs_login = false;
    result.retry_after = seconds(1);
  }
  return result;
}

channel::SendResult not_sent(const base::Failure& failure) {
  channel::SendResult result;
  const bool never = failure.kind == FailureKind::rejected || failure.kind == FailureKind::invalid ||
                     failure.kind == FailureKind::not_found || failure.kind == FailureKind::forbidden;
  result.outcome = never ? channel::SendOutcome::refused : channel::SendOutcome::later;
  result.needs_login = failure.kind == FailureKind::unauthenticated;
  result.reason = failure.message;
  result.retry_after = failure.retry_after;
  return result;
}

}  // namespace bluesky
