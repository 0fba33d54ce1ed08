// Fuzzes all that triage says of a message: whatever comes in, an answer whose places lie inside the message. Built with
// `cmake --preset fuzz`; docs/triage.md says how it is run.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "domain/triage/assess.hpp"
#include "domain/triage/assess_test_kit.hpp"
#include "domain/triage/personal.hpp"

namespace {

void demand(bool holds) {
  if (!holds) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {  // NOLINT(readability-identifier-naming)
  static const std::string kBytes = triage::small_model();
  static const auto kModel = triage::Model::read(kBytes);
  static const auto kCompany = triage::Company::compile(
      {{{"order", "HX-\\d+"}}, {"Moon Lamp", "\u305F\u307E\u3054"}, {{"recall", {"pulled from sale"}}}});
  demand(kModel.has_value() && kCompany.has_value());
  static triage::Assessor assessor(*kModel, triage::Rules::shipped());

  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const triage::Triage said = assessor.assess(text, {.company = &*kCompany, .explain = true});
  const auto is_inside = [size](triage::Span place) {
    return place.begin >= 0 && place.begin < place.end && place.end <= static_cast<std::int64_t>(size);
  };
  for (const auto& one : said.pii) demand(is_inside(one.place));
  for (const auto& one : said.entities) demand(is_inside(one.place));
  for (const auto& reason : said.reasons)
    for (const triage::Span place : reason.places) demand(is_inside(place));
  demand(said.urgency >= 0 && said.urgency <= 2 && said.sentiment.score >= -1 && said.sentiment.score <= 1);
  const std::string masked = triage::masked(text);
  demand(masked.size() <= 2 * size + 16);
  return 0;
}
