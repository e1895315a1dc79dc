// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cases/History.h"

#include <algorithm>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

void setBit(std::vector<quint64>& bits, int at)
{
    const auto word = static_cast<std::size_t>(at) / 64;
    if (bits.size() <= word)
        bits.resize(word + 1);
    bits[word] |= quint64(1) << (static_cast<std::size_t>(at) % 64);
}

void addBits(std::vector<quint64>& bits, const std::vector<quint64>& more)
{
    if (bits.size() < more.size())
        bits.resize(more.size());
    for (std::size_t i = 0; i < more.size(); ++i)
        bits[i] |= more[i];
}

}  // namespace

Result<History::Added> History::add(const ChangePtr& change)
{
    const ChangeBody& body = change->cover();
    if (body.record != m_record)
        return Error{ErrorCode::Invalid,
                     u"change %1 belongs to another record"_s.arg(change->id().toString())};
    if (body.creation.has_value() != body.parents.isEmpty()) {
        return Error{ErrorCode::Invalid, u"change %1 must either create its record or name its parents"_s.arg(
                                             change->id().toString())};
    }
    if (m_index.contains(change->id()) || m_waiting.contains(change->id()))
        return Added::Duplicate;
    if (!parentsPresent(*change)) {
        m_waiting.insert(change->id(), change);
        for (const ChangeId& parent : body.parents) {
            if (!m_index.contains(parent))
                m_waitingFor.insert(parent, change->id());
        }
        return Added::Waiting;
    }
    enter(change);
    enterWaiting(change->id());
    return Added::New;
}

bool History::parentsPresent(const Change& change) const
{
    const auto& parents = change.cover().parents;
    return std::all_of(parents.begin(), parents.end(),
                       [this](const ChangeId& id) { return m_index.contains(id); });
}

void History::enter(const ChangePtr& change)
{
    const int number = static_cast<int>(m_changes.size());
    std::vector<quint64> before;
    int depth = 0;
    for (const ChangeId& parent : change->cover().parents) {
        const int at = m_index.value(parent);
        addBits(before, m_ancestors[static_cast<std::size_t>(at)]);
        setBit(before, at);
        depth = std::max(depth, m_depths[static_cast<std::size_t>(at)] + 1);
        m_isHead[static_cast<std::size_t>(at)] = false;
    }
    m_changes.push_back(change);
    m_ancestors.push_back(std::move(before));
    m_depths.push_back(depth);
    m_isHead.push_back(true);
    m_index.insert(change->id(), number);
}

void History::enterWaiting(const ChangeId& parent)
{
    // A queue instead of recursion: a station that was away for a year may bring a chain of thousands.
    QList<ChangeId> entered{parent};
    while (!entered.isEmpty()) {
        const ChangeId next = entered.takeFirst();
        const QList<ChangeId> children = m_waitingFor.values(next);
        m_waitingFor.remove(next);
        for (const ChangeId& child : children) {
            const ChangePtr change = m_waiting.value(child);
            if (!change || !parentsPresent(*change))
                continue;
            m_waiting.remove(child);
            enter(change);
            entered.append(child);
        }
    }
}

std::vector<int> History::order() const
{
    std::vector<int> numbers(m_changes.size());
    for (std::size_t i = 0; i < numbers.size(); ++i)
        numbers[i] = static_cast<int>(i);
    std::sort(numbers.begin(), numbers.end(), [this](int a, int b) {
        const int depthA = m_depths[static_cast<std::size_t>(a)];
        const int depthB = m_depths[static_cast<std::size_t>(b)];
        return depthA != depthB ? depthA < depthB : entry(a).id() < entry(b).id();
    });
    return numbers;
}

QList<ChangePtr> History::changes() const
{
    QList<ChangePtr> list;
    list.reserve(size());
    for (const int number : order())
        list.append(m_changes[static_cast<std::size_t>(number)]);
    return list;
}

ChangePtr History::find(const ChangeId& id) const
{
    const auto number = numberOf(id);
    return number ? m_changes[static_cast<std::size_t>(*number)] : m_waiting.value(id);
}

std::optional<int> History::numberOf(const ChangeId& id) const
{
    const auto at = m_index.constFind(id);
    return at == m_index.constEnd() ? std::nullopt : std::optional(*at);
}

QSet<ChangeId> History::missingParents() const
{
    QSet<ChangeId> missing;
    for (auto at = m_waitingFor.keyBegin(); at != m_waitingFor.keyEnd(); ++at) {
        if (!m_waiting.contains(*at))
            missing.insert(*at);
    }
    return missing;
}

QList<ChangeId> History::heads() const
{
    QList<ChangeId> ids;
    for (std::size_t i = 0; i < m_changes.size(); ++i) {
        if (m_isHead[i])
            ids.append(m_changes[i]->id());
    }
    std::sort(ids.begin(), ids.end());
    return ids;
}

bool History::isBefore(const ChangeId& ancestor, const ChangeId& descendant) const
{
    const auto earlier = numberOf(ancestor);
    const auto later = numberOf(descendant);
    return earlier && later && precedes(*earlier, *later);
}

History History::upTo(const QList<ChangeId>& heads) const
{
    std::vector<quint64> wanted;
    for (const ChangeId& head : heads) {
        if (const auto number = numberOf(head)) {
            addBits(wanted, m_ancestors[static_cast<std::size_t>(*number)]);
            setBit(wanted, *number);
        }
    }
    History part(m_record);
    for (std::size_t i = 0; i < m_changes.size() && i / 64 < wanted.size(); ++i) {
        if (wanted[i / 64] >> (i % 64) & 1U)
            part.enter(m_changes[i]);
    }
    return part;
}

}  // namespace prohori
