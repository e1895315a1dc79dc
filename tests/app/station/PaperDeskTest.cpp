// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/station/PaperDesk.h"
#include "tests/app/station/TestOffice.h"

#include <QCryptographicHash>
#include <QFile>
#include <QTest>

namespace prohori {

namespace {

const QString kReason = u"case_work"_s;
const QByteArray kText = "এজাহার: Rahima was taken to the border\n";

template <typename T>
T good(const Result<T>& result)
{
    if (!result)
        qFatal("%s", qPrintable(result.error().detail));
    return *result;
}

}  // namespace

/// Papers of a case on the stations of one district: design 3 (attach, approval), SEC-79, SEC-86.
class PaperDeskTest : public QObject {
    Q_OBJECT

    std::unique_ptr<TestOffice> m_office;
    RecordId m_record;

    Station& officer() { return m_office->at(u"officer"_s); }
    Station& reviewer() { return m_office->at(u"reviewer"_s); }
    AttachedPaper attach(const NewPaper& what = {u"fir"_s, u"The FIR"_s, QDate(2026, 11, 1), true})
    {
        return good(PaperDesk(officer()).attach(m_record, kText, u"/home/r/Rahima FIR.txt"_s, what));
    }
    PaperView only(Station& station)
    {
        const auto papers = good(PaperDesk(station).papers(m_record));
        if (papers.size() != 1)
            qFatal("%d papers", int(papers.size()));
        return papers.first();
    }
    /// What the exchange does with the pieces.
    void carryPieces(Station& from, Station& to)
    {
        const auto wanted = good(to.store().wantedAttachments(100));
        for (const AttachmentWork& work : wanted) {
            for (const int index : to.store().attachmentFiles().missingPieces(work.manifest)) {
                const auto piece = from.store().attachmentFiles().piece(work.manifest, index);
                QVERIFY(piece);
                QVERIFY(to.store().takeAttachmentPiece(work.manifest.id, index, *piece));
            }
        }
    }

private slots:
    void init()
    {
        m_office = std::make_unique<TestOffice>();
        m_office->join(u"officer"_s, Role::Recorder, u"41"_s);
        m_office->join(u"reviewer"_s, Role::DistrictReviewer, u"41"_s);
        for (const QString& login : {u"officer"_s, u"reviewer"_s})
            m_office->confirm(login);
        m_record = good(CaseDesk(officer()).create(m_office->practiceCase(officer(), 41))).record;
        m_office->share();
    }

    void attachesAndOpens()
    {
        const AttachedPaper attached = attach();
        const PaperView paper = only(officer());
        QCOMPARE(paper.manifest.id, attached.id);
        QCOMPARE(paper.type, u"fir"_s);
        QCOMPARE(paper.mediaType, u"text/plain"_s);
        QCOMPARE(paper.manifest.plainBytes, kText.size());
        QVERIFY(paper.namesPeople && paper.mayOpen);
        QCOMPARE(paper.state, PaperState::Here);
        QVERIFY2(paper.name.isEmpty(), "a name may name a person: closed until somebody opens it");
        PaperDesk desk(officer());
        QCOMPARE(desk.open(m_record, paper.key, {}).error().hint, u"reason-needed"_s);
        QCOMPARE(*desk.open(m_record, paper.key, kReason), kText);
        const JournalRow last = officer().store().journalEntries(1).first();
        QCOMPARE(JournalEvent(last.event), JournalEvent::IdentityOpened);
        QCOMPARE(last.reason, kReason);
        // The row says what the paper is, and its fingerprint stands where it is reported.
        const CaseView view = good(CaseDesk(officer()).view(m_record));
        const FieldDefinition* hash = view.engine->form().field(u"attachment"_s, u"sha256"_s);
        QCOMPARE(view.answers.value({hash->group, paper.key.row.toString(), hash->id}).text,
                 QString::fromLatin1(QCryptographicHash::hash(kText, QCryptographicHash::Sha256).toHex()));
    }

    /// What travels readable, and what lies on the disk, tells nothing of what the paper says or is called.
    void nothingOfItIsReadable()
    {
        attach();
        for (const OutboxEntry& entry : officer().store().outbox(1000)) {
            QVERIFY(!entry.change->signedBytes().contains("Rahima FIR"));
            QVERIFY(!entry.change->signedBytes().contains("border"));
        }
        const PaperView paper = only(officer());
        QByteArray sealed;
        for (int index = 0; index < paper.pieces; ++index)
            sealed += good(officer().store().attachmentFiles().piece(paper.manifest, index));
        QVERIFY(!sealed.contains("border"));
    }

