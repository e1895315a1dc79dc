// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/NearlySorted.h"
#include "core/cases/Item.h"

#include <QList>

#include <algorithm>
#include <iterator>
#include <utility>
#include <vector>

namespace prohori {

/** Something for each of some fields, in the order of their keys. What a QMap is for the hundreds of fields of a case, in one piece of memory: put in at the end
    at no cost, between others at that of moving those behind it. Copies share their content until one of them is changed.
*/
template <typename T>
class FieldMap {
public:
    using Entry = std::pair<FieldKey, T>;

    class const_iterator {
    public:
        using iterator_category = std::forward_iterator_tag;
        using difference_type = qsizetype;
        using value_type = T;
        using pointer = const T*;
        using reference = const T&;

        const_iterator() = default;
        const FieldKey& key() const { return m_at->first; }
        const T& value() const { return m_at->second; }
        const T& operator*() const { return m_at->second; }
        const T* operator->() const { return &m_at->second; }
        const_iterator& operator++()
        {
            ++m_at;
            return *this;
        }
        const_iterator operator++(int)
        {
            const const_iterator before = *this;
            ++m_at;
            return before;
        }
        bool operator==(const const_iterator&) const = default;

    private:
        friend class FieldMap;
        explicit const_iterator(const Entry* at) : m_at(at) {}
        const Entry* m_at = nullptr;
    };
    using iterator = const_iterator;

    FieldMap() = default;
    /// From entries in any order; of equal keys the last one stays.
    static FieldMap from(std::vector<Entry> entries)
    {
        // By places: moving an entry costs more than comparing two.
        const auto order = sortedPlaces(entries.size(), [&](std::size_t one, std::size_t other) {
            return entries[one].first < entries[other].first;
        });
        FieldMap made;
        made.m_entries.reserve(qsizetype(entries.size()));
        for (const std::size_t at : order) {
            if (!made.m_entries.isEmpty() && made.m_entries.constLast().first == entries[at].first)
                made.m_entries.last() = std::move(entries[at]);
            else
                made.m_entries.append(std::move(entries[at]));
        }
        return made;
    }

    qsizetype size() const { return m_entries.size(); }
    bool isEmpty() const { return m_entries.isEmpty(); }
    const_iterator begin() const { return const_iterator(m_entries.constData()); }
    const_iterator end() const { return const_iterator(m_entries.constData() + m_entries.size()); }
    const_iterator cbegin() const { return begin(); }
    const_iterator cend() const { return end(); }
    QList<FieldKey> keys() const
    {
        QList<FieldKey> all;
        for (const Entry& entry : m_entries)
            all.append(entry.first);
        return all;
    }

    const_iterator find(const FieldKey& key) const
    {
        const auto at = placeOf(m_entries.cbegin(), m_entries.cend(), key);
        return at != m_entries.cend() && at->first == key ? const_iterator(&*at) : end();
    }
    bool contains(const FieldKey& key) const { return find(key) != end(); }
    /// A copy of what is there, or what a T begins as.
    T value(const FieldKey& key) const
    {
        const auto at = find(key);
        return at == end() ? T() : *at;
    }

    /// In the place of what is there.
    void insert(const FieldKey& key, T value) { (*this)[key] = std::move(value); }
    T& operator[](const FieldKey& key)
    {
        if (m_entries.isEmpty() || m_entries.constLast().first < key)
            return m_entries.emplaceBack(key, T()).second;
        const auto at = placeOf(m_entries.begin(), m_entries.end(), key);
        if (at != m_entries.end() && at->first == key)
            return at->second;
        return m_entries.emplace(at, key, T())->second;
    }

private:
    template <typename Iterator>
    static Iterator placeOf(Iterator from, Iterator to, const FieldKey& key)
    {
        return std::lower_bound(from, to, key, [](const Entry& entry, const FieldKey& wanted) {
            return entry.first < wanted;
        });
    }

    QList<Entry> m_entries;
};

}  // namespace prohori
