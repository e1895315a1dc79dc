// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/station/QueryList.h"

#include <QObject>
#include <QTimer>

#include <memory>

namespace prohori {

class Session;

/** The questions of all cases while somebody is signed in: read in the background from when they are first wanted, and again after each sync;
    after a save only those of that case.

    Reads for a few milliseconds at a time, so that keys are never late. While it reads for the first time what it has found so far is
    there; later ones replace the whole list at once, so that nothing jumps.
*/
class QuestionWatch : public QObject {
    Q_OBJECT
public:
    explicit QuestionWatch(Session& session);
    ~QuestionWatch() override;

    /// Begins to read, where nobody has begun yet.
    void want();
    /// Whether all() is all of them, as of the last change in the store.
    bool isComplete() const { return m_wanted && !m_reading; }
    /// In the order of comesBefore(), with the closed ones of cases in which one is open.
    const QList<CaseQuery>& all() const { return m_all; }
    int mine() const { return m_mine; }
    int open() const { return m_open; }
    /// Cases that have some and could not be read.
    int unread() const { return m_unread; }
    /// Whether each question of this case has its answer: then it asks nothing of its officer. False while that is not known.
    bool isAnswered(const RecordId& record) const;

signals:
    void changed();

private:
    void readAnew();
    void readSome();
    void readAgain(const RecordId& record);
    void take(QList<CaseQuery> all);

    Session& m_session;
    std::unique_ptr<QueryList> m_reading;
    QList<CaseQuery> m_all, m_found;
    int m_mine = 0, m_open = 0, m_unread = 0, m_failed = 0;
    bool m_wanted = false, m_wasComplete = false;
    QTimer m_next;
};

}  // namespace prohori
