#pragma once
// The coroutine type of the program. Everything on the event loop runs on one io_context, so the executor is concrete.

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>

namespace net {
using Executor = boost::asio::io_context::executor_type;
template <class T>
using Task = boost::asio::awaitable<T, Executor>;
}  // namespace net
