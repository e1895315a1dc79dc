// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sync/client/StationBundles.h"
#include "tests/core/storage/StoreDesk.h"
#include "tests/simulation/LocalLine.h"
#include "tests/support/SeededRandom.h"
#include "tests/sync/hub/TestHub.h"

namespace prohori {

/// A hub that is certified, with the key that bundles to it are sealed to.
struct StickHub : TestHub {
    BoxKey box;
    LocalLine line;

    StickHub();
    ~StickHub();
    Statement certificate() const;
    void know(const QList<Statement>& statements);
    quint64 feedEnd(const Scope& feed) const;

    Result<Hub::BundleTaken> take(QByteArray stick);
    QByteArray answer;  ///< of the last one
};

/// A person with a real store.
struct StickStation {
    StickHub& hub;
    TestPerson who;
    QTemporaryDir home;
    QString folder;
    SecretBytes dataKey;
    std::unique_ptr<Store> store;
    SeededRandom random;
    int cases = 0, remints = 0;

    StickStation(StickHub& itsHub, PersonId person, const QString& login, Role role, const Scope& scope);
    ~StickStation();
    void know(const QList<Statement>& statements);
    void open(const QString& where);
    /// The person's chain is that of the store.
    void follow();
    Result<> remint();

    ChangePtr keep(ChangeBody body);
    ChangePtr create(const QString& text = QStringLiteral("Sadar"));
    ChangePtr put(const RecordId& record, const QList<Item>& items);
    ChangePtr put(const RecordId& record, const QString& text);

    StationBundles bundles();
    QByteArray toHub();
    Result<WrittenBundle> writeTo(const PersonInfo& receiver, QByteArray& stick,
                                  const QList<RecordId>& records = {});
    QByteArray to(const StickStation& other, const QList<RecordId>& records = {});
    Result<ReadBundle> read(QByteArray stick);
    /// A stick to the hub, and its answer back.
    Result<ReadBundle> exchange();
    Result<SyncSummary> sync();

    const PersonInfo& info() const;
    QByteArray digest() const;
    qsizetype unsent() const;
    quint64 cursor(const Scope& feed) const;
};

/// Somebody who writes whatever he wants.
QByteArray forged(const BundleHeader& header, const QList<BundlePart>& parts, const SigningKey& signer,
                  const BoxKey& receiver);

Frame frameOf(const QList<ChangePtr>& changes);

template <typename T>
QString said(const Result<T>& result)
{
    return result ? QStringLiteral("taken") : result.error().hint;
}

}  // namespace prohori
