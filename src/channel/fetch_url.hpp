#pragma once
// The bytes of a file that anybody may fetch by its address.

#include <cstddef>
#include <string>

#include "base/result.hpp"
#include "channel/item.hpp"
#include "net/task.hpp"

namespace net {
class HttpClient;
}

namespace channel {

// By Attachment::url; `not_found` where it has none or the server has it no longer, `too_large` past max_bytes.
net::Task<base::Result<std::string>> fetch_url(net::HttpClient& http /*outlives*/, Attachment attachment,
                                               std::size_t max_bytes);

}  // namespace channel
