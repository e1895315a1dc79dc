// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/station/StickDesk.h"

#include "core/base/LookProgram.h"
#include "sync/wire/BundleTaste.h"
#include "tests/app/station/TestOffice.h"
#include "tests/support/Places.h"

#include <QDir>
#include <QTest>

using namespace prohori;

static const QString kLook = inBin(QStringLiteral("prohori-look"));

/// Sticks between stations, as a person handles them: whom for, what is told, and what each refusal leaves behind (SEC-76, SEC-79, SEC-80, SEC-81).
class StickDeskTest : public QObject {
    Q_OBJECT

    std::unique_ptr<TestOffice> m_office;
    std::unique_ptr<QTemporaryDir> m_stick;
    SodiumRandom m_random;
    quint64 m_seed = 300;

    Station& at(const char* who) { return m_office->at(QString::fromLatin1(who)); }
    StickDesk desk(const char* who) { return StickDesk(at(who), m_random); }
    RecordId created()
    {
        const auto saved = CaseDesk(at("officer")).create(m_office->practiceCase(at("officer"), ++m_seed));
        if (!saved)
            qFatal("%s", qPrintable(saved.error().detail));
        return saved->record;
    }
    StickReceiver receiver(const QString& login)
    {
        for (const StickReceiver& one : desk("officer").receivers()) {
            if (one.login == login)
                return one;
        }
        qFatal("nobody of that name");
    }
    WrittenStick written(const QString& login)
    {
        const auto stick = desk("officer").write(receiver(login), m_stick->path());
        if (!stick)
            qFatal("%s", qPrintable(stick.error().detail));
        return *stick;
    }
    static QString hint(const Result<ReadStick>& read) { return read ? u"read"_s : read.error().hint; }
    static QByteArray contentOf(const QString& path)
    {
        QFile file(path);
        if (!file.open(QIODevice::ReadOnly))
            qFatal("cannot read");
        return file.readAll();
    }
    QString changed(const QByteArray& bytes)
    {
        const QString path = m_stick->filePath(u"changed.bundle"_s);
        QFile file(path);
        if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
            qFatal("cannot write");
        return path;
    }
    QString programOf(const QString& script)
    {
        const QString path = m_stick->filePath(u"look"_s);
        QFile file(path);
        const QByteArray text = "#!/bin/sh\n" + script.toUtf8() + '\n';
        if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size()
            || !file.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner))
            qFatal("cannot write");
        return path;
    }
    QString lastInJournal(const char* who)
    {
        const QList<JournalRow> rows = at(who).store().journalEntries(1);
        if (rows.isEmpty())
            qFatal("no journal");
        const JournalRow& row = rows.first();
        return journalEventName(journalEventFromNumber(row.event)) + u' ' + row.reason;
    }

