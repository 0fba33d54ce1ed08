#pragma once
// What somebody who may vouches for about an identity: whoever shares a proof is one person (docs/decisions/0017).

#include <string>

#include <boost/describe.hpp>

#include "base/clock.hpp"
#include "base/json/traits.hpp"
#include "domain/ids.hpp"

namespace contact {

enum class ProofKind {
  email,        // An address that was verified to be theirs; lower case.
  customer_id,  // The company's own number of them, as it is.
};
BOOST_DESCRIBE_ENUM(ProofKind, email, customer_id)

struct Proof {
  ids::Organization organization_id;
  ProofKind kind = ProofKind::email;
  std::string value;
  ids::Identity identity_id;
  ids::Inbox inbox_id;  // Through which it was vouched for.
  base::Time at{};
};
BOOST_DESCRIBE_STRUCT(Proof, (), (organization_id, kind, value, identity_id, inbox_id, at))

}  // namespace contact
