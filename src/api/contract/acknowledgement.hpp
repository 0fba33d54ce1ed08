#pragma once
// The automatic word of an inbox that says when an answer will come.

#include "api/contract/common.hpp"
#include "domain/acknowledgement/acknowledgement.hpp"

namespace api::contract {

struct AcknowledgementQuery {
  ids::Inbox inbox_id;
  std::optional<std::string> language;  // Of the preview: en, de, fr, es, pt or ar; the organization's when left out.
  std::optional<std::string> help;      // For the preview, in place of what is kept; at most 500 characters.
};
BOOST_DESCRIBE_STRUCT(AcknowledgementQuery, (), (inbox_id, language, help))

// It goes to whoever begins a conversation in private and has no answer when `wait_s` are over: once, marked as what it is, never to a
// machine or a list. It answers nothing: the clock runs on.
struct Acknowledgement {
  bool possible = false;  // On this channel.
  bool enabled = false;
  std::int64_t wait_s = acknowledgement::kUsualWait_s;  // 0 to 3600
  std::string help;     // What the customer can do now; at most 500 characters. Empty: that they can add to what they wrote.
  std::string preview;  // What somebody who wrote now would be told, as the queue stands.
};
BOOST_DESCRIBE_STRUCT(Acknowledgement, (), (possible, enabled, wait_s, help, preview))

struct ReplaceAcknowledgement {
  ids::Inbox inbox_id;
  bool enabled = false;
  std::int64_t wait_s = acknowledgement::kUsualWait_s;
  std::string help;
};
BOOST_DESCRIBE_STRUCT(ReplaceAcknowledgement, (), (inbox_id, enabled, wait_s, help))

}  // namespace api::contract
