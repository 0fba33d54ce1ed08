// heed import: what another system kept, into the record.
#include <algorithm>
#include <chrono>
#include <filesystem>
#include <iostream>

#include "base/json/encode.hpp"
#include "base/text.hpp"
#include "channel/channel.hpp"
#include "main/commands.hpp"
#include "main/progress.hpp"
#include "main/record.hpp"
#include "workflow/import/import_items.hpp"
#include "workflow/import/import_twcs.hpp"

namespace heed {
namespace {

using workflow::ImportSummary;

constexpr const char* kArchive = "twcs";

struct ImportedFile {
  std::string file;
  std::int64_t rows = 0;
  std::int64_t stored = 0;
  std::int64_t known = 0;
  std::int64_t duplicates = 0;
  std::int64_t repaired = 0;
  std::int64_t passed_over = 0;
  std::int64_t refused = 0;
  std::int64_t went_on_at_line = 0;
  std::vector<workflow::RefusedRow> first_refused;
  double seconds = 0;
  double rows_per_s = 0;
};
BOOST_DESCRIBE_STRUCT(ImportedFile, (),
                      (file, rows, stored, known, duplicates, repaired, passed_over, refused, went_on_at_line, first_refused,
                       seconds, rows_per_s))

struct Imported {
  std::vector<ImportedFile> files;
};
BOOST_DESCRIBE_STRUCT(Imported, (), (files))

ImportedFile make_report(const std::string& file, const ImportSummary& summary, double seconds) {
  ImportedFile out{file,
                   summary.rows,
                   summary.stored,
                   summary.known,
                   summary.duplicates,
                   summary.repaired,
                   summary.passed_over,
                   summary.refused,
                   summary.went_on_at_line,
                   summary.first_refused};
  out.seconds = seconds;
  out.rows_per_s = static_cast<double>(summary.rows) / std::max(seconds, 0.001);
  return out;
}

// Imports fill the channel that nobody connects by hand.
base::Result<channel::ChannelType> import_channel(const std::vector<channel::ChannelType>& types) {
  const auto found = std::ranges::find(types, false, &channel::ChannelType::connectable);
  if (found == types.end())
    return base::fail(base::FailureKind::unavailable, "This program was built without a channel for imports.");
  return *found;
}

void print_summary(const ImportedFile& in, bool one_of_many) {
  for (const auto& [line, reason] : in.first_refused)
    std::cerr << (one_of_many ? in.file + ", line " : "line ") << line << ": " << reason << "\n";
  const auto more = in.refused - static_cast<std::int64_t>(in.first_refused.size());
  if (more > 0) std::cerr << "… and " << with_commas(more) << " more refused rows\n";
  if (one_of_many) std::cout << in.file << ": ";
  std::cout << with_commas(in.rows) << " rows read, " << with_commas(in.stored) << " stored, " << with_commas(in.known)
            << " known already, ";
  if (in.duplicates > 0) std::cout << with_commas(in.duplicates) << " twice in the file, ";
  std::cout << with_commas(in.refused) << " refused";
  if (in.passed_over > 0) std::cout << ", " << with_commas(in.passed_over) << " notes and notices left out";
  if (in.repaired > 0) std::cout << ", " << with_commas(in.repaired) << " with mended text";
  if (in.went_on_at_line > 0) std::cout << "; went on at line " << with_commas(in.went_on_at_line);
  std::cout << "; " << with_commas(static_cast<std::int64_t>(in.rows_per_s)) << " rows/s\n";
}

std::vector<std::string> addresses_of(const std::string& list) {
  std::vector<std::string> out;
  for (const auto one : base::split(list, ',')) {
    if (!base::trim(one).empty()) out.push_back(base::to_lower_ascii(base::trim(one)));
  }
  return out;
}

// Of a format that is not the care archive.
base::Result<ImportSummary> import_items(Record& record, const Invocation& call, const std::string& format,
                                         const std::vector<channel::ChannelType>& types,
                                         const workflow::ImportOptions& options) {
  const auto& formats = workflow::import_formats();
  const auto found = std::ranges::find(formats, format, &workflow::ImportFormat::name);
  if (found == formats.end()) return base::fail(base::FailureKind::invalid, "There is no format " + format + ".");
  workflow::SourceOptions source;
  source.inbox = call.value("inbox").value_or("");
  source.own = addresses_of(call.value("own").value_or(""));
  source.now = record.clock().now();
  // The shape of our own items stands in one place: the door for one's own systems.
  const auto* own_items = channel::find_channel(types, "api");
  if (own_items != nullptr) source.read_item = own_items->read_item;
  if (!source.read_item)
    return base::fail(base::FailureKind::unavailable, "This program was built without the API channel.");
  return workflow::import_items(record.store(), options, *found, source);
}

base::Result<ImportedFile> import_file(Record& record, const Invocation& call, const std::string& file,
                                       const std::vector<channel::ChannelType>& types, workflow::ImportOptions options) {
  Progress progress;
  const auto format = call.value("format").value_or(kArchive);
  options.file = file;
  options.on_progress = [&](const workflow::ImportProgress& at) {
    progress.show(at.phase == workflow::ImportProgress::Phase::reading ? "Reading" : "Storing", at.done, at.total, at.rows);
  };
  const auto began = std::chrono::steady_clock::now();
  auto summary = format == kArchive ? workflow::import_twcs(record.store(), options)
                                    : import_items(record, call, format, types, options);
  if (!summary) return base::pass_on(summary.error());
  return make_report(file, *summary, std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count());
}

}  // namespace

int run_import(const Invocation& call) {
  Record record(call.config);
  const auto types = channel::all_channel_types();
  auto channel = import_channel(types);
  if (!channel) return say_failure(channel.error());
  auto organization = record.ensure_organization(call.value("organization"));
  if (!organization) return say_failure(organization.error());

  workflow::ImportOptions options;
  options.working_folder =
      (call.folder ? std::filesystem::path(call.folder->path()) / "tmp" : std::filesystem::temp_directory_path()).string();
  options.organization = organization->id;
  options.channel = *std::move(channel);
  Imported all;
  for (const auto& file : call.positionals) {
    auto imported = import_file(record, call, file, types, options);
    if (!imported) return say_failure(imported.error());
    if (call.has("json")) all.files.push_back(*std::move(imported));
    else print_summary(*imported, call.positionals.size() > 1);
  }
  if (call.has("json")) std::cout << base::encode(all) << "\n";
  return kDone;
}

}  // namespace heed
