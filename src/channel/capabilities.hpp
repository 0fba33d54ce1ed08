#pragma once
// What a channel can do; the composer, the clocks and the settings form are made from it.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/describe.hpp>

#include "channel/text_measure.hpp"

namespace channel {

// What the platform does with a message that is handed over a second time: decides what a crash in between means.
enum class Resending {
  uncertain,  // It would be said twice: a person decides, unless find_sent() knows.
  same_key,   // It is one message as long as its key is the same (OutboundMessage::key).
};
BOOST_DESCRIBE_ENUM(Resending, uncertain, same_key)

enum class ActionKind { like, unlike, share, unshare, hide, unhide, remove, mark_read, block, unblock };
BOOST_DESCRIBE_ENUM(ActionKind, like, unlike, share, unshare, hide, unhide, remove, mark_read, block, unblock)

struct Capabilities {
  std::optional<std::int64_t> text_limit;  // Of one message, in text_unit.
  TextUnit text_unit = TextUnit::code_points;
  bool is_public = false;  // What is said there is seen by everyone.
  bool live = false;       // The customer waits at the screen.
  bool can_reply = true;
  bool vouches = false;                  // What it says to prove who somebody is may be believed.
  std::int64_t first_response_s = 3600;  // Default target; mission R6.
  bool working_time = false;             // That is of the hours in which the team works.
  // How long after the customer's last word we may still write; none where always.
  std::optional<std::int64_t> reply_window_s;
  Resending resending = Resending::uncertain;
  // How long a key is remembered; none: for ever.
  std::optional<std::int64_t> same_key_s;
  bool can_look_up = false;  // find_sent() tells whether a message got there.
  // Files with a message: how many (0: none), bytes of one, and their types ("image/png", or "image/" for all of them;
  // empty: any). Of those in lone_file_types there may be one, and no other file beside it.
  std::int64_t files = 0;
  std::int64_t file_bytes = 0;
  std::vector<std::string> file_types;
  std::vector<std::string> lone_file_types;
  bool private_files = true;  // With what is not public too.
  // What else can be done to what somebody said (ChannelInbox::act).
  std::vector<ActionKind> actions;
  bool removes_others = false;       // `remove` is for what others said too, not for our own words alone.
  bool writes_to_addresses = false;  // send() without a parent writes to whatever address of e-mail it is given.
  bool acknowledges = false;  // An automatic word that says when an answer will come is no nuisance there, in private.
};
BOOST_DESCRIBE_STRUCT(Capabilities, (),
                      (text_limit, text_unit, is_public, live, can_reply, vouches, first_response_s, working_time,
                       reply_window_s, resending, same_key_s, can_look_up, files, file_bytes, file_types, lone_file_types,
                       private_files, actions, removes_others, writes_to_addresses, acknowledges))

// Whether a file of this type ("image/png") is one of those; any is where there are none.
[[nodiscard]] bool is_among_types(const std::vector<std::string>& types, std::string_view type);

}  // namespace channel
