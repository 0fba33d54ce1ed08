#pragma once
// Everything a browser asks for that is not the API: the app with its assets, the chat panel and its loader, the page on
// which one can try the chat as a visitor. Each page gets the Content-Security-Policy that fits it.

#include <string>
#include <vector>

#include "channel/channel.hpp"
#include "net/embedded.hpp"
#include "net/http.hpp"
#include "net/task.hpp"
#include "store/store.hpp"

namespace heed {

class Pages {
 public:
  Pages(net::EmbeddedFiles files, store::Store& store /*outlives*/,
        const std::vector<channel::ChannelType>& channels /*outlives*/)
      : files_(files), store_(store), channels_(channels) {}

  net::Task<net::Response> answer(const net::Request& request /*outlives*/);

 private:
  net::Task<net::Response> chat_panel(const net::Request& request /*outlives*/, std::string key);
  net::Response page(const net::Request& request, std::string_view file, std::string policy) const;

  net::EmbeddedFiles files_;
  store::Store& store_;
  const std::vector<channel::ChannelType>& channels_;
};

}  // namespace heed
