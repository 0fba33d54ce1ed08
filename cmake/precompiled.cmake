# add_precompiled(name HEADER… [LINKS library…]): headers compiled once for all targets that say
# `target_precompile_headers(target REUSE_FROM name)`. Files include what they use all the same: lint and the sanitizers'
# build read them without. Turn HEED_PRECOMPILED off to see what a file costs by itself.
option(HEED_PRECOMPILED "Compile once what most files include" ON)

function(add_precompiled name)
  cmake_parse_arguments(ARG "" "" "LINKS" ${ARGN})
  if(HEED_PRECOMPILED AND (HEED_FUZZ OR NOT HEED_SANITIZE))
    file(CONFIGURE OUTPUT ${CMAKE_BINARY_DIR}/${name}.cpp CONTENT "// A precompiled header needs a source to go with.\n")
    add_library(${name} OBJECT EXCLUDE_FROM_ALL ${CMAKE_BINARY_DIR}/${name}.cpp)
    target_include_directories(${name} PRIVATE ${CMAKE_SOURCE_DIR}/src)
    target_link_libraries(${name} PRIVATE ${ARG_LINKS})
    list(TRANSFORM ARG_UNPARSED_ARGUMENTS PREPEND ${CMAKE_SOURCE_DIR}/)
    target_precompile_headers(${name} PRIVATE ${ARG_UNPARSED_ARGUMENTS})
    target_compile_options(${name} PRIVATE "SHELL:-Xclang -fno-pch-timestamp") # ccache finds it again in another checkout.
  endif()
endfunction()

function(use_precompiled target name)
  if(TARGET ${name})
    target_precompile_headers(${target} REUSE_FROM ${name})
    # A header that comes precompiled forgets where it said that it knows: libstdc++'s stable_sort says so.
    target_compile_options(${target} PRIVATE -Wno-deprecated-declarations)
  endif()
endfunction()

# compile_quickly(target): for tests. They run for a moment once they are compiled, and compiling them is half of a build:
# without the optimizer it takes half as long. What they test is optimized as it ships.
function(compile_quickly target)
  if(TARGET ${target} AND NOT HEED_SANITIZE)
    target_compile_options(${target} PRIVATE -O0)
  endif()
endfunction()

# add_precompiled_pair(name HEADER… [LINKS library…]): one for a module and one for its test program.
function(add_precompiled_pair name)
  cmake_parse_arguments(ARG "" "" "LINKS" ${ARGN})
  add_precompiled(${name} ${ARG_UNPARSED_ARGUMENTS} LINKS ${ARG_LINKS})
  add_precompiled(${name}_test ${ARG_UNPARSED_ARGUMENTS} cmake/precompiled_test.hpp LINKS ${ARG_LINKS} GTest::gtest)
  compile_quickly(${name}_test)
endfunction()

add_precompiled_pair(precompiled cmake/precompiled.hpp LINKS Boost::json)
add_precompiled_pair(precompiled_net cmake/precompiled.hpp cmake/precompiled_net.hpp LINKS asio_library Boost::json)
# What works on the record includes the whole of store/store.hpp; whoever changes what that includes rebuilds it anyway.
add_precompiled_pair(precompiled_store cmake/precompiled.hpp src/store/store.hpp LINKS asio_library Boost::json)
