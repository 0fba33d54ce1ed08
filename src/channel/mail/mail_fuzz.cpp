// Fuzzes the whole reading of a mail: whatever comes in, there is an answer in well-formed text, and nothing in its HTML runs.
// Built with `cmake --preset fuzz`; docs/mail.md says how it is run.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "base/blank.hpp"
#include "base/text.hpp"
#include "channel/mail/message.hpp"

namespace {

void demand(bool holds) {
  if (!holds) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {  // NOLINT(readability-identifier-naming)
  const auto message = mail::read_message({reinterpret_cast<const char*>(data), size});
  demand(base::is_storable(mail::to_json(message)));
  demand(!message.id.empty());
  demand(base::is_blank(message.text) || !base::is_blank(message.reply_text));
  for (const auto& file : message.attachments) demand(file.name.find('/') == std::string::npos);
  const std::string html = message.html.value_or("");
  for (const std::string_view tag : {"<script", "<style", "<iframe", "<svg", "<object", "=\"javascript:"})
    demand(html.find(tag) == std::string::npos);
  return 0;
}
