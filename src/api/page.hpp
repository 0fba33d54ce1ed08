#pragma once
// Cursor pagination: a page's `next` is where the last row stood, so that rows which come or go between two pages are
// neither shown twice nor left out.

#include <cstdint>
#include <optional>
#include <string>

#include "base/result.hpp"

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

}  // namespace api
