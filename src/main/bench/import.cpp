#include <algorithm>
#include <filesystem>
#include <fstream>
#include <random>

#include "channel/channel.hpp"
#include "main/bench/bench.hpp"
#include "main/bench/child.hpp"
#include "main/record.hpp"
#include "store/message_store.hpp"
#include "workflow/credential.hpp"
#include "workflow/import/import_twcs.hpp"
#include "workflow/manage_inboxes.hpp"

namespace heed {
namespace {

using std::chrono::steady_clock;

constexpr int kThreads = 20'000;
constexpr int kBatch = 500;

// Threads as real care traffic has them: a customer, mostly an answer, sometimes a word more.
std::int64_t write_archive(const std::string& path) {
  std::mt19937_64 random(1);
  std::ofstream file(path);
  file << "tweet_id\tauthor\tinbound\tcreated_at\tin_response_to\ttext\n";
  std::int64_t id = 1000, rows = 0;
  base::Time at = std::chrono::sys_days{std::chrono::year{2025} / 3 / 1};
  const auto row = [&](const std::string& author, bool inbound, std::int64_t parent, const std::string& text) {
    at += std::chrono::seconds(1 + random() % 60);
    file << ++id << '\t' << author << '\t' << (inbound ? 1 : 0) << '\t' << base::to_rfc3339(at) << '\t'
         << (parent != 0 ? std::to_string(parent) : "") << '\t' << text << '\n';
    ++rows;
    return id;
  };
  for (int thread = 0; thread < kThreads; ++thread) {
    const std::string brand = "Brand" + std::to_string(random() % 20);
    const std::string customer = std::to_string(500'000 + random() % 15'000);
    const auto first =
        row(customer, true, 0,
            "@" + brand + " my parcel was promised for Monday and nothing has moved since. Where is it, please? #" +
                std::to_string(random() % 100'000));
    if (random() % 10 < 7) {
      const auto answer =
          row(brand, false, first,
              "@" + customer + " Sorry to keep you waiting! Send us your order number and we look into it at once. /M");
      if (random() % 2 == 0) row(customer, true, answer, "@" + brand + " It is 48-2210, thank you for the quick answer.");
    }
  }
  return rows;
}

Config record_in(const std::string& folder) {
  Config config;
  config.data = folder;
  return config;
}

base::Result<organization::Organization> new_organization(Record& record) { return record.ensure_organization("Bench"); }

// What the same store writes when nobody thinks: one message row a row, in the same batches.
base::Result<double> bare_rows_per_s(const std::string& folder, const channel::ChannelType& channel, std::int64_t rows) {
  Record record(record_in(folder));
  auto organization = new_organization(record);
  if (!organization) return base::pass_on(organization.error());
  auto inbox = record.store().transact_blocking([&](store::Transaction& transaction) -> base::Result<inbox::Inbox> {
    return workflow::ensure_imported_inbox(transaction, organization->id, channel, "Bench", workflow::new_public_key());
  });
  if (!inbox) return base::pass_on(inbox.error());
  const auto began = steady_clock::now();
  for (std::int64_t done = 0; done < rows; done += kBatch) {
    auto written = record.store().transact_blocking([&](store::Transaction& transaction) -> base::Result<bool> {
      conversation::Message message;
      message.organization_id = organization->id;
      message.inbox_id = inbox->id;
      message.text = std::string(100, 'x');
      for (std::int64_t i = done; i < std::min<std::int64_t>(done + kBatch, rows); ++i) {
        message.id = transaction.new_id<ids::Message>();
        message.external_id = std::to_string(1000 + i);
        message.said_at = transaction.now();
        store::insert_message(transaction, message);
      }
      return true;
    });
    if (!written) return base::pass_on(written.error());
  }
  return static_cast<double>(rows) / std::chrono::duration<double>(steady_clock::now() - began).count();
}

}  // namespace

base::Result<BenchResult> bench_import(const BenchOptions& /*one size*/) {
  const ScratchFolder folder;
  const std::string archive = folder.path() + "/archive.tsv";
  const std::int64_t rows = write_archive(archive);
  auto types = channel::all_channel_types();
  const auto channel = *std::ranges::find(types, false, &channel::ChannelType::connectable);

  std::filesystem::create_directories(folder.path() + "/bare");
  std::filesystem::create_directories(folder.path() + "/whole");
  auto bare = bare_rows_per_s(folder.path() + "/bare", channel, rows);
  if (!bare) return base::pass_on(bare.error());

  Record record(record_in(folder.path() + "/whole"));
  auto organization = new_organization(record);
  if (!organization) return base::pass_on(organization.error());
  workflow::ImportOptions options;
  options.file = archive;
  options.working_folder = folder.path() + "/whole/tmp";
  options.organization = organization->id;
  options.channel = channel;
  options.on_progress = [](const workflow::ImportProgress&) {};
  options.batch = kBatch;
  const auto began = steady_clock::now();
  auto summary = workflow::import_twcs(record.store(), options);
  if (!summary) return base::pass_on(summary.error());
  const double rate =
      static_cast<double>(summary->stored) / std::chrono::duration<double>(steady_clock::now() - began).count();

  BenchResult result;
  result.name = "import";
  result.figures = {{"rows_per_s", rate}, {"rows", static_cast<double>(summary->stored)}};
  result.limits = {{"bare_rows_per_s", *bare}, {"promised_rows_per_s", 5000}};
  result.ratios = {{"rows_per_s", rate / *bare}, {"promised_rows_per_s", rate / 5000}};
  return result;
}

}  // namespace heed
