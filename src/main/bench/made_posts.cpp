#include "main/bench/made_posts.hpp"

#include <algorithm>
#include <random>
#include <string_view>

#include "base/text.hpp"

namespace heed {
namespace {

constexpr std::size_t kPostBytes = 105;  // As public posts to companies have on average.

}  // namespace

std::vector<std::string> make_posts(std::size_t count, const std::vector<demo::Voice>& voices) {
  std::vector<std::vector<std::string_view>> lines;
  for (const auto& voice : voices)
    for (const auto& story : voice.stories)
      for (const std::string_view line : story.lines)
        if (line.starts_with("> ")) lines.push_back(base::split(line.substr(2), ' '));
  std::mt19937_64 random(4);
  std::vector<std::string> posts;
  for (std::size_t i = 0; i < count; ++i) {
    std::string post = "@shop";
    while (post.size() < kPostBytes) {
      const auto& line = lines[random() % lines.size()];
      const std::size_t begin = random() % line.size();
      const std::size_t end = std::min(line.size(), begin + 2 + random() % 5);
      for (std::size_t word = begin; word < end; ++word) post.append(" ").append(line[word]);
    }
    posts.push_back(std::move(post));
  }
  return posts;
}

std::vector<demo::Voice> all_voices() {
  return {demo::portuguese(), demo::english(), demo::german(), demo::spanish(), demo::french(), demo::arabic()};
}

}  // namespace heed
