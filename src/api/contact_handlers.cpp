#include "api/contact_handlers.hpp"

#include <chrono>
#include <utility>

#include "api/page.hpp"
#include "base/text.hpp"
#include "store/contact_join_store.hpp"
#include "store/contact_store.hpp"
#include "store/strike_store.hpp"
#include "store/timeline_store.hpp"
#include "workflow/change_contact.hpp"
#include "workflow/join_contacts.hpp"

namespace api {
namespace {

constexpr std::int64_t kDaysShown = 400;

contract::Identity present(contact::Identity identity) {
  contract::Identity out;
  out.id = identity.id;
  out.channel = std::move(identity.channel);
  out.handle = std::move(identity.handle);
  out.name = std::move(identity.name);
  out.followers = identity.followers;
  out.verified = identity.verified;
  if (!identity.language.empty()) out.language = std::move(identity.language);
  if (identity.seen_at != base::Time{}) out.seen_at = identity.seen_at;
  return out;
}

contract::Moment present(const contact::Moment& moment) {
  return {moment.kind,   moment.id,     moment.at,   moment.conversation_id, moment.inbox_id, moment.message_id, moment.text,
          moment.signal, moment.strike, moment.move, moment.joined,          moment.user_id};
}

base::Result<contact::Contact> look_up(store::Reading& reading, ids::Organization organization, ids::Contact id) {
  auto found = store::find_contact(reading, organization, id);
  if (!found) return base::fail(base::FailureKind::not_found, "There is no such contact.");
  return *std::move(found);
}

// A contact with what belongs to them.
contract::Contact show(store::Reading& reading, const contact::Contact& contact) {
  const auto organization = contact.organization_id;
  contract::Contact out;
  out.id = contact.id;
  out.name = contact.name;
  out.email = contact.email;
  for (auto& identity : store::list_identities(reading, organization, contact.id))
    out.identities.push_back(present(std::move(identity)));
  out.value = contact.value;
  out.conversation_count = store::count_conversations(reading, organization, contact.id);
  for (const auto& tally : store::tally_strikes(reading, organization, contact.id))
    out.strikes.push_back({tally.cause, tally.count, tally.last_at});
  for (auto& proof : store::list_proofs(reading, organization, contact.id)) {
    const bool known = !out.proofs.empty() && out.proofs.back().kind == proof.kind && out.proofs.back().value == proof.value;
    if (!known) out.proofs.push_back({proof.kind, std::move(proof.value)});
  }
  out.created_at = contact.created_at;
  out.joined_into_id = contact.joined_into_id;
  return out;
}

}  // namespace

net::Task<base::Result<contract::ContactPage>> list_contacts(Call& call, contract::ListContacts in) {
  auto cursor = read_cursor(in.cursor);
  if (!cursor) co_return base::pass_on(cursor.error());
  auto limit = read_limit(in.limit);
  if (!limit) co_return base::pass_on(limit.error());
  const std::string part = base::to_storable(base::trim(in.name.value_or("")));
  auto work = [organization = call.principal.organization_id, part, from = *cursor,
               most = *limit](store::Reading& reading) -> base::Result<contract::ContactPage> {
    auto contacts = store::page_contacts(reading, organization, part, ids::Contact{from ? from->id : 0}, most + 1);
    contract::ContactPage page;
    if (static_cast<std::int64_t>(contacts.size()) > most) {
      contacts.pop_back();
      page.next = to_text({0, contacts.back().id.value});
    }
    for (auto& contact : contacts)
      page.items.push_back({contact.id, std::move(contact.name), std::move(contact.email), contact.created_at});
    return page;
  };
  co_return co_await call.store.read(std::move(work));
}

net::Task<base::Result<contract::Contact>> get_contact(Call& call, contract::ContactPath in) {
  auto work = [organization = call.principal.organization_id,
               in](store::Reading& reading) -> base::Result<contract::Contact> {
    const auto found = look_up(reading, organization, in.contact_id);
    if (!found) return base::pass_on(found.error());
    return show(reading, *found);
  };
  co_return co_await call.store.read(std::move(work));
}

net::Task<base::Result<contract::Contact>> patch_contact(Call& call, contract::ChangeContact in) {
  auto work = [who = call.principal, in](store::Transaction& transaction) -> base::Result<contract::Contact> {
    auto changed = in.value ? workflow::value_contact(transaction, who, in.contact_id, *in.value)
                            : look_up(transaction, who.organization_id, in.contact_id);
    if (!changed) return base::pass_on(changed.error());
    return show(transaction, *changed);
  };
  co_return co_await call.transact(std::move(work));
}

net::Task<base::Result<contract::Contact>> post_join(Call& call, contract::JoinContacts in) {
  auto work = [who = call.principal, in](store::Transaction& transaction) -> base::Result<contract::Contact> {
    auto joined = workflow::join_by_hand(transaction, who, in.contact_id, in.other_id);
    if (!joined) return base::pass_on(joined.error());
    return show(transaction, *joined);
  };
  co_return co_await call.transact(std::move(work));
}

net::Task<base::Result<contract::Contact>> post_separation(Call& call, contract::SeparateIdentities in) {
  auto work = [who = call.principal,
               in = std::move(in)](store::Transaction& transaction) -> base::Result<contract::Contact> {
    auto separated = workflow::separate_identities(transaction, who, in.contact_id, in.identity_ids);
    if (!separated) return base::pass_on(separated.error());
    return show(transaction, *separated);
  };
  co_return co_await call.transact(std::move(work));
}

net::Task<base::Result<contract::IdentityHistories>> list_identities(Call& call, contract::ContactPath in) {
  auto work = [organization = call.principal.organization_id,
               in](store::Reading& reading) -> base::Result<contract::IdentityHistories> {
    if (auto found = look_up(reading, organization, in.contact_id); !found) return base::pass_on(found.error());
    contract::IdentityHistories out;
    for (auto& identity : store::list_identities(reading, organization, in.contact_id)) {
      contract::IdentityHistory history;
      for (const auto& day : store::list_profile_snapshots(reading, organization, identity.id, kDaysShown))
        history.days.push_back({day.at, day.followers, day.verified});
      history.identity = present(std::move(identity));
      out.items.push_back(std::move(history));
    }
    return out;
  };
  co_return co_await call.store.read(std::move(work));
}

net::Task<base::Result<contract::MomentPage>> list_timeline(Call& call, contract::ListTimeline in) {
  auto cursor = read_cursor(in.cursor);
  if (!cursor) co_return base::pass_on(cursor.error());
  auto limit = read_limit(in.limit);
  if (!limit) co_return base::pass_on(limit.error());
  auto work = [organization = call.principal.organization_id, id = in.contact_id, from = *cursor,
               most = *limit](store::Reading& reading) -> base::Result<contract::MomentPage> {
    if (auto found = look_up(reading, organization, id); !found) return base::pass_on(found.error());
    const auto before = from ? std::optional(base::Time{std::chrono::milliseconds{from->key}}) : std::nullopt;
    auto moments = store::page_timeline(reading, organization, id, before, from ? from->id : 0, most + 1);
    contract::MomentPage page;
    if (static_cast<std::int64_t>(moments.size()) > most) {
      moments.pop_back();
      page.next = to_text({moments.back().at.time_since_epoch().count(), moments.back().id});
    }
    for (const auto& moment : moments) page.items.push_back(present(moment));
    return page;
  };
  co_return co_await call.store.read(std::move(work));
}

}  // namespace api
