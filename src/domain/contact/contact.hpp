#pragma once
// A contact is a person; an identity is one handle of theirs on one channel.

#include <cstdint>
#include <optional>
#include <string>

#include <boost/describe.hpp>

#include "base/clock.hpp"
#include "domain/ids.hpp"

namespace contact {

// What a contact is worth to the company, as its people or its other programs say.
enum class Value {
  none,      // Nobody said.
  customer,  // Buys from us.
  valued,    // Buys often, or much.
  key,       // One of those whom the company cannot lose.
};
BOOST_DESCRIBE_ENUM(Value, none, customer, valued, key)

struct Contact {
  ids::Contact id;
  ids::Organization organization_id;
  std::string name;
  std::optional<std::string> email;  // As typed; it proves nothing.
  base::Time created_at{};
  std::optional<ids::Contact> joined_into_id;  // They were found to be one person: all of theirs is that one's.
  Value value = Value::none;
};
BOOST_DESCRIBE_STRUCT(Contact, (), (id, organization_id, name, email, created_at, joined_into_id, value))

struct Identity {
  ids::Identity id;
  ids::Organization organization_id;
  std::optional<ids::Contact> contact_id;  // None until they first speak.
  std::string channel;
  std::string external_id;  // The platform's id; unique per channel.
  std::string handle;
  base::Time created_at{};
  // The profile as the platform last showed it, at `seen_at`.
  std::string name;
  std::optional<std::int64_t> followers;
  std::optional<bool> verified;
  std::string language;
  base::Time seen_at{};
};
BOOST_DESCRIBE_STRUCT(Identity, (),
                      (id, organization_id, contact_id, channel, external_id, handle, created_at, name, followers, verified,
                       language, seen_at))

}  // namespace contact
