#include "domain/conversation/act.hpp"

namespace conversation {

std::optional<ActKind> opposite_of(ActKind kind) {
  switch (kind) {
    case ActKind::like: return ActKind::unlike;
    case ActKind::unlike: return ActKind::like;
    case ActKind::share: return ActKind::unshare;
    case ActKind::unshare: return ActKind::share;
    case ActKind::hide: return ActKind::unhide;
    case ActKind::unhide: return ActKind::hide;
    case ActKind::block: return ActKind::unblock;
    case ActKind::unblock: return ActKind::block;
    case ActKind::remove:
    case ActKind::mark_read: break;
  }
  return std::nullopt;
}

bool holds(ActKind kind, std::span<const Act> before) {
  const auto opposite = opposite_of(kind);
  bool is_done = false;
  for (const auto& act : before) {
    if (act.kind == kind) is_done = true;
    else if (opposite && act.kind == *opposite) is_done = false;
  }
  return is_done;
}

}  // namespace conversation
