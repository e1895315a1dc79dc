// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/HistoryModel.h"

#include "app/desktop/ErrorText.h"

#include <QDateTime>
#include <QSet>

#include <algorithm>

namespace prohori {

using namespace Qt::StringLiterals;

static QDate localDay(Instant moment)
{
    return QDateTime::fromMSecsSinceEpoch(moment.msSinceEpoch).date();
}

HistoryModel::HistoryModel(const FormEngine& engine, const Answers& answers,
                           const QList<HistoryEntry>& entries, QObject* parent)
    : QAbstractTableModel(parent),
      m_engine(engine),
      m_answers(answers),
      m_entries(entries),
      m_words(engine, m_answers)
{
    for (qsizetype at = m_entries.size() - 1; at >= 0; --at)
        addLines(at);
    setFilter({});
}

void HistoryModel::addLines(qsizetype at)
{
    const HistoryEntry& entry = m_entries[at];
    const HistoryLine whole = m_words.ofChange(entry);
    if (!whole.what.isEmpty())
        m_lines.append({at, nullptr, cells(entry, whole)});
    for (const HistoryField& field : entry.fields)
        m_lines.append({at, &field, cells(entry, m_words.ofField(field))});
    if (whole.what.isEmpty() && entry.fields.isEmpty())
        m_lines.append({at, nullptr, {when(entry), {}, tr("saved without a change of answers"), {}, {}, {}}});
    for (qsizetype i = 0; i < m_lines.size(); ++i) {
        if (m_lines[i].entry == at)
            m_lines[i].cells[Who] =
                tr("%1, %2").arg(entry.who, Words::role(entry.role).section(u" ("_s, 0, 0));
    }
}

QString HistoryModel::when(const HistoryEntry& entry) const
{
    const QString claimed = Words::moment(entry.claimed);
    if (!entry.received)
        return tr("%1\nnot at the server yet").arg(claimed);
    const QString both = tr("%1\nserver: %2").arg(claimed, Words::moment(*entry.received));
    return gapOf(entry) ? tr("%1\nGAP: the two times do not fit").arg(both) : both;
}

QStringList HistoryModel::cells(const HistoryEntry& entry, const HistoryLine& line) const
{
    return {when(entry), {}, line.what, line.from, line.to, line.why};
}

bool HistoryModel::fits(const Line& line) const
{
    const HistoryEntry& entry = m_entries[line.entry];
    if (m_filter.person && entry.person != *m_filter.person)
        return false;
    if (m_filter.day && localDay(entry.claimed) != *m_filter.day)
        return false;
    if (m_filter.question
        && (!line.field || std::pair(line.field->path.group, line.field->path.field) != *m_filter.question))
        return false;
    const QStringList words = m_filter.words.split(u' ', Qt::SkipEmptyParts);
    const QString all = line.cells.join(u' ');
    return std::all_of(words.begin(), words.end(),
                       [&](const QString& word) { return all.contains(word, Qt::CaseInsensitive); });
}

void HistoryModel::setFilter(const HistoryFilter& filter)
{
    beginResetModel();
    m_filter = filter;
    m_shown.clear();
    for (qsizetype i = 0; i < m_lines.size(); ++i) {
        if (fits(m_lines[i]))
            m_shown.append(i);
    }
    endResetModel();
}

QList<std::pair<PersonId, QString>> HistoryModel::people() const
{
    QList<std::pair<PersonId, QString>> all;
    for (const HistoryEntry& entry : m_entries) {
        const std::pair<PersonId, QString> person(entry.person, entry.who);
        if (!all.contains(person))
            all.append(person);
    }
    std::sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.second < b.second; });
    return all;
}

QList<std::pair<HistoryQuestion, QString>> HistoryModel::questions() const
{
    QList<std::pair<HistoryQuestion, QString>> all;
    QSet<HistoryQuestion> seen;
    for (const HistoryEntry& entry : m_entries) {
        for (const HistoryField& field : entry.fields) {
            const HistoryQuestion question(field.path.group, field.path.field);
            if (field.path.group == 0 || seen.contains(question))
                continue;
            seen.insert(question);
            all.append({question, m_words.answers().question(field.path)});
        }
    }
    std::sort(all.begin(), all.end(), [](const auto& a, const auto& b) {
        return QString::localeAwareCompare(a.second, b.second) < 0;
    });
    return all;
}

QList<QDate> HistoryModel::days() const
{
    QList<QDate> all;
    for (const HistoryEntry& entry : m_entries) {
        const QDate day = localDay(entry.claimed);
        if (!all.contains(day))
            all.append(day);
    }
    std::sort(all.begin(), all.end(), std::greater<>());
    return all;
}

const HistoryEntry* HistoryModel::entry(const QModelIndex& index) const
{
    if (!index.isValid() || index.row() >= m_shown.size())
        return nullptr;
    return &m_entries[m_lines[m_shown[index.row()]].entry];
}

int HistoryModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_shown.size());
}

int HistoryModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant HistoryModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid() || index.row() >= m_shown.size())
        return {};
    const Line& line = m_lines[m_shown[index.row()]];
    if (role == Qt::DisplayRole || role == Qt::ToolTipRole)
        return line.cells.value(index.column());
    if (role == Qt::AccessibleTextRole)
        return line.cells.join(u", "_s);
    return {};
}

QVariant HistoryModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    const QStringList names{tr("When"), tr("Who"), tr("What"), tr("Before"), tr("After"), tr("Why")};
    return names.value(section);
}

}  // namespace prohori
