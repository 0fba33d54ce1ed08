# Libraries of Debian 12, linked statically where Debian ships an archive.
find_package(Threads REQUIRED)
find_package(GTest REQUIRED)
find_package(OpenSSL REQUIRED)
set(Boost_USE_STATIC_LIBS ON)
find_package(Boost 1.81 REQUIRED COMPONENTS json)

function(add_archive name archive header)
  find_library(${name}_ARCHIVE NAMES ${archive} REQUIRED)
  find_path(${name}_INCLUDE ${header} REQUIRED)
  add_library(${name} INTERFACE)
  target_include_directories(${name} SYSTEM INTERFACE ${${name}_INCLUDE})
  target_link_libraries(${name} INTERFACE ${${name}_ARCHIVE} ${ARGN})
endfunction()

add_archive(sqlite3_library libsqlite3.a sqlite3.h Threads::Threads m ${CMAKE_DL_LIBS})
add_archive(sodium_library libsodium.a sodium.h Threads::Threads)
add_archive(zlib_library libz.a zlib.h)
add_archive(jemalloc_library libjemalloc.a jemalloc/jemalloc.h Threads::Threads m ${CMAKE_DL_LIBS})
add_archive(utf8proc_library libutf8proc.a utf8proc.h)
add_archive(stemmer_library libstemmer.a libstemmer.h)
add_archive(re2_library libre2.a re2/re2.h Threads::Threads)
# CLD2 comes without an archive.
add_archive(cld2_library libcld2.so cld2/public/compact_lang_det.h)
# oneDNN comes without an archive too.
add_archive(dnnl_library libdnnl.so dnnl.hpp)
# GMime's archive would need those of GLib and GPGME; gumbo's is small.
add_archive(gumbo_library libgumbo.a gumbo.h)
add_archive(expat_library libexpat.a expat.h)
find_package(PkgConfig REQUIRED)
pkg_check_modules(gmime REQUIRED IMPORTED_TARGET gmime-3.0)
# libpq's archive would need the archives of Kerberos and LDAP, which Debian does not ship.
add_archive(pq_library libpq.so postgresql/libpq-fe.h)

# Asio's and Beast's own code, compiled once for net and store alike.
add_library(asio_library STATIC ${CMAKE_SOURCE_DIR}/cmake/asio_build.cpp)
target_include_directories(asio_library SYSTEM PUBLIC ${Boost_INCLUDE_DIRS})
target_link_libraries(asio_library PUBLIC Threads::Threads)

add_library(net_libraries INTERFACE)
target_link_libraries(net_libraries INTERFACE asio_library zlib_library sodium_library OpenSSL::SSL)
add_library(store_libraries INTERFACE)
target_link_libraries(store_libraries INTERFACE asio_library sqlite3_library pq_library sodium_library)
