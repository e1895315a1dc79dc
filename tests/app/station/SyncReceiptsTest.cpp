// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/station/SyncReceipts.h"

#include "app/station/CaseWords.h"

#include "tests/app/station/TestOffice.h"
#include "tests/support/PdfText.h"

#include <QLocale>
#include <QTest>
#include <QTranslator>

using namespace prohori;
using namespace std::chrono_literals;

/// Outside of the namespaces, as Qt asks for it.
static void initTranslations()
{
    Q_INIT_RESOURCE(translations);
}

/// Receipts of exchanges: a line per record, the last hundred are kept, on paper with references and nothing else of a case (REL-24, REL-25).
class SyncReceiptsTest : public QObject {
    Q_OBJECT

    std::unique_ptr<TestOffice> m_office;

    Station& officer() { return m_office->at(u"officer"_s); }
    Store& store() { return officer().store(); }
    static RecordOutcome line(const QString& ref, int sent, int held = 0, bool conflict = false)
    {
        RecordOutcome made;
        made.record = RecordId::fromBytes(ref.toUtf8().leftJustified(RecordId::kSize, '\0', true));
        made.localRef = ref;
        made.sent = sent;
        made.quarantined = held;
        made.reason = held > 0 ? u"four-eyes"_s : QString();
        made.conflict = conflict;
        return made;
    }

private slots:
    void init()
    {
        m_office = std::make_unique<TestOffice>();
        m_office->join(u"officer"_s, Role::Recorder, u"41"_s);
        m_office->confirm(u"officer"_s);
    }

    void whatIsKeptComesBackWhole()
    {
        SyncReceipt receipt;
        receipt.way = SyncReceipt::StickRead;
        receipt.end = SyncReceipt::NoLine;
        receipt.at = m_office->clock.now();
        receipt.who = u"Anika"_s;
        receipt.with = u"hub"_s;
        receipt.file = u"a.bundle"_s;
        receipt.sent = 7;
        receipt.received = 8;
        receipt.heldBack = 2;
        receipt.conflicts = 1;
        receipt.bytesUp = 5'000'000'000;
        receipt.bytesDown = 12;
        receipt.tookMs = 99;
        receipt.hadNoEffect = true;
        receipt.lines = {line(u"41-3"_s, 1), line(u"41-2"_s, 0, 2), line(u"41-9"_s, 2, 0, true),
                         line(u"41-1"_s, 4)};
        QVERIFY(SyncReceipts(store()).add(receipt));
        const SyncReceipt back = SyncReceipts(store()).whole(SyncReceipts(store()).all().value(0));
        QCOMPARE(back.way, receipt.way);
        QCOMPARE(back.end, receipt.end);
        QCOMPARE(back.at, receipt.at);
        QCOMPARE(QStringList({back.who, back.with, back.file}),
                 QStringList({receipt.who, receipt.with, receipt.file}));
        QCOMPARE(QList<int>({back.sent, back.received, back.heldBack, back.conflicts}),
                 QList<int>({7, 8, 2, 1}));
        QCOMPARE(back.bytesUp, receipt.bytesUp);
        QCOMPARE(back.tookMs, 99);
        QVERIFY(back.hadNoEffect);
        // What asks for something comes first: the conflict, what was held back, then by reference.
        QStringList refs;
        for (const RecordOutcome& one : back.lines)
            refs.append(one.localRef);
        QCOMPARE(refs, QStringList({u"41-9"_s, u"41-2"_s, u"41-1"_s, u"41-3"_s}));
        QVERIFY(back.lines[0].conflict && back.lines[0].sent == 2);
        QCOMPARE(back.lines[1].reason, u"four-eyes"_s);
        QCOMPARE(back.lines[0].record, receipt.lines[2].record);
    }

