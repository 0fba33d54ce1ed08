#pragma once
// The record as a command uses it: opened as the settings say, with a clock and ids of its own.

#include <memory>
#include <optional>
#include <string>

#include "base/id.hpp"
#include "base/result.hpp"
#include "domain/organization/organization.hpp"
#include "main/config.hpp"
#include "main/system_clock.hpp"
#include "store/search_index.hpp"
#include "store/store.hpp"

namespace heed {

class Record {
 public:
  // Throws store::StoreError with a sentence when it cannot be opened.
  explicit Record(const Config& config);

  [[nodiscard]] store::Store& store() { return *store_; }
  // The search index beside it. Throws store::StoreError when there is none to be had. Must go before this object.
  [[nodiscard]] std::unique_ptr<store::SearchIndex> open_search();
  [[nodiscard]] const base::Clock& clock() const { return clock_; }

  // The organization that a command works on: the only one, or the one of that name or number. A failure lists those
  // there are.
  base::Result<organization::Organization> find_organization(const std::optional<std::string>& wanted);
  // The same, but an empty record gets one of that name first.
  base::Result<organization::Organization> ensure_organization(const std::optional<std::string>& wanted);

 private:
  SystemClock clock_;
  store::StoreOptions options_;
  base::IdMaker ids_;
  std::unique_ptr<store::Store> store_;
};

// Prints "heed: sentence" and gives the exit code of a failed command.
int say_failure(const base::Failure& failure);

}  // namespace heed