    void aPaperThatNamesNobodyOpensWithoutAReason()
    {
        attach({u"medical"_s, {}, {}, false});
        const PaperView paper = only(officer());
        QVERIFY(!paper.namesPeople);
        QCOMPARE(paper.name, u"Rahima FIR.txt"_s);
        const qsizetype before = officer().store().journalEntries(1000).size();
        QCOMPARE(*PaperDesk(officer()).open(m_record, paper.key, {}), kText);
        QCOMPARE(officer().store().journalEntries(1000).size(), before);
    }

    /// Design 3: no approval over a paper that the reviewer could not have looked at.
    void noApprovalOverAMissingPaper()
    {
        attach();
        QVERIFY(CaseDesk(officer()).act(m_record, {ActKind::Submit, {}, {}, {}, true}));
        m_office->share();
        PaperView paper = only(reviewer());
        QCOMPARE(paper.state, PaperState::Coming);
        QCOMPARE(PaperDesk(reviewer()).open(m_record, paper.key, u"review"_s).error().hint, u"not-whole"_s);
        const ActRequest approve{ActKind::Approve, {}, {}, {}, true};
        QCOMPARE(CaseDesk(reviewer()).act(m_record, approve).error().hint, u"missing-attachment"_s);
        carryPieces(officer(), reviewer());
        QCOMPARE(only(reviewer()).state, PaperState::Here);
        QCOMPARE(*PaperDesk(reviewer()).open(m_record, paper.key, u"review"_s), kText);
        const auto approved = CaseDesk(reviewer()).act(m_record, approve);
        QVERIFY2(approved, approved ? "" : qPrintable(approved.error().detail));
        m_office->share();
        // What was approved has the papers that it has.
        QCOMPARE(
            PaperDesk(officer()).attach(m_record, kText, u"b.txt"_s, {u"fir"_s, {}, {}, true}).error().hint,
            u"approved"_s);
        QCOMPARE(PaperDesk(officer()).remove(m_record, paper.key, {}).error().hint, u"approved"_s);
    }

    void removesAndKeepsTheFile()
    {
        const AttachedPaper attached = attach();
        const PaperView paper = only(officer());
        QVERIFY(PaperDesk(officer()).remove(m_record, paper.key, {}));
        QCOMPARE(good(PaperDesk(officer()).papers(m_record)).size(), 0);
        QVERIFY(officer().store().attachmentFiles().isWhole(attached.id));
        QVERIFY(good(officer().store().attachmentsToSend(10)).isEmpty());
        QCOMPARE(PaperDesk(officer()).open(m_record, paper.key, kReason).error().hint, u"no-paper"_s);
    }

    void exportsOnlyWithAReasonAndNeverOver()
    {
        attach();
        const PaperView paper = only(officer());
        QTemporaryDir folder;
        const QString path = folder.filePath(u"paper.txt"_s);
        PaperDesk desk(officer());
        QCOMPARE(desk.exportTo(m_record, paper.key, {}, path).error().hint, u"reason-needed"_s);
        QVERIFY(!QFile::exists(path));
        QVERIFY(desk.exportTo(m_record, paper.key, u"court"_s, path));
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll(), kText);
        QCOMPARE(file.permissions() & (QFile::ReadGroup | QFile::ReadOther), QFile::Permissions());
        const JournalRow last = officer().store().journalEntries(1).first();
        QCOMPARE(JournalEvent(last.event), JournalEvent::Exported);
        QCOMPARE(last.reason, u"paper"_s);
        QCOMPARE(desk.exportTo(m_record, paper.key, u"court"_s, path).error().hint, u"exists"_s);
    }

    /// Two people who add at the same time have both added.
    void concurrentPapersStay()
    {
        attach();
        QVERIFY(PaperDesk(reviewer()).attach(m_record, "other\n", u"b.txt"_s, {u"gd"_s, {}, {}, true}));
        m_office->share();
        QCOMPARE(good(PaperDesk(officer()).papers(m_record)).size(), 2);
        QCOMPARE(good(PaperDesk(reviewer()).papers(m_record)).size(), 2);
    }

    void refusesWhatIsNoPaper()
    {
        PaperDesk desk(officer());
        const qint64 before = officer().store().attachmentFiles().totalBytes();
        QCOMPARE(desk.attach(m_record, kText, u"a.txt"_s, {u"nonsense"_s, {}, {}, true}).error().hint,
                 u"paper-type"_s);
        QCOMPARE(desk.attach(m_record, "GIF89a\1\2", u"a.gif"_s, {u"fir"_s, {}, {}, true}).error().hint,
                 u"unknown-kind"_s);
        QCOMPARE(officer().store().attachmentFiles().totalBytes(), before);
        QCOMPARE(good(desk.papers(m_record)).size(), 0);
    }
};

}  // namespace prohori

QTEST_GUILESS_MAIN(prohori::PaperDeskTest)
#include "PaperDeskTest.moc"
