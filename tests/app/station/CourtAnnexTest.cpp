// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/station/AnnexPrint.h"

#include "app/station/AnnexPages.h"
#include "core/sql/Connection.h"
#include "sync/wire/Messages.h"
#include "tests/app/station/TestOffice.h"
#include "tests/forms/engine/CaseBuilder.h"
#include "tests/support/PdfText.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QTest>
#include <QThreadPool>
#include <QTimer>

#include <memory>

using namespace prohori;

namespace {

template <typename T>
T good(const Result<T>& result)
{
    if (!result)
        qFatal("%s", qPrintable(result.error().detail));
    return *result;
}

/// An officer and a supervisor, a certified hub, and one case that was submitted, returned, corrected, submitted again and approved.
class AnnexDesk {
public:
    AnnexDesk()
    {
        office.join(u"officer"_s, Role::Recorder, u"41"_s);
        office.join(u"reviewer"_s, Role::DistrictReviewer, u"41"_s);
        office.confirm(u"officer"_s);
        office.confirm(u"reviewer"_s);
        office.certify(hub, u"Test hub"_s);
        record = good(CaseDesk(officer()).create(tidyCase())).record;
        step();
        act(officer(), {ActKind::Submit, {}, {}, {}, true});
        act(reviewer(),
            {ActKind::Return, {u"missing_data"_s}, u"Please look at the place again"_s, {}, true});
        set(path("case.police_station"), u"Kotwali Model"_s);
        act(officer(), {ActKind::Submit, {}, {}, {}, true});
        act(reviewer(), {ActKind::Approve, {}, {}, {}, true});
    }

    Station& officer() { return office.at(u"officer"_s); }
    Station& reviewer() { return office.at(u"reviewer"_s); }
    static AnswerPath path(const char* field, const QString& row = {})
    {
        return CaseBuilder(*officialForm()).path(QString::fromLatin1(field), row);
    }
    void set(const AnswerPath& at, const QString& text)
    {
        CaseDesk desk(officer());
        const CaseView before = good(desk.view(record));
        Answers edited = before.answers;
        edited.set(at, {text, {}, false});
        (void)good(desk.edit(before, edited, {}, {u"entry_error"_s, u"The place was misread"_s}));
        step();
    }
    void act(Station& station, const ActRequest& request)
    {
        (void)good(CaseDesk(station).act(record, request));
        step();
    }
    void step()
    {
        office.share();
        office.clock.advance(std::chrono::minutes(10));
    }
    /// The hub takes what the officer has not sent, and gives its receipt over it.
    void deliver(std::chrono::hours after = std::chrono::hours(1), Delivery delivery = Delivery::Custody,
                 Refusal refusal = Refusal::None)
    {
        office.clock.advance(after);
        QList<ChangeId> ids;
        QList<WireVerdict> words;
        for (const OutboxEntry& entry : officer().store().outbox(100)) {
            ids.append(entry.change->id());
            words.append({quint8(delivery), quint8(refusal)});
        }
        const QByteArray receipt = makeReceipt(hub, office.clock.now(), ids, words);
        QList<Verdict> verdicts;
        for (const ChangeId& id : ids)
            verdicts.append({id, delivery, refusal, office.clock.now(), receipt});
        if (const auto taken = officer().store().recordVerdicts(verdicts); !taken)
            qFatal("%s", qPrintable(taken.error().detail));
    }
    /// A statement of an insider who has the data key, beside the open store.
    bool alter(const QString& sql)
    {
        const auto& slot = officer().keys().slot;
        auto file =
            Connection::open(officer().folder() + u"/store.db"_s, [&] { return slot.dataKey.view(); });
        return file && file->run(sql) && file->changes() > 0;
    }
    CourtAnnex annex(const AnnexFilter& filter = {})
    {
        return good(makeCourtAnnex(officer(), record, filter));
    }

