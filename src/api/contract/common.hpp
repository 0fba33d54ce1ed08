#pragma once
// Shapes that several parts of the contract share. Members are the JSON names. In replies every member is present, an
// optional one may be null; in requests an optional member may be left out.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <boost/describe.hpp>

#include "base/clock.hpp"
#include "domain/conversation/conversation.hpp"
#include "domain/ids.hpp"
#include "domain/rights/rights.hpp"
#include "domain/sla/clock.hpp"

namespace api::contract {

// Requests without input and replies without content.
struct Nothing {};
BOOST_DESCRIBE_STRUCT(Nothing, (), ())

struct Done {
  bool done = true;
};
BOOST_DESCRIBE_STRUCT(Done, (), (done))

// Every failure, whatever the route. `kind` is closed; `message` is a sentence for a person.
struct Failure {
  std::string kind;
  std::string message;
  std::optional<std::string> field;
  std::string request_id;
};
BOOST_DESCRIBE_STRUCT(Failure, (), (kind, message, field, request_id))

// A file of a message: GET /attachments/{attachment_id}, and for visitors GET /widget/{key}/attachments/{attachment_id}.
struct Attachment {
  ids::Attachment id;
  std::string name;                  // May be empty.
  std::string type;                  // "image/png"; empty when unknown.
  std::optional<std::int64_t> size;  // Bytes, where known.
  std::string description;           // What the sender says it shows.
  bool is_inline = false;            // Belongs into the text.
};
BOOST_DESCRIBE_STRUCT(Attachment, (), (id, name, type, size, description, is_inline))

}  // namespace api::contract
