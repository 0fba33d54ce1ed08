#pragma once
// How a caller of the store learns of trouble: a Failure to try again on, or an exception.

#include <chrono>
#include <string>

#include "base/result.hpp"
#include "store/errors.hpp"
#include "store/job.hpp"

namespace store {

[[nodiscard]] base::Failure unavailable(std::string message, std::chrono::seconds retry_after);

// `unavailable` where a later try may do, otherwise the error itself as an exception.
void refuse(Job& job, const StoreError& error);

}  // namespace store
