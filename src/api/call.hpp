#pragma once
// One request to the API as its handler sees it: who asks, when, and the store. Handlers are coroutines
//
//   net::Task<base::Result<contract::Said>> reply(Call& call /*outlives*/, contract::Reply in);
//
// and change the record through call.transact() alone, which also keeps the answer to a POST that came with an
// Idempotency-Key, in the same transaction as the work: either both are there after a crash, or neither.

#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "api/once.hpp"
#include "api/services.hpp"
#include "base/check.hpp"
#include "base/json/encode.hpp"
#include "base/result.hpp"
#include "domain/rights/rights.hpp"
#include "net/http.hpp"
#include "net/task.hpp"
#include "store/store.hpp"

namespace api {

class Authenticator;
struct Limits;

// One address for each type: tells at run time whether two are the same.
template <class T>
inline constexpr char kTypeMark = 0;

struct Call {
  const net::Request& request;
  rights::Principal principal;
  std::string csrf_token;  // Of a user's session.
  base::Time now{};
  store::Store& store;
  const Services& services;
  Authenticator& authenticator;
  Limits& limits;
  bool& is_set_up;  // Remembered once it is true: somebody can sign in here.

  // Headers for the reply, such as a cookie; left out when the handler fails. Set them before transact(), so that they
  // are kept with the answer.
  std::vector<net::Header> reply_headers;

  // Instead of what the handler replies: for what is no JSON.
  std::optional<net::Response> file;

  // Runs the work, a `base::Result<T>(store::Transaction&)`, as Store::transact() does. In a POST, T must be what the
  // handler replies, because that is what is kept and given again; where the work makes something else, say what becomes
  // of it: transact(work, [](const Domain& made) { return present(made); }).
  template <class Work>
  net::Task<std::invoke_result_t<Work&, store::Transaction&>> transact(Work work);
  template <class Work, class Present>
  auto transact(Work work, Present to_reply);

  // Set by the route: what keeps the answer, and which type it must have; null where nothing is kept.
  Once* once = nullptr;
  const char* reply_mark = nullptr;
};

template <class Work>
net::Task<std::invoke_result_t<Work&, store::Transaction&>> Call::transact(Work work) {
  using Outcome = std::invoke_result_t<Work&, store::Transaction&>;
  using T = typename Outcome::value_type;
  if (reply_mark == nullptr) co_return co_await store.transact(std::move(work));
  HEED_CHECK(reply_mark == &kTypeMark<T>, "transact() of a POST must make what its handler replies");
  if constexpr (std::is_void_v<T>) {
    co_return co_await store.transact(std::move(work));
  } else {
    auto kept = [this, work = std::move(work)](store::Transaction& transaction) mutable -> Outcome {
      if (once != nullptr) {
        if (auto first = once->begin(transaction); !first) return base::pass_on(first.error());
      }
      Outcome outcome = work(transaction);
      if (!outcome || once == nullptr) return outcome;
      if (auto done = once->keep(transaction, base::encode(*outcome), reply_headers); !done)
        return base::pass_on(done.error());
      return outcome;
    };
    co_return co_await store.transact(std::move(kept));
  }
}

template <class Work, class Present>
auto Call::transact(Work work, Present to_reply) {
  using Domain = typename std::invoke_result_t<Work&, store::Transaction&>::value_type;
  using Reply = std::invoke_result_t<Present&, const Domain&>;
  return transact([work = std::move(work),
                   to_reply = std::move(to_reply)](store::Transaction& transaction) mutable -> base::Result<Reply> {
    auto made = work(transaction);
    if (!made) return base::pass_on(made.error());
    return to_reply(*made);
  });
}

}  // namespace api
