// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/QuestionWatch.h"

#include "app/desktop/Session.h"

#include <QElapsedTimer>

#include <algorithm>
#include <chrono>
#include <utility>

namespace prohori {

namespace {
constexpr std::chrono::milliseconds kPause{5};
constexpr qint64 kAtOnceMs = 10;  ///< shorter than anybody notices between two keys
}  // namespace

QuestionWatch::QuestionWatch(Session& session) : m_session(session)
{
    m_next.setSingleShot(true);
    m_next.setInterval(kPause);
    connect(&m_next, &QTimer::timeout, this, &QuestionWatch::readSome);
    connect(&session, &Session::syncFinished, this, &QuestionWatch::readAnew);
    connect(&session, &Session::caseSaved, this, &QuestionWatch::readAgain);
}

QuestionWatch::~QuestionWatch() = default;

void QuestionWatch::want()
{
    if (!std::exchange(m_wanted, true))
        readAnew();
}

void QuestionWatch::readAnew()
{
    if (!m_wanted)
        return;
    m_reading = std::make_unique<QueryList>(m_session.station());
    m_found.clear();
    m_failed = 0;
    m_next.start();
}

void QuestionWatch::readSome()
{
    QElapsedTimer took;
    took.start();
    while (!m_reading->isAtEnd() && took.elapsed() < kAtOnceMs) {
        const auto some = m_reading->next();
        if (some)
            m_found += *some;
        else
            ++m_failed;
    }
    const bool isDone = m_reading->isAtEnd();
    if (isDone) {
        m_reading.reset();
        m_wasComplete = true;
        m_unread = m_failed;
        take(std::exchange(m_found, {}));
    } else {
        m_next.start();
        if (!m_wasComplete)
            take(m_found);
    }
}

void QuestionWatch::readAgain(const RecordId& record)
{
    if (!m_wanted)
        return;
    if (m_reading || record.isNull()) {
        readAnew();
        return;
    }
    QList<CaseQuery> all = m_all;
    all.removeIf([&](const CaseQuery& query) { return query.record == record; });
    const auto row = m_session.station().store().caseRow(record);
    if (row && row->openQueries > 0) {
        const auto some = QueryList::of(m_session.station(), record);
        if (!some) {
            readAnew();
            return;
        }
        all += *some;
    } else if (all.size() == m_all.size()) {
        return;
    }
    take(std::move(all));
}

void QuestionWatch::take(QList<CaseQuery> all)
{
    std::stable_sort(all.begin(), all.end(), comesBefore);
    m_all = std::move(all);
    const auto count = [this](auto is) {
        return static_cast<int>(std::count_if(m_all.begin(), m_all.end(), is));
    };
    m_mine = count([](const CaseQuery& query) { return query.mine; });
    m_open = count([](const CaseQuery& query) { return query.query.isOpen(); });
    emit changed();
}

bool QuestionWatch::isAnswered(const RecordId& record) const
{
    bool any = false;
    for (const CaseQuery& query : m_all) {
        if (query.record != record)
            continue;
        if (query.turn == QueryTurn::Answer)
            return false;
        any = true;
    }
    return any && isComplete();
}

}  // namespace prohori
