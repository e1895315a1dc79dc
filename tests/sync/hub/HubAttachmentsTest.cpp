// SPDX-License-Identifier: GPL-3.0-or-later
#include "BothStorages.h"
#include "sync/hub/AttachmentCustody.h"
#include "sync/hub/HubCheck.h"
#include "tests/support/Papers.h"
#include "tests/support/TestSeed.h"

#include <QFile>
#include <QTest>

using namespace prohori;

namespace {
constexpr qint64 kPiece = AttachmentManifest::kPieceBytes;
}

/// Files at the hub: who may send and fetch them, what is kept, and what is refused.
class HubAttachmentsTest : public QObject {
    Q_OBJECT
private slots:
    void initTestCase_data() { BothStorages::addRows(); }
    void initTestCase() { QVERIFY(startSecrets()); }
    void init()
    {
        m_hub.reset();
        m_hub = m_storages.makeHub();
        m_folder = std::make_unique<QTemporaryDir>();
        m_hub->hub->keepAttachmentsIn(folder());
        m_officer = std::make_unique<Desk>(m_hub->desk(1, u"anika"_s, Role::Recorder, u"41"_s));
        m_colleague = std::make_unique<Desk>(m_hub->desk(2, u"babul"_s, Role::Recorder, u"41"_s));
        m_stranger = std::make_unique<Desk>(m_hub->desk(3, u"chand"_s, Role::Recorder, u"42"_s));
        m_paper = TestPaper::make(m_random, 2 * kPiece + 5000);
        ChangeBody body = newCase(u"41"_s);
        body.items.append(m_paper.item());
        m_change = m_officer->save(body);
        QCOMPARE(m_hub->verdictOf(*m_officer, m_change), Refusal::None);
        m_hub->send(*m_colleague);
        m_hub->send(*m_stranger);
    }

