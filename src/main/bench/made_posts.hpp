#pragma once
// Posts for measurements: pieces of what the customers of the sample company write, put together anew for each post. The same few
// posts over and over would find all that they touch in the processor's cache. The same every time.

#include <cstddef>
#include <string>
#include <vector>

#include "main/demo/story.hpp"

namespace heed {

[[nodiscard]] std::vector<std::string> make_posts(std::size_t count, const std::vector<demo::Voice>& voices);
// The six languages of the sample company.
[[nodiscard]] std::vector<demo::Voice> all_voices();

}  // namespace heed
