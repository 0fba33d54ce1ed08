#pragma once
// One thing said, as a connector hands it to the core: the platform's words in our shape.

#include <string>

#include "base/clock.hpp"

namespace channel {

struct Author {
  std::string external_id;  // The platform's id of the person; never empty.
  std::string handle;       // "@ann"; may be empty.
  std::string name;         // As shown; may be empty.
};

struct InboundItem {
  std::string external_id;  // The platform's id of the item; the same item has the same id for ever.
  Author author;
  bool own = false;  // Our own account said it, here or on the platform itself.
  bool is_public = false;
  std::string text;
  std::string parent_external_id;  // What it replies to; empty for none.
  std::string thread_key;          // The platform's name of the thread; empty on channels without threads.
  base::Time said_at{};
};

}  // namespace channel
