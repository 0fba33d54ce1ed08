#pragma once
// A function marked so is compiled for several processors, and the best is taken when the program starts.

#if defined(__x86_64__) && !defined(__SANITIZE_ADDRESS__) && !__has_feature(address_sanitizer)
#define HEED_FOR_EACH_PROCESSOR __attribute__((target_clones("avx512f", "avx2", "default")))
#else
#define HEED_FOR_EACH_PROCESSOR
#endif
