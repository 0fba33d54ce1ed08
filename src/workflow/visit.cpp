#include "workflow/visit.hpp"

#include <algorithm>

#include "base/blank.hpp"
#include "base/text.hpp"
#include "store/contact_store.hpp"
#include "store/conversation_store.hpp"
#include "store/inbox_store.hpp"

namespace workflow {
namespace {

using base::FailureKind;

constexpr std::size_t kNameLimit = 100;
constexpr std::size_t kEmailLimit = 254;  // RFC 5321 §4.5.3.1.3

base::Result<std::optional<std::string>> check_line(const std::optional<std::string>& given, std::size_t limit,
                                                    const char* field) {
  if (!given) return std::optional<std::string>{};
  const std::string storable = base::to_storable(*given);
  std::string line(base::trim(storable));
  if (line.empty()) return std::optional<std::string>{};
  const bool control = std::ranges::any_of(line, [](char c) { return static_cast<unsigned char>(c) < 0x20; });
  if (control || base::count_points(line) > limit)
    return base::fail(FailureKind::invalid,
                      std::string(field) + ": one line of at most " + std::to_string(limit) + " characters", field);
  return std::optional(std::move(line));
}

base::Result<std::optional<std::string>> check_email(const std::optional<std::string>& given) {
  auto line = check_line(given, kEmailLimit, "email");
  if (!line) return line;
  const std::optional<std::string> address = *line;
  if (!address) return line;
  const auto at = address->find('@');
  const bool plausible = at != std::string::npos && at > 0 && at + 1 < address->size() &&
                         address->find_first_of(" <>,;\"") == std::string::npos;
  if (!plausible) return base::fail(FailureKind::invalid, "email: expected an address like ana@example.org", "email");
  return line;
}

// Takes what the visitor said of themselves into their contact.
void keep_profile(store::Transaction& transaction, const contact::Identity& identity, const std::optional<std::string>& name,
                  const std::optional<std::string>& email) {
  if (!identity.contact_id || (!name && !email)) return;
  auto contact = store::find_contact(transaction, identity.organization_id, *identity.contact_id);
  if (!contact) return;
  if (name) contact->name = *name;
  if (email) contact->email = *email;
  store::update_contact(transaction, *contact);
}

// Now, but after whatever was said before: our own clock may have been set back in between.
base::Time said_now(store::Transaction& transaction, const inbox::Inbox& door, const contact::Identity& identity) {
  if (!identity.contact_id) return transaction.now();
  const auto latest = store::find_latest_conversation(transaction, door.organization_id, *identity.contact_id, door.id, "");
  return latest ? std::max(transaction.now(), latest->last_said_at) : transaction.now();
}

}  // namespace

base::Result<inbox::Inbox> find_open_door(store::Reading& reading, const std::string& key,
                                          const std::vector<channel::ChannelType>& channels) {
  auto found = store::find_inbox_by_key(reading, key);
  const auto nothing = [] { return base::fail(FailureKind::not_found, "There is no chat at this address."); };
  if (!found || !found->enabled) return nothing();
  const auto* channel = channel::find_channel(channels, found->channel);
  if (channel == nullptr || !channel->visitors_here) return nothing();
  return *std::move(found);
}

void make_visitor(store::Transaction& transaction, const inbox::Inbox& inbox, const std::string& token_hash,
                  const std::string& random_name) {
  contact::Identity identity;
  identity.id = transaction.new_id<ids::Identity>();
  identity.organization_id = inbox.organization_id;
  identity.channel = inbox.channel;
  identity.external_id = "visitor:" + std::to_string(identity.id.value);
  identity.handle = random_name;
  identity.created_at = transaction.now();
  store::insert_identity(transaction, identity);
  store::insert_visitor(transaction, {token_hash, inbox.organization_id, inbox.id, identity.id, transaction.now()});
}

base::Result<ReceivedItem> visitor_says(store::Transaction& transaction, const rights::Principal& visitor,
                                        const VisitorWords& words, const std::vector<channel::ChannelType>& channels) {
  auto door = find_open_door(transaction, words.key, channels);
  if (!door) return base::pass_on(door.error());
  if (door->id != visitor.inbox_id || !visitor.identity_id)
    return base::fail(FailureKind::not_found, "There is no chat at this address.");  // as if it were not there
  const auto identity = store::find_identity(transaction, door->organization_id, *visitor.identity_id);
  if (!identity) return base::fail(FailureKind::unauthenticated, "This chat has ended; begin a new one.");

  const auto limit = channel::find_channel(channels, door->channel)->capabilities.text_limit.value_or(4000);
  const std::string text = base::to_storable(words.text);
  if (base::is_blank(text)) return base::fail(FailureKind::invalid, "text: write something first", "text");
  if (base::count_points(text) > static_cast<std::size_t>(limit))
    return base::fail(FailureKind::invalid, "text: at most " + std::to_string(limit) + " characters", "text");
  auto name = check_line(words.name, kNameLimit, "name");
  if (!name) return base::pass_on(name.error());
  auto email = check_email(words.email);
  if (!email) return base::pass_on(email.error());

  // Before the word is placed, so that the list shows the new name with it.
  keep_profile(transaction, *identity, *name, *email);
  channel::InboundItem item;
  item.external_id = "heed:" + std::to_string(transaction.new_id<ids::Message>().value);
  item.author.external_id = identity->external_id;
  item.author.handle = identity->handle;
  item.author.name = name->value_or("");
  item.text = text;
  item.said_at = said_now(transaction, *door, *identity);
  Receiving receiving(transaction);
  auto received = receiving.say(*door, item);
  receiving.finish();
  if (!received) return base::fail(FailureKind::conflict, "This message is known already.");
  if (!identity->contact_id) {
    auto known = *identity;
    known.contact_id = received->state ? std::optional(received->state->conversation.contact_id) : std::nullopt;
    keep_profile(transaction, known, std::nullopt, *email);
  }
  return *std::move(received);
}

}  // namespace workflow
