// Boost.Asio and Boost.Beast, compiled once: every other file only sees their declarations.
#include <boost/asio/impl/src.hpp>
#include <boost/beast/src.hpp>
