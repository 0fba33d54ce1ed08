#pragma once

namespace heed {
inline constexpr const char* kVersion = "0.1.0";
}
