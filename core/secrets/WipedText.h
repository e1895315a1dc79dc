// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <sodium.h>

#include <cstddef>
#include <memory>
#include <vector>

namespace prohori {

/// std::allocator that overwrites what it gives back. For working copies of a password that are as long as it is;
/// what stays longer than a function is a SecretBytes.
template <typename T>
struct WipingAllocator {
    using value_type = T;

    WipingAllocator() = default;
    template <typename U>
    WipingAllocator(const WipingAllocator<U>&)
    {}
    T* allocate(std::size_t count) { return std::allocator<T>().allocate(count); }
    void deallocate(T* memory, std::size_t count)
    {
        sodium_memzero(memory, count * sizeof(T));
        std::allocator<T>().deallocate(memory, count);
    }
    bool operator==(const WipingAllocator&) const = default;
};

/// A vector and not a string: a short string would lie in the object itself, where nobody wipes it.
template <typename T>
using Wiped = std::vector<T, WipingAllocator<T>>;

/// Unicode code points.
using WipedText = Wiped<char32_t>;

}  // namespace prohori
