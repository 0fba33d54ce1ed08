#pragma once
// Idempotency-Key: a POST that is sent again with the same key and the same body gets the first answer again, and nothing
// is done twice. With the same key and another body it is refused; two at once, the second waits for the first's commit
// and gets its answer.
//
// The row stands in the table idempotency_keys for three days, under (organization, actor, route, key). The answer is
// sealed with the installation's key, because some answers hold a secret that is nowhere else in the clear (a session's
// cookie, a new token, an invitation's link); the body is compared by a keyed hash, because it may hold a password, which
// a plain hash would lay open to guessing. An answer that is a failure is not kept: asking again tries again.

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/result.hpp"
#include "domain/rights/rights.hpp"
#include "net/http.hpp"
#include "store/idempotency_store.hpp"

namespace workflow {
class Vault;
}

namespace api {

inline constexpr std::chrono::hours kAnswersKept{72};

// An answer that was given before.
struct GivenAnswer {
  std::string body;
  std::vector<net::Header> headers;
};

class Once {
 public:
  // `route` is "POST /api/v1/…" with its placeholders. Fails when the request's key is not 1–255 printable characters.
  static base::Result<Once> of(const net::Request& request, const std::string& route, const rights::Principal& principal,
                               const workflow::Vault& vault /*outlives*/);

  // Looks for the first answer. A failure says that the work must not be done: the key came with another body, or the
  // answer is there, and then take_given() gives it.
  base::Result<void> begin(store::Reading& reading);

  // Keeps the answer. Fails with `conflict` when another request with this key came first after all.
  base::Result<void> keep(store::Transaction& transaction, std::string body, const std::vector<net::Header>& headers);

  [[nodiscard]] bool was_given() const { return given_.has_value(); }
  [[nodiscard]] std::optional<GivenAnswer> take_given() { return std::exchange(given_, std::nullopt); }
  // What keep() kept: the very text to answer with.
  [[nodiscard]] std::optional<std::string> take_kept() { return std::exchange(kept_, std::nullopt); }

 private:
  Once(store::IdempotencyScope scope, std::string body_hash, const workflow::Vault& vault)
      : scope_(std::move(scope)), body_hash_(std::move(body_hash)), vault_(&vault) {}
  [[nodiscard]] std::string place() const;

  store::IdempotencyScope scope_;
  std::string body_hash_;
  const workflow::Vault* vault_;
  std::optional<GivenAnswer> given_;
  std::optional<std::string> kept_;
};

// Deletes answers older than kAnswersKept, `limit` at most; gives how many. Call again while it is `limit`.
std::int64_t clean_idempotency_keys(store::Transaction& transaction, std::int64_t limit);

}  // namespace api
