#pragma once
// Secrets among the settings of an inbox: sealed in the record, in clear only for the connector, "***" for everybody else. Which
// members are secrets stands in the channel's schema ("format": "password").

#include <string>

#include <boost/json/value.hpp>

#include "base/result.hpp"
#include "base/secret.hpp"
#include "channel/channel.hpp"
#include "domain/inbox/inbox.hpp"
#include "workflow/vault.hpp"

namespace workflow {

// As they are kept, from settings with secrets in clear.
[[nodiscard]] std::string seal_settings(const Vault& vault, const channel::ChannelType& channel, ids::Inbox inbox,
                                        boost::json::value settings);
// In clear, for the connector; `unavailable` when they were sealed with another key.
[[nodiscard]] base::Result<boost::json::value> open_settings(const Vault& vault, const channel::ChannelType& channel,
                                                             const inbox::Inbox& inbox);
// For people.
[[nodiscard]] boost::json::value mask_settings(const channel::ChannelType& channel, const inbox::Inbox& inbox);
// Settings that somebody changed: a secret that reads "***" is the one that was there.
[[nodiscard]] boost::json::value fill_in_secrets(const channel::ChannelType& channel, boost::json::value changed,
                                                 const boost::json::value& before);

// What those who may call the inbox's own address prove it with; raw bytes.
[[nodiscard]] base::Secret webhook_secret(const Vault& vault, const inbox::Inbox& inbox);

}  // namespace workflow
