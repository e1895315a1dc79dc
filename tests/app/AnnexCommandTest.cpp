// SPDX-License-Identifier: GPL-3.0-or-later
#include "Deployment.h"
#include "tests/support/PdfText.h"

#include <QDir>
#include <QFileInfo>
#include <QTest>

using namespace prohori;
using namespace Qt::StringLiterals;

/// `prohorictl case annex` against a real hub: its receipts are verified in the print, and the file obeys SEC-90 and SEC-93.
class AnnexCommandTest : public QObject {
    Q_OBJECT
private slots:
    void initTestCase()
    {
        QVERIFY(m_deployment.makeAuthority() && m_deployment.makeHub() && m_deployment.startHub());
        QVERIFY(m_deployment.addStation(u"officer"_s, u"recorder"_s, u"41"_s));
        QVERIFY(m_deployment.addStation(u"chief"_s, u"district_reviewer"_s, u"41"_s));
        syncBoth();
        QVERIFY(m_deployment.confirm(u"officer"_s) && m_deployment.confirm(u"chief"_s));
        syncBoth();
        const Ran filled = m_deployment.ctl({u"practice"_s, u"fill"_s, m_deployment.store(u"officer"_s),
                                             u"--cases"_s, u"2"_s, u"--seed"_s, u"21"_s, u"--json"_s},
                                            u"officer"_s);
        QVERIFY2(filled.exit == 0, filled.err);
        m_id = filled.array()[0][u"id"_s].toString();
        m_ref = filled.array()[0][u"local_ref"_s].toString();
        QCOMPARE(act(u"submit"_s, u"officer"_s).exit, 0);
        syncBoth();
        QCOMPARE(act(u"return"_s, u"chief"_s,
                     {u"--reason"_s, u"missing_data"_s, u"--note"_s, u"The station is missing"_s})
                     .exit,
                 0);
        syncBoth();
    }

    void theHubsReceiptsAreVerified()
    {
        const Ran ran = annex(u"officer"_s, {u"--out"_s, file(), u"--json"_s});
        QVERIFY2(ran.exit == 0, ran.err + ran.out);
        const QJsonObject told = ran.object();
        QCOMPARE(told[u"id"_s].toString(), m_id);
        QCOMPARE(told[u"copy"_s].toInt(), 1);
        QCOMPARE(told[u"changes"_s].toInt(), 3);
        QCOMPARE(told[u"printed"_s].toInt(), 3);
        QVERIFY(told[u"sound"_s].toBool());
        QCOMPARE(told[u"fingerprint"_s].toString().size(), 64);
        const QString words = pdfWords(content());
        QVERIFY2(words.contains(u"Receipts: for 2 of 3 changes"_s), qPrintable(words));
        QVERIFY(words.contains(u"no receipt is kept here: change 3."_s));
        QVERIFY(words.contains(u"Signatures: 3 of 3"_s));
        QVERIFY(words.contains(m_ref));
        QVERIFY(words.contains(u"PRACTICE"_s) || words.contains(u"A practice case"_s));
        QCOMPARE(pdfPages(content()).size(), told[u"pages"_s].toInt());
    }

    /// A second print elsewhere has the same fingerprint; there it is the chief's own change that has the receipt.
    void aPrintOfAnotherStationCanBeCompared()
    {
        const Ran here = annex(u"officer"_s, {u"--out"_s, file(), u"--force"_s, u"--json"_s});
        const Ran there = annex(u"chief"_s, {u"--out"_s, file(), u"--force"_s, u"--json"_s});
        QCOMPARE(there.exit, 0);
        QCOMPARE(there.object()[u"fingerprint"_s], here.object()[u"fingerprint"_s]);
        QVERIFY(pdfWords(content()).contains(u"Receipts: for 1 of 3 changes"_s));
    }

    void nothingIsReplacedUnasked()
    {
        const QByteArray before = content();
        const Ran ran = annex(u"officer"_s, {u"--out"_s, file()});
        QCOMPARE(ran.exit, 1);
        QVERIFY2(ran.err.contains("is there already"), ran.err);
        QCOMPARE(content(), before);
        const QFileInfo written(file());
        QCOMPARE(written.permissions() & QFile::Permissions(0x0077), QFile::Permissions());
        QVERIFY(!QFileInfo::exists(file() + u".part"_s));
    }

    void itSpeaksTheLanguageThatWasAskedFor()
    {
        QCOMPARE(annex(u"officer"_s, {u"--out"_s, file(), u"--force"_s, u"--lang"_s, u"bn"_s}).exit, 0);
        QVERIFY(pdfWords(content())
                    .normalized(QString::NormalizationForm_C)
                    .contains(u"সংশোধনের জন্য ফেরত"_s.normalized(QString::NormalizationForm_C)));
        QCOMPARE(annex(u"officer"_s, {u"--out"_s, file(), u"--force"_s, u"--lang"_s, u"fr"_s}).exit, 2);
    }

    void anExtractNamesWhatItHolds()
    {
        const auto printed = [this](const QStringList& more) {
            return annex(u"officer"_s, QStringList{u"--out"_s, file(), u"--force"_s, u"--json"_s} + more)
                .object()[u"printed"_s]
                .toInt(-1);
        };
        QCOMPARE(printed({u"--by"_s, u"chief"_s}), 1);
        QCOMPARE(printed({u"--field"_s, u"case.police_station"_s}), 1);
        QCOMPARE(printed({u"--day"_s, u"2020-01-31"_s}), 0);
        QCOMPARE(annex(u"officer"_s, {u"--out"_s, file(), u"--force"_s, u"--by"_s, u"nobody"_s}).exit, 1);
        QCOMPARE(annex(u"officer"_s, {u"--out"_s, file(), u"--force"_s, u"--day"_s, u"soon"_s}).exit, 1);
        QCOMPARE(annex(u"officer"_s, {}).exit, 2);
    }

private:
    QString file() const { return m_deployment.path(u"annex.pdf"_s); }
    QByteArray content() const
    {
        QFile written(file());
        return written.open(QIODevice::ReadOnly) ? written.readAll() : QByteArray();
    }
    Ran annex(const QString& who, const QStringList& more)
    {
        return m_deployment.ctl(QStringList{u"case"_s, u"annex"_s, m_deployment.store(who), m_id} + more,
                                who);
    }
    Ran act(const QString& word, const QString& who, const QStringList& more = {})
    {
        return m_deployment.ctl(QStringList{u"case"_s, word, m_deployment.store(who), m_id} + more, who);
    }
    void syncBoth()
    {
        for (int round = 0; round < 2; ++round) {
            for (const QString& who : {u"officer"_s, u"chief"_s}) {
                const Ran ran = m_deployment.sync(who);
                QVERIFY2(ran.exit == 0, ran.err);
            }
        }
    }

    Deployment m_deployment;
    QString m_id, m_ref;
};

QTEST_GUILESS_MAIN(AnnexCommandTest)
#include "AnnexCommandTest.moc"
