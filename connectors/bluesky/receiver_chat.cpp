// Direct messages: the chat log is the service's list of everything that changed, read on from its cursor.
#include <algorithm>
#include <utility>

#include "connectors/bluesky/errors.hpp"
#include "connectors/bluesky/json_at.hpp"
#include "connectors/bluesky/receiver.hpp"

namespace bluesky {
namespace {

using base::FailureKind;

constexpr int kMostLogPages = 100;
constexpr int kMostMessagePages = 20;
constexpr std::size_t kMostConvos = 1000;

Query chat_query(std::string method, std::vector<std::pair<std::string, std::string>> parameters) {
  return {"chat.bsky.convo." + std::move(method), std::move(parameters), Service::chat};
}

}  // namespace

net::Task<Receiver::Outcome> Receiver::read_chat() {
  if (!settings_.chat.value_or(true) || chat_refused_) co_return Outcome();
  auto done = memory_.chat_rev.empty() ? co_await begin_chat() : Outcome();
  if (done) done = co_await read_chat_log();
  chat_trouble_.clear();
  if (!done) co_return co_await without_chat(std::move(done.error()));
  // Without a single item too: else whatever comes before the next one would be passed over after a restart.
  if (stored_rev_ != memory_.chat_rev) co_return co_await store({});
  co_return Outcome();
}

// What is public goes on without it.
net::Task<Receiver::Outcome> Receiver::without_chat(base::Failure failure) {
  if (is_lost_ || failure.kind == FailureKind::unauthenticated) co_return base::pass_on(std::move(failure));
  if (failure.kind == FailureKind::rejected) memory_.chat_rev.clear();  // Of a cursor that the service has forgotten.
  if (!is_without_chat(failure)) {
    chat_trouble_ = "Direct messages cannot be read now; what is said there comes when they can. " + failure.message;
    co_return Outcome();
  }
  chat_refused_ = true;
  if (!settings_.chat.value_or(false)) co_return Outcome();
  channel::Gap gap{client_.now(), client_.now(), "Direct messages cannot be read. " + failure.message};
  co_return co_await sink_.report(std::move(gap));
}

// Notes where the log ends before it looks at the chats themselves, so that nothing falls in between.
net::Task<Receiver::Outcome> Receiver::begin_chat() {
  const auto log = co_await client_.get(chat_query("getLog", {}));
  if (!log) co_return base::pass_on(log.error());
  const auto convos = co_await client_.get(chat_query("listConvos", {{"limit", "100"}}));
  if (!convos) co_return base::pass_on(convos.error());
  for (const auto& convo : list_at(*convos, "convos")) {
    const auto last = time_at(convo, "lastMessage.sentAt");
    if (!last || *last < begin_) continue;
    if (auto done = co_await read_convo(text_at(convo, "id")); !done) co_return done;
  }
  memory_.chat_rev = text_at(*log, "cursor");
  co_return Outcome();
}

net::Task<Receiver::Outcome> Receiver::read_convo(std::string convo) {
  if (auto known = co_await know_members(convo); !known) co_return known;
  channel::InboundBatch batch;
  std::string cursor;
  for (int page = 0; page < kMostMessagePages; ++page) {
    auto query = chat_query("getMessages", {{"convoId", convo}, {"limit", "100"}});
    if (!cursor.empty()) query.parameters.emplace_back("cursor", cursor);
    const auto answer = co_await client_.get(std::move(query));
    if (!answer) co_return base::pass_on(answer.error());
    bool is_past = false;
    for (const auto& message : list_at(*answer, "messages")) {
      is_past = time_at(message, "sentAt").value_or(begin_) < begin_;
      if (is_past) break;
      read_chat_message(message, convo, client_.did(), convos_[convo], client_.now(), batch);
    }
    std::string next = text_at(*answer, "cursor");
    if (is_past || next.empty() || next == cursor) break;
    cursor = std::move(next);
  }
  std::ranges::reverse(batch.items);  // They come newest first.
  co_return co_await take(std::move(batch));
}

net::Task<Receiver::Outcome> Receiver::read_chat_log() {
  for (int page = 0; page < kMostLogPages; ++page) {
    std::vector<std::pair<std::string, std::string>> parameters;
    if (!memory_.chat_rev.empty()) parameters.emplace_back("cursor", memory_.chat_rev);
    const auto answer = co_await client_.get(chat_query("getLog", std::move(parameters)));
    if (!answer) co_return base::pass_on(answer.error());
    const auto& logs = list_at(*answer, "logs");
    channel::InboundBatch batch;
    for (const auto& entry : logs) {
      const std::string convo = text_at(entry, "convoId");
      if (auto known = co_await know_members(convo); !known) co_return known;
      read_log(entry, client_.did(), convos_[convo], client_.now(), batch);
    }
    std::string next = text_at(*answer, "cursor");
    const bool moved = !next.empty() && next != memory_.chat_rev;
    if (moved) memory_.chat_rev = std::move(next);
    if (auto done = co_await take(std::move(batch)); !done) co_return done;
    if (logs.empty() || !moved) break;
  }
  co_return Outcome();
}

net::Task<Receiver::Outcome> Receiver::know_members(std::string convo) {
  if (convo.empty() || convos_.contains(convo)) co_return Outcome();
  if (convos_.size() >= kMostConvos) convos_.clear();
  const auto answer = co_await client_.get(chat_query("getConvo", {{"convoId", convo}}));
  if (!answer && is_passing(answer.error())) co_return base::pass_on(answer.error());
  Members& members = convos_[convo];  // Without those of a chat that we have left.
  if (!answer) co_return Outcome();
  for (const auto& member : list_at(*answer, "convo.members")) {
    auto author = read_author(member);
    if (!author.external_id.empty()) members[author.external_id] = std::move(author);
  }
  co_return Outcome();
}

}  // namespace bluesky
