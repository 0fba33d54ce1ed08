#include "connectors/email/context.hpp"

#include <algorithm>

#include "base/json/decode.hpp"
#include "base/json/encode.hpp"
#include "base/text.hpp"
#include "connectors/email/address.hpp"

namespace email {
namespace {

constexpr std::size_t kMostReferences = 400;  // Bytes.
constexpr std::size_t kLongestSubject = 150;  // Code points.

}  // namespace

std::vector<std::string> shorten_references(const std::vector<std::string>& references, std::size_t most_bytes) {
  std::vector<std::string> good;
  std::ranges::copy_if(references, std::back_inserter(good), is_message_id);
  if (good.empty()) return good;
  std::vector<std::string> out;
  std::size_t size = good.front().size();
  for (std::size_t i = good.size() - 1; i > 0; --i) {
    size += good[i].size() + 3;
    if (size > most_bytes) break;
    out.insert(out.begin(), good[i]);
  }
  out.insert(out.begin(), good.front());
  return out;
}

std::string write_context(Context context) {
  context.references = shorten_references(context.references, kMostReferences);
  context.subject = base::shorten(context.subject, kLongestSubject);
  if (!is_message_id(context.id)) context.id.clear();
  return base::encode(context);
}

Context read_context(const std::string& text) {
  auto context = base::decode_text<Context>(text, base::UnknownMembers::ignore);
  return context ? *std::move(context) : Context();
}

}  // namespace email