    /// A case that this station let go of says where it went, on the page and on paper, and after the program was closed.
    void aGoneCaseSaysWhereItWent_data()
    {
        QTest::addColumn<Removal>("why");
        QTest::addColumn<QString>("says");
        QTest::addColumn<QString>("todo");
        QTest::newRow("moved away") << Removal::MovedAway << u"moved to another district (Dhaka)"_s
                                    << u"ask the other district"_s;
        QTest::newRow("void") << Removal::Void << u"void; its content was removed on"_s
                              << u"Nothing to do."_s;
    }

    void aGoneCaseSaysWhereItWent()
    {
        QFETCH(const Removal, why);
        QFETCH(const QString, says);
        QFETCH(const QString, todo);
        const QString ref = u"41-2026-ZZ-0007"_s;
        SyncSummary summary;
        summary.records = {line(ref, 2)};
        summary.records[0].gone =
            GoneRecord{summary.records[0].record, why, ref, {}, u"26"_s, m_office->clock.now()};
        summary.gone = {*summary.records[0].gone};
        QVERIFY(SyncReceipts(store()).add(receiptOf(officer(), summary, {}, 2s)));
        const SyncReceipt back = SyncReceipts(store()).whole(SyncReceipts(store()).all().value(0));
        QCOMPARE(back.lines.size(), 1);
        const RecordOutcome& kept = back.lines.first();
        QVERIFY(kept.gone && kept.gone->why == why && kept.gone->home == u"26"_s);
        QCOMPARE(kept.gone->since, m_office->clock.now());
        QCOMPARE(SyncReceiptWords::reference(kept), ref);
        const QString what = SyncReceiptWords::what(kept, SyncReceipt::Line);
        QVERIFY2(what.contains(u"2 change"_s) && what.contains(says)
                     && what.contains(CaseWords::moment(m_office->clock.now())),
                 qPrintable(what));
        QVERIFY2(SyncReceiptWords::todo(kept).contains(todo), qPrintable(SyncReceiptWords::todo(kept)));

        const QTemporaryDir folder;
        const QString path = folder.filePath(u"receipt.pdf"_s);
        QVERIFY(printSyncReceipt(officer(), back, path));
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QString words = pdfWords(file.readAll()).simplified();
        QVERIFY2(words.contains(ref) && words.contains(says.section(u' ', 0, 2)), qPrintable(words));
    }

    void theLastHundredAreKept()
    {
        for (int i = 0; i < SyncReceipts::kKept + 5; ++i) {
            SyncReceipt receipt;
            receipt.sent = i;
            receipt.lines = {line(u"41-%1"_s.arg(i), i)};
            QVERIFY(SyncReceipts(store()).add(receipt));
        }
        const QList<SyncReceipt> all = SyncReceipts(store()).all();
        QCOMPARE(all.size(), SyncReceipts::kKept);
        QCOMPARE(all.first().sent, SyncReceipts::kKept + 4);
        QCOMPARE(all.last().sent, 5);
        QCOMPARE(SyncReceipts(store()).newest()->sent, SyncReceipts::kKept + 4);
        QCOMPARE(SyncReceipts(store()).whole(all.last()).lines.value(0).localRef, u"41-5"_s);
    }

    void aVeryLongReceiptIsCutAndSaysSo()
    {
        SyncReceipt receipt;
        for (int i = 0; i < SyncReceipt::kMostLines + 3; ++i)
            receipt.lines.append(line(u"41-%1"_s.arg(i, 5, 10, QLatin1Char('0')), 1));
        receipt.lines.append(line(u"99"_s, 0, 1));
        const auto kept = SyncReceipts(store()).add(receipt);
        QVERIFY(kept);
        QCOMPARE(kept->lines.size(), SyncReceipt::kMostLines);
        QCOMPARE(kept->linesLeftOut, 4);
        // What asks for something is never what is cut.
        QCOMPARE(kept->lines.first().localRef, u"99"_s);
    }

