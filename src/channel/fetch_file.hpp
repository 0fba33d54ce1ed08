#pragma once
// A small file that somebody named by its address.

#include <chrono>
#include <cstddef>
#include <string>

#include "base/result.hpp"
#include "net/http_client.hpp"
#include "net/task.hpp"

namespace channel {

// Whose it is, for people: "calendar.example.com". A failure says what is wrong with the address.
[[nodiscard]] base::Result<std::string> host_of(const std::string& url);

struct FetchLimits {
  std::size_t bytes = 1'000'000;
  std::chrono::milliseconds time{20'000};
};
// Whatever is not 200 is a failure; redirects are followed. It names the host and never the rest of the address.
[[nodiscard]] net::Task<base::Result<std::string>> fetch_file(net::HttpClient& http /*outlives*/, std::string url,
                                                              std::string accept, FetchLimits limits);

}  // namespace channel
