// heed inbox explain: the life of one item.
#include <iostream>

#include "base/json/encode.hpp"
#include "main/commands.hpp"
#include "main/record.hpp"
#include "store/organization_store.hpp"
#include "workflow/explain_item.hpp"

namespace heed {
namespace {

struct Explained {
  std::vector<workflow::ItemLife> items;
};
BOOST_DESCRIBE_STRUCT(Explained, (), (items))

void print(const workflow::ItemLife& life) {
  std::cout << "message " << life.message_id.value << " on " << life.inbox << "\n";
  for (const auto& step : life.steps)
    std::cout << "  " << base::to_rfc3339(step.at) << "  " << step.step
              << std::string(step.step.size() < 8 ? 8 - step.step.size() : 1, ' ') << step.text << "\n";
}

}  // namespace

int run_inbox_explain(const Invocation& call) {
  Record record(call.config);
  const std::string& item = call.positionals.at(0);
  auto lives = record.store().read_blocking([&](store::Reading& reading) -> base::Result<Explained> {
    Explained all;
    for (const auto& organization : store::list_organizations(reading)) {
      for (auto& life : workflow::explain_item(reading, organization.id, item)) all.items.push_back(std::move(life));
    }
    if (all.items.empty())
      return base::fail(base::FailureKind::not_found,
                        "There is no message \"" + item + "\". What could not be taken in stands in the quarantine.");
    return all;
  });
  if (!lives) return say_failure(lives.error());
  if (call.has("json")) std::cout << base::encode(*lives) << "\n";
  else
    for (const auto& life : lives->items) print(life);
  return kDone;
}

}  // namespace heed
