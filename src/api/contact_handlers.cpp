#include "api/contact_handlers.hpp"

#include "api/page.hpp"
#include "base/text.hpp"
#include "store/contact_store.hpp"

namespace api {

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
    const auto found = store::find_contact(reading, organization, in.contact_id);
    if (!found) return base::fail(base::FailureKind::not_found, "There is no such contact.");
    contract::Contact out;
    out.id = found->id;
    out.name = found->name;
    out.email = found->email;
    for (const auto& identity : store::list_identities(reading, organization, found->id))
      out.identities.push_back({identity.id, identity.channel, identity.handle});
    out.conversation_count = store::count_conversations(reading, organization, found->id);
    out.created_at = found->created_at;
    return out;
  };
  co_return co_await call.store.read(std::move(work));
}

}  // namespace api
