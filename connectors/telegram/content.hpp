#pragma once
// What a message holds, as a person reads it: its text or caption, its files, and what is neither as a line of text. Pure.

#include <string>
#include <vector>

#include "channel/item.hpp"
#include "connectors/telegram/payload.hpp"

namespace telegram {

// Empty for what nobody said (somebody joined, a message was pinned) and where the files say it all.
[[nodiscard]] std::string text_of(const payload::Message& message);
// To be fetched by their external_id.
[[nodiscard]] std::vector<channel::Attachment> attachments_of(const payload::Message& message);

}  // namespace telegram
