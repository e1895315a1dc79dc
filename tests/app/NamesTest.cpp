// SPDX-License-Identifier: GPL-3.0-or-later
#include "FullCase.h"
#include "StoreContent.h"

#include "forms/engine/AnswersJson.h"

#include <QFile>
#include <QJsonDocument>
#include <QSet>
#include <QTest>

using namespace prohori;
using namespace Qt::StringLiterals;

/// What an owner of the key can find in stores and hub of a case whose every field holds a marker (SEC-70, SEC-71).
class NamesTest : public QObject {
    Q_OBJECT
private slots:
    void initTestCase()
    {
        qputenv("PROHORI_NO_KEYCHAIN", "1");
        QVERIFY(startSecrets());
        m_engine = makeFormEngine(officialForm(), m_clock);
        QVERIFY(m_d.makeAuthority());
        QVERIFY(m_d.makeHub());
        QVERIFY(m_d.addStation(u"officer"_s, u"recorder"_s, u"41"_s));
        QVERIFY(m_d.addStation(u"supervisor"_s, u"district_reviewer"_s, u"41"_s));
        QVERIFY(m_d.addStation(u"newcomer"_s, u"recorder"_s, u"41"_s));
        QVERIFY(m_d.addStation(u"analyst"_s, u"hq_analyst"_s, u"national"_s));
        QVERIFY(m_d.startHub());
        for (const QString& login : m_logins)
            QVERIFY(m_d.sync(login).exit == 0);
        QVERIFY(m_d.confirm(u"supervisor"_s));
        QVERIFY(m_d.confirm(u"analyst"_s));
        m_full = makeFullCase(*m_engine, u"41"_s, true);
        const QString file =
            m_d.writeFile(u"case.json"_s, QJsonDocument(answersToJson(*m_engine, m_full.answers)).toJson());
        const Ran made =
            m_d.ctl({u"case"_s, u"new"_s, m_d.store(u"officer"_s), u"--from"_s, file, u"--json"_s},
                    u"officer"_s);
        QVERIFY2(made.exit == 0, made.err);
        QVERIFY(QFile::remove(file));
        m_id = made.object()[u"id"_s].toString();
        // The row has no file, and without one it cannot be submitted: what was typed there stays in the history.
        for (const AnswerRow& row : m_full.answers.rows) {
            if (m_engine->form().group(row.group)->name != u"attachment"_s)
                continue;
            const QString patch = m_d.writeFile(u"patch.json"_s, R"({"attachment":[{"@remove":true,"@id":")"
                                                                     + row.row.toUtf8() + R"("}]})");
            const Ran removed =
                m_d.ctl({u"case"_s, u"edit"_s, m_d.store(u"officer"_s), m_id, u"--patch"_s, patch},
                        u"officer"_s);
            QVERIFY2(removed.exit == 0, removed.err);
        }
        const Ran submitted = m_d.ctl({u"case"_s, u"submit"_s, m_d.store(u"officer"_s), m_id}, u"officer"_s);
        QVERIFY2(submitted.exit == 0, submitted.err);
        QVERIFY(m_d.sync(u"officer"_s).exit == 0);
        QVERIFY(m_d.sync(u"supervisor"_s).exit == 0);
        const Ran approved =
            m_d.ctl({u"case"_s, u"approve"_s, m_d.store(u"supervisor"_s), m_id}, u"supervisor"_s);
        QVERIFY2(approved.exit == 0, approved.err);
        for (int round = 0; round < 2; ++round) {
            for (const QString& login : m_logins)
                QVERIFY(m_d.sync(login).exit == 0);
        }
        QCOMPARE(m_d.cases(u"analyst"_s).size(), 1);
        m_d.stopHub();
        QVERIFY(collectMarkers());
    }

    void noSealedMarkerIsReadable_data()
    {
        QTest::addColumn<QString>("place");
        QTest::newRow("headquarters' store") << u"analyst"_s;
        QTest::newRow("store of an unconfirmed colleague") << u"newcomer"_s;
        QTest::newRow("hub's database") << u"hub"_s;
        QTest::newRow("every file of the run") << u"files"_s;
    }

    void noSealedMarkerIsReadable()
    {
        QFETCH(const QString, place);
        const QByteArray all = contentOf(place);
        QVERIFY(all.size() > 1000);
        QStringList found;
        for (auto it = m_sealed.begin(); it != m_sealed.end(); ++it) {
            if (all.contains(it.value()))
                found.append(it.key());
        }
        QVERIFY2(found.isEmpty(), qPrintable(found.join(u", "_s)));
    }

    void theSameSearchFindsStatisticalMarkers()
    {
        for (const QByteArray& all :
             {contentOf(u"analyst"_s), contentOf(u"newcomer"_s), contentOf(u"hub"_s)}) {
            QStringList missed;
            for (auto it = m_open.begin(); it != m_open.end(); ++it) {
                if (!all.contains(it.value()))
                    missed.append(it.key());
            }
            QVERIFY2(missed.isEmpty(), qPrintable(missed.join(u", "_s)));
        }
        // Encrypted as they are, not even these stand in a file.
        const QByteArray raw = contentOf(u"files"_s);
        for (auto it = m_open.begin(); it != m_open.end(); ++it)
            QVERIFY2(!raw.contains(it.value()), qPrintable(it.key()));
    }

