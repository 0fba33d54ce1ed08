// heed search rebuild: the index anew, from the record.
#include <algorithm>
#include <chrono>
#include <iostream>

#include "main/commands.hpp"
#include "main/progress.hpp"
#include "main/record.hpp"
#include "store/organization_store.hpp"
#include "store/search_store.hpp"
#include "workflow/index_messages.hpp"

namespace heed {
namespace {

struct Wanted {
  std::vector<organization::Organization> organizations;
  std::int64_t messages = 0;
};

base::Result<Wanted> look_at(store::Store& store) {
  return store.read_blocking([](store::Reading& reading) -> base::Result<Wanted> {
    Wanted wanted{store::list_organizations(reading), 0};
    for (const auto& organization : wanted.organizations) wanted.messages += store::count_sources(reading, organization.id);
    return wanted;
  });
}

}  // namespace

int run_search_rebuild(const Invocation& call) {
  Record record(call.config);
  const auto index = record.open_search();
  auto wanted = look_at(record.store());
  if (!wanted) return say_failure(wanted.error());
  if (auto wiped = index->wipe(); !wiped) return say_failure(wiped.error());

  const auto began = std::chrono::steady_clock::now();
  std::int64_t done = 0;
  {
    Progress progress;
    workflow::MessageIndexing indexing(record.store(), *index);
    for (const auto& organization : wanted->organizations) {
      auto read = indexing.catch_up(organization.id, [&](std::int64_t messages) {
        done += messages;
        progress.show("Indexing", std::min(done, wanted->messages), wanted->messages, done);
      });
      if (!read) return say_failure(read.error());
    }
    progress.show("Merging", wanted->messages, wanted->messages, done);
    if (auto merged = index->tidy(); !merged) return say_failure(merged.error());
  }
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
  std::cout << with_commas(done) << " messages can be found; "
            << with_commas(static_cast<std::int64_t>(static_cast<double>(done) / std::max(seconds, 0.001)))
            << " messages/s\n";
  return kDone;
}

}  // namespace heed
