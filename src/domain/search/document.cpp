#include "domain/search/document.hpp"

#include <utility>

#include "domain/search/analyze.hpp"

namespace search {

Document make_document(std::string_view text, std::string_view language) {
  Document document;
  auto tokens = analyze(text);
  document.reserve(tokens.size() + 4);  // With room for what stands behind the words.
  for (auto& token : tokens) {
    Position position{{}, token.begin, token.end};
    std::string stemmed = stem_of(token, language);
    position.forms.push_back(std::move(token.folded));
    if (!token.sign.empty()) position.forms.push_back(std::move(token.sign));
    if (!stemmed.empty()) position.forms.push_back(std::move(stemmed));
    document.push_back(std::move(position));
  }
  return document;
}

}  // namespace search
