// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/station/CaseDesk.h"

#include <QHash>

namespace prohori {

/// Who has to do something next about a question.
enum class QueryTurn {
    Answer,  ///< the officer who has the case in hand answers
    Close,   ///< it is answered: who asked reads that, and closes it
    None,    ///< it is closed
};

/// One question of the list over all cases.
struct CaseQuery {
    RecordId record;
    QString localRef, nationalRef;
    Texts question;     ///< the label of the field; empty where no installed version of the form knows it
    Texts place;        ///< the row that it stands in; empty for the case itself
    QString fieldPath;  ///< as `prohorictl` names it: `victim[1].age_years`
    QueryView query;
    QueryTurn turn = QueryTurn::None;
    bool mine = false;  ///< it waits for the person of this station
    int days = 0;       ///< since it was asked, by the clocks of who asked and of this station; never below 0

    /// What was said first and last; an empty line where nothing is known of it.
    QueryView::Line asked() const { return query.lines.value(0); }
    QueryView::Line last() const { return query.lines.isEmpty() ? QueryView::Line() : query.lines.last(); }
};

/// What is looked at first: what waits for me, what is open, the longest asked, by number.
bool comesBefore(const CaseQuery& one, const CaseQuery& other);

/** Every question that the person of a station may see, over all cases in which one is open: read in steps, for nobody is to wait for all of them.

    An open question waits for the holders of its case who may answer it (CaseRow::holders); an answered one for who asked, and, when that
    person has left or may no longer close it, for everybody who may. Closed questions come with those of a case in which one is open; of cases
    in which all are closed there are none: they would cost a fold of every case that was ever asked about.

    Cost: a fold and the decoding of one case for each case read (2 to 3 ms), and one pass over the case list for all together (about 1 µs a
    row: some 50 ms at 50,000 cases, in the first call of next()): with 500 questions one to two seconds, which next() cuts into pieces.
*/
class QueryList {
public:
    /// @param page rows of the case list that are read at once; the content of cases is read one by one.
    explicit QueryList(Station& station, int page = 200) : m_station(station), m_pageSize(page) {}

    /// Those of one case, closed ones too, in the order of its history.
    static Result<QList<CaseQuery>> of(Station& station, const RecordId& record);

    /// Those of the next case, in the order of the case list; nothing at the end (isAtEnd()). After an error, which is that of one case,
    /// the next call goes on behind it.
    Result<QList<CaseQuery>> next();
    bool isAtEnd() const { return m_isLastPage && m_at >= m_page.size(); }

private:
    Result<> readPage();

    Station& m_station;
    const int m_pageSize;
    QList<CaseRow> m_page;
    qsizetype m_at = 0;
    bool m_isLastPage = false;
};

}  // namespace prohori
