// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/wire/ChangeSplice.h"

#include <algorithm>

namespace prohori {

namespace {

enum Major : int { kBytes = 2, kText = 3, kArray = 4, kMap = 5, kSimple = 7 };

constexpr int kMaxDepth = 16;
constexpr int kShortArguments = 24;
constexpr quint8 kMapHead = kMap << 5;

/// The head of a CBOR value: major type, argument, and where what follows begins.
struct Head {
    int major = 0;
    quint64 argument = 0;
    qsizetype end = -1;
};

Head headAt(QByteArrayView bytes, qsizetype at)
{
    if (at < 0 || at >= bytes.size())
        return {};
    const auto first = static_cast<quint8>(bytes[at]);
    const int low = first & 0x1f;
    if (low < kShortArguments)
        return {first >> 5, static_cast<quint64>(low), at + 1};
    const int width = low < 28 ? 1 << (low - kShortArguments) : 0;
    if (width == 0 || bytes.size() - at - 1 < width)
        return {};
    quint64 argument = 0;
    for (int i = 1; i <= width; ++i)
        argument = argument << 8 | static_cast<quint8>(bytes[at + i]);
    return {first >> 5, argument, at + 1 + width};
}

qsizetype endOf(QByteArrayView bytes, qsizetype at, int depth)
{
    const Head head = headAt(bytes, at);
    if (head.end < 0 || depth > kMaxDepth)
        return -1;
    const auto left = static_cast<quint64>(bytes.size() - head.end);
    if (head.major == kBytes || head.major == kText)
        return head.argument <= left ? head.end + static_cast<qsizetype>(head.argument) : -1;
    if (head.major != kArray && head.major != kMap)
        return head.end;
    if (head.argument > left)
        return -1;
    const quint64 values = head.major == kMap ? head.argument * 2 : head.argument;
    qsizetype next = head.end;
    for (quint64 i = 0; i < values && next >= 0; ++i)
        next = endOf(bytes, next, depth + 1);
    return next;
}

QByteArray mapHead(std::size_t count)
{
    QByteArray head;
    if (count < kShortArguments) {
        head.append(static_cast<char>(kMapHead | count));
        return head;
    }
    const int width = count <= 0xff ? 0 : count <= 0xffff ? 1 : 2;
    head.append(static_cast<char>(kMapHead | (kShortArguments + width)));
    for (int shift = (1 << width) * 8 - 8; shift >= 0; shift -= 8)
        head.append(static_cast<char>(count >> shift));
    return head;
}

}  // namespace

qsizetype cborEnd(QByteArrayView bytes, qsizetype at)
{
    return endOf(bytes, at, 0);
}

std::optional<ChangeSplice> ChangeSplice::of(const QByteArray& map)
{
    const Head head = headAt(map, 0);
    if (head.end < 0 || head.major != kMap || head.argument > static_cast<quint64>(map.size()))
        return std::nullopt;
    ChangeSplice splice;
    qsizetype at = head.end;
    for (quint64 i = 0; i < head.argument; ++i) {
        const qsizetype value = cborEnd(map, at);
        const qsizetype end = value < 0 ? -1 : cborEnd(map, value);
        if (end < 0)
            return std::nullopt;
        const auto first = static_cast<quint8>(map[at]);
        splice.m_entries.push_back(
            {std::min<int>(first, kOtherKey), QByteArrayView(map).sliced(at, end - at), {}});
        at = end;
    }
    return at == map.size() ? std::optional(std::move(splice)) : std::nullopt;
}

QByteArray ChangeSplice::take(int key)
{
    const auto at = std::find_if(m_entries.begin(), m_entries.end(),
                                 [key](const Entry& entry) { return entry.key == key; });
    if (at == m_entries.end())
        return {};
    const QByteArray value = peek(key).toByteArray();
    m_entries.erase(at);
    return value;
}

QByteArrayView ChangeSplice::peek(int key) const
{
    const auto at = std::find_if(m_entries.begin(), m_entries.end(),
                                 [key](const Entry& entry) { return entry.key == key; });
    if (at == m_entries.end())
        return {};
    return (at->made.isEmpty() ? at->view : QByteArrayView(at->made)).sliced(1);
}

void ChangeSplice::put(int key, const QByteArray& value)
{
    const auto at = std::find_if(m_entries.begin(), m_entries.end(),
                                 [key](const Entry& entry) { return entry.key > key; });
    m_entries.insert(at, Entry{key, {}, QByteArray(1, static_cast<char>(key)) + value});
}

QByteArray ChangeSplice::encode() const
{
    QByteArray bytes = mapHead(m_entries.size());
    for (const Entry& entry : m_entries)
        bytes.append(entry.made.isEmpty() ? entry.view : QByteArrayView(entry.made));
    return bytes;
}

}  // namespace prohori
