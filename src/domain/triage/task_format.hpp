#pragma once
// The section of a model's file that says how the answers of its tasks are read.

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "domain/triage/model.hpp"

namespace triage {

[[nodiscard]] std::string write_tasks(const std::vector<TaskModel>& tasks);

// `heads_of(table)` is how many heads a table has, 0 where there is no such table.
[[nodiscard]] base::Result<std::vector<TaskModel>> read_tasks(std::string_view bytes,
                                                              const std::function<std::size_t(std::uint32_t)>& heads_of);

}  // namespace triage
