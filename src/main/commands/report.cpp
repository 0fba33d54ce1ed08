// heed report care.
#include <algorithm>
#include <cstdio>
#include <iostream>

#include "base/json/encode.hpp"
#include "main/commands.hpp"
#include "main/progress.hpp"
#include "main/record.hpp"
#include "workflow/care_report.hpp"

namespace heed {
namespace {

std::string percent(const std::optional<double>& share) {
  if (!share) return "–";
  char text[16];
  std::snprintf(text, sizeof text, "%.1f %%", *share * 100);
  return text;
}

std::string seconds_text(const std::optional<double>& seconds) {
  if (!seconds) return "–";
  const auto s = static_cast<std::int64_t>(*seconds + 0.5);
  if (s < 120) return std::to_string(s) + " s";
  if (s < 2 * 3600) return std::to_string((s + 30) / 60) + " min";
  return std::to_string((s + 1800) / 3600) + " h";
}

void print_row(const std::string& name, const report::CareFigures& f) {
  const auto cell = [](const std::string& text, int width) {
    // The dash is three bytes and one letter wide.
    const int wide = static_cast<int>(text.size()) - (text == "–" ? 2 : 0);
    std::cout << std::string(static_cast<std::size_t>(std::max(width - wide, 1)), ' ') << text;
  };
  std::cout << name << std::string(name.size() < 22 ? 22 - name.size() : 1, ' ');
  cell(with_commas(f.inbound), 9);
  cell(with_commas(f.outbound), 9);
  cell(with_commas(f.conversations), 14);
  cell(with_commas(f.answered), 10);
  cell(percent(f.unanswered_rate), 12);
  cell(percent(f.within_5min), 10);
  cell(percent(f.within_60min), 10);
  cell(seconds_text(f.median_first_response_s), 9);
  std::cout << "\n";
}

void print_table(const report::CareReport& report) {
  std::cout << "brand                   inbound outbound conversations  answered  unanswered   ≤ 5 min  ≤ 60 min   median\n";
  for (const auto& brand : report.brands) print_row(brand.brand, brand);
  print_row("total", report.total);
}

}  // namespace

int run_report_care(const Invocation& call) {
  Record record(call.config);
  auto organization = record.find_organization(call.value("organization"));
  if (!organization) return say_failure(organization.error());
  auto report = record.store().read_blocking([&](store::Reading& reading) -> base::Result<report::CareReport> {
    return workflow::make_care_report(reading, organization->id);
  });
  if (!report) return say_failure(report.error());
  if (call.has("json")) std::cout << base::encode(*report) << "\n";
  else print_table(*report);
  return kDone;
}

}  // namespace heed
