#pragma once
// What a connector is: data about its channel, and functions over it. The core knows no channel by name.

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <boost/describe.hpp>
#include <boost/json/value.hpp>

#include "base/result.hpp"

namespace channel {

// What a channel can do; the composer, the clocks and the settings form are made from it.
struct Capabilities {
  std::optional<std::int64_t> text_limit;  // Code points in one message.
  bool is_public = false;                  // What is said there is seen by everyone.
  bool live = false;                       // The customer waits at the screen.
  bool can_reply = true;
  std::int64_t first_response_s = 3600;  // Default target; mission R6.
};
BOOST_DESCRIBE_STRUCT(Capabilities, (), (text_limit, is_public, live, can_reply, first_response_s))

struct ChannelType {
  std::string id;           // Also the folder's name.
  std::string name;         // As people know it.
  bool connectable = true;  // False for channels that only imports fill.
  // The customer reads our own record, on pages that we serve: what is stored is delivered. The settings of such a channel
  // have `greeting` (text) and `sites` (origins that may show the page in a frame).
  bool visitors_here = false;
  Capabilities capabilities;
  boost::json::value settings_schema;  // Of the described Settings struct; the form is made from it.
  // Checks settings and gives them back as they are to be kept. No I/O: a wrong setting is a Failure that names its
  // field, a platform that is away is not.
  std::function<base::Result<boost::json::value>(const boost::json::value& settings)> check_settings;
};

// Every connector that was linked in; generated from the folders of connectors/.
[[nodiscard]] std::vector<ChannelType> all_channel_types();

// None when no connector of that id is linked in.
[[nodiscard]] const ChannelType* find_channel(std::span<const ChannelType> channels, std::string_view id);

}  // namespace channel
