// SPDX-License-Identifier: GPL-3.0-or-later
#include "OfficeFixture.h"

#include <QJsonArray>

namespace prohori {

OfficeFixture::OfficeFixture() = default;
OfficeFixture::~OfficeFixture() = default;

QList<OfficeFixture::Person> OfficeFixture::officeOfTwo()
{
    return {{QStringLiteral("officer"), QStringLiteral("recorder")},
            {QStringLiteral("chief"), QStringLiteral("district_reviewer")}};
}

bool OfficeFixture::open(const QList<Person>& people)
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

bool OfficeFixture::fill(const QString& login, int cases, int seed)
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

Ran OfficeFixture::onCase(const QString& login, const QString& word, qsizetype which, const QStringList& more)
{
    return deployment.ctl(
        QStringList{QStringLiteral("case"), word, deployment.store(login), m_ids.value(which)} + more, login);
}

bool OfficeFixture::syncAll(int rounds)
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

bool OfficeFixture::failed(const QString& why)
{
    m_why = why.toUtf8();
    return false;
}

}  // namespace prohori
