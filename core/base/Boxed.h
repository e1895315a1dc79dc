// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>

#include <memory>
#include <utility>

namespace prohori {

/// A value that stands beside what holds it, which so stays small whatever the size of the value. A copy is a copy of the value. Always has one, but after it
/// was moved from: then it may be assigned to, copied and destroyed.
template <typename T>
class Boxed {
public:
    Boxed(T value) : m_value(std::make_unique<T>(std::move(value))) {}
    Boxed(const Boxed& other) : m_value(other.m_value ? std::make_unique<T>(*other.m_value) : nullptr) {}
    Boxed(Boxed&&) noexcept = default;
    Boxed& operator=(Boxed other) noexcept
    {
        m_value.swap(other.m_value);
        return *this;
    }
    ~Boxed() = default;

    T& operator*()
    {
        Q_ASSERT(m_value);
        return *m_value;
    }
    const T& operator*() const
    {
        Q_ASSERT(m_value);
        return *m_value;
    }

private:
    std::unique_ptr<T> m_value;
};

}  // namespace prohori
