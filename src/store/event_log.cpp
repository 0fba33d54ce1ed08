#include "store/event_log.hpp"

#include <map>
#include <utility>

#include <boost/mp11/algorithm.hpp>

#include "base/json/decode.hpp"
#include "base/json/encode.hpp"
#include "store/errors.hpp"

namespace store {
namespace {

constexpr Query<std::int64_t(ids::Organization, std::int64_t)> kTakeNumbers{"event_take_numbers"};
constexpr Query<void(ids::Organization, std::int64_t, std::string_view, std::optional<ids::Conversation>, base::Time,
                     std::string)>
    kAdd{"event_add"};
constexpr Query<StoredEvent(ids::Organization, std::int64_t, std::int64_t)> kListAfter{"event_list_after"};
constexpr Query<std::int64_t(ids::Organization)> kLastNumber{"event_last_number"};

std::optional<ids::Conversation> conversation_of(const event::Event& event) {
  return std::visit(
      [](const auto& happened) -> std::optional<ids::Conversation> {
        if constexpr (requires { happened.state.conversation.id; }) return happened.state.conversation.id;
        else return std::nullopt;
      },
      event);
}

std::string_view type_of(const event::Event& event) {
  return std::visit([](const auto& happened) { return std::string_view(happened.kType); }, event);
}

// The number before the first of `count` new ones.
std::int64_t take_numbers(Transaction& transaction, ids::Organization organization, std::int64_t count) {
  const auto last = transaction.one(kTakeNumbers, organization, count);
  if (!last) {
    throw StoreError(Trouble::statement, "An event was published for organization " + std::to_string(organization.value) +
                                             ", which is not there.");
  }
  return *last - count;
}

}  // namespace

std::vector<StoredEvent> events_after(Reading& reading, ids::Organization organization, std::int64_t seq,
                                      std::int64_t limit) {
  return reading.rows(kListAfter, organization, seq, limit);
}

std::int64_t last_seq(Reading& reading, ids::Organization organization) {
  return reading.one(kLastNumber, organization).value_or(0);
}

base::Result<event::Event> decode_event(std::string_view type, std::string_view body) {
  base::Result<event::Event> decoded =
      base::fail(base::FailureKind::invalid, "No event of type " + std::string(type) + " is known.");
  boost::mp11::mp_for_each<boost::mp11::mp_transform<std::type_identity, event::Event>>([&](auto alternative) {
    using Alternative = typename decltype(alternative)::type;
    if (type != Alternative::kType) return;
    auto event = base::decode_text<Alternative>(body, base::UnknownMembers::ignore);
    if (event) decoded = event::Event(std::move(*event));
    else decoded = base::pass_on(event.error());
  });
  return decoded;
}

void store_published(Transaction& transaction) {
  auto& published = transaction.published();
  if (published.empty()) return;
  std::map<ids::Organization, std::int64_t> counts;
  for (const auto& event : published) ++counts[event.organization_id];
  for (auto& [organization, number] : counts) number = take_numbers(transaction, organization, number);
  std::string body;
  body.reserve(2048);
  for (auto& event : published) {
    event.seq = ++counts[event.organization_id];
    body.clear();
    base::encode_to(body, event.event);
    transaction.run(kAdd, event.organization_id, event.seq, type_of(event.event), conversation_of(event.event), event.at,
                    body);
  }
}

void Transaction::publish(ids::Organization organization, event::Event happened) {
  published_.push_back({organization, 0, now_, std::move(happened)});
}

std::vector<CheckedQuery> event_queries() { return {kTakeNumbers, kAdd, kListAfter, kLastNumber}; }

}  // namespace store