    TestOffice office;
    SigningKey hub = SigningKey::make();
    RecordId record;

private:
    Answers tidyCase()
    {
        Answers answers = office.practiceCase(officer(), 4711);
        const QList<AnswerRow> victims = answers.rowsOf(officialForm()->group(u"victim"_s)->id);
        for (const AnswerRow& victim : victims)
            answers.set(path("victim.rights_informed_on", victim.row),
                        answers.value(path("victim.identified_on", victim.row)));
        answers.set(path("case.victims_reported"), {QString::number(victims.size()), {}, false});
        return answers;
    }
};

QStringList sentences(const CourtAnnex& annex, AnnexSentence::Outcome outcome)
{
    QStringList all;
    const AnnexStatement statement(annex);
    for (const AnnexSentence& sentence : statement.sentences()) {
        if (sentence.outcome == outcome)
            all.append(sentence.text);
    }
    return all;
}

bool holds(const QStringList& texts, const QString& part)
{
    return std::any_of(texts.begin(), texts.end(), [&](const QString& text) { return text.contains(part); });
}

QByteArray pdfOf(const CourtAnnex& annex)
{
    return good(AnnexPages(annex).pdf());
}

constexpr auto kVerified = AnnexSentence::Verified;
constexpr auto kFault = AnnexSentence::Fault;
constexpr auto kNotVerified = AnnexSentence::NotVerified;
constexpr auto kNote = AnnexSentence::Note;

}  // namespace

