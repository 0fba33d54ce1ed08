#pragma once
// The sample company: Lisbon Bikes, an invented shop with two weeks of invented conversations, to look around in. It is
// made through the same functions as everything else, by a clock that is set back and runs forward; the organization is
// marked as a sample, so that nobody takes its figures for real ones.

#include <string>
#include <vector>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "channel/channel.hpp"
#include "main/config.hpp"
#include "store/store.hpp"

namespace heed {

struct SampleAccount {
  std::string name;
  std::string email;
  std::string role;
};

struct SampleCompany {
  std::vector<SampleAccount> accounts;
  std::string password;  // Of all of them; printed, because there is nothing to protect.
  std::string chat_key;  // Of the chat's public address.
  bool is_new = true;    // False when it was there already.
};

// Fills an empty record, which nobody else may have open. Where the sample company is there already it is given as it is;
// where another company is, a conflict, and nothing is changed.
base::Result<SampleCompany> fill_sample_company(const Config& config, const std::vector<channel::ChannelType>& channels);

// The same with the two weeks before `now`.
base::Result<SampleCompany> fill_sample_company(const store::StoreOptions& options, base::Time now,
                                                const std::vector<channel::ChannelType>& channels);

}  // namespace heed
