#include "workflow/people.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

#include "base/text.hpp"
#include "domain/contact/name.hpp"
#include "store/contact_store.hpp"

namespace workflow {
namespace {

using contact::Identity;

constexpr std::size_t kNameLimit = 200;  // Code points; platforms allow far fewer.

bool has_facts(const channel::Author& author, base::Time at) {
  if (at == base::Time{}) return false;
  return author.followers.has_value() || author.verified.has_value() || !author.language.empty();
}

void take_profile(Identity& identity, const channel::Author& author, base::Time at) {
  if (!author.handle.empty()) identity.handle = base::shorten(author.handle, kNameLimit);
  if (!author.name.empty()) identity.name = base::shorten(author.name, kNameLimit);
  if (author.followers) identity.followers = author.followers;
  if (author.verified) identity.verified = author.verified;
  if (!author.language.empty()) identity.language = base::shorten(author.language, 35);  // RFC 5646 §4.4.1
  identity.seen_at = at;
}

// Items of one moment may show two profiles: the greater one holds, whichever comes last.
bool is_newer(const Identity& identity, base::Time seen_at, const channel::Author& author, base::Time at) {
  return std::tie(at, author.name, author.handle, author.followers, author.verified, author.language) >
         std::tie(seen_at, identity.name, identity.handle, identity.followers, identity.verified, identity.language);
}

bool same_profile(const Identity& a, const Identity& b) {
  return std::tie(a.handle, a.name, a.followers, a.verified, a.language) ==
         std::tie(b.handle, b.name, b.followers, b.verified, b.language);
}

std::string key_of(const inbox::Inbox& inbox, const std::string& external_id) {
  return std::to_string(inbox.organization_id.value) + '/' + inbox.channel + '/' + external_id;
}

}  // namespace

Person& People::speaker(const inbox::Inbox& inbox, const channel::Author& author, base::Time at) {
  Person& person = find(inbox, author, at, true);
  if (!person.identity.contact_id) {
    const auto contact = make_contact(person);
    store::set_identity_contact(transaction_, person.identity.organization_id, person.identity.id, contact);
  }
  return person;
}

Person& People::account(const inbox::Inbox& inbox, const channel::Author& author, base::Time at) {
  return find(inbox, author, at, false);
}

void People::ask(const inbox::Inbox& inbox, const std::string& external_id) {
  (void)store::find_identity(transaction_, inbox.organization_id, inbox.channel, external_id);
}

const Identity* People::foresee(const inbox::Inbox& inbox, const std::string& external_id) {
  const auto [entry, is_new] = known_.try_emplace(key_of(inbox, external_id));
  Person& person = entry->second;
  if (is_new) {
    recall(person, inbox, external_id);
    person.is_foreseen = true;
  }
  return person.identity.id == ids::Identity{} ? nullptr : &person.identity;
}

Person& People::find(const inbox::Inbox& inbox, const channel::Author& author, base::Time at, bool speaks) {
  const auto [entry, is_new] = known_.try_emplace(key_of(inbox, author.external_id));
  Person& person = entry->second;
  if (!is_new && !std::exchange(person.is_foreseen, false)) {
    see(person, author, at);
    return person;
  }
  if (is_new) recall(person, inbox, author.external_id);
  if (person.identity.id == ids::Identity{}) {
    make(person, inbox, author, at, speaks);
  } else {
    load(person);
    see(person, author, at);
  }
  return person;
}

void People::recall(Person& person, const inbox::Inbox& inbox, const std::string& external_id) {
  auto stored = store::find_identity(transaction_, inbox.organization_id, inbox.channel, external_id);
  if (stored) person.identity = *std::move(stored);
}

void People::load(Person& person) {
  if (!person.identity.contact_id) return;
  auto contact = store::find_contact(transaction_, person.identity.organization_id, *person.identity.contact_id);
  if (contact) person.contact_name = std::move(contact->name);
}

void People::make(Person& person, const inbox::Inbox& inbox, const channel::Author& author, base::Time at, bool speaks) {
  Identity& identity = person.identity;
  identity.id = transaction_.new_id<ids::Identity>();
  identity.organization_id = inbox.organization_id;
  identity.channel = inbox.channel;
  identity.external_id = author.external_id;
  identity.created_at = transaction_.now();
  take_profile(identity, author, at);
  if (speaks) static_cast<void>(make_contact(person));
  store::insert_identity(transaction_, identity);
  if (has_facts(author, at)) {
    store::keep_profile_snapshot(transaction_, identity.organization_id,
                                 {identity.id, at, identity.name, identity.followers, identity.verified, identity.language});
  }
}

ids::Contact People::make_contact(Person& person) {
  contact::Contact contact;
  contact.id = transaction_.new_id<ids::Contact>();
  contact.organization_id = person.identity.organization_id;
  contact.name = contact::shown_name(person.identity);
  contact.created_at = transaction_.now();
  store::insert_contact(transaction_, contact);
  person.identity.contact_id = contact.id;
  person.contact_name = std::move(contact.name);
  person.contact_is_new = true;
  return contact.id;
}

// The profile moves on with what is newest; a name that a colleague gave the contact stays.
void People::see(Person& person, const channel::Author& author, base::Time at) {
  if (has_facts(author, at)) {
    store::keep_profile_snapshot(transaction_, person.identity.organization_id,
                                 {person.identity.id, at, base::shorten(author.name, kNameLimit), author.followers,
                                  author.verified, base::shorten(author.language, 35)});
  }
  if (!is_newer(person.identity, person.identity.seen_at, author, at)) return;
  Identity seen = person.identity;
  take_profile(seen, author, at);
  if (same_profile(seen, person.identity)) return;
  // What looked the same since did not move `seen_at`.
  const auto heard = store::last_heard_of(transaction_, person.identity.organization_id, person.identity.id);
  if (heard > person.identity.seen_at && !is_newer(person.identity, heard, author, at)) return;
  const Identity before = std::exchange(person.identity, std::move(seen));
  store::set_identity_profile(transaction_, person.identity);
  if (before.name != person.identity.name || before.handle != person.identity.handle) rename(person, before);
}

// The contact is called as its handles are, unless a colleague gave it a name.
void People::rename(Person& person, const Identity& before) {
  const Identity& now = person.identity;
  if (!now.contact_id) return;
  auto all = store::list_identities(transaction_, now.organization_id, *now.contact_id);
  const std::string name = contact::name_of(all);
  std::ranges::replace_if(all, [&](const Identity& one) { return one.id == now.id; }, before);
  auto contact = store::find_contact(transaction_, now.organization_id, *now.contact_id);
  if (!contact || contact->name == name || contact->name != contact::name_of(all)) return;
  contact->name = name;
  store::update_contact(transaction_, *contact);
  transaction_.forget_asked();
  for (auto& [key, known] : known_) {
    if (known.identity.contact_id == now.contact_id) known.contact_name = name;
  }
}

void People::joined(ids::Contact source, const contact::Contact& target) {
  for (auto& [key, person] : known_) {
    const auto contact = person.identity.contact_id;
    if (contact != source && contact != target.id) continue;
    person.identity.contact_id = target.id;
    person.contact_name = target.name;
    person.contact_is_new = false;
  }
}

}  // namespace workflow
