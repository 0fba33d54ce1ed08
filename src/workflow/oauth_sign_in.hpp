#pragma once
// Signing in to an account in the browser, from the button to the inbox. Begun for one session, taken up once, for ten minutes;
// what the form held waits here, sealed, and the page that comes back brings only the code.
//
//   auto begun = co_await begin_sign_in(parts, {organization, session}, wanted);      // The browser goes to begun->url.
//   auto inbox = co_await finish_sign_in(parts, {organization, session}, returned);   // Connected, proved and stored.
//
// Where the inbox is there already its tokens are replaced, and what waits to be sent goes out with them.

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include <boost/json/value.hpp>

#include "base/result.hpp"
#include "base/secret.hpp"
#include "channel/channel.hpp"
#include "domain/inbox/inbox.hpp"
#include "store/store.hpp"
#include "store/task.hpp"
#include "workflow/attend_inboxes.hpp"
#include "workflow/vault.hpp"

namespace workflow {

// All of it outlives the sign-in.
struct SignInParts {
  store::Store& store;
  const Vault& vault;
  const base::Clock& clock;
  const std::vector<channel::ChannelType>& channels;
  InboxAttendant& attendant;
};

// Whose browser it is.
struct SignInFor {
  ids::Organization organization;
  ids::Session session;
};

struct SignInWanted {
  std::optional<ids::Inbox> inbox_id;  // Signing in again; then nothing below but `redirect_uri` is looked at.
  std::string channel;
  std::string name;
  boost::json::value settings;  // In clear, as far as they are filled in.
  std::optional<ids::Team> team_id;
  std::optional<std::int64_t> first_response_s;
  std::string redirect_uri;
};

struct SignInBegun {
  std::string url;
  base::Time expires_at{};
};

// As the page that came back has it from its address.
struct SignInReturned {
  std::string state;
  base::Secret code;
  std::string error;              // "access_denied"
  std::string error_description;  // The provider's words.
  std::string issuer;
};

store::Task<base::Result<SignInBegun>> begin_sign_in(SignInParts parts, SignInFor whose, SignInWanted wanted);
// Failures: `not_found` where the sign-in is not of this session, was taken up or has expired; `rejected` where it was denied;
// else about the member that is wrong.
store::Task<base::Result<inbox::Inbox>> finish_sign_in(SignInParts parts, SignInFor whose, SignInReturned returned);

}  // namespace workflow
