// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/wire/ChangeSplice.h"

#include "core/cases/CborHead.h"

#include <algorithm>

namespace prohori {

qsizetype cborEnd(QByteArrayView bytes, qsizetype at)
{
    return CborHead::endOf(bytes, at);
}

std::optional<ChangeSplice> ChangeSplice::of(const QByteArray& map)
{
    const CborHead head = CborHead::at(map, 0);
    if (!head.isGood() || head.major != CborHead::Map || head.argument > static_cast<quint64>(map.size()))
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
    QByteArray bytes;
    CborHead::append(bytes, CborHead::Map, m_entries.size());
    for (const Entry& entry : m_entries)
        bytes.append(entry.made.isEmpty() ? entry.view : QByteArrayView(entry.made));
    return bytes;
}

}  // namespace prohori
