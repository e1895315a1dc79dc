// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/HistoryModel.h"

#include "app/desktop/ErrorText.h"

#include <QDateTime>

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
    if (entry.act || entry.quarantined)
        m_lines.append({at, actCells(entry)});
    for (const HistoryField& field : entry.fields)
        m_lines.append({at, cellsOf(entry, field)});
    if (!entry.act && !entry.quarantined && entry.fields.isEmpty())
        m_lines.append({at, {when(entry), {}, tr("saved without a change of answers"), {}, {}, {}}});
    for (qsizetype i = 0; i < m_lines.size(); ++i) {
        if (m_lines[i].entry == at)
            m_lines[i].cells[Who] =
                tr("%1, %2").arg(entry.who, Words::role(entry.role).section(u" ("_s, 0, 0));
    }
}

QString HistoryModel::when(const HistoryEntry& entry) const
{
    const QString claimed = Words::moment(entry.claimed);
    return entry.received ? tr("%1\nserver: %2").arg(claimed, Words::moment(*entry.received))
                          : tr("%1\nnot at the server yet").arg(claimed);
}

QString HistoryModel::reasons(const HistoryEntry& entry) const
{
    QStringList parts;
    for (const QString& code : entry.reasons)
        parts.append(Words::label(u"return_reason"_s, code));
    if (!entry.comment.isEmpty())
        parts.append(entry.comment);
    return parts.join(u"; "_s);
}

QStringList HistoryModel::actCells(const HistoryEntry& entry) const
{
    if (entry.quarantined)
        return {when(entry), {}, tr("held back, of no effect"), {}, {}, Words::refusal(entry.refusal)};
    return {when(entry), {}, Words::act(*entry.act), {}, {}, reasons(entry)};
}

QStringList HistoryModel::cellsOf(const HistoryEntry& entry, const HistoryField& field) const
{
    const QString place = m_words.place(field.path);
    QString what = field.path.group == 0 ? QString() : m_words.question(field.path);
    if (!place.isEmpty())
        what = tr("%1 (%2)").arg(what, place);
    QString from, to = m_words.text(field.path.field, field.to), why;
    if (field.what == u"set"_s || field.what == u"clear"_s) {
        from = m_words.text(field.path.field, field.from);
    } else if (field.what == u"add-row"_s) {
        to = tr("entry added");
    } else if (field.what == u"remove-row"_s) {
        to = tr("entry removed");
        why = field.to.text;
    } else if (field.what == u"settle"_s) {
        to = tr("conflict decided");
        why = m_words.text(0, field.to);
    } else if (field.what == u"move"_s) {
        what = tr("district");
        from = Words::scope(field.from.text);
        to = Words::scope(field.to.text);
    } else if (field.what == u"unknown"_s) {
        what = tr("something that a newer program wrote");
        to.clear();
    } else {
        const QHash<QString, QString> kinds{{u"remark"_s, tr("remark: %1")},
                                            {u"note"_s, tr("note: %1")},
                                            {u"query"_s, tr("query: %1")},
                                            {u"attach"_s, tr("file: %1")}};
        to = kinds.value(field.what, u"%1"_s).arg(m_words.text(0, field.to));
    }
    return {when(entry), {}, what, from, to, why};
}

bool HistoryModel::fits(const Line& line) const
{
    const HistoryEntry& entry = m_entries[line.entry];
    if (m_filter.person && entry.person != *m_filter.person)
        return false;
    if (m_filter.day && localDay(entry.claimed) != *m_filter.day)
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
