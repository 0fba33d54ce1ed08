#include "channel/mail/html_tree.hpp"

#include <gumbo.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <csetjmp>
#include <cstddef>
#include <map>

#include "base/text.hpp"
#include "channel/mail/limits.hpp"

namespace mail {
namespace {

// What gumbo builds a page in. It is given back as a whole: gumbo's own way of giving it back calls itself once for each level.
struct Arena {
  static constexpr std::size_t kBlock = 64UL * 1024;
  static constexpr std::size_t kAlignment = 16;

  std::vector<std::unique_ptr<char[]>> blocks;
  char* free_from = nullptr;
  std::size_t free_bytes = 0;
  std::size_t budget = 0;
  std::jmp_buf exhausted;

  // None when there is no more to be had.
  void* take(std::size_t size) {
    size = (size + kAlignment - 1) / kAlignment * kAlignment;
    if (size > free_bytes) {
      const std::size_t block = std::max(size, kBlock);
      if (block > budget) return nullptr;
      budget -= block;
      blocks.push_back(std::make_unique_for_overwrite<char[]>(block));
      free_from = blocks.back().get();
      free_bytes = block;
    }
    void* out = free_from;
    free_from += size;
    free_bytes -= size;
    return out;
  }
};

// Gumbo does not look whether it was given memory, so where there is none left it is not returned to.
void* take_or_leave(void* arena, std::size_t size) {
  void* out = static_cast<Arena*>(arena)->take(size);
  if (out == nullptr) std::longjmp(static_cast<Arena*>(arena)->exhausted, 1);
  return out;
}
void keep(void* /*arena*/, void* /*memory*/) {}

// No object of this function has a destructor: it is left by longjmp.
GumboOutput* parse_within(Arena& arena, const char* text, std::size_t size) {
  if (setjmp(arena.exhausted) != 0) return nullptr;
  GumboOptions options = kGumboDefaultOptions;
  options.allocator = take_or_leave;
  options.deallocator = keep;
  options.userdata = &arena;
  options.max_errors = 0;
  return gumbo_parse_with_options(&options, text, size);
}

bool is_name(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0; }

// Elements that hold nothing or end by themselves where the next begins.
bool ends_by_itself(std::string_view tag) {
  static constexpr std::array<std::string_view, 20> kTags{"area", "base",   "br",    "col", "dd",   "dt",   "embed",
                                                          "hr",   "img",    "input", "li",  "link", "meta", "option",
                                                          "p",    "source", "td",    "th",  "tr",   "wbr"};
  return std::ranges::find(kTags, tag) != kTags.end();
}

// Whether building the tree stays affordable: at each tag the parser may look through all that is open.
bool is_affordable(std::string_view html) {
  std::map<std::string, std::size_t, std::less<>> open;
  std::size_t depth = 0;
  std::size_t steps = 0;
  for (auto at = html.find('<'); at != std::string_view::npos && at + 1 < html.size(); at = html.find('<', at + 1)) {
    const bool is_end = html[at + 1] == '/';
    const std::size_t begin = at + (is_end ? 2 : 1);
    std::size_t end = begin;
    while (end < html.size() && end - begin < 16 && is_name(html[end])) ++end;
    if (end == begin) continue;
    steps += depth + 1;
    if (steps > kMostHtmlSteps) return false;
    const std::string tag = base::to_lower_ascii(html.substr(begin, end - begin));
    if (ends_by_itself(tag)) continue;
    if (!is_end) {
      ++open[tag];
      ++depth;
    } else if (const auto one = open.find(tag); one != open.end() && one->second > 0) {
      --one->second;
      --depth;
    }
  }
  return true;
}

std::string_view name_of(const GumboElement& element) {
  return element.tag == GUMBO_TAG_UNKNOWN ? std::string_view() : std::string_view(gumbo_normalized_tagname(element.tag));
}

bool holds_children(const GumboNode& node) { return node.type == GUMBO_NODE_ELEMENT || node.type == GUMBO_NODE_TEMPLATE; }

}  // namespace

struct HtmlTree::Page {
  Arena arena;
  const GumboOutput* output = nullptr;
};

HtmlTree::HtmlTree(std::unique_ptr<Page> page) : page_(std::move(page)) {}
HtmlTree::~HtmlTree() = default;
HtmlTree::HtmlTree(HtmlTree&&) noexcept = default;
HtmlTree& HtmlTree::operator=(HtmlTree&&) noexcept = default;

std::optional<HtmlTree> HtmlTree::parse(std::string_view html) {
  if (!is_affordable(html)) return std::nullopt;
  auto page = std::make_unique<Page>();
  page->arena.budget = kHtmlMemory + kHtmlMemoryPerByte * html.size();
  page->output = parse_within(page->arena, html.data(), html.size());
  if (page->output == nullptr) return std::nullopt;
  return HtmlTree(std::move(page));
}

void HtmlTree::walk(HtmlVisitor& visitor) const {
  struct Place {
    const GumboNode* node;
    unsigned next;  // Of its children.
  };
  std::vector<Place> path;  // A page may be as deep as it likes, so nothing here calls itself.
  HtmlNode out;
  const auto begin = [&out](HtmlNode::Kind kind) {
    out.kind = kind;
    out.tag = {};
    out.text = {};
    out.attributes.clear();
  };
  const auto enter = [&](const GumboNode& node) {
    begin(HtmlNode::Kind::text);
    if (holds_children(node)) {
      out.kind = HtmlNode::Kind::open;
      out.tag = name_of(node.v.element);
      const GumboVector& list = node.v.element.attributes;
      for (unsigned i = 0; i < list.length; ++i) {
        const auto* one = static_cast<const GumboAttribute*>(list.data[i]);
        out.attributes.emplace_back(one->name, one->value);
      }
      const bool goes_in = visitor.visit(out);
      path.push_back({&node, goes_in ? 0 : node.v.element.children.length});
    } else if (node.type == GUMBO_NODE_TEXT || node.type == GUMBO_NODE_WHITESPACE || node.type == GUMBO_NODE_CDATA) {
      out.text = node.v.text.text;
      visitor.visit(out);
    }
  };
  enter(*page_->output->root);
  while (!path.empty()) {
    Place& place = path.back();
    const GumboElement& element = place.node->v.element;
    if (place.next < element.children.length) {
      enter(*static_cast<const GumboNode*>(element.children.data[place.next++]));
      continue;
    }
    begin(HtmlNode::Kind::close);
    out.tag = name_of(element);
    visitor.visit(out);
    path.pop_back();
  }
}

std::string_view HtmlNode::attribute(std::string_view name) const {
  const auto one = std::ranges::find(attributes, name, &std::pair<std::string_view, std::string_view>::first);
  return one == attributes.end() ? std::string_view() : one->second;
}

}  // namespace mail
