#pragma once
// Search over everything that was said, as far as the asker may see it.

#include "api/call.hpp"
#include "api/contract/search.hpp"

namespace api {

net::Task<base::Result<contract::SearchPage>> get_search(Call& call /*outlives*/, contract::Search in);

}  // namespace api
