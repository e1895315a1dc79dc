// SPDX-License-Identifier: GPL-3.0-or-later
// What Boost compiles once instead of in every file that uses it.
#include <boost/asio/impl/src.hpp>
#include <boost/asio/ssl/impl/src.hpp>
#include <boost/beast/src.hpp>
