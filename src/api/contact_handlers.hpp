#pragma once
// People and their handles.

#include "api/call.hpp"
#include "api/contract/contact.hpp"

namespace api {

net::Task<base::Result<contract::ContactPage>> list_contacts(Call& call /*outlives*/, contract::ListContacts in);
net::Task<base::Result<contract::Contact>> get_contact(Call& call /*outlives*/, contract::ContactPath in);

net::Task<base::Result<contract::Contact>> patch_contact(Call& call, contract::ChangeContact in);
net::Task<base::Result<contract::Contact>> post_join(Call& call /*outlives*/, contract::JoinContacts in);
net::Task<base::Result<contract::Contact>> post_separation(Call& call /*outlives*/, contract::SeparateIdentities in);
net::Task<base::Result<contract::IdentityHistories>> list_identities(Call& call /*outlives*/, contract::ContactPath in);
net::Task<base::Result<contract::MomentPage>> list_timeline(Call& call /*outlives*/, contract::ListTimeline in);

}  // namespace api
