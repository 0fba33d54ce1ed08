#pragma once
// What people of the sample company's world are called, and what they say. All of it is invented.

#include <span>
#include <string_view>

namespace heed::sample {

// One matter: what the customer begins with, what is answered, and how it may go on.
struct Matter {
  std::string_view language;
  std::string_view opening;
  std::string_view answer;
  std::string_view thanks;  // Empty: the customer says no more.
};

[[nodiscard]] std::span<const Matter> matters();
// Posts of one bad morning, when paying did not work.
[[nodiscard]] std::span<const Matter> crisis();
// Names that fit a language.
[[nodiscard]] std::span<const std::string_view> names(std::string_view language);

// Somebody who waits now.
struct Waiting {
  std::string_view name;
  std::string_view text;
  int seconds_ago;
  bool post;      // On the imported inbox, else in the chat.
  bool answered;  // A person answered before; this is their next word.
  int assignee;   // Index of the colleague, -1 for none.
};
[[nodiscard]] std::span<const Waiting> waiting();

}  // namespace heed::sample