    void everyEndIsTold()
    {
        const auto made = [&](const Result<>& outcome) { return receiptOf(officer(), {}, outcome, 1s).end; };
        QCOMPARE(made({}), SyncReceipt::Done);
        QCOMPARE(made(Error{ErrorCode::Cancelled, {}}), SyncReceipt::Stopped);
        QCOMPARE(made(Error{ErrorCode::Offline, {}}), SyncReceipt::NoLine);
        QCOMPARE(made(Error{ErrorCode::Busy, {}}), SyncReceipt::Busy);
        QCOMPARE(made(Error{ErrorCode::Damaged, {}}), SyncReceipt::Failed);
        for (const int end : {0, 1, 2, 3, 4}) {
            SyncReceipt receipt;
            receipt.end = static_cast<SyncReceipt::End>(end);
            QVERIFY(!SyncReceiptWords::end(receipt).isEmpty());
        }
    }

    void troubleIsWhereItsFieldIs()
    {
        const auto saved = CaseDesk(officer()).create(m_office->practiceCase(officer(), 5));
        QVERIFY(saved);
        QVERIFY(!placeOfTrouble(officer(), saved->record));
    }

    void onPaperStandReferencesAndNothingOfACase_data()
    {
        QTest::addColumn<QLocale>("locale");
        QTest::newRow("en") << QLocale(QLocale::English, QLocale::UnitedKingdom);
        QTest::newRow("bn") << QLocale(QLocale::Bengali, QLocale::Bangladesh);
    }

    void onPaperStandReferencesAndNothingOfACase()
    {
        QFETCH(const QLocale, locale);
        const QLocale before;
        QLocale::setDefault(locale);
        QTranslator translator;
        const bool isBangla = locale.language() == QLocale::Bengali;
        initTranslations();
        QVERIFY(!isBangla || translator.load(u":/translations/prohori_bn.qm"_s));
        if (isBangla)
            QCoreApplication::installTranslator(&translator);
        const Answers answers = m_office->practiceCase(officer(), 6);
        const auto saved = CaseDesk(officer()).create(answers);
        QVERIFY(saved);
        const QString ref = store().caseRow(saved->record)->localRef;
        SyncSummary summary;
        summary.sent = 3;
        summary.quarantined = {u"x"_s};
        summary.records = {line(ref, 3), line(u"41-2026-ZZ-0009"_s, 0, 1)};
        summary.records[0].record = saved->record;
        const auto receipt = SyncReceipts(store()).add(receiptOf(officer(), summary, {}, 2s));
        QVERIFY(receipt);
        const QTemporaryDir folder;
        const QString path = folder.filePath(u"receipt.pdf"_s);
        const auto pages = printSyncReceipt(officer(), *receipt, path);
        QLocale::setDefault(before);
        QVERIFY2(pages, pages ? "" : qPrintable(pages.error().detail));
        QCOMPARE(*pages, 1);
        const QString pictures = qEnvironmentVariable("PROHORI_PICTURES");
        if (!pictures.isEmpty())
            QFile::copy(path, u"%1/receipt-%2.pdf"_s.arg(pictures, locale.name()));
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.permissions() & (QFile::ReadGroup | QFile::ReadOther), QFile::Permissions());
        const QString words = pdfWords(file.readAll());
        QVERIFY2(words.contains(ref) && words.contains(u"41-2026-ZZ-0009"_s), qPrintable(words));
        QVERIFY(isBangla || words.contains(CaseWords::refusal(u"four-eyes"_s).left(20)));
        QVERIFY2(isBangla == words.contains(u"তথ্য বিনিময়"_s), qPrintable(words));
        for (const Answer& answer : answers.values) {
            if (answer.text.size() >= 9 && !ref.contains(answer.text))
                QVERIFY2(!words.contains(answer.text), qPrintable(answer.text));
        }
        // A file that is there stays, unless somebody said that it may go.
        const auto again = printSyncReceipt(officer(), *receipt, path);
        QVERIFY(!again && again.error().hint == u"exists"_s);
        QVERIFY(printSyncReceipt(officer(), *receipt, path, true));
    }
};

QTEST_GUILESS_MAIN(SyncReceiptsTest)
#include "SyncReceiptsTest.moc"
