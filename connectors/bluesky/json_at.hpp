#pragma once
// Reading JSON that others made, by paths such as "record.reply.root.uri": what is not there, or is of another kind, is
// empty. What an item cannot do without is checked by whoever reads it.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <boost/json/array.hpp>
#include <boost/json/value.hpp>

#include "base/clock.hpp"

namespace bluesky {

// Null where there is none.
[[nodiscard]] const boost::json::value* find_at(const boost::json::value& in, std::string_view path);
[[nodiscard]] std::string text_at(const boost::json::value& in, std::string_view path);
[[nodiscard]] std::optional<std::int64_t> number_at(const boost::json::value& in, std::string_view path);
[[nodiscard]] bool is_true_at(const boost::json::value& in, std::string_view path);
[[nodiscard]] std::optional<base::Time> time_at(const boost::json::value& in, std::string_view path);
// An empty list where there is none.
[[nodiscard]] const boost::json::array& list_at(const boost::json::value& in, std::string_view path);

}  // namespace bluesky
