#pragma once
// What scenarios say of the automatic word to whoever has to wait.

#include <chrono>
#include <optional>
#include <string>

#include "workflow/acknowledge.hpp"
#include "workflow/test_office.hpp"

namespace workflow {

class ScenarioAcknowledge {
 public:
  explicit ScenarioAcknowledge(Office& office /*outlives*/) : office_(office) {}

  std::optional<base::Failure> set(ids::Inbox inbox, bool enabled, std::chrono::milliseconds wait, std::string help);
  // The server says what is due.
  void say();
  // The texts that were said in it by the server itself, one behind the other; "nothing" where there are none.
  [[nodiscard]] std::string said(ids::Conversation conversation);

 private:
  Office& office_;
};

}  // namespace workflow