private slots:
    void initTestCase() { setLookProgram(kLook); }
    void init()
    {
        setLookProgram(kLook);
        m_stick = std::make_unique<QTemporaryDir>();
        m_office = std::make_unique<TestOffice>();
        m_office->join(u"officer"_s, Role::Recorder, u"41"_s);
        m_office->join(u"colleague"_s, Role::Investigator, u"41"_s);
        m_office->join(u"chief"_s, Role::DistrictReviewer, u"41"_s);
        m_office->join(u"other"_s, Role::Recorder, u"47"_s);
        for (const QString& who : {u"officer"_s, u"colleague"_s, u"chief"_s})
            m_office->confirm(who);
    }

    void theHubComesFirstThenThoseOfTheDistrict()
    {
        QStringList logins;
        for (const StickReceiver& one : desk("officer").receivers())
            logins.append(one.login);
        QCOMPARE(logins, QStringList({u"chief"_s, u"colleague"_s}));
        m_office->certify(SigningKey::make(), u"hub"_s);
        QVERIFY(desk("officer").receivers().first().isHub());
        QCOMPARE(desk("officer").receivers().size(), 3);
    }

    void aStickCarriesCasesAndTellsALineForEach()
    {
        const RecordId record = created();
        created();
        const qint64 waiting = at("officer").store().counts().unsent;
        const WrittenStick stick = written(u"chief"_s);
        QCOMPARE(stick.cases, 2);
        QCOMPARE(stick.stillUnsent, waiting);
        QCOMPARE(stick.receipt.way, SyncReceipt::StickWritten);
        QCOMPARE(stick.receipt.with, u"Name of chief"_s);
        QCOMPARE(stick.receipt.lines.size(), 2);
        const auto read = desk("chief").read(stick.file);
        QVERIFY2(read, read ? "" : qPrintable(read.error().detail));
        QCOMPARE(read->from, u"officer"_s);
        QVERIFY(!read->hadNoEffect && !read->fromHub);
        QCOMPARE(read->receipt.received, stick.changes);
        QCOMPARE(read->receipt.lines.size(), 2);
        QVERIFY(!read->receipt.lines.first().localRef.isEmpty());
        QVERIFY(at("chief").store().caseRow(record));
        // It is kept for later.
        QCOMPARE(SyncReceipts(at("chief").store()).newest()->way, SyncReceipt::StickRead);
    }

    void anOldStickChangesNothingAndSaysSo()
    {
        created();
        const WrittenStick stick = written(u"chief"_s);
        QVERIFY(desk("chief").read(stick.file));
        const auto digest = at("chief").store().foldDigest();
        const auto again = desk("chief").read(stick.file);
        QVERIFY(again && again->hadNoEffect);
        QVERIFY(again->receipt.lines.isEmpty() && again->receipt.hadNoEffect);
        QCOMPARE(*at("chief").store().foldDigest(), *digest);
    }

    void whatIsForSomebodyElseOrDamagedIsRefusedWithoutEffect()
    {
        created();
        const WrittenStick stick = written(u"chief"_s);
        const QByteArray bytes = contentOf(stick.file);
        QCOMPARE(hint(desk("colleague").read(stick.file)), u"not-for-you"_s);
        QCOMPARE(hint(desk("chief").read(changed(bytes.first(bytes.size() - 40)))), u"cut"_s);
        QByteArray flipped = bytes;
        flipped[bytes.size() / 2] = static_cast<char>(flipped[bytes.size() / 2] ^ 1);
        // In the last piece of a file it cannot be told from an end that is missing.
        const QString damage = hint(desk("chief").read(changed(flipped)));
        QVERIFY2(damage == u"altered"_s || damage == u"cut"_s, qPrintable(damage));
        QCOMPARE(hint(desk("chief").read(changed("a picture"))), u"not-a-bundle"_s);
        QCOMPARE(hint(desk("chief").read(m_stick->filePath(u"none"_s))), u"stick-file"_s);
        for (const char* who : {"chief", "colleague"}) {
            QCOMPARE(at(who).store().counts().cases, 0);
            QVERIFY(SyncReceipts(at(who).store()).all().isEmpty());
        }
    }

    /// SEC-78: what a bundle does to its reader, it does to a process that has nothing. Its end is an answer.
    void whoReadsFirstFallsInOurPlace_data()
    {
        QTest::addColumn<QString>("script");
        QTest::addColumn<QString>("told");
        QTest::newRow("aborts") << u"kill -ABRT $$"_s << u"harmful"_s;
        QTest::newRow("took too long") << u"kill -XCPU $$"_s << u"harmful"_s;
        QTest::newRow("killed") << u"kill -KILL $$"_s << u"harmful"_s;
        QTest::newRow("ends in disorder") << u"cat > /dev/null; exit 7"_s << u"harmful"_s;
        QTest::newRow("has no cage") << u"exit 3"_s << u"no-reader"_s;
        QTest::newRow("read nothing") << u"exit 0"_s << u"altered"_s;
        QTest::newRow("read something else") << u"cat > /dev/null; echo something else"_s << u"altered"_s;
        QTest::newRow("is missing") << QString() << u"no-reader"_s;
    }
    void whoReadsFirstFallsInOurPlace()
    {
        QFETCH(const QString, script);
        QFETCH(const QString, told);
        const RecordId record = created();
        const WrittenStick stick = written(u"chief"_s);
        const auto before = at("chief").store().foldDigest();
        setLookProgram(script.isEmpty() ? m_stick->filePath(u"nothing"_s) : programOf(script));
        QCOMPARE(hint(desk("chief").read(stick.file)), told);
        QVERIFY(!at("chief").store().caseRow(record));
        QCOMPARE(*at("chief").store().foldDigest(), *before);
        QVERIFY(!SyncReceipts(at("chief").store()).newest());
        setLookProgram(kLook);
        QCOMPARE(hint(desk("chief").read(stick.file)), u"read"_s);
    }
    void whoTakesNothingIsStopped()
    {
        created();
        QFile file(written(u"chief"_s).file);
        QVERIFY(file.open(QIODevice::ReadOnly));
        setLookProgram(programOf(u"while :; do :; done"_s));
        constexpr int kPatienceMs = 100;
        const auto tasted = tasteBundle(file, at("chief").boxKeys(), kPatienceMs);
        QVERIFY(!tasted);
        QCOMPARE(tasted.error().hint, u"harmful"_s);
    }
    /// Cut, altered, or for another file: nothing that the program itself would fall over.
    void theCagedProgramReadsWhatever()
    {
        created();
        const QByteArray bytes = contentOf(written(u"chief"_s).file);
        for (const qsizetype length : {bytes.size(), bytes.size() / 2, bytes.size() - 1}) {
            QFile file(changed(bytes.first(length)));
            QVERIFY(file.open(QIODevice::ReadOnly));
            const auto tasted = tasteBundle(file, at("chief").boxKeys());
            QVERIFY2(tasted, tasted ? "" : qPrintable(tasted.error().detail));
            QCOMPARE(tasted->isEmpty(), length != bytes.size());
            QCOMPARE(file.pos(), 0);
        }
    }

    /// SEC-68: that cases left on a stick, or came, and with whom.
    void bothEndsAreInTheJournal()
    {
        created();
        const WrittenStick stick = written(u"chief"_s);
        QVERIFY(desk("chief").read(stick.file));
        QCOMPARE(lastInJournal("officer"), u"stick-written %1"_s.arg(at("chief").me().person));
        QCOMPARE(lastInJournal("chief"), u"stick-read %1"_s.arg(at("officer").me().person));
        m_office->certify(SigningKey::make(), u"hub"_s);
        QVERIFY(desk("officer").write(desk("officer").receivers().first(), m_stick->path()));
        QCOMPARE(lastInJournal("officer"), u"stick-written hub"_s);
    }

    void anEmptyStickIsNotWritten()
    {
        const auto none = desk("officer").write(receiver(u"chief"_s), m_stick->path());
        QVERIFY(!none && none.error().hint == u"nothing-to-carry"_s);
        const auto nowhere = desk("officer").write(receiver(u"chief"_s), m_stick->filePath(u"gone"_s));
        QVERIFY(!nowhere && nowhere.error().hint == u"stick-folder"_s);
        QVERIFY(QDir(m_stick->path()).isEmpty());
    }

    void nothingReadableStaysBesideTheStick()
    {
        const RecordId record = created();
        const QString ref = at("officer").store().caseRow(record)->localRef;
        const WrittenStick first = written(u"chief"_s);
        const WrittenStick second = written(u"chief"_s);
        QVERIFY(first.file != second.file);
        QCOMPARE(
            QDir(m_stick->path()).entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot).size(),
            2);
        for (const QString& file : {first.file, second.file}) {
            QVERIFY(!contentOf(file).contains(ref.toUtf8()));
            QCOMPARE(QFile::permissions(file) & (QFile::ReadGroup | QFile::ReadOther), QFile::Permissions());
        }
    }
};

QTEST_GUILESS_MAIN(StickDeskTest)
#include "StickDeskTest.moc"
