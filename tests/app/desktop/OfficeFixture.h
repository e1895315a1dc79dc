// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/app/desktop/DesktopFixture.h"

namespace prohori {

/// A deployment with people at their stations, at one hub, all of them confirmed, and the practice cases of one of them. What fails is told by the last
/// word of `why`; tests begin with QVERIFY2(fixture.open(…), fixture.why()).
class OfficeFixture : public DesktopFixture {
public:
    struct Person {
        QString login, role, scope = QStringLiteral("41");
    };
    OfficeFixture();
    ~OfficeFixture();
    /// An officer and a supervisor of one district: "officer" and "chief".
    static QList<Person> officeOfTwo();

    /// Authority, hub and stations; everybody knows of everybody's confirmation when it is done.
    bool open(const QList<Person>& people);

    /// Practice cases of `login`; their ids and numbers stand in ids() and refs(), in this order.
    bool fill(const QString& login, int cases, int seed);

    /// `prohorictl case WORD STORE ID MORE…` of the case at `which` of ids().
    Ran onCase(const QString& login, const QString& word, qsizetype which, const QStringList& more = {});

    /// Everybody, in turn, so often that all of it has reached all of them.
    bool syncAll(int rounds = 2);

    const QStringList& ids() const { return m_ids; }
    const QStringList& refs() const { return m_refs; }
    const char* why() const { return m_why.constData(); }

private:
    bool failed(const QString& why);

    QStringList m_logins, m_ids, m_refs;
    QByteArray m_why;
};

}  // namespace prohori
