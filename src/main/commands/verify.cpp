// heed verify: is the record whole?
#include <iostream>

#include "base/json/encode.hpp"
#include "main/commands.hpp"
#include "main/progress.hpp"
#include "main/record.hpp"
#include "store/organization_store.hpp"
#include "store/verify_store.hpp"

namespace heed {
namespace {

struct VerifiedOrganization {
  ids::Organization organization_id;
  std::string organization;
  store::VerifiedSizes looked_at;
  std::int64_t rules = 0;
  std::vector<store::Breach> breaches;
};
BOOST_DESCRIBE_STRUCT(VerifiedOrganization, (), (organization_id, organization, looked_at, rules, breaches))

struct VerifiedRecord {
  bool whole = true;
  std::vector<VerifiedOrganization> organizations;
};
BOOST_DESCRIBE_STRUCT(VerifiedRecord, (), (whole, organizations))

base::Result<VerifiedRecord> verify_all(store::Reading& reading) {
  VerifiedRecord record;
  for (const auto& organization : store::list_organizations(reading)) {
    auto verification = store::verify(reading, organization.id);
    record.whole = record.whole && verification.breaches.empty();
    record.organizations.push_back(
        {organization.id, organization.name, verification.looked_at, verification.rules, std::move(verification.breaches)});
  }
  return record;
}

void print_breach(const store::Breach& breach) {
  std::cout << "  " << breach.rule << ": " << breach.text << " " << with_commas(breach.count)
            << (breach.count == 1 ? " breaks it:" : " break it:") << "\n";
  for (const auto& row : breach.first) std::cout << "    " << row << "\n";
  const auto more = breach.count - static_cast<std::int64_t>(breach.first.size());
  if (more > 0) std::cout << "    … and " << with_commas(more) << " more\n";
}

void print_organization(const VerifiedOrganization& verified) {
  const auto& looked_at = verified.looked_at;
  std::cout << verified.organization << ": " << with_commas(looked_at.conversations) << " conversations, "
            << with_commas(looked_at.messages) << " messages, " << with_commas(looked_at.clocks) << " clocks, "
            << with_commas(looked_at.events) << " events; " << verified.rules << " rules, "
            << (verified.breaches.empty() ? std::string("all kept") : std::to_string(verified.breaches.size()) + " broken")
            << "\n";
  for (const auto& breach : verified.breaches) print_breach(breach);
}

}  // namespace

int run_verify(const Invocation& call) {
  Record record(call.config);
  auto verified = record.store().read_blocking(verify_all);
  if (!verified) return say_failure(verified.error());
  if (call.has("json")) {
    std::cout << base::encode(*verified) << "\n";
  } else {
    for (const auto& organization : verified->organizations) print_organization(organization);
    if (verified->organizations.empty()) std::cout << "The record is empty.\n";
  }
  return verified->whole ? kDone : kFailed;
}

}  // namespace heed
