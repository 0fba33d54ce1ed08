#pragma once
// The terms by which the index narrows a search without looking at the record. Each message has them behind its words.

#include <optional>
#include <string>
#include <string_view>

#include "domain/ids.hpp"

namespace search {

// Marks each word of the author's name.
inline constexpr const char* kAuthorMark = "=f";

[[nodiscard]] inline std::string term_of(std::optional<ids::Team> team) {
  return "=t" + std::to_string(team ? team->value : 0);
}
[[nodiscard]] inline std::string term_of(ids::Inbox inbox) { return "=n" + std::to_string(inbox.value); }
[[nodiscard]] inline std::string term_of(ids::Conversation conversation) {
  return "=k" + std::to_string(conversation.value);
}
[[nodiscard]] inline std::string term_of(ids::Identity identity) { return "=i" + std::to_string(identity.value); }
[[nodiscard]] inline std::string term_of(ids::User user) { return "=u" + std::to_string(user.value); }
[[nodiscard]] inline std::string channel_term(std::string_view channel) { return "=c" + std::string(channel); }
[[nodiscard]] inline std::string language_term(std::string_view language) { return "=l" + std::string(language); }

}  // namespace search
