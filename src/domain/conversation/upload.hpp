#pragma once
// A file on its way into an answer: its bytes come in pieces, and once they are all here it can be sent. Nobody but its owner may
// send it; what is not sent within a day goes.

#include <chrono>
#include <cstdint>
#include <string>

#include <boost/describe.hpp>

#include "base/clock.hpp"
#include "domain/ids.hpp"

namespace conversation {

struct Upload {
  ids::Attachment id;  // Of the attachment that it becomes.
  ids::Organization organization_id;
  std::string owner;  // "user:7" or "token:7".
  std::string name;
  std::string type;  // "image/png"; empty when unknown.
  std::string description;
  std::int64_t size = 0;  // As it was announced.
  std::int64_t received = 0;
  base::Time created_at{};
};
BOOST_DESCRIBE_STRUCT(Upload, (), (id, organization_id, owner, name, type, description, size, received, created_at))

inline constexpr std::chrono::hours kUploadsKept{24};
// Of one owner, not sent yet.
inline constexpr std::int64_t kMostUploads = 40;
inline constexpr std::int64_t kMostUploadBytes = 100LL * 1024 * 1024;
// Of one piece.
inline constexpr std::size_t kMostPartBytes = 1024UL * 1024;

}  // namespace conversation
