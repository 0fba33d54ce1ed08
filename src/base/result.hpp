#pragma once
// The outcome of anything that can fail in a healthy system: bad input, not found, not allowed, a platform's no.
// Broken surroundings (database gone, disk full) are exceptions; our own bugs are HEED_CHECK (base/check.hpp).

#include <chrono>
#include <optional>
#include <string>
#include <utility>

#include <tl/expected.hpp>

namespace base {

enum class FailureKind {
  invalid,          // The request itself is wrong; `field` names the place.
  unauthenticated,  // Nobody is signed in, or the sign-in has ended.
  forbidden,        // Known who asks; not theirs to do.
  not_found,        // Not there, or not for this asker to know of.
  conflict,         // Something newer stands in the way.
  too_large,        // A stated size limit was passed.
  rate_limited,     // Ask again after `retry_after`.
  rejected,         // A platform said no for good.
  unavailable,      // A needed part is away for now; `retry_after` says when to ask again.
};

struct [[nodiscard]] Failure {
  FailureKind kind = FailureKind::invalid;
  std::string message;  // A sentence for a person: what and which. Never a secret.
  std::string field;    // Path of the offending member, "contact.name"; empty when none is to blame.
  std::optional<std::chrono::seconds> retry_after;
};

template <class T>
using Result = tl::expected<T, Failure>;

[[nodiscard]] inline tl::unexpected<Failure> fail(FailureKind kind, std::string message, std::string field = {}) {
  return tl::unexpected<Failure>(Failure{kind, std::move(message), std::move(field), std::nullopt});
}

// Passes a failure on from a function that returns another Result.
[[nodiscard]] inline tl::unexpected<Failure> pass_on(Failure failure) { return tl::unexpected<Failure>(std::move(failure)); }

}  // namespace base
