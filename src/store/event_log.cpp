#include "store/event_log.hpp"

#include <array>
#include <map>
#include <utility>
#include <variant>

#include "base/json/decode.hpp"
#include "base/json/in_order.hpp"
#include "store/errors.hpp"

namespace store {
namespace {

constexpr Query<std::int64_t(ids::Organization, std::int64_t)> kTakeNumbers{"event_take_numbers"};
constexpr Query<void(ids::Organization, std::int64_t, std::string_view, std::optional<ids::Conversation>, base::Time,
                     std::string)>
    kAdd{"event_add"};
constexpr Query<StoredEvent(ids::Organization, std::int64_t, std::int64_t)> kListAfter{"event_list_after"};
constexpr Query<StoredEvent(ids::Organization, ids::Conversation, std::int64_t, std::int64_t)> kHistory{"event_history"};
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

struct Kind {
  std::string_view type;
  base::Result<event::Event> (*decode)(boost::json::value& value);
};

template <class Alternative>
base::Result<event::Event> decode_as(boost::json::value& value) {
  base::name_members<Alternative>(value);
  event::Event event;
  auto done = base::decode_into(event.emplace<Alternative>(), value, base::UnknownMembers::ignore);
  if (!done) return base::pass_on(std::move(done.error()));
  return event;
}

template <class Variant>
struct KindsOf;
template <class... Alternative>
struct KindsOf<std::variant<Alternative...>> {
  static constexpr std::array<Kind, sizeof...(Alternative)> value{Kind{Alternative::kType, &decode_as<Alternative>}...};
};
constexpr auto kKinds = KindsOf<event::Event>::value;

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

std::vector<std::string_view> event_types() {
  std::vector<std::string_view> out;
  for (const auto& kind : kKinds) out.push_back(kind.type);
  return out;
}

std::vector<StoredEvent> events_after(Reading& reading, ids::Organization organization, std::int64_t seq,
                                      std::int64_t limit) {
  return reading.rows(kListAfter, organization, seq, limit);
}

std::vector<StoredEvent> history_of(Reading& reading, ids::Organization organization, ids::Conversation conversation,
                                    std::int64_t before, std::int64_t limit) {
  return reading.rows(kHistory, organization, conversation, before, limit);
}

std::int64_t last_seq(Reading& reading, ids::Organization organization) {
  return reading.one(kLastNumber, organization).value_or(0);
}

base::Result<event::Event> decode_event(std::string_view type, std::string_view body) {
  for (const auto& kind : kKinds) {
    if (kind.type != type) continue;
    auto value = base::parse_json(body);
    if (!value) return base::pass_on(std::move(value.error()));
    return kind.decode(*value);
  }
  return base::fail(base::FailureKind::invalid, "No event of type " + std::string(type) + " is known.");
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
    base::encode_in_order_to(body, event.event);
    transaction.run(kAdd, event.organization_id, event.seq, type_of(event.event), conversation_of(event.event), event.at,
                    body);
  }
}

Transaction::Transaction(Connection& connection, base::Time now, base::IdMaker& ids) : Reading(connection, now), ids_(ids) {}

Transaction::~Transaction() = default;

void Transaction::publish(ids::Organization organization, event::Event happened) {
  published_.push_back({organization, 0, now_, std::move(happened)});
}

std::vector<CheckedQuery> event_queries() { return {kTakeNumbers, kAdd, kListAfter, kHistory, kLastNumber}; }

}  // namespace store
