#pragma once
// libsodium must be readied once before it is used; whoever calls it first does so.

namespace workflow {
void make_sodium_ready();
}  // namespace workflow
