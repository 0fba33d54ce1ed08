#pragma once
// What came with a message beside its text.

#include <cstdint>
#include <optional>
#include <string>

#include <boost/describe.hpp>

#include "domain/ids.hpp"

namespace conversation {

// A file. Its bytes are in the record, or still where the platform has them.
struct Attachment {
  ids::Attachment id;
  ids::Organization organization_id;
  ids::Message message_id;
  std::string name;
  std::string type;  // "image/png"; empty when unknown.
  std::optional<std::int64_t> size;
  std::string description;  // What the sender says it shows.
  bool is_inline = false;
  std::string content_id;
  std::string external_id;  // The platform's name of it.
  std::string url;          // Where the platform has it.
  bool has_bytes = false;
};
BOOST_DESCRIBE_STRUCT(Attachment, (),
                      (id, organization_id, message_id, name, type, size, description, is_inline, content_id, external_id,
                       url, has_bytes))

// Of a message that has any of it.
struct Details {
  ids::Message message_id;
  std::string subject;
  std::string context;  // The connector's own words.
};
BOOST_DESCRIBE_STRUCT(Details, (), (message_id, subject, context))

// Of one file, and of all that come with one item; what is larger stays on the platform.
inline constexpr std::size_t kMostAttachmentBytes = 25UL * 1024 * 1024;

}  // namespace conversation
