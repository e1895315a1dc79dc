// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

#include <cstddef>
#include <memory>
#include <span>

namespace prohori {

/** Bytes that must not outlive their use: a key, a seed, a typed password.

    They lie in memory from sodium_malloc (guard pages, locked where the system allows it, wiped on free).
    Copies share the same memory. Nothing here turns them into a QByteArray or QString; use view().
*/
class SecretBytes {
public:
    SecretBytes() = default;
    static SecretBytes random(std::size_t size);
    static SecretBytes copyOf(std::span<const unsigned char> bytes);
    /// Takes the content and overwrites the buffer of `bytes` in place (it must not be shared).
    static SecretBytes takeFrom(QByteArray& bytes);
    static SecretBytes joined(const SecretBytes& first, const SecretBytes& second);
    /// `size` bytes that `write(unsigned char*)` fills in place, so that nothing passes through ordinary memory.
    template <typename Write>
    static SecretBytes filled(std::size_t size, Write&& write)
    {
        SecretBytes made(size);
        write(made.m_data.get());
        return made;
    }

    bool isEmpty() const { return m_size == 0; }
    std::size_t size() const { return m_size; }
    std::span<const unsigned char> view() const { return {m_data.get(), m_size}; }
    const unsigned char* data() const { return m_data.get(); }
    SecretBytes mid(std::size_t from, std::size_t count) const;
    /// In constant time.
    bool equals(const SecretBytes& other) const;

private:
    explicit SecretBytes(std::size_t size);

    std::shared_ptr<unsigned char> m_data;
    std::size_t m_size = 0;
};

/// Starts libsodium once; every program calls it first. False when the library cannot work.
bool startSecrets();

}  // namespace prohori
