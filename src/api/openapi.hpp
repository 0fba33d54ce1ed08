#pragma once
// The OpenAPI 3.1 document, made from the route table and the contract's structs. `heed --openapi` prints it; it is
// committed as api/openapi.json so that a change of the contract is seen in review.

#include <string>
#include <vector>

#include <boost/json/value.hpp>

#include "api/route.hpp"

namespace api {

[[nodiscard]] boost::json::object openapi_document(const std::vector<Route>& routes);

// As it is committed and served: two spaces a level, members in the order in which they were made.
[[nodiscard]] std::string openapi_text(const std::vector<Route>& routes);
[[nodiscard]] std::string pretty_json(const boost::json::value& value);

// "owner, admin": who holds the permission, in words for people.
[[nodiscard]] std::string who_may(rights::Permission permission);

}  // namespace api
