#pragma once
// The coroutine type of the program, as net::Task; store may not include net.

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>

namespace store {
using Executor = boost::asio::io_context::executor_type;
template <class T>
using Task = boost::asio::awaitable<T, Executor>;
}  // namespace store