private:
    QByteArray contentOf(const QString& place)
    {
        if (place == u"hub"_s)
            return hubContent(m_d);
        return place == u"files"_s ? fileContent(m_d.path({})) : storeContent(m_d, place);
    }

    /// Markers by field name, sealed and open ones. A code that also stands in a readable list proves nothing and is left out, with its name.
    bool collectMarkers()
    {
        QSet<QString> readableCodes;
        const FormDefinition& form = m_engine->form();
        for (auto it = m_full.paths.begin(); it != m_full.paths.end(); ++it) {
            if (form.field(it.key())->tier == FieldTier::Statistical)
                readableCodes.insert(m_full.answers.value(it.value()).text);
        }
        QStringList leftOut;
        for (auto it = m_full.paths.begin(); it != m_full.paths.end(); ++it) {
            const FieldDefinition& field = *form.field(it.key());
            const QString name = form.group(field.group)->name + u'.' + field.name;
            const QString text = m_full.answers.value(it.value()).text;
            const bool free = field.type == FieldType::Text || field.type == FieldType::LongText
                           || field.type == FieldType::Phone;
            constexpr qsizetype kTelling = 8;
            if (field.tier == FieldTier::Statistical) {
                if (free && text.startsWith(u"ZQ"_s))
                    m_open.insert(name, text.left(10).toUtf8());
            } else if ((free || text.size() >= kTelling) && !readableCodes.contains(text)) {
                m_sealed.insert(name, text.startsWith(u"ZQ"_s)
                                          ? text.left(text.indexOf(u"MARK"_s) + 4).toUtf8()
                                          : text.toUtf8());
            } else {
                leftOut.append(name);
            }
        }
        qInfo("%lld sealed markers, %lld open ones; codes too common to prove anything: %s",
              static_cast<long long>(m_sealed.size()), static_cast<long long>(m_open.size()),
              qPrintable(leftOut.join(u", "_s)));
        return m_sealed.size() >= 40 && m_open.size() >= 5;
    }

    const QStringList m_logins{u"officer"_s, u"supervisor"_s, u"newcomer"_s, u"analyst"_s};
    SystemClock m_clock;
    std::unique_ptr<FormEngine> m_engine;
    Deployment m_d;
    FullCase m_full;
    QString m_id;
    QMap<QString, QByteArray> m_sealed, m_open;
};

QTEST_GUILESS_MAIN(NamesTest)
#include "NamesTest.moc"
