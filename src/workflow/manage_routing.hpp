#pragma once
// How a team's work is given out, what people can do and carry, and what weighs how much: said here, by leads.

#include <string>
#include <vector>

#include "base/result.hpp"
#include "channel/channel.hpp"
#include "domain/rights/rights.hpp"
#include "domain/routing/settings.hpp"
#include "store/transaction.hpp"

namespace workflow {

// Settings as they stand, and what is wrong with them by now; empty when all is well. A team of which none were ever made has
// everything by hand, since `changed_at` zero.
struct ListedSettings {
  routing::Settings settings;
  std::string trouble;
};
[[nodiscard]] base::Result<ListedSettings> find_team_settings(store::Reading& reading, const rights::Principal& who,
                                                              ids::Team team,
                                                              const std::vector<channel::ChannelType>& channels);
// `wanted` as it is to be; its organization and time are set here. Refused, by the field, is what routing::check() refuses and
// what names a team that is not there.
base::Result<ListedSettings> save_team_settings(store::Transaction& transaction, const rights::Principal& who,
                                                routing::Settings wanted, const std::vector<channel::ChannelType>& channels);

struct ListedProfile {
  ids::User user_id;
  routing::Profile profile;
  std::string trouble;
};
[[nodiscard]] base::Result<ListedProfile> find_profile(store::Reading& reading, const rights::Principal& who, ids::User user,
                                                       const std::vector<channel::ChannelType>& channels);
base::Result<ListedProfile> save_profile(store::Transaction& transaction, const rights::Principal& who, ids::User user,
                                         routing::Profile wanted, const std::vector<channel::ChannelType>& channels);

struct ListedWeight {
  std::string channel;
  std::string name;
  std::int64_t weight = 1;
  std::int64_t usual = 1;
};
[[nodiscard]] std::vector<ListedWeight> list_weights(store::Reading& reading, ids::Organization organization,
                                                     const std::vector<channel::ChannelType>& channels);
// What is left out weighs what its kind does.
base::Result<std::vector<ListedWeight>> save_weights(store::Transaction& transaction, const rights::Principal& who,
                                                     const routing::Weights& wanted,
                                                     const std::vector<channel::ChannelType>& channels);

}  // namespace workflow
