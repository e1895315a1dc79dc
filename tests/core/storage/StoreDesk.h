// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/storage/FieldIds.h"
#include "core/storage/Store.h"
#include "tests/core/cases/CaseBuilder.h"
#include "tests/core/directory/People.h"

#include <QTemporaryDir>

namespace prohori {

class Connection;

QByteArray fileBytes(const QString& path);
void putBytes(const QString& path, const QByteArray& bytes);
/// What a kill leaves: every file as it lies on the disk at this moment, whoever has it open.
void copyFolder(const QString& from, const QString& to);
QStringList namesIn(const QString& folder);

/** One district with a recorder, whose store it is, a colleague and a reviewer on stores of their own. All
    three are certified, and the store knows it.
*/
class StoreDesk {
public:
    StoreDesk();
    ~StoreDesk();

    QString path(const QString& name) const;
    QString folder() const;
    const SecretBytes& dataKey() const { return m_dataKey; }

    void create(const QString& name = QStringLiteral("store"));
    /// Key slots beside the store, as every real one has them.
    void addHeader() const;
    Result<> tryOpen(const QString& where);
    void reopen();
    void addStatements(const QList<Statement>& statements);

    /// A new case of the district, signed but not stored anywhere.
    ChangePtr newCase(TestPerson& by, const QList<Item>& items = {});
    /// The next change of a case on top of `parents`.
    ChangePtr edit(TestPerson& by, const QList<ChangePtr>& parents, const QList<Item>& items);
    ChangePtr approve(TestPerson& by, const QList<ChangePtr>& all);
    /// As the hub sends it.
    IncomingChange incoming(const ChangePtr& change);
    Result<int> frame(const QList<ChangePtr>& changes);
    Verdict verdict(const ChangePtr& change, Delivery delivery, Refusal refusal = Refusal::None);
    bool holds(const ChangePtr& change) const;
    /// An own connection to the file, as somebody with the data key makes it.
    Result<Connection> insider(const QString& where) const;

    FakeClock clock;
    TestAuthority authority;
    TestPerson officer, colleague, reviewer;
    std::unique_ptr<Store> store;

private:
    QTemporaryDir m_folder;
    SecretBytes m_dataKey;
    int m_number = 0;
    quint64 m_position = 0;
};

/// What the full check says, so that a failed comparison tells it.
QString faultsIn(const Store& store);

Item submitItem();

/// "a: b; c", so that a failed comparison tells; none: "no error".
QByteArray whyOf(const Error* error);
/// As QVERIFY2 does, with the error.
bool isGood(const Error* error, const char* expression, const char* file, int line);

template <typename T>
const Error* errorOf(const Result<T>& result)
{
    return result ? nullptr : &result.error();
}
template <typename T>
QByteArray why(const Result<T>& result)
{
    return whyOf(errorOf(result));
}

#define PROHORI_GOOD(expression)                                                                             \
    do {                                                                                                     \
        const auto& outcome_ = (expression);                                                                 \
        if (!isGood(errorOf(outcome_), #expression, __FILE__, __LINE__))                                     \
            return;                                                                                          \
    } while (false)

}  // namespace prohori
