#pragma once
// Signals: things done rather than said.

#include <optional>
#include <string>

#include <boost/describe.hpp>

#include "base/clock.hpp"
#include "domain/ids.hpp"
#include "domain/signal/signal.hpp"

namespace api::contract {

struct Signal {
  ids::Signal id;
  ids::Inbox inbox_id;
  signals::Kind kind = signals::Kind::like;
  std::string author_name;  // Empty where the platform does not say who.
  std::optional<ids::Contact> contact_id;
  std::optional<ids::Message> message_id;  // What it is about, where we have it.
  base::Time at{};
};
BOOST_DESCRIBE_STRUCT(Signal, (), (id, inbox_id, kind, author_name, contact_id, message_id, at))

}  // namespace api::contract
