#pragma once
// Ids are types: an Id<ConversationTag> cannot be handed where an Id<UserTag> is meant. The number has at most 53 bits,
// so it is a plain number in JSON: 41 bits of milliseconds since 2025, 4 bits of node, 8 bits of sequence. Later ids are
// larger, and no database is asked for one.

#include <atomic>
#include <compare>
#include <cstdint>
#include <functional>

#include "base/clock.hpp"

namespace base {

// `Tag` has `static constexpr const char* noun`, e.g. "conversation"; it names the id in the API's schema.
template <class Tag>
struct Id {
  using tag = Tag;
  std::int64_t value = 0;
  friend auto operator<=>(const Id&, const Id&) = default;
};

// Makes ids; safe to call from several threads. Past 256 in one millisecond it borrows from the next one, and it never
// goes back when the wall clock does.
class IdMaker {
 public:
  // `node` is 0–15 and differs between processes that write to one database.
  IdMaker(const Clock& clock /*outlives*/, int node) : clock_(clock), node_(node & 15) {}
  IdMaker(const IdMaker&) = delete;
  IdMaker& operator=(const IdMaker&) = delete;

  [[nodiscard]] std::int64_t next_number();

  template <class AnyId>
  [[nodiscard]] AnyId next() {
    return AnyId{next_number()};
  }

 private:
  const Clock& clock_;
  int node_;
  std::atomic<std::int64_t> last_{0};  // milliseconds << 8 | sequence
};

}  // namespace base

template <class Tag>
struct std::hash<base::Id<Tag>> {
  std::size_t operator()(const base::Id<Tag>& id) const noexcept { return std::hash<std::int64_t>{}(id.value); }
};
