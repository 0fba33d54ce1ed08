// Besides, what waits for others (cmake/precompiled.cmake). Not for base and domain: Asio has global objects, which ask for
// its library.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
