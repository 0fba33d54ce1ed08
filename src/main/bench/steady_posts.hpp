#pragma once
// Visitors who write so many posts a second through the whole intake while something else is measured.

#include <atomic>
#include <cstdint>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "base/result.hpp"
#include "main/bench/company.hpp"
#include "main/record.hpp"

namespace heed {

class SteadyPosts {
 public:
  // Makes the visitors. A failure where no channel keeps its visitors here.
  static base::Result<std::vector<rights::Principal>> make_visitors(Record& record, const BenchCompany& company);

  SteadyPosts(Record& record /*outlives*/, const std::vector<rights::Principal>& visitors /*outlives*/, int per_s);
  ~SteadyPosts();
  SteadyPosts(const SteadyPosts&) = delete;
  SteadyPosts& operator=(const SteadyPosts&) = delete;

  // Ends it and gives the posts a second that were taken in, or why one was not.
  base::Result<double> stop();

 private:
  void work(int per_s);

  Record& record_;
  const std::vector<rights::Principal>& visitors_;
  std::atomic<bool> stopping_ = false;
  std::int64_t posts_ = 0;
  std::optional<base::Failure> failure_;
  std::chrono::steady_clock::time_point began_;
  std::thread thread_;
};

// The inbox's visitor says it; waits until it is committed.
base::Result<ids::Message> post(Record& record, const rights::Principal& visitor, const std::string& text);

}  // namespace heed
