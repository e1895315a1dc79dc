// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sync/client/SyncClient.h"
#include "sync/wire/Pieces.h"
#include "tests/core/storage/StorePapers.h"
#include "tests/support/SeededRandom.h"
#include "tests/sync/hub/TestHub.h"

#include <QBuffer>
#include <QCoreApplication>

#include <cmath>

namespace prohori {

/** A line to a hub in this process that is cut at random places below the message: after so many bytes, wherever that is. A request that was
    not through never reaches the hub; of an answer that was not through the station sees nothing. Counts the bytes of files that crossed it.
*/
class CutLine final : public QObject, public Transport {
public:
    CutLine(Hub& hub, quint32 seed) : m_hub(hub), m_random(seed) {}

    qint64 meanBetweenCuts = 0;  ///< 0: never cut
    bool isDead = false;
    int fileStatus = 200;
    std::function<void()> beforeFile;
    std::function<void(PiecesAnswer&)> lie;
    SigningKey hubKey;
    qint64 fileBytesUp = 0, fileBytesDown = 0;
    qsizetype fileRequests = 0;
    int cuts = 0, cancelled = 0;

    bool carriesFiles() const override { return true; }
    void post(const QByteArray& body, Progress, Done done) override
    {
        later(std::move(done), [this, body]() -> Result<Reply> {
            const auto said = m_hub.handle(body);
            return said ? Result<Reply>(Reply{200, *said, 0}) : Result<Reply>(said.error());
        });
    }
    void postPieces(const QByteArray& body, Progress, Done done) override
    {
        ++fileRequests;
        if (beforeFile)
            beforeFile();
        later(std::move(done), [this, body] { return carryFile(body); });
    }
    void cancel() override
    {
        ++m_call;
        ++cancelled;
    }

private:
    static constexpr qint64 kHeadBytes = 250;  ///< of HTTP, each way

    void later(Done done, std::function<Result<Reply>()> work)
    {
        const int call = ++m_call;
        QMetaObject::invokeMethod(
            this,
            [this, call, done, work] {
                if (call == m_call)
                    done(work());
            },
            Qt::QueuedConnection);
    }

    static Error offline() { return {ErrorCode::Offline, QStringLiteral("the line is cut")}; }

    /// How many of `bytes` cross before the line is cut; all of them when it is not.
    qint64 cross(qint64 bytes)
    {
        if (meanBetweenCuts == 0)
            return bytes;
        if (m_left <= 0) {
            const double chance = (m_random.below(1'000'000) + 1) / 1'000'001.0;
            m_left = std::max<qint64>(1, std::llround(-std::log(chance) * double(meanBetweenCuts)));
        }
        if (bytes < m_left) {
            m_left -= bytes;
            return bytes;
        }
        ++cuts;
        return std::exchange(m_left, 0);
    }

    Result<Reply> carryFile(const QByteArray& body)
    {
        if (isDead)
            return offline();
        if (fileStatus != 200)
            return Reply{fileStatus, {}, fileStatus == 503 ? 30 : 0};
        const auto asked = PiecesRequest::decode(body);
        if (!asked)
            return asked.error();
        qint64 up = 0;
        for (const FilePart& part : asked->request.parts)
            up += part.bytes.size();
        const qint64 sent = cross(body.size() + kHeadBytes);
        fileBytesUp += std::clamp<qint64>(sent - kHeadBytes, 0, up);
        if (sent < body.size() + kHeadBytes)
            return offline();
        const auto said = m_hub.handlePieces(body);
        if (!said)
            return said.error();
        return bringBack(*said, asked->request.hub, asked->hash);
    }

    Result<Reply> bringBack(QByteArray said, const HubId& hub, const QByteArray& hash)
    {
        auto answer = PiecesAnswer::decode(said, hub, hash);
        if (!answer)
            return answer.error();
        if (lie) {
            lie(*answer);
            said = answer->encode(hubKey);
        }
        qint64 down = 0;
        for (const FilePart& part : answer->parts)
            down += part.bytes.size();
        const qint64 came = cross(said.size() + kHeadBytes);
        fileBytesDown += std::clamp<qint64>(came - kHeadBytes, 0, down);
        if (came < said.size() + kHeadBytes)
            return offline();
        return Reply{200, said, 0};
    }

    Hub& m_hub;
    SeededRandom m_random;
    qint64 m_left = 0;
    int m_call = 0;
};

/// A person with a real store, who attaches papers.
struct PaperStation {
    PaperStation(const TestAuthority& authority, PersonId number, const QString& login,
                 Role role = Role::Recorder)
        : person(authority, number, login, role, isNationalRole(role) ? kNationalScope : QStringLiteral("41"))
    {
        auto made = Store::create(folder.filePath(QStringLiteral("store")), dataKey,
                                  {StoreId::fromBytes(SodiumRandom().bytes(StoreId::kSize)), person.replica,
                                   person.replicaKey, authority.info},
                                  clock);
        if (!made)
            qFatal("%s", qPrintable(made.error().detail));
        store = std::move(*made);
        QList<QByteArray> statements;
        for (const Statement& statement : person.statements())
            statements.append(statement.bytes());
        if (auto added = store->addStatements(statements); !added)
            qFatal("%s", qPrintable(added.error().detail));
    }

    ChangePtr save(const ChangeBody& body)
    {
        const ChangePtr change = person.save(body);
        if (const auto saved = store->save(*change); !saved)
            qFatal("%s", qPrintable(saved.error().detail));
        return change;
    }

    /// A new case with papers of so many bytes, saved. The first `shared` of them may leave the district.
    ChangePtr attach(SeededRandom& random, const QList<qint64>& sizes, int shared = 0)
    {
        ChangeBody body =
            newCase(QStringLiteral("41"), QStringLiteral("41-2026-A-%1").arg(person.counter + 1));
        body.creation->sealedKeys = Cbor(Cbor::Array{});
        for (const qint64 size : sizes)
            body.items += paperItems(*store, random, size, shared-- > 0);
        return save(body);
    }

    QTemporaryDir folder;
    FakeClock clock;
    SecretBytes dataKey = SecretBytes::random(std::size_t(kKeyBytes));
    TestPerson person;
    std::unique_ptr<Store> store;
};

}  // namespace prohori
