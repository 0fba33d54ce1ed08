#pragma once
// Lists: how much of them is asked for, and whose they are. Cursor pagination: a page's `next` is where the last row stood, so that rows which come or go between two pages are
// neither shown twice nor left out.

#include <cstdint>
#include <optional>
#include <string>

#include "base/result.hpp"
#include "domain/rights/rights.hpp"

namespace api {

struct Cursor {
  std::int64_t key = 0;  // What the page is ordered by.
  std::int64_t id = 0;
};

[[nodiscard]] std::string to_text(Cursor cursor);
[[nodiscard]] base::Result<std::optional<Cursor>> read_cursor(const std::optional<std::string>& text);

// The page size asked for, between 1 and `most`.
[[nodiscard]] base::Result<std::int64_t> read_limit(std::optional<std::int64_t> asked, std::int64_t otherwise = 50,
                                                    std::int64_t most = 200);

// The user to whose teams lists are narrowed. A partner's token is in no team, so it is narrowed to nothing.
[[nodiscard]] std::optional<ids::User> only_teams_of(const rights::Principal& who);

}  // namespace api
