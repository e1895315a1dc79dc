// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/station/QueryList.h"

#include "app/station/CaseTalk.h"
#include "forms/engine/FieldPath.h"
#include "forms/engine/RowSummary.h"

#include <QDateTime>

#include <algorithm>
#include <tuple>

namespace prohori {

namespace {

/// Whether this person can still close what he asked in this case.
bool stillCloses(const Station& station, const CaseView& view, PersonId asker)
{
    const PersonInfo* person = station.store().directory().person(asker);
    if (!person || person->revoked)
        return false;
    const bool inScope = person->scope == view.state.homeScope || isNationalRole(person->role);
    return permitted(person->role, Permission::OpenQuery, view.state.phase, inScope).has_value();
}

bool waitsForMe(Station& station, const CaseView& view, const CaseQuery& query)
{
    const CaseTalk talk(station);
    const PersonId me = station.me().person;
    switch (query.turn) {
    case QueryTurn::Answer: return view.row.holders.contains(me) && talk.mayAnswer(view);
    case QueryTurn::Close:
        return talk.mayOpen(view)
            && (query.asked().person == me || !stillCloses(station, view, query.asked().person));
    case QueryTurn::None: break;
    }
    return false;
}

int daysBetween(Instant from, Instant to)
{
    const QDate first = QDateTime::fromMSecsSinceEpoch(from.msSinceEpoch).date();
    const QDate last = QDateTime::fromMSecsSinceEpoch(to.msSinceEpoch).date();
    return std::max(0, static_cast<int>(first.daysTo(last)));
}

/// The label of a field in the version of the case, else in the newest one that knows it.
Texts labelOf(const Station& station, const FormDefinition& form, quint32 id)
{
    if (const FieldDefinition* field = form.field(id))
        return field->label;
    const FormPtr other = station.forms().whoKnows(id);
    const FieldDefinition* field = other ? other->field(id) : nullptr;
    return field ? field->label : Texts();
}

}  // namespace

bool comesBefore(const CaseQuery& one, const CaseQuery& other)
{
    const auto key = [](const CaseQuery& query) {
        return std::tuple(!query.mine, query.turn == QueryTurn::None, query.asked().claimed.msSinceEpoch,
                          query.localRef);
    };
    return key(one) < key(other);
}

Result<QList<CaseQuery>> QueryList::of(Station& station, const RecordId& record)
{
    const auto view = CaseDesk(station).view(record);
    if (!view)
        return view.error();
    QList<CaseQuery> all;
    for (const QueryView& query : view->queries) {
        CaseQuery one;
        one.record = record;
        one.localRef = view->state.localRef;
        one.nationalRef = view->row.nationalRef;
        one.question = labelOf(station, view->engine->form(), query.path.field);
        if (!query.path.row.isEmpty())
            one.place = rowSummary(*view->engine, view->answers, query.path.row);
        one.fieldPath = fieldPathText(station.form(), view->answers, query.path);
        one.query = query;
        one.turn = !query.isOpen()                 ? QueryTurn::None
                 : query.step == QueryStep::Answer ? QueryTurn::Close
                                                   : QueryTurn::Answer;
        one.mine = waitsForMe(station, *view, one);
        one.days = daysBetween(one.asked().claimed, station.clock().now());
        all.append(one);
    }
    return all;
}

Result<> QueryList::readPage()
{
    CaseFilter filter;
    filter.onlyQueries = true;
    filter.limit = m_pageSize;
    if (!m_page.isEmpty())
        filter.after = PageKey{m_page.last().updated.msSinceEpoch, m_page.last().key};
    const auto page = m_station.store().cases(filter);
    if (!page) {
        m_isLastPage = true;
        return page.error();
    }
    m_page = *page;
    m_at = 0;
    m_isLastPage = page->size() < filter.limit;
    return {};
}

Result<QList<CaseQuery>> QueryList::next()
{
    if (m_at >= m_page.size() && !m_isLastPage) {
        if (auto read = readPage(); !read)
            return read.error();
    }
    if (m_at >= m_page.size())
        return QList<CaseQuery>();
    return of(m_station, m_page[m_at++].record);
}

}  // namespace prohori
