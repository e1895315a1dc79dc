// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/QuestionModel.h"

#include "app/desktop/Controls.h"
#include "app/desktop/ErrorText.h"
#include "app/desktop/QuestionWatch.h"
#include "forms/engine/AnswerText.h"

#include <algorithm>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

QString plainNumber(const QString& text)
{
    return asciiDigits(text).trimmed().toLower();
}

}  // namespace

QuestionModel::QuestionModel(const QuestionWatch& watch, bool byNationalRef, QObject* parent)
    : QAbstractTableModel(parent),
      m_watch(watch),
      m_byNationalRef(byNationalRef)
{}

bool QuestionModel::fits(const CaseQuery& query) const
{
    const bool isWanted = m_which == QuestionFilter::WithClosed ? true
                        : m_which == QuestionFilter::Mine       ? query.mine
                                                                : query.query.isOpen();
    return isWanted
        && (m_number.isEmpty() || plainNumber(query.localRef).contains(m_number)
            || plainNumber(query.nationalRef).contains(m_number));
}

void QuestionModel::setFilter(QuestionFilter which, const QString& number)
{
    m_which = which;
    m_number = plainNumber(number);
    reload();
}

void QuestionModel::reload()
{
    beginResetModel();
    m_rows.clear();
    std::copy_if(m_watch.all().begin(), m_watch.all().end(), std::back_inserter(m_rows),
                 [this](const CaseQuery& query) { return fits(query); });
    endResetModel();
}

const CaseQuery* QuestionModel::query(const QModelIndex& index) const
{
    return index.isValid() && index.row() < m_rows.size() ? &m_rows.at(index.row()) : nullptr;
}

QModelIndex QuestionModel::indexOf(const CaseQuery& wanted) const
{
    for (qsizetype i = 0; i < m_rows.size(); ++i) {
        if (m_rows[i].record == wanted.record && m_rows[i].query.id == wanted.query.id)
            return index(static_cast<int>(i), 0);
    }
    return {};
}

int QuestionModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int QuestionModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QString QuestionModel::about(const CaseQuery& query)
{
    const QString question = query.question.isEmpty() ? tr("An answer of another version of the form")
                                                      : query.question.in(Words::language());
    const QString place = query.place.in(Words::language());
    return place.isEmpty() ? question : tr("%1 (%2)").arg(question, place);
}

QString QuestionModel::caseName(const CaseQuery& query) const
{
    return m_byNationalRef && !query.nationalRef.isEmpty() ? query.nationalRef : query.localRef;
}

QString QuestionModel::words(const QueryView::Line& line)
{
    return line.sealed ? tr("sealed: you hold no key to these words") : line.text;
}

QString QuestionModel::secondLine(const CaseQuery& query) const
{
    const QueryView::Line last = query.last();
    const QString said = words(last);
    return caseName(query) + u" · "_s + (said.isEmpty() ? last.who : tr("%1: %2").arg(last.who, said));
}

QString QuestionModel::turnText(const CaseQuery& query)
{
    switch (query.turn) {
    case QueryTurn::Answer: return query.mine ? tr("You answer") : tr("The officer answers");
    case QueryTurn::Close: return query.mine ? tr("You close it") : tr("Who asked closes it");
    case QueryTurn::None: break;
    }
    return tr("Closed");
}

QString QuestionModel::daysText(const CaseQuery& query)
{
    return query.days == 0 ? tr("today") : tr("%Ln day(s)", nullptr, query.days);
}

QVariant QuestionModel::data(const QModelIndex& index, int role) const
{
    const CaseQuery* found = query(index);
    if (!found)
        return {};
    const QueryView::Line asked = found->asked();
    const int column = index.column();
    switch (role) {
    case Qt::AccessibleTextRole:
        return QStringList{about(*found), secondLine(*found), turnText(*found), daysText(*found)}.join(
            u", "_s);
    case Qt::DisplayRole:
        return column == What ? about(*found) : column == Since ? daysText(*found) : QString();
    case RowDelegate::SecondLine:
        return column == What  ? secondLine(*found)
             : column == Since ? tr("asked by %1").arg(asked.who)
                               : QString();
    case RowDelegate::ChipText: return column == Turn ? turnText(*found) : QString();
    case RowDelegate::ChipKind:
        return static_cast<int>(found->mine                      ? ChipColour::Amber
                                : found->turn == QueryTurn::None ? ChipColour::Green
                                                                 : ChipColour::Grey);
    default: return {};
    }
}

QVariant QuestionModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case What: return tr("Question");
    case Turn: return tr("Whose turn");
    case Since: return tr("Open for");
    default: return {};
    }
}

}  // namespace prohori
