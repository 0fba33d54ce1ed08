#pragma once
// Settings of a web-chat inbox.

#include <map>
#include <string>
#include <vector>

#include <boost/describe.hpp>

namespace web_chat {

struct Settings {
  std::string greeting;
  std::vector<std::string> sites;
  static std::map<std::string, std::string> help() {
    return {{"greeting", "The first line a visitor reads, before they write."},
            {"sites",
             "Addresses of the pages that may show this chat, like https://shop.example. Heed's own pages always may."}};
  }
};
BOOST_DESCRIBE_STRUCT(Settings, (), (greeting, sites))

}  // namespace web_chat
