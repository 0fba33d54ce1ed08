#include "domain/triage/function_words.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <unordered_map>

namespace triage {
namespace {

struct Language {
  std::string_view code;
  std::string_view words;  // Of this language and of none of the others.
};
constexpr std::array kLanguages{
    Language{"en",
             "the and are was not my you your have has had been this that they what where when which with from "
             "would could still just it it's i'm don't of were there why how but an our we"},
    Language{"de",
             "und ist nicht ich mit auf für wir sie ein eine einen habe haben wird wurde auch noch mein meine "
             "meinen immer seit aber wie das dass kann von zu keine kein bitte schon nach"},
    Language{"fr",
             "le les et est pas je vous pour une des dans mon ma mes nous sur avec mais depuis c'est j'ai n'est "
             "qui votre être ont cette toujours plus aucun aucune"},
    Language{"es",
             "el los las y pero con para una está muy mi por qué más ya hace desde cuando tengo estoy nadie sin "
             "este esta nada mis nunca"},
    Language{"pt",
             "não os uma com meu minha você vocês é já mais foi muito quando ainda estou tenho ninguém sem isso "
             "nada pelo pela até são"},
    Language{"it",
             "il che non è una per sono di ho mio mia ancora nessuno più della con questo questa gli perché "
             "anche sempre senza già dopo"},
    Language{"nl",
             "het een niet ik van voor mijn met dat zijn maar geen nog jullie heb wordt hebben naar ook waar "
             "wanneer al deze bij niemand"},
};
constexpr int kPlain = 3;
constexpr std::size_t kLongestWord = 8;

using Words = std::unordered_map<std::uint64_t, std::uint8_t>;  // Eight bytes of word → language.

bool is_letter(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte >= 0x80 || (byte | 0x20U) - 'a' < 26U || c == '\'';
}

// The word in small letters (of ASCII) as a number; words of up to eight bytes have one each.
std::uint64_t key_of(std::string_view word) {
  std::uint64_t key = 0;
  for (const char c : word) {
    const auto byte = static_cast<unsigned char>(c);
    key = key << 8U | (byte >= 'A' && byte <= 'Z' ? byte | 0x20U : byte);
  }
  return key;
}

template <class Each>
void for_each_word(std::string_view text, Each each) {
  for (std::size_t at = 0; at < text.size();) {
    while (at < text.size() && !is_letter(text[at])) ++at;
    const auto begin = at;
    while (at < text.size() && is_letter(text[at])) ++at;
    if (at > begin && at - begin <= kLongestWord) each(key_of(text.substr(begin, at - begin)));
  }
}

// A word that several languages list belongs to none of them.
Words all_words() {
  Words words;
  Words shared;
  for (std::size_t i = 0; i < kLanguages.size(); ++i) {
    for_each_word(kLanguages.at(i).words, [&](std::uint64_t key) {
      if (!words.emplace(key, static_cast<std::uint8_t>(i)).second) shared.emplace(key, 0);
    });
  }
  for (const auto& [key, unused] : shared) words.erase(key);
  return words;
}

}  // namespace

std::string_view by_function_words(std::string_view text) {
  static const Words kWords = all_words();
  std::array<int, kLanguages.size()> votes{};
  for_each_word(text, [&](std::uint64_t key) {
    if (const auto found = kWords.find(key); found != kWords.end()) ++votes.at(found->second);
  });
  auto* const most = std::ranges::max_element(votes);
  const int best = *most;
  *most = 0;
  if (best < kPlain || *std::ranges::max_element(votes) != 0) return {};
  return kLanguages.at(static_cast<std::size_t>(most - votes.begin())).code;
}

}  // namespace triage
