// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/directory/Authority.h"
#include "forms/engine/FormEngine.h"
#include "sync/client/SyncClient.h"

#include <QElapsedTimer>
#include <QMap>
#include <QObject>

#include <memory>
#include <optional>

namespace prohori {

/// Somebody who was invited and joined, with his keys and those of his store.
struct LoadPerson {
    static Result<LoadPerson> join(const Invitation& invitation, const Clock& clock);

    PersonId person = 0;
    Role role = Role::None;
    Scope scope;
    SigningKey keys = SigningKey::make(), replicaKey = SigningKey::make();
    BoxKey box = BoxKey::make();
    ReplicaId replica;
    CertificateId certificate;
    QList<QByteArray> statements;
};

/// What cases are made of: the form, and answers that were drawn once.
struct LoadCases {
    LoadCases(const Clock& clock, quint64 seed);
    std::unique_ptr<FormEngine> engine;
    QList<Answers> answers;
};

/** A station without a store: its changes, signatures, boxes, requests and checks of what comes back are those of the real one, and so is the
    line (HttpTransport). Three changes in ten are new cases, the others edit one field.
*/
class LoadStation final : public QObject {
    Q_OBJECT
public:
    struct Hub {
        QUrl url;
        QByteArray tlsPin;
        HubId id;
    };
    LoadStation(const LoadPerson& person, const Hub& hub, const Clock& clock);

    /// Makes and signs so many changes. About a millisecond for each new case.
    Result<> prepare(int changes, const LoadCases& cases, quint32 seed);
    /// From now on what comes is kept.
    void keepReceived() { m_keeps = true; }
    /// The button Sync; ended() when nothing is left to be sent or fetched, or with a fault.
    void press();

    const LoadPerson& person() const { return m_person; }
    const QList<ChangePtr>& own() const { return m_own; }
    const QList<ChangePtr>& received() const { return m_received; }
    qsizetype receipted() const { return m_receipted; }
    const QString& fault() const { return m_fault; }
    qint64 milliseconds = 0;  ///< of the last press
    int requests = 0, busy = 0, cuts = 0;
    qint64 bytesUp = 0, bytesDown = 0;

signals:
    void ended();

private:
    Result<ChangeBody> newCase(const LoadCases& cases, quint32 drawn);
    void ask();
    void take(const Result<Transport::Reply>& reply);
    Result<bool> takeAnswer(const QByteArray& body);
    Result<> takeVerdicts(const SyncAnswer& answer);
    void askLater(int seconds);
    void end(const QString& fault);

    LoadPerson m_person;
    Hub m_hub;
    const Clock& m_clock;
    std::unique_ptr<Transport> m_line;
    QList<ChangePtr> m_own, m_received;
    qsizetype m_receipted = 0, m_sending = 0;
    QMap<Scope, quint64> m_cursors;
    quint64 m_statementCursor = 0, m_requestCounter = 0;
    bool m_introduced = false, m_keeps = false;
    QByteArray m_requestBytes;
    QElapsedTimer m_timer;
    QString m_fault;
};

}  // namespace prohori
