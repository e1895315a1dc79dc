// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <concepts>
#include <utility>
#include <variant>

namespace prohori {

/// Why something failed. A code exists only where some caller acts on it differently.
enum class ErrorCode {
    NotFound,   ///< no such row, file or key
    Conflict,   ///< somebody changed it first: reload and merge
    Locked,     ///< wrong password, missing or locked device secret, or another process holds the file
    TooNew,     ///< written by a later version of this program
    Offline,    ///< the hub was not reached: worth another try later
    Busy,       ///< the hub asked to come again later (503, 429)
    Refused,    ///< the rules or the hub say no: another try would get the same answer
    Invalid,    ///< the input breaks a documented rule
    Damaged,    ///< stored bytes are not what was written
    Storage,    ///< disk full, read-only, SQL error
    NoMemory,   ///< not enough memory for the password work
    Cancelled,  ///< the person stopped it
};

/// A failure as a value. `detail` is one English sentence that names record, cause and next step; it holds
/// no case data and no secret, so it may go to a log or to standard error. `hint` is a stable word for those
/// who must tell apart what shares a code ("keychain-locked", "no-such-login"); it may be empty.
struct Error {
    ErrorCode code;
    QString detail;
    QString hint = {};
};

/** A T, or the reason why there is none. Named like std::expected, so that it can become that later.

    Dropping one is a compile error. Reading the wrong side throws std::bad_variant_access and is never
    undefined behaviour.
*/
template <typename T = std::monostate>
class [[nodiscard]] Result {
public:
    Result() requires(std::same_as<T, std::monostate>) {}
    Result(T value) : m_state(std::in_place_index<0>, std::move(value)) {}
    Result(Error error) : m_state(std::in_place_index<1>, std::move(error)) {}

    bool has_value() const noexcept { return m_state.index() == 0; }
    explicit operator bool() const noexcept { return has_value(); }
    const T& operator*() const& { return std::get<0>(m_state); }
    T& operator*() & { return std::get<0>(m_state); }
    T&& operator*() && { return std::get<0>(std::move(m_state)); }
    const T* operator->() const { return &std::get<0>(m_state); }
    T* operator->() { return &std::get<0>(m_state); }
    const Error& error() const { return std::get<1>(m_state); }

private:
    std::variant<T, Error> m_state;
};

}  // namespace prohori