    void aFileComesInPartsAndGoesOutAsItWas()
    {
        QCOMPARE(standing(ask(*m_officer, {m_paper.manifest.id})).state, PieceState::Partly);
        sendAll();
        QCOMPARE(standing(ask(*m_officer, {m_paper.manifest.id})).state, PieceState::Whole);
        QByteArray fetched;
        while (fetched.size() < m_paper.sealed.size()) {
            const PiecesAnswer answer = want(*m_colleague, fetched.size(), 100'000);
            QCOMPARE(answer.parts.size(), 1);
            fetched += answer.parts[0].bytes;
        }
        QCOMPARE(fetched, m_paper.sealed);
    }

    /// A half file goes on after a restart where it was confirmed.
    void aRestartKeepsWhatWasConfirmed()
    {
        QCOMPARE(standing(put(*m_officer, 0, 200'000)).held, 200'000);
        m_hub->restart();
        m_hub->hub->keepAttachmentsIn(folder());
        const auto known = standing(ask(*m_officer, {m_paper.manifest.id}));
        QCOMPARE(known.state, PieceState::Partly);
        QCOMPARE(known.held, 200'000);
        QCOMPARE(standing(put(*m_officer, 200'000, m_paper.sealed.size())).state, PieceState::Whole);
    }

    void whatIsSentTwiceOrWithAGapHasNoEffect()
    {
        QCOMPARE(standing(put(*m_officer, 50, 10)).held, 0);
        QCOMPARE(standing(put(*m_officer, 0, 1000)).held, 1000);
        QCOMPARE(standing(put(*m_officer, 0, 1000)).held, 1000);
        QCOMPARE(standing(put(*m_officer, 500, 1000)).held, 1500);
        QCOMPARE(standing(put(*m_officer, 5000, 10)).held, 1500);
        sendAll();
    }

    /// Every piece is checked alone: whichever one has a wrong bit is refused, and goes again from its beginning.
    void aFlippedBitIsRefused()
    {
        for (int index = 0; index < m_paper.manifest.pieces(); ++index) {
            QByteArray wrong = m_paper.piece(index);
            wrong[m_random.below(int(wrong.size()))] ^= char(1 << m_random.below(8));
            const auto refused = standing(putBytes(*m_officer, index * kPiece, wrong));
            QCOMPARE(refused.state, PieceState::WrongPiece);
            QCOMPARE(refused.held, index * kPiece);
            const auto taken = standing(putBytes(*m_officer, index * kPiece, m_paper.piece(index)));
            QCOMPARE(taken.held, index * kPiece + m_paper.manifest.pieceBytes(index));
        }
        QCOMPARE(standing(ask(*m_officer, {m_paper.manifest.id})).state, PieceState::Whole);
    }

    void whatNoChangeNamesIsNotTaken()
    {
        const TestPaper other = TestPaper::make(m_random, 1000);
        PiecesRequest made = request(*m_officer);
        made.parts = {{other.manifest.id, 0, other.sealed}};
        QCOMPARE(standing(send(*m_officer, made)).state, PieceState::NotNamed);
        QVERIFY(!QFile::exists(AttachmentCustody(folder()).pathOf(other.manifest.id)));
        made = request(*m_officer);
        made.parts = {{m_paper.manifest.id, m_paper.sealed.size() - 5, QByteArray(6, 'x')}};
        QCOMPARE(standing(send(*m_officer, made)).state, PieceState::Beyond);
    }

    void anotherDistrictGetsNothing()  // SEC-44
    {
        sendAll();
        const PiecesAnswer answer = want(*m_stranger, 0, 1000);
        QCOMPARE(standing(answer).state, PieceState::NotNamed);
        QVERIFY(answer.parts.isEmpty());
        QCOMPARE(want(*m_colleague, 0, 1000).parts.size(), 1);
    }

    /// The Ministry knows what a paper is and gets the file only where the district lets it go: in what was approved, and now.
    void headquartersFetchOnlyWhatMayLeaveTheDistrict_data()
    {
        QTest::addColumn<QString>("approved");
        QTest::addColumn<QString>("later");
        QTest::addColumn<bool>("given");
        QTest::newRow("nothing said") << QString() << QString() << false;
        QTest::newRow("no") << u"false"_s << QString() << false;
        QTest::newRow("yes") << u"true"_s << QString() << true;
        QTest::newRow("yes, after the approval") << u"false"_s << u"true"_s << false;
        QTest::newRow("taken back") << u"true"_s << u"false"_s << false;
    }
    void headquartersFetchOnlyWhatMayLeaveTheDistrict()
    {
        QFETCH(const QString, approved);
        QFETCH(const QString, later);
        QFETCH(const bool, given);
        sendAll();
        Desk ministry = m_hub->desk(4, u"ministry"_s, Role::HqApprover, kNationalScope);
        Desk reviewer = m_hub->desk(5, u"rina"_s, Role::DistrictReviewer, u"41"_s);
        m_hub->send(ministry);
        QCOMPARE(want(ministry, 0, 1000).parts.size(), 0);
        QList<ChangePtr> changes{m_change};
        if (!approved.isEmpty())
            changes.append(m_officer->save(saying(changes.last(), approved)));
        changes.append(m_officer->save(act(changes.last(), ActKind::Submit)));
        for (qsizetype i = 1; i < changes.size(); ++i)
            QCOMPARE(m_hub->verdictOf(*m_officer, changes[i]), Refusal::None);
        m_hub->send(reviewer);
        changes.append(reviewer.save(approval(changes)));
        QCOMPARE(m_hub->verdictOf(reviewer, changes.last()), Refusal::None);
        if (!later.isEmpty())
            QCOMPARE(m_hub->verdictOf(*m_officer, m_officer->save(saying(changes.last(), later))),
                     Refusal::None);
        QVERIFY(m_hub->place(kNationalScope, m_change) > 0);
        const PiecesAnswer answer = want(ministry, 0, 1000);
        QCOMPARE(standing(answer).state, given ? PieceState::Whole : PieceState::NotNamed);
        QCOMPARE(answer.parts.size(), given ? 1 : 0);
        QCOMPARE(want(*m_colleague, 0, 1000).parts.size(), 1);
    }

    void aHalfFileIsNotGivenOut()
    {
        put(*m_officer, 0, 1000);
        const PiecesAnswer answer = want(*m_colleague, 0, 100);
        QCOMPARE(standing(answer).state, PieceState::NotHere);
        QVERIFY(answer.parts.isEmpty());
    }

    void aDistrictDoesNotGetMoreRoomThanItHas()
    {
        m_hub->hub->keepAttachmentsIn(folder(), m_paper.sealed.size() - 1);
        QCOMPARE(standing(put(*m_officer, 0, 1000)).state, PieceState::Quota);
        m_hub->hub->keepAttachmentsIn(folder(), m_paper.sealed.size());
        sendAll();
    }

    /// SEC-56: replayed, reordered, for another hub, with a flipped bit, from nobody.
    void onlySignedNewRequestsCount()
    {
        const QByteArray first = request(*m_officer).encode(m_officer->replicaKey);
        QCOMPARE(answerTo(first).error, QString());
        QCOMPARE(answerTo(first).error, QString());  // the same again: the same answer
        answerTo(request(*m_officer).encode(m_officer->replicaKey));
        const PiecesAnswer late = answerTo(first);
        QCOMPARE(late.error, u"replayed"_s);
        QCOMPARE(late.expectedRequestCounter, m_officer->requests + 1);
        PiecesRequest wrong = request(*m_officer);
        QCOMPARE(answerTo(wrong.encode(m_stranger->replicaKey)).error, u"bad-signature"_s);
        wrong.replica = ReplicaId::fromBytes(QByteArray(16, 'r'));
        QCOMPARE(answerTo(wrong.encode(m_officer->replicaKey)).error, u"unknown-replica"_s);
        // Both kinds of request share the counter.
        QCOMPARE(m_hub->send(*m_officer).error, QString());
    }

    void withoutAFolderThereAreNoFiles()
    {
        m_hub->restart();
        QCOMPARE(send(*m_officer, request(*m_officer)).error, u"no-files"_s);
    }

    void theCheckFindsWhatTheDiskLost()
    {
        sendAll();
        const AttachmentCustody files(folder(), m_hub->storage->sealedBytes());
        QCOMPARE(faults(), QStringList());
        QFile file(files.pathOf(m_paper.manifest.id));
        if (AttachmentBytes* shared = m_hub->storage->sealedBytes()) {
            QVERIFY(shared->writeSealed(m_paper.manifest.id, kPiece + 7, "wrong"));
        } else {
            QVERIFY(file.open(QIODevice::ReadWrite));
            file.seek(kPiece + 7);
            file.write("wrong");
            file.close();
        }
        QCOMPARE(faults().size(), 1);
        QVERIFY(faults()[0].contains(u"piece 1"_s));
        QCOMPARE(standing(want(*m_colleague, kPiece, 10)).state, PieceState::Damaged);
        QCOMPARE(want(*m_colleague, 0, 10).parts.size(), 1);
        if (BothStorages::isPostgres())
            m_storages.edit(u"DELETE FROM attachment_piece WHERE piece = 1"_s, true);
        else
            QVERIFY(file.remove());
        QCOMPARE(faults().size(), 1);
    }

private:
    /// Whether the paper may leave the district.
    static ChangeBody saying(const ChangePtr& parent, const QString& word)
    {
        ChangeBody body = after(parent);
        body.items.append(SetItem{{1, {}, 1610}, FieldValue::plain(word), {}});
        return body;
    }
    QString folder() const { return m_folder->filePath(u"attachments"_s); }
    PiecesRequest request(Desk& desk) const
    {
        PiecesRequest made;
        made.hub = m_hub->id();
        made.replica = desk.replica;
        made.person = desk.certificate.id();
        made.requestCounter = ++desk.requests;
        return made;
    }
    PiecesAnswer answerTo(const QByteArray& bytes) const
    {
        const auto said = m_hub->hub->handlePieces(bytes);
        if (!said)
            qFatal("%s", qPrintable(said.error().detail));
        const auto answer = PiecesAnswer::decode(*said, m_hub->id(), blake2b(bytes));
        if (!answer)
            qFatal("%s", qPrintable(answer.error().detail));
        return *answer;
    }
    PiecesAnswer send(Desk& desk, const PiecesRequest& made) const
    {
        return answerTo(made.encode(desk.replicaKey));
    }
    PiecesAnswer ask(Desk& desk, const QList<AttachmentId>& files) const
    {
        PiecesRequest made = request(desk);
        made.asked = files;
        return send(desk, made);
    }
    PiecesAnswer putBytes(Desk& desk, qint64 offset, const QByteArray& bytes) const
    {
        PiecesRequest made = request(desk);
        made.parts = {{m_paper.manifest.id, offset, bytes}};
        return send(desk, made);
    }
    PiecesAnswer put(Desk& desk, qint64 offset, qint64 length) const
    {
        return putBytes(desk, offset, m_paper.sealed.mid(offset, length));
    }
    PiecesAnswer want(Desk& desk, qint64 offset, qint64 length) const
    {
        PiecesRequest made = request(desk);
        made.wanted = {{m_paper.manifest.id, offset, length}};
        return send(desk, made);
    }
    void sendAll()
    {
        for (int index = 0; index < m_paper.manifest.pieces(); ++index)
            put(*m_officer, index * kPiece, kPiece);
        QCOMPARE(standing(ask(*m_officer, {m_paper.manifest.id})).state, PieceState::Whole);
    }
    static PiecesAnswer::Standing standing(const PiecesAnswer& answer)
    {
        return answer.standings.size() == 1 ? answer.standings[0]
                                            : PiecesAnswer::Standing{{}, PieceState::Damaged, -1};
    }
    QStringList faults() const
    {
        const AttachmentCustody files(folder(), m_hub->storage->sealedBytes());
        const auto found = checkHub(*m_hub->storage, m_hub->authority.info, &files);
        return found ? found->faults : QStringList{found.error().detail};
    }

    SeededRandom m_random{testSeed()};
    BothStorages m_storages;
    std::unique_ptr<TestHub> m_hub;
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Desk> m_officer, m_colleague, m_stranger;
    TestPaper m_paper;
    ChangePtr m_change;  ///< that names it
};

QTEST_GUILESS_MAIN(HubAttachmentsTest)
#include "HubAttachmentsTest.moc"
