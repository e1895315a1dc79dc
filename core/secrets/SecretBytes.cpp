// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/secrets/SecretBytes.h"

#include <QtGlobal>

#include <sodium.h>

#include <algorithm>
#include <cstring>

namespace prohori {

SecretBytes::SecretBytes(std::size_t size)
{
    if (size == 0)
        return;
    startSecrets();
    auto* memory = static_cast<unsigned char*>(sodium_malloc(size));
    Q_CHECK_PTR(memory);
    std::memset(memory, 0, size);
    m_data = std::shared_ptr<unsigned char>(memory, sodium_free);
    m_size = size;
}

SecretBytes SecretBytes::random(std::size_t size)
{
    SecretBytes made(size);
    if (size > 0)
        randombytes_buf(made.m_data.get(), size);
    return made;
}

SecretBytes SecretBytes::copyOf(std::span<const unsigned char> bytes)
{
    SecretBytes made(bytes.size());
    if (!bytes.empty())
        std::memcpy(made.m_data.get(), bytes.data(), bytes.size());
    return made;
}

SecretBytes SecretBytes::takeFrom(QByteArray& bytes)
{
    const auto size = static_cast<std::size_t>(bytes.size());
    // constData(), for data() would make a copy of a shared buffer and wipe only that one.
    auto* buffer = const_cast<char*>(bytes.constData());
    SecretBytes taken = copyOf({reinterpret_cast<const unsigned char*>(buffer), size});
    if (size > 0)
        sodium_memzero(buffer, size);
    bytes.clear();
    return taken;
}

SecretBytes SecretBytes::joined(const SecretBytes& first, const SecretBytes& second)
{
    return filled(first.size() + second.size(), [&](unsigned char* out) {
        if (!first.isEmpty())
            std::memcpy(out, first.data(), first.size());
        if (!second.isEmpty())
            std::memcpy(out + first.size(), second.data(), second.size());
    });
}

SecretBytes SecretBytes::mid(std::size_t from, std::size_t count) const
{
    if (from >= m_size)
        return {};
    return copyOf(view().subspan(from, std::min(count, m_size - from)));
}

bool SecretBytes::equals(const SecretBytes& other) const
{
    if (m_size != other.m_size)
        return false;
    return m_size == 0 || sodium_memcmp(data(), other.data(), m_size) == 0;
}

bool startSecrets()
{
    static const bool works = sodium_init() >= 0;
    return works;
}

}  // namespace prohori
