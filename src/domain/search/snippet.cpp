#include "domain/search/snippet.hpp"

#include <algorithm>
#include <set>

namespace search {
namespace {

struct Hit {
  std::size_t begin = 0;  // Bytes.
  std::size_t end = 0;
  std::size_t group = 0;  // Which part of the query it answers.
};

// Of one part of the query: what comes after them is not shown, and a text that is nothing else costs no more than any other.
constexpr std::size_t kMostHits = 200;

std::vector<Hit> find_hits(const Document& document, const Expression& expression) {
  std::vector<Hit> hits;
  for (std::size_t group = 0; group < expression.all.size(); ++group) {
    for (const auto& phrase : expression.all[group]) {
      std::size_t found = 0;
      for (std::size_t at = 0; at < document.size() && found < kMostHits; ++at) {
        const std::size_t end = match_at(phrase, document, at);
        if (end == 0) continue;
        hits.push_back({document[at].begin, document[end - 1].end, group});
        ++found;
      }
    }
  }
  std::ranges::sort(hits, {}, &Hit::begin);
  return hits;
}

// Where the window begins in which most parts of the query are answered; among equals the one with most hits, the earliest.
std::size_t best_window(const std::vector<Hit>& hits) {
  std::size_t best = 0;
  std::pair<std::size_t, std::size_t> best_worth{0, 0};
  for (std::size_t first = 0; first < hits.size(); ++first) {
    std::set<std::size_t> groups;
    std::size_t count = 0;
    for (std::size_t i = first; i < hits.size() && hits[i].end <= hits[first].begin + kSnippetBytes * 3 / 4; ++i, ++count)
      groups.insert(hits[i].group);
    const std::pair worth{groups.size(), count};
    if (worth <= best_worth) continue;
    best_worth = worth;
    best = first;
  }
  return best;
}

bool is_inner_byte(std::string_view text, std::size_t at) {
  return at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80;
}

bool is_blank(char c) { return c == ' ' || c == '\n' || c == '\t' || c == '\r'; }

// The nearest place to cut at or behind `at`, before `limit`: behind a blank, else between code points.
std::size_t cut_behind(std::string_view text, std::size_t at, std::size_t limit) {
  for (std::size_t i = at; i < std::min(limit, at + 30); ++i)
    if (is_blank(text[i])) return i + 1;
  while (is_inner_byte(text, at)) ++at;
  return at;
}

std::size_t cut_before(std::string_view text, std::size_t at, std::size_t limit) {
  for (std::size_t i = at; i > std::max(limit, at < 30 ? 0 : at - 30); --i)
    if (is_blank(text[i - 1])) return i - 1;
  while (is_inner_byte(text, at)) --at;
  return at;
}

struct Window {
  std::size_t begin = 0;
  std::size_t end = 0;
};

Window window_of(std::string_view text, const std::vector<Hit>& hits) {
  if (text.size() <= kSnippetBytes) return {0, text.size()};
  const Hit best = hits.empty() ? Hit{} : hits[best_window(hits)];
  const std::size_t hit_begin = best.begin;
  const std::size_t hit_end = best.end;
  const std::size_t lead = kSnippetBytes / 4;
  Window window;
  if (hit_begin > lead) window.begin = cut_behind(text, hit_begin - lead, hit_begin);
  window.end = std::max(window.begin + kSnippetBytes, hit_end);
  if (window.end >= text.size()) window.end = text.size();
  else window.end = cut_before(text, window.end, hit_end);
  return window;
}

void add_part(Snippet& snippet, std::string_view text, bool hit) {
  if (!text.empty()) snippet.parts.push_back({std::string(text), hit});
}

}  // namespace

Snippet make_snippet(std::string_view text, const Document& document, const Expression& expression) {
  const auto hits = find_hits(document, expression);
  const Window window = window_of(text, hits);
  Snippet snippet;
  snippet.starts_inside = window.begin > 0;
  snippet.ends_inside = window.end < text.size();
  std::size_t at = window.begin;
  for (const auto& hit : hits) {
    const std::size_t begin = std::max(hit.begin, at);
    const std::size_t end = std::min(hit.end, window.end);
    if (begin >= end) continue;
    add_part(snippet, text.substr(at, begin - at), false);
    if (begin == at && !snippet.parts.empty() && snippet.parts.back().hit)
      snippet.parts.back().text += text.substr(begin, end - begin);
    else add_part(snippet, text.substr(begin, end - begin), true);
    at = end;
  }
  add_part(snippet, text.substr(at, window.end - at), false);
  return snippet;
}

}  // namespace search
