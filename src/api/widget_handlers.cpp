#include "api/widget_handlers.hpp"

#include <algorithm>

#include "api/limits.hpp"
#include "api/present.hpp"
#include "base/check.hpp"
#include "channel/channel.hpp"
#include "store/attachment_store.hpp"
#include "store/contact_store.hpp"
#include "store/conversation_store.hpp"
#include "store/event_log.hpp"
#include "store/message_store.hpp"
#include "store/organization_store.hpp"
#include "workflow/credential.hpp"
#include "workflow/visit.hpp"
#include "workflow/visitor_settings.hpp"

namespace api {
namespace {

constexpr std::int64_t kHistory = 200;        // Messages a visitor is shown.
constexpr std::int64_t kAnswersCounted = 50;  // For the typical waiting time.
constexpr std::size_t kFewestAnswers = 3;

std::optional<std::int64_t> typical_s(std::vector<std::int64_t> answers_ms) {
  if (answers_ms.size() < kFewestAnswers) return std::nullopt;
  const auto middle = answers_ms.begin() + static_cast<std::ptrdiff_t>(answers_ms.size() / 2);
  std::nth_element(answers_ms.begin(), middle, answers_ms.end());
  return (*middle + 999) / 1000;
}

// The visitor's own inbox, when it is the one in the address.
base::Result<inbox::Inbox> own_door(store::Reading& reading, const rights::Principal& visitor, const std::string& key,
                                    const std::vector<channel::ChannelType>& channels) {
  auto door = workflow::find_open_door(reading, key, channels);
  if (!door || (door->id == visitor.inbox_id && visitor.identity_id)) return door;
  return base::fail(base::FailureKind::not_found, "There is no chat at this address.");
}

}  // namespace

contract::WidgetMessage present_to_visitor(const conversation::Message& message, const std::string& author_name) {
  HEED_CHECK(message.direction != conversation::Direction::internal, "a note on its way to a visitor");
  contract::WidgetMessage out;
  out.id = message.id;
  out.mine = message.direction == conversation::Direction::inbound;
  if (!out.mine) out.author_name = author_name;
  out.text = message.text;
  out.said_at = message.said_at;
  return out;
}

net::Task<base::Result<contract::Widget>> get_widget(Call& call, contract::WidgetPath in) {
  auto work = [&channels = call.services.channels, in](store::Reading& reading) -> base::Result<contract::Widget> {
    const auto door = workflow::find_open_door(reading, in.key, channels);
    if (!door) return base::pass_on(door.error());
    const auto organization = store::find_organization(reading, door->organization_id);
    contract::Widget out;
    out.name = door->name;
    out.organization = organization ? organization->name : std::string();
    out.language = organization ? organization->language : std::string("en");
    out.greeting = workflow::read_visitor_settings(door->settings).greeting;
    out.first_response_s = door->first_response_s;
    out.waiting = store::count_waiting(reading, door->organization_id, door->id);
    out.typical_first_response_s =
        typical_s(store::list_last_answers(reading, door->organization_id, door->id, kAnswersCounted));
    return out;
  };
  co_return co_await call.store.read(std::move(work));
}

net::Task<base::Result<contract::Visitor>> post_visitor(Call& call, contract::WidgetPath in) {
  if (auto free = call.limits.visitors_by_peer.take(peer_group(call.request.peer), call.now); !free)
    co_return base::pass_on(free.error());
  const std::string token = workflow::new_secret(workflow::kVisitorPrefix).reveal();
  auto work = [&channels = call.services.channels, in,
               token](store::Transaction& transaction) -> base::Result<contract::Visitor> {
    const auto door = workflow::find_open_door(transaction, in.key, channels);
    if (!door) return base::pass_on(door.error());
    const std::string hash = workflow::hash_secret(token);
    workflow::make_visitor(transaction, *door, hash, "Visitor " + hash.substr(0, 4));
    return contract::Visitor{token};
  };
  co_return co_await call.transact(std::move(work));
}

net::Task<base::Result<contract::WidgetMessages>> list_widget_messages(Call& call, contract::WidgetPath in) {
  auto work = [&channels = call.services.channels, in,
               visitor = call.principal](store::Reading& reading) -> base::Result<contract::WidgetMessages> {
    const auto door = own_door(reading, visitor, in.key, channels);
    if (!door) return base::pass_on(door.error());
    contract::WidgetMessages out;
    out.seq = store::last_seq(reading, door->organization_id);
    const auto identity = store::find_identity(reading, door->organization_id, *visitor.identity_id);
    if (!identity || !identity->contact_id) return out;
    const auto latest = store::find_latest_conversation(reading, door->organization_id, *identity->contact_id, door->id, "");
    out.resolved = latest && latest->status == conversation::Status::resolved;
    auto messages = store::list_for_visitor(reading, door->organization_id, door->id, *identity->contact_id, kHistory);
    std::ranges::reverse(messages);
    for (const auto& message : messages) out.items.push_back(present_to_visitor(message, message.author_name));
    for (const auto& file :
         store::list_attachments_for_visitor(reading, door->organization_id, door->id, *identity->contact_id)) {
      const auto found = std::ranges::find(out.items, file.message_id, &contract::WidgetMessage::id);
      if (found != out.items.end()) found->files.push_back(present(file));
    }
    return out;
  };
  co_return co_await call.store.read(std::move(work));
}

net::Task<base::Result<contract::WidgetMessage>> post_widget_message(Call& call, contract::WidgetSay in) {
  const std::string speaker = std::to_string(call.principal.identity_id.value_or(ids::Identity{}).value);
  if (auto free = call.limits.visitor_messages.take(speaker, call.now); !free) co_return base::pass_on(free.error());
  auto work = [&channels = call.services.channels, visitor = call.principal,
               in = std::move(in)](store::Transaction& transaction) {
    return workflow::visitor_says(transaction, visitor, {in.key, in.text, in.name, in.email}, channels);
  };
  auto to_reply = [](const workflow::ReceivedItem& received) {
    return present_to_visitor(received.message, received.author_name);
  };
  co_return co_await call.transact(std::move(work), std::move(to_reply));
}

}  // namespace api
