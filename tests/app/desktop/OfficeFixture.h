// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/app/desktop/DesktopFixture.h"

#include <QJsonArray>

namespace prohori {

/// A deployment with people at their stations, at one hub, all of them confirmed, and the practice cases of one of them. What fails is told by the last
/// word of `why`; tests begin with QVERIFY2(fixture.open(…), fixture.why()).
class OfficeFixture : public DesktopFixture {
public:
    struct Person {
        QString login, role, scope = QStringLiteral("41");
    };
    /// An officer and a supervisor of one district: "officer" and "chief".
    static QList<Person> officeOfTwo()
    {
        return {{QStringLiteral("officer"), QStringLiteral("recorder")},
                {QStringLiteral("chief"), QStringLiteral("district_reviewer")}};
    }

    /// Authority, hub and stations; everybody knows of everybody's confirmation when it is done.
    bool open(const QList<Person>& people)
    {
        if (!deployment.makeAuthority() || !deployment.makeHub() || !deployment.startHub())
            return failed(deployment.lastFailure());
        for (const Person& person : people) {
            if (!deployment.addStation(person.login, person.role, person.scope))
                return failed(deployment.lastFailure());
            m_logins.append(person.login);
        }
        if (!syncAll())
            return false;
        for (const QString& login : std::as_const(m_logins)) {
            if (!deployment.confirm(login))
                return failed(deployment.lastFailure());
        }
        return syncAll();
    }

    /// Practice cases of `login`; their ids and numbers stand in ids() and refs(), in this order.
    bool fill(const QString& login, int cases, int seed)
    {
        const Ran filled =
            deployment.ctl({QStringLiteral("practice"), QStringLiteral("fill"), deployment.store(login),
                            QStringLiteral("--cases"), QString::number(cases), QStringLiteral("--seed"),
                            QString::number(seed), QStringLiteral("--json")},
                           login);
        if (filled.exit != 0)
            return failed(QString::fromUtf8(filled.err));
        for (const QJsonValue& one : filled.array()) {
            m_ids.append(one[QStringLiteral("id")].toString());
            m_refs.append(one[QStringLiteral("local_ref")].toString());
        }
        return true;
    }

    /// `prohorictl case WORD STORE ID MORE…` of the case at `which` of ids().
    Ran onCase(const QString& login, const QString& word, qsizetype which, const QStringList& more = {})
    {
        return deployment.ctl(QStringList{QStringLiteral("case"), word, deployment.store(login),
                                          m_ids.value(which)}
                                  + more,
                              login);
    }

    /// Everybody, in turn, so often that all of it has reached all of them.
    bool syncAll(int rounds = 2)
    {
        for (int round = 0; round < rounds; ++round) {
            for (const QString& login : std::as_const(m_logins)) {
                const Ran ran = deployment.sync(login);
                if (ran.exit != 0)
                    return failed(login + QStringLiteral(": ") + QString::fromUtf8(ran.err));
            }
        }
        return true;
    }

    const QStringList& ids() const { return m_ids; }
    const QStringList& refs() const { return m_refs; }
    const char* why() const { return m_why.constData(); }

private:
    bool failed(const QString& why)
    {
        m_why = why.toUtf8();
        return false;
    }

    QStringList m_logins, m_ids, m_refs;
    QByteArray m_why;
};

}  // namespace prohori
