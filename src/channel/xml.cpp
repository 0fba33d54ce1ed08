#include "channel/xml.hpp"

#include <algorithm>
#include <memory>
#include <type_traits>

#include <expat.h>

#include "channel/mail/charset.hpp"

namespace channel {
namespace {

using base::FailureKind;

constexpr std::size_t kDeepest = 64;
constexpr std::size_t kMostNodes = 400'000;
constexpr std::size_t kMostAttributes = 64;
constexpr char kBetween = '\n';  // Between namespace and name; in neither.

class Builder {
 public:
  explicit Builder(XML_Parser parser) : parser_(parser) { open_.push_back(&root_); }

  void begin(std::string_view name, const XML_Char** attributes) {
    if (!may_add() || open_.size() >= kDeepest) return stop("it is nested too deep, or has too many elements");
    // Pointers to parents stay good: only the innermost element grows.
    auto& node = open_.back()->children.emplace_back();
    const auto split = name.rfind(kBetween);
    if (split != std::string_view::npos) node.space = name.substr(0, split);
    node.name = name.substr(split == std::string_view::npos ? 0 : split + 1);
    for (std::size_t i = 0; attributes[i] != nullptr && i < 2 * kMostAttributes; i += 2) {
      const std::string_view full = attributes[i];
      node.attributes.emplace_back(full.substr(full.rfind(kBetween) + 1), attributes[i + 1]);
    }
    open_.push_back(&node);
  }
  void end() {
    if (why_ == nullptr) open_.pop_back();  // Once stopped, the end of an empty element still comes.
  }
  void say(std::string_view text) {
    if (why_ != nullptr) return;
    auto& children = open_.back()->children;
    if (children.empty() || !children.back().name.empty()) {
      if (!may_add()) return stop("it has too many elements");
      children.emplace_back();
    }
    children.back().text += text;
  }
  void stop(const char* why) {
    why_ = why;
    XML_StopParser(parser_, XML_FALSE);
  }

  [[nodiscard]] const char* why() const { return why_; }
  [[nodiscard]] XmlNode take() { return root_.children.empty() ? XmlNode() : std::move(root_.children.front()); }

 private:
  bool may_add() { return ++nodes_ <= kMostNodes; }

  XML_Parser parser_;
  const char* why_ = nullptr;
  std::size_t nodes_ = 0;
  XmlNode root_;
  std::vector<XmlNode*> open_;
};

Builder& builder(void* data) { return *static_cast<Builder*>(data); }

void on_begin(void* data, const XML_Char* name, const XML_Char** attributes) { builder(data).begin(name, attributes); }
void on_end(void* data, const XML_Char* /*name*/) { builder(data).end(); }
void on_text(void* data, const XML_Char* text, int length) { builder(data).say({text, static_cast<std::size_t>(length)}); }
void on_entity(void* data, const XML_Char* /*name*/, int /*is_parameter*/, const XML_Char* /*value*/, int /*length*/,
               const XML_Char* /*base*/, const XML_Char* /*system*/, const XML_Char* /*open*/,
               const XML_Char* /*notation*/) {
  builder(data).stop("it declares entities of its own, which are not taken");
}

// <?xml version="1.0" encoding="windows-1252"?>
std::string_view declared_charset(std::string_view bytes) {
  if (!bytes.starts_with("<?xml")) return {};
  const auto head = bytes.substr(0, bytes.find("?>"));
  const auto at = head.find("encoding=");
  if (at == std::string_view::npos || at + 10 > head.size()) return {};
  const char quote = head[at + 9];
  const auto value = head.substr(at + 10);
  return value.substr(0, value.find(quote));
}

bool is_utf16(std::string_view bytes) {
  return bytes.starts_with("\xFE\xFF") || bytes.starts_with("\xFF\xFE") || bytes.starts_with(std::string_view("\0<", 2)) ||
         bytes.starts_with(std::string_view("<\0", 2));
}

}  // namespace

std::string_view XmlNode::attribute(std::string_view local) const {
  const auto found = std::ranges::find(attributes, local, &std::pair<std::string, std::string>::first);
  return found == attributes.end() ? std::string_view() : std::string_view(found->second);
}

std::string XmlNode::all_text() const {
  std::string out = text;
  for (const auto& child : children) out += child.all_text();
  return out;
}

base::Result<XmlNode> parse_xml(std::string_view bytes, std::string_view charset) {
  if (bytes.size() > kLargestXml) return base::fail(FailureKind::too_large, "The XML is larger than 8 MB.");
  const bool is_wide = is_utf16(bytes);
  const std::string text = is_wide ? "" : mail::to_utf8(bytes, charset.empty() ? declared_charset(bytes) : charset);
  const std::string_view input = is_wide ? bytes : std::string_view(text);
  const std::unique_ptr<std::remove_pointer_t<XML_Parser>, decltype(&XML_ParserFree)> parser(
      XML_ParserCreateNS(is_wide ? nullptr : "UTF-8", kBetween), &XML_ParserFree);
  Builder builder(parser.get());
  XML_SetUserData(parser.get(), &builder);
  XML_SetElementHandler(parser.get(), on_begin, on_end);
  XML_SetCharacterDataHandler(parser.get(), on_text);
  XML_SetEntityDeclHandler(parser.get(), on_entity);
  if (XML_Parse(parser.get(), input.data(), static_cast<int>(input.size()), XML_TRUE) == XML_STATUS_OK)
    return builder.take();
  const char* why = builder.why() != nullptr ? builder.why() : XML_ErrorString(XML_GetErrorCode(parser.get()));
  return base::fail(FailureKind::invalid,
                    "line " + std::to_string(XML_GetCurrentLineNumber(parser.get())) + " of the XML: " + why);
}

}  // namespace channel
