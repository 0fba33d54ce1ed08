#pragma once
// Calls of the Bot API over HTTP. The bot's token is part of every address: it stands in no failure, since those name hosts only.

#include <chrono>
#include <string>

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include "base/result.hpp"
#include "base/secret.hpp"
#include "channel/channel_inbox.hpp"
#include "connectors/telegram/outbound.hpp"
#include "net/http_client.hpp"
#include "net/task.hpp"

namespace telegram {

class Client {
 public:
  Client(const channel::ChannelServices& services, std::string api_url, base::Secret token);

  // One request, whatever comes of it.
  net::Task<net::HttpResult<net::HttpReply>> post(Call call);
  // The result, or the reason as a sentence for whoever set the bot up. The server may take `patience` to answer.
  net::Task<base::Result<boost::json::value>> ask(std::string method, boost::json::object parameters,
                                                  std::chrono::seconds patience = std::chrono::seconds(0));
  net::Task<base::Result<std::string>> download(std::string file_id, std::size_t max_bytes);

 private:
  [[nodiscard]] net::HttpRequest request(const Call& call) const;
  [[nodiscard]] base::Failure failure(const net::HttpReply& reply) const;

  net::HttpClient& http_;
  const base::Clock& clock_;
  std::string api_url_;
  base::Secret token_;
};

}  // namespace telegram
