// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sync/client/SyncClient.h"
#include "tests/core/directory/People.h"

#include <QTemporaryDir>

namespace prohori {

/** A hub without a line and without a judgement: takes everything, and sends its feed a few changes at a time. A test bends its answers
    by `alter` (before signing) and `deliver` (what the line makes of the reply). Keeps what it was asked.
*/
class ScriptedHub final : public QObject, public Transport {
public:
    ScriptedHub();
    ~ScriptedHub() override;

    SigningKey key;
    Scope feedName = QStringLiteral("41");
    QList<FramedChange> feed;
    QList<QByteArray> news;  ///< statements
    int perFrame = 2, framesAnAnswer = 1;
    quint64 heldCounter = 0;
    std::function<void(SyncAnswer&, const SyncRequest&)> alter;
    std::function<Result<Reply>(const Reply&)> deliver;
    std::function<void(const Progress&)> beforeReply;
    int replyTurns = 0;  ///< so often the event loop turns before a reply is there
    QList<SyncRequest::Decoded> asked;
    QList<ChangeId> uploaded;
    int cancelled = 0;

    HubId id() const { return HubId::fromBytes(key.publicKey()); }
    void put(const ChangePtr& change);

    void post(const QByteArray& body, Progress progress, Done done) override;
    void cancel() override;

    SyncAnswer plainAnswer(const SyncRequest& request);

private:
    Reply answer(const QByteArray& body);
    void later(int turns, const std::function<void()>& what);

    void addFrames(const SyncRequest& request, SyncAnswer& made) const;

    int m_call = 0;
};

/// A station's store with the person who works at it.
struct Desk {
    Desk(const TestAuthority& authority, PersonId number, const QString& login, Role role = Role::Recorder);

    ~Desk();

    /// A new case with one answer, saved; as the person's next change.
    ChangePtr newCase(const QString& text = QStringLiteral("Sadar"));

    QList<ChangeId> queue() const;
    quint64 cursor() const;

    QTemporaryDir folder;
    FakeClock clock;
    SecretBytes dataKey;
    TestPerson person;
    std::unique_ptr<Store> store;
};

}  // namespace prohori
