#pragma once
// People, and their handles on channels.

#include "api/contract/common.hpp"

namespace api::contract {

struct Identity {
  ids::Identity id;
  std::string channel;
  std::string handle;
};
BOOST_DESCRIBE_STRUCT(Identity, (), (id, channel, handle))

struct Contact {
  ids::Contact id;
  std::string name;
  std::optional<std::string> email;
  std::vector<Identity> identities;
  std::int64_t conversation_count = 0;
  base::Time created_at{};
};
BOOST_DESCRIBE_STRUCT(Contact, (), (id, name, email, identities, conversation_count, created_at))

struct ContactPath {
  ids::Contact contact_id;
};
BOOST_DESCRIBE_STRUCT(ContactPath, (), (contact_id))

struct ListContacts {
  std::optional<std::string> name;  // Part of a name, handle or e-mail address.
  std::optional<std::string> cursor;
  std::optional<std::int64_t> limit;
};
BOOST_DESCRIBE_STRUCT(ListContacts, (), (name, cursor, limit))

struct ContactRow {
  ids::Contact id;
  std::string name;
  std::optional<std::string> email;
  base::Time created_at{};
};
BOOST_DESCRIBE_STRUCT(ContactRow, (), (id, name, email, created_at))

struct ContactPage {
  std::vector<ContactRow> items;
  std::optional<std::string> next;
};
BOOST_DESCRIBE_STRUCT(ContactPage, (), (items, next))

}  // namespace api::contract
