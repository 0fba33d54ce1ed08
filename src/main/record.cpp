#include "main/record.hpp"

#include <iostream>

#include "base/text.hpp"
#include "main/command.hpp"
#include "store/organization_store.hpp"
#include "workflow/set_up.hpp"

namespace heed {
namespace {

// Commands that write hold the data folder alone; on PostgreSQL they write beside a server and so count as another node.
constexpr int kCommandNode = 15;

store::StoreOptions options_of(const Config& config) {
  store::StoreOptions options;
  options.url = store_url(config).reveal();
  options.readers = 1;
  options.on_wait = [](const std::string& sentence) { std::cerr << "heed: " << sentence << "\n"; };
  return options;
}

}  // namespace

Record::Record(const Config& config)
    : options_(options_of(config)), ids_(clock_, kCommandNode), store_(store::Store::open(options_, clock_, ids_)) {}

std::unique_ptr<store::SearchIndex> Record::open_search() { return store::SearchIndex::open(options_, clock_, ids_); }

base::Result<organization::Organization> Record::find_organization(const std::optional<std::string>& wanted) {
  const auto all =
      store_->read_blocking([](store::Reading& reading) -> base::Result<std::vector<organization::Organization>> {
        return store::list_organizations(reading);
      });
  if (!all) return base::pass_on(all.error());
  if (all->empty()) return base::fail(base::FailureKind::not_found, "There is no organization in this record yet.");
  if (!wanted && all->size() == 1) return all->front();
  std::string names;
  for (const auto& one : *all) {
    if (wanted && (base::equal_ignoring_case(one.name, *wanted) || std::to_string(one.id.value) == *wanted)) return one;
    names += (names.empty() ? "" : ", ") + one.name;
  }
  const std::string why = wanted ? "There is no organization called \"" + *wanted + "\"."
                                 : "There are several organizations; name one with --organization.";
  return base::fail(base::FailureKind::not_found, why + " There are: " + names + ".");
}

base::Result<organization::Organization> Record::ensure_organization(const std::optional<std::string>& wanted) {
  const auto none = store_->read_blocking(
      [](store::Reading& reading) -> base::Result<bool> { return !store::first_organization(reading).has_value(); });
  if (!none) return base::pass_on(none.error());
  if (!*none) return find_organization(wanted);
  return store_->transact_blocking([&](store::Transaction& transaction) {
    return workflow::create_organization(transaction, {wanted.value_or("My company"), "en", "UTC"});
  });
}

int say_failure(const base::Failure& failure) {
  std::cerr << "heed: " << failure.message << "\n";
  return kFailed;
}

}  // namespace heed
