#pragma once
// An example of a JSON Schema, as the API's own schemas are made: for the reference, and for tests that need a body that
// is well-formed.

#include <functional>
#include <string>

#include <boost/json/value.hpp>

namespace api {

struct ExampleOptions {
  bool optional_members = true;  // Members that may be left out are there too.
  // An id of this noun ("conversation"); 0 lets the example make one.
  std::function<std::int64_t(const std::string& noun)> id_of;
};

// `components`: what "#/components/schemas/…" refers to. `name`: of the member the example is for, which helps to a
// better one ("email", "text").
[[nodiscard]] boost::json::value example_of(const boost::json::value& schema, const boost::json::object& components,
                                            const ExampleOptions& options = {}, const std::string& name = {});

}  // namespace api
