// heed import: an archive into the record.
#include <algorithm>
#include <chrono>
#include <filesystem>
#include <iostream>

#include "channel/channel.hpp"
#include "main/commands.hpp"
#include "main/progress.hpp"
#include "main/record.hpp"
#include "workflow/import/import_twcs.hpp"

namespace heed {
namespace {

// Imports fill the channel that nobody connects by hand.
base::Result<channel::ChannelType> import_channel() {
  auto types = channel::all_channel_types();
  const auto found = std::ranges::find(types, false, &channel::ChannelType::connectable);
  if (found == types.end())
    return base::fail(base::FailureKind::unavailable, "This program was built without a channel for imports.");
  return *std::move(found);
}

void print_summary(const workflow::ImportSummary& summary, double seconds) {
  for (const auto& [line, reason] : summary.first_refused) std::cerr << "line " << line << ": " << reason << "\n";
  if (summary.refused > static_cast<std::int64_t>(summary.first_refused.size()))
    std::cerr << "… and " << with_commas(summary.refused - static_cast<std::int64_t>(summary.first_refused.size()))
              << " more refused rows\n";
  const auto rate = static_cast<std::int64_t>(static_cast<double>(summary.rows) / std::max(seconds, 0.001));
  std::cout << with_commas(summary.rows) << " rows read, " << with_commas(summary.stored) << " stored, "
            << with_commas(summary.known) << " known already, " << with_commas(summary.duplicates) << " twice in the file, "
            << with_commas(summary.refused) << " refused";
  if (summary.repaired > 0) std::cout << ", " << with_commas(summary.repaired) << " with mended text";
  std::cout << "; " << with_commas(rate) << " rows/s\n";
}

}  // namespace

int run_import(const Invocation& call) {
  Record record(call.config);
  auto channel = import_channel();
  if (!channel) return say_failure(channel.error());
  auto organization = record.ensure_organization(call.value("organization"));
  if (!organization) return say_failure(organization.error());

  Progress progress;
  workflow::ImportOptions options;
  options.file = call.positionals.at(0);
  options.working_folder =
      (call.folder ? std::filesystem::path(call.folder->path()) / "tmp" : std::filesystem::temp_directory_path()).string();
  options.organization = organization->id;
  options.channel = *std::move(channel);
  options.on_progress = [&](const workflow::ImportProgress& at) {
    progress.show(at.phase == workflow::ImportProgress::Phase::reading ? "Reading" : "Storing", at.done, at.total, at.rows);
  };
  const auto began = std::chrono::steady_clock::now();
  auto summary = workflow::import_twcs(record.store(), options);
  if (!summary) return say_failure(summary.error());
  print_summary(*summary, std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count());
  return kDone;
}

}  // namespace heed
