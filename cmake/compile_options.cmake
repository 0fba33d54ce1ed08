# Flags that hold for every target. HEED_SANITIZE=ON builds everything under ASan and UBSan.
option(HEED_SANITIZE "Build with address and undefined-behaviour sanitizers" OFF)

find_program(CCACHE ccache)
if(CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  # Without the two it takes nothing that uses a precompiled header. It knows a file by what the compiler says was read, not by
  # preprocessing it first: a fifth of a first build.
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env CCACHE_SLOPPINESS=pch_defines,time_macros CCACHE_DEPEND=1 ${CCACHE})
endif()

add_compile_options(-Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Woverloaded-virtual -Wno-missing-field-initializers
                    -fno-omit-frame-pointer -pthread)
add_link_options(-fuse-ld=mold)
set(CMAKE_CXX_FLAGS_RELEASE "-O2 -g1")
if(HEED_SANITIZE)
  add_compile_options(-fsanitize=address,undefined -fno-sanitize-recover=all)
  add_link_options(-fsanitize=address,undefined)
endif()

option(HEED_FUZZ "Build the fuzz targets, *_fuzz.cpp" OFF)
if(HEED_FUZZ)
  add_compile_options(-fsanitize=fuzzer-no-link)
endif()

# Asio and Beast are compiled once, in cmake/asio_build.cpp.
add_compile_definitions(BOOST_ASIO_SEPARATE_COMPILATION BOOST_BEAST_SEPARATE_COMPILATION BOOST_ASIO_NO_DEPRECATED)
