#include "store/signal_store.hpp"

#include <algorithm>
#include <tuple>

#include "store/checked_query.hpp"

namespace store {
namespace {

using signals::Kind;
using signals::Signal;

constexpr Query<std::int64_t(ids::Signal, ids::Organization, ids::Inbox, std::optional<ids::Identity>, Kind, std::string,
                             std::string, std::optional<ids::Message>, std::string, base::Time, base::Time)>
    kInsert{"signal_insert"};
constexpr Query<Signal(ids::Organization, ids::Inbox, std::string)> kWaiting{"signal_waiting"};
constexpr Query<void(ids::Organization, ids::Signal, ids::Message)> kSetMessage{"signal_set_message"};
constexpr Query<void(ids::Organization, ids::Message, ids::Message)> kMove{"signal_move"};
constexpr Query<Signal(ids::Organization, ids::Message)> kLatestEdit{"signal_latest_edit"};
constexpr Query<void(ids::Organization, ids::Inbox, signals::Series, std::int64_t, std::int64_t)> kCount{"signal_count_add"};
constexpr Query<SignalCount(ids::Organization, std::optional<ids::Inbox>, std::int64_t, std::int64_t)> kCounts{
    "signal_count_list"};

}  // namespace

bool insert_signal(Transaction& transaction, const Signal& s) {
  return transaction
      .one(kInsert, s.id, s.organization_id, s.inbox_id, s.identity_id, s.kind, s.external_id, s.target_external_id,
           s.message_id, s.text, s.at, s.created_at)
      .has_value();
}

std::vector<Signal> list_waiting_signals(Reading& reading, ids::Organization organization, ids::Inbox inbox,
                                         const std::string& target_external_id) {
  auto waiting = reading.rows(kWaiting, organization, inbox, target_external_id);
  std::ranges::sort(waiting, {}, [](const Signal& s) { return std::tie(s.at, s.external_id); });
  return waiting;
}

void set_signal_message(Transaction& transaction, ids::Organization organization, ids::Signal signal, ids::Message message) {
  transaction.run(kSetMessage, organization, signal, message);
}

void move_signals(Transaction& transaction, ids::Organization organization, ids::Message from, ids::Message to) {
  transaction.run(kMove, organization, from, to);
}

std::optional<Signal> find_latest_edit(Reading& reading, ids::Organization organization, ids::Message message) {
  return reading.one(kLatestEdit, organization, message);
}

void add_signal_count(Transaction& transaction, ids::Organization organization, const SignalCount& more) {
  transaction.run(kCount, organization, more.inbox_id, more.kind, more.bucket, more.count);
}

std::vector<SignalCount> list_signal_counts(Reading& reading, ids::Organization organization,
                                            std::optional<ids::Inbox> inbox, std::int64_t from, std::int64_t until) {
  return reading.rows(kCounts, organization, inbox, from, until);
}

std::vector<CheckedQuery> signal_queries() { return {kInsert, kWaiting, kSetMessage, kMove, kLatestEdit, kCount, kCounts}; }

}  // namespace store
