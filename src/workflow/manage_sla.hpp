#pragma once
// Policies and business hours are made and changed here. Each change makes the running clocks be reckoned anew (sweep.hpp).

#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "channel/channel.hpp"
#include "domain/rights/rights.hpp"
#include "store/transaction.hpp"
#include "workflow/promises.hpp"

namespace workflow {

// `wanted` as it is to be; its id, organization and times are set here. Refused, by the field, is what sla::check() refuses and
// what names an inbox, a channel, a team or hours that are not there. `id`: of the one to change; none makes a new one.
base::Result<sla::Policy> save_policy(store::Transaction& transaction, const rights::Principal& who,
                                      std::optional<ids::SlaPolicy> id, sla::Policy wanted,
                                      const std::vector<channel::ChannelType>& channels);
base::Result<void> remove_policy(store::Transaction& transaction, const rights::Principal& who, ids::SlaPolicy id);

// The same for hours. `team_ids`: who works by them.
base::Result<SlaBook::Hours> save_calendar(store::Transaction& transaction, const rights::Principal& who,
                                           std::optional<ids::BusinessHours> id, sla::Calendar wanted,
                                           std::vector<ids::Team> team_ids);
// Refused while a policy names them.
base::Result<void> remove_calendar(store::Transaction& transaction, const rights::Principal& who, ids::BusinessHours id);

// A policy as it stands, and what is wrong with it by now; empty when all is well.
struct ListedPolicy {
  sla::Policy policy;
  std::string trouble;
};
[[nodiscard]] std::vector<ListedPolicy> list_policies(store::Reading& reading, ids::Organization organization);

// Why a channel's default is what it is: what people expect there.
enum class Expectation { live, social, mail, other };
BOOST_DESCRIBE_ENUM(Expectation, live, social, mail, other)
[[nodiscard]] Expectation expectation_of(const channel::Capabilities& capabilities);

}  // namespace workflow
