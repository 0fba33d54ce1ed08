#pragma once
// The API's reference at /api/docs: one plain HTML page made from the same table as the OpenAPI document. No script, no
// picture, no font from elsewhere; its style sheet is /api/docs.css.

#include <string>
#include <string_view>
#include <vector>

#include "api/route.hpp"

namespace api {

[[nodiscard]] std::string docs_page(const std::vector<Route>& routes);
[[nodiscard]] std::string_view docs_style_sheet();

}  // namespace api
