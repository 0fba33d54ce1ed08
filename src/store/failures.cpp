#include "store/failures.hpp"

#include <exception>
#include <utility>

namespace store {

base::Failure unavailable(std::string message, std::chrono::seconds retry_after) {
  return {base::FailureKind::unavailable, std::move(message), "", retry_after};
}

void refuse(Job& job, const StoreError& error) {
  switch (error.trouble()) {
    case Trouble::busy:
    case Trouble::away: return job.fail(unavailable(error.what(), std::chrono::seconds(1)));
    case Trouble::full:
    case Trouble::unsettled: return job.fail(unavailable(error.what(), std::chrono::seconds(5)));
    case Trouble::statement:
    case Trouble::broken:
    case Trouble::setup: return job.fail(std::make_exception_ptr(error));
  }
}

}  // namespace store