/// SEC-65, SEC-67, SEC-90: who wrote what into a case, when and why, and that the statement says what was found in the stored bytes.
class CourtAnnexTest : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() { QVERIFY(startSecrets()); }
    void init() { m_desk = std::make_unique<AnnexDesk>(); }
    void cleanup() { QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedKingdom)); }

    void everyChangeStandsInItWithItsWriterAndItsReason()
    {
        m_desk->deliver();
        const CourtAnnex annex = m_desk->annex();
        const auto history = good(CaseDesk(m_desk->officer()).history(m_desk->record));
        QCOMPARE(annex.changes.size(), history.size());
        const QString words = pdfWords(pdfOf(annex));
        for (qsizetype at = 0; at < history.size(); ++at) {
            QCOMPARE(annex.changes[at].number, int(at) + 1);
            QCOMPARE(annex.changes[at].entry.change, history[at].change);
            QVERIFY(words.contains(hexGroups(history[at].change.toBytes())));
        }
        for (const QString& part :
             {u"Case begun"_s, u"Submitted"_s, u"Returned"_s, u"Approved"_s, u"Name of officer"_s,
              u"Name of reviewer"_s, u"District supervisor (SP office)"_s,
              u"Please look at the place again"_s, u"Kotwali Model"_s, annex.localRef,
              annex.record.toString(), annex.formVersions.first(),
              m_desk->officer().store().replica().toString(), hexGroups(annex.proof.fingerprint)})
            QVERIFY2(words.contains(part), qPrintable(part + u"\n"_s + words));
    }

    void whatIsSoundIsVerifiedAndNothingMoreIsSaid()
    {
        m_desk->deliver();
        const CourtAnnex annex = m_desk->annex();
        QVERIFY2(AnnexStatement(annex).isSound(), qPrintable(sentences(annex, kFault).join(u'\n')));
        const QStringList verified = sentences(annex, kVerified);
        const qsizetype all = annex.changes.size();
        QVERIFY(holds(verified, u"Stored bytes: %1 of %1"_s.arg(all)));
        QVERIFY(holds(verified, u"Signatures: %1 of %1"_s.arg(all)));
        // Four of the officer's own were sent; the two of the reviewer came through the hub.
        QVERIFY2(holds(verified, u"for 4 of %1 changes"_s.arg(all)), qPrintable(verified.join(u'\n')));
        QVERIFY(holds(verified, u"Test hub"_s));
        QVERIFY(holds(sentences(annex, kNotVerified), u"no receipt is kept here: change 3, 6."_s));
        QVERIFY(holds(verified, u"exactly what the store shows"_s));
        QVERIFY(holds(verified, u"None is missing."_s));
        QVERIFY(holds(verified, u"Log of this station"_s));
        QVERIFY(holds(verified, u"by Name of reviewer"_s) && holds(verified, u"It was not changed since."_s));
        QVERIFY(holds(sentences(annex, kNotVerified), u"not who sat at the computer"_s));
        QCOMPARE(annex.proof.writers.size(), 2);
        for (const AnnexWriter& writer : annex.proof.writers) {
            const PersonInfo* known = m_desk->officer().store().directory().person(writer.certificate);
            QVERIFY(known && known->signingKey == writer.key && known->name == writer.name);
        }
    }

    void aCaseThatNoHubHasSaysSo()
    {
        const CourtAnnex annex = m_desk->annex();
        QVERIFY(AnnexStatement(annex).isSound());
        QVERIFY(holds(sentences(annex, kNotVerified), u"Not at the Ministry's server"_s));
        QVERIFY(!holds(sentences(annex, kVerified), u"Receipts"_s));
    }

    /// SEC-67
    void moreThan72HoursBetweenClaimAndReceiptIsMarked()
    {
        m_desk->deliver(std::chrono::hours(71));
        QVERIFY(!pdfWords(pdfOf(m_desk->annex())).contains(u"GAP"_s));
        m_desk->set(AnnexDesk::path("case.police_station"), u"Late"_s);
        m_desk->deliver(std::chrono::hours(100));
        const CourtAnnex annex = m_desk->annex();
        QCOMPARE(annex.changes.last().gap.has_value(), true);
        QVERIFY(holds(sentences(annex, kNote), u"More than 72 hours"_s));
        QVERIFY(holds(sentences(annex, kNote), u"change 7."_s));
        QVERIFY(pdfWords(pdfOf(annex)).contains(u"GAP: received 100 hours after the time it claims"_s));
    }

    /// SEC-71, SEC-75: no identity, also where this person could open it.
    void identitiesAreNeverInTheFile()
    {
        CaseDesk desk(m_desk->officer());
        const CaseView open = good(desk.openIdentities(m_desk->record, u"case_work"_s));
        QStringList names;
        for (auto it = open.answers.values.begin(); it != open.answers.values.end(); ++it) {
            const FieldDefinition* field = officialForm()->field(it.key().field);
            if (field && field->tier == FieldTier::Identifying && field->type == FieldType::Text
                && it->text.size() > 4)
                names.append(it->text);
        }
        QVERIFY2(names.size() >= 2, "the practice case names nobody");
        const CourtAnnex annex = m_desk->annex();
        QVERIFY(annex.proof.sealedIdentities >= names.size());
        const QString words = pdfWords(pdfOf(annex));
        for (const QString& name : names)
            QVERIFY(!words.contains(name));
        QVERIFY(words.contains(u"sealed"_s));
        QVERIFY(holds(sentences(annex, kNote), u"Identifying values stay sealed"_s));
    }

    /// What a reader has no right to is sealed in his print, and verified all the same.
    void sensitiveValuesFollowTheRightsOfWhoPrints()
    {
        Station& other = m_desk->office.join(u"newcomer"_s, Role::Recorder, u"41"_s);
        m_desk->office.share();
        const CourtAnnex annex = good(makeCourtAnnex(other, m_desk->record));
        QVERIFY(annex.proof.sealedOthers > 0);
        QVERIFY(!pdfWords(pdfOf(annex)).contains(u"Please look at the place again"_s));
        QVERIFY(AnnexStatement(annex).isSound());
        QCOMPARE(annex.proof.fingerprint, m_desk->annex().proof.fingerprint);
    }

    void whatAnInsiderAltersAppearsAsSuch_data()
    {
        QTest::addColumn<QString>("sql");
        QTest::addColumn<QString>("fault");
        QTest::newRow("the change") << u"UPDATE log SET packed = zeroblob(length(packed)) WHERE no = 6"_s
                                    << u"Cannot be read: change 6."_s;
        QTest::newRow("the signature")
            << u"UPDATE log SET signature = (SELECT signature FROM log WHERE no = 1) WHERE no = 4"_s
            << u"The signature is not genuine: change 4."_s;
        QTest::newRow("the time of receipt") << u"UPDATE log SET hub_ms = hub_ms - 86400000 WHERE no = 4"_s
                                             << u"Altered in the store: change 4."_s;
        QTest::newRow("the receipt for the time")
            << u"UPDATE log SET hub_ms = hub_ms - 86400000 WHERE no = 4"_s
            << u"or names another time: change 4."_s;
        QTest::newRow("whether it counts") << u"UPDATE log SET standing = 2, refusal = 9 WHERE no = 6"_s
                                           << u"Altered in the store: change 6."_s;
        QTest::newRow("the record it belongs to") << u"UPDATE log SET record = randomblob(16) WHERE no = 6"_s
                                                  << u"Altered in the store: change 6."_s;
        QTest::newRow("the receipt") << u"UPDATE receipt SET bytes = zeroblob(length(bytes))"_s
                                     << u"not one of a certified server"_s;
        QTest::newRow("the state") << u"UPDATE record SET police_station = 'Elsewhere'"_s
                                   << u"it is not what the store shows"_s;
        QTest::newRow("the order") << u"UPDATE identity SET log_head = randomblob(32)"_s
                                   << u"rows were dropped, put in or moved"_s;
        QTest::newRow("a certificate")
            << u"UPDATE statement SET bytes = zeroblob(length(bytes)) WHERE no = (SELECT max(no) FROM statement)"_s
            << u"Certificates in the store that are not what was accepted: 1."_s;
    }
    void whatAnInsiderAltersAppearsAsSuch()
    {
        QFETCH(QString, sql);
        QFETCH(QString, fault);
        m_desk->deliver();
        QVERIFY(AnnexStatement(m_desk->annex()).isSound());
        QVERIFY(m_desk->alter(sql));
        const CourtAnnex annex = m_desk->annex();
        const QStringList faults = sentences(annex, kFault);
        QVERIFY(!AnnexStatement(annex).isSound());
        QVERIFY2(holds(faults, fault), qPrintable(faults.join(u'\n')));
        const QString words = pdfWords(pdfOf(annex));
        QVERIFY(words.contains(u"FAULTS WERE FOUND"_s));
        QVERIFY(words.contains(fault));
        QCOMPARE(annex.changes.size(), 6);
    }

    void aDroppedChangeLeavesAGap()
    {
        QVERIFY(m_desk->alter(u"DROP TRIGGER log_is_kept"_s) || true);
        QVERIFY(m_desk->alter(u"DELETE FROM log WHERE no = 4"_s));
        const CourtAnnex annex = m_desk->annex();
        QCOMPARE(annex.changes.size(), 5);
        const QStringList faults = sentences(annex, kFault);
        QVERIFY(holds(faults, u"chain is broken or a change is missing: 1."_s));
        QVERIFY(holds(faults, u"rows were dropped"_s));
        QVERIFY(holds(sentences(annex, kNotVerified), u"named and not here: 1."_s));
    }

    /// A receipt that another key signed is as good as none, whoever put it there.
    void aReceiptOfAHubThatNobodyCertifiedIsNone()
    {
        m_desk->hub = SigningKey::make();
        m_desk->deliver();
        const CourtAnnex annex = m_desk->annex();
        QVERIFY(holds(sentences(annex, kFault), u"not one of a certified server"_s));
        QVERIFY(!holds(sentences(annex, kVerified), u"Receipts"_s));
    }

    /// SEC-65: what the hub refused stays, and says why.
    void whatWasHeldBackStaysWithItsReason()
    {
        m_desk->deliver();
        m_desk->set(AnnexDesk::path("case.police_station"), u"Refused place"_s);
        m_desk->deliver(std::chrono::hours(1), Delivery::Quarantined, Refusal::WrongPhase);
        const CourtAnnex annex = m_desk->annex();
        QVERIFY(AnnexStatement(annex).isSound());
        QVERIFY(holds(sentences(annex, kNote), u"Held back, and of no effect on the case: change 7."_s));
        const QString words = pdfWords(pdfOf(annex));
        QVERIFY(words.contains(u"Refused place"_s));
        QVERIFY(
            words.contains(u"Held back, of no effect: the case was no longer in a state that allows this"_s));
    }

    void aCorrectionOfWhatWasApprovedTellsItsReason()
    {
        m_desk->set(AnnexDesk::path("case.police_station"), u"Other place"_s);
        const CourtAnnex annex = m_desk->annex();
        QVERIFY(holds(sentences(annex, kVerified), u"The case was changed since; that is not approved."_s));
        const QString words = pdfWords(pdfOf(annex));
        QVERIFY(words.contains(u"It was entered wrongly; The place was misread"_s));
        QVERIFY(words.contains(u"changed since approval"_s));
    }

    void anExtractSaysThatItIsOneAndVerifiesAll()
    {
        const PersonId reviewer = m_desk->reviewer().me().person;
        const CourtAnnex annex = m_desk->annex({reviewer, {}, {}});
        const QString words = pdfWords(pdfOf(annex));
        QVERIFY(words.contains(u"EXTRACT: 2 of 6 are printed"_s));
        QVERIFY(!words.contains(u"Case begun"_s));
        QVERIFY(words.contains(u"Signatures: 6 of 6"_s));
        const AnswerPath place = AnnexDesk::path("case.police_station");
        QCOMPARE(shownOf(m_desk->annex({{}, {}, std::pair(place.group, place.field)})), (QList<int>{1, 4}));
        QCOMPARE(shownOf(m_desk->annex({{}, QDate(2020, 1, 1), {}})), QList<int>());
        QCOMPARE(m_desk->annex({{}, QDate(2020, 1, 1), {}}).proof.fingerprint, annex.proof.fingerprint);
    }

    /// SEC-68, SEC-90, SEC-93
    void aPrintIsCountedJournalledAndWrittenForItsOwnerAlone()
    {
        const QTemporaryDir folder;
        const QString file = folder.filePath(u"annex.pdf"_s);
        const auto journal = [this] { return m_desk->officer().store().journalEntries(1000).size(); };
        const auto lines = journal();
        const auto first = printCourtAnnex(m_desk->officer(), m_desk->record, file);
        QVERIFY2(first, first ? "" : qPrintable(first.error().detail));
        QCOMPARE(first->copy, 1);
        QCOMPARE(journal(), lines + 1);
        QCOMPARE(m_desk->officer().store().journalEntries(1).first().record, m_desk->record);
        QCOMPARE(QDir(folder.path()).entryList(QDir::Files | QDir::Hidden), QStringList{u"annex.pdf"_s});
        QCOMPARE(QFile::permissions(file) & QFile::Permissions(0x0077), QFile::Permissions());
        const auto refused = printCourtAnnex(m_desk->officer(), m_desk->record, file);
        QVERIFY(!refused && refused.error().hint == u"exists"_s);
        QCOMPARE(journal(), lines + 1);
        const auto second = printCourtAnnex(m_desk->officer(), m_desk->record, file, {}, true);
        QVERIFY(second && second->copy == 2);
        QCOMPARE(second->fingerprint, first->fingerprint);
        QFile written(file);
        QVERIFY(written.open(QIODevice::ReadOnly));
        const QStringList pages = pdfPages(written.readAll());
        QCOMPARE(pages.size(), second->pages);
        for (qsizetype page = 0; page < pages.size(); ++page) {
            QVERIFY(pages[page].contains(u"page %1 of %2"_s.arg(page + 1).arg(pages.size())));
            QVERIFY(pages[page].contains(u"printed by Name of officer"_s));
            QVERIFY(pages[page].contains(u"copy 2 of station"_s));
        }
        QVERIFY(!printCourtAnnex(m_desk->officer(), m_desk->record, u"/nonexistent/annex.pdf"_s));
    }

    /// Read in pieces it is the same as read at once, and all of the moment of the last piece.
    void evidenceInPiecesIsWholeAndOfOneMoment()
    {
        EvidenceReader reader(m_desk->officer().store(), m_desk->record);
        int pieces = 1;
        while (!good(reader.step(2))) {
            if (++pieces == 3)
                m_desk->set(AnnexDesk::path("case.police_station"), u"Sharsha"_s);
            QVERIFY(pieces < 100 && reader.done() <= reader.of());
        }
        QVERIFY2(pieces > 4, qPrintable(QString::number(pieces)));
        const RecordEvidence found = reader.take();
        const RecordEvidence whole = good(m_desk->officer().store().evidence(m_desk->record));
        QCOMPARE(found.rows.size(), whole.rows.size());
        for (qsizetype row = 0; row < whole.rows.size(); ++row)
            QCOMPARE(found.rows[row].id, whole.rows[row].id);
        QCOMPARE(found.chains.size(), whole.chains.size());
        for (qsizetype at = 0; at < whole.chains.size(); ++at) {
            const StoredChain &one = found.chains[at], &other = whole.chains[at];
            QVERIFY(one.replica == other.replica && one.first == other.first && one.last == other.last
                    && one.links == other.links && one.complete == other.complete
                    && one.faults == other.faults);
        }
        QCOMPARE(found.wholeLog, whole.wholeLog);
        QVERIFY(found.wasFolded && found.differences.isEmpty());
    }

    /// It comes back to everybody else between two pieces, and while the pages are set; what it prints is what is printed at once.
    void aPrintKeepsNobodyWaiting()
    {
        const QTemporaryDir folder;
        AnnexPrint print(m_desk->officer(), {m_desk->record, folder.filePath(u"a.pdf"_s), {}, false});
        int turns = 0;
        QList<int> atProgress;
        std::optional<Result<PrintedAnnex>> ended;
        QTimer others;
        connect(&others, &QTimer::timeout, this, [&] { ++turns; });
        connect(&print, &AnnexPrint::progressed, this, [&](int done, int of) {
            QVERIFY(done <= of);
            atProgress.append(turns);
        });
        connect(&print, &AnnexPrint::ended, this, [&](const Result<PrintedAnnex>& printed) {
            QVERIFY(!ended);
            ended = printed;
        });
        others.start(0);
        print.start();
        QVERIFY(!ended && atProgress.isEmpty());
        QTRY_VERIFY(ended);
        QVERIFY2(*ended, *ended ? "" : qPrintable(ended->error().detail));
        QVERIFY2(atProgress.size() > (*ended)->changes + 2, qPrintable(QString::number(atProgress.size())));
        for (qsizetype at = 1; at < atProgress.size(); ++at)
            QVERIFY(atProgress[at] > atProgress[at - 1]);
        QVERIFY(turns > atProgress.last());
        const auto atOnce =
            good(printCourtAnnex(m_desk->officer(), m_desk->record, folder.filePath(u"b.pdf"_s), {}, false));
        QCOMPARE((*ended)->fingerprint, atOnce.fingerprint);
        QCOMPARE((*ended)->pages, atOnce.pages);
        QCOMPARE((*ended)->copy + 1, atOnce.copy);
        QVERIFY((*ended)->sound && (*ended)->shown == atOnce.shown);
        print.cancel();  // too late: nothing more is said
        QCOMPARE(QFileInfo((*ended)->file).permissions() & QFile::Permissions(0x0077), QFile::Permissions());
    }

    void aStoppedPrintLeavesNothing_data()
    {
        QTest::addColumn<int>("after");
        QTest::addColumn<bool>("dies");
        QTest::newRow("at the first piece") << 1 << false;
        QTest::newRow("while changes are told") << 4 << false;
        QTest::newRow("while pages are set") << 0 << false;
        QTest::newRow("with its window, while pages are set") << 0 << true;
    }

    void aStoppedPrintLeavesNothing()
    {
        QFETCH(const int, after);
        QFETCH(const bool, dies);
        const QTemporaryDir folder;
        QFile file(folder.filePath(u"annex.pdf"_s));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write("older") == 5);
        file.close();
        auto print =
            std::make_unique<AnnexPrint>(m_desk->officer(),
                                         AnnexPrint::Wish{m_desk->record, file.fileName(), {}, true});
        int pieces = 0, ends = 0;
        const auto stop = [&] { dies ? print.reset() : print->cancel(); };
        connect(print.get(), &AnnexPrint::progressed, this, [&](int done, int of) {
            if (++pieces == after)
                stop();
            else if (after == 0 && done == of)
                QTimer::singleShot(0, this, stop);
        });
        connect(print.get(), &AnnexPrint::ended, this, [&](const Result<PrintedAnnex>& printed) {
            ++ends;
            QVERIFY(!printed && printed.error().code == ErrorCode::Cancelled);
        });
        print->start();
        QTRY_VERIFY(dies ? !print : ends == 1);
        QThreadPool::globalInstance()->waitForDone();
        QCoreApplication::sendPostedEvents();  // the worker's last word
        QCOMPARE(ends, dies ? 0 : 1);
        QCOMPARE(QDir(folder.path()).entryList(QDir::Files | QDir::Hidden), QStringList{u"annex.pdf"_s});
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll(), QByteArray("older"));
    }

    void aPrintOverAFileThatIsThereIsRefused()
    {
        const QTemporaryDir folder;
        QFile file(folder.filePath(u"annex.pdf"_s));
        QVERIFY(file.open(QIODevice::WriteOnly));
        AnnexPrint print(m_desk->officer(), {m_desk->record, file.fileName(), {}, false});
        QString hint;
        connect(&print, &AnnexPrint::ended, this,
                [&](const Result<PrintedAnnex>& printed) { hint = printed.error().hint; });
        print.start();
        QTRY_COMPARE(hint, u"exists"_s);
    }

    void itSpeaksBanglaWhereTheProgramDoes()
    {
        QLocale::setDefault(QLocale(QLocale::Bengali, QLocale::Bangladesh));
        const QString words = pdfWords(pdfOf(m_desk->annex())).normalized(QString::NormalizationForm_C);
        const QString station =
            officialForm()->field(AnnexDesk::path("case.police_station").field)->label.in(u"bn"_s);
        for (const QString& part : {station, u"জেলা কর্তৃক অনুমোদিত"_s, u"৬."_s})
            QVERIFY2(words.contains(part.normalized(QString::NormalizationForm_C)),
                     qPrintable(part + u"\n"_s + words));
    }

    void anUnknownCaseIsNotFound()
    {
        const auto annex = makeCourtAnnex(m_desk->officer(), RecordId::fromBytes(QByteArray(16, 'x')));
        QVERIFY(!annex && annex.error().code == ErrorCode::NotFound);
    }

private:
    static QList<int> shownOf(const CourtAnnex& annex)
    {
        QList<int> numbers;
        for (const AnnexChange& change : annex.changes) {
            if (change.shown)
                numbers.append(change.number);
        }
        return numbers;
    }

    std::unique_ptr<AnnexDesk> m_desk;
};

QTEST_GUILESS_MAIN(CourtAnnexTest)
#include "CourtAnnexTest.moc"
