// SPDX-License-Identifier: GPL-3.0-or-later
#include "Deployment.h"
#include "FullCase.h"

#include "core/base/Clock.h"
#include "core/secrets/Crypto.h"
#include "forms/engine/AnswersJson.h"
#include "forms/engine/FormEngine.h"

#include <QJsonDocument>
#include <QTest>

using namespace prohori;
using namespace Qt::StringLiterals;

/// Every field of the dictionary that a person fills in is set, saved, synced and shown on the other station, or refused to the wrong role.
class EveryFieldTest : public QObject {
    Q_OBJECT
private slots:
    void initTestCase()
    {
        QVERIFY(startSecrets());
        m_engine = makeFormEngine(officialForm(), m_clock);
        QVERIFY(m_deployment.makeAuthority());
        QVERIFY(m_deployment.makeHub());
        QVERIFY(m_deployment.addStation(u"officer"_s, u"recorder"_s, u"41"_s));
        QVERIFY(m_deployment.addStation(u"supervisor"_s, u"district_reviewer"_s, u"41"_s));
        QVERIFY(m_deployment.addStation(u"newcomer"_s, u"recorder"_s, u"41"_s));
        QVERIFY(m_deployment.startHub());
        for (const QString& login : {u"officer"_s, u"supervisor"_s, u"newcomer"_s})
            QVERIFY(m_deployment.sync(login).exit == 0);
        QVERIFY(m_deployment.confirm(u"supervisor"_s));
        makeCase();
    }

    void everyFieldArrivesAtTheSupervisor_data() { addFieldRows(); }
    void everyFieldArrivesAtTheSupervisor()
    {
        QFETCH(const quint32, field);
        const AnswerPath path = m_paths.value(field);
        QVERIFY(m_sent.values.contains(path));
        QCOMPARE(m_supervisor.value(path).text, m_sent.value(path).text);
    }

    void sealedFieldsStayClosedToWhoWasNotConfirmed_data() { addFieldRows(); }
    void sealedFieldsStayClosedToWhoWasNotConfirmed()
    {
        QFETCH(const quint32, field);
        const AnswerPath path = m_paths.value(field);
        const bool sealed = m_engine->form().field(field)->tier != FieldTier::Statistical;
        QCOMPARE(m_newcomer.value(path).sealed, sealed);
        QCOMPARE(m_newcomer.value(path).text, sealed ? QString() : m_sent.value(path).text);
    }

    void namesStayClosedWithoutAReason()
    {
        const Ran refused = m_deployment.ctl({u"case"_s, u"show"_s, m_deployment.store(u"supervisor"_s), m_id,
                                              u"--json"_s, u"--identities"_s},
                                             u"supervisor"_s);
        QCOMPARE(refused.exit, 1);
        QVERIFY(refused.err.contains("reason"));
    }

private:
    void addFieldRows()
    {
        QTest::addColumn<quint32>("field");
        QStringList excluded;
        for (const FieldDefinition& field : m_engine->form().fields()) {
            const QString name = m_engine->form().group(field.group)->name + u'.' + field.name;
            if (isNotTyped(m_engine->form(), field)) {
                excluded.append(name);
                continue;
            }
            QTest::newRow(qPrintable(name)) << field.id;
        }
        static bool told = false;
        if (!std::exchange(told, true))
            qInfo("%d fields are not typed by a person: %s", int(excluded.size()),
                  qPrintable(excluded.join(u", "_s)));
    }

    void makeCase()
    {
        const FullCase full = makeFullCase(*m_engine, u"41"_s, false);
        m_sent = full.answers;
        m_paths = full.paths;
        for (auto it = m_sent.values.begin(); it != m_sent.values.end(); ++it)
            QVERIFY2(!it->text.isEmpty(), qPrintable(m_engine->form().field(it.key().field)->name));
        const QString file =
            m_deployment.writeFile(u"case.json"_s, QJsonDocument(answersToJson(*m_engine, m_sent)).toJson());
        const Ran made = m_deployment.ctl({u"case"_s, u"new"_s, m_deployment.store(u"officer"_s), u"--from"_s,
                                           file, u"--json"_s},
                                          u"officer"_s);
        QVERIFY2(made.exit == 0, made.err);
        m_id = made.object()[u"id"_s].toString();
        for (const QString& login : {u"officer"_s, u"supervisor"_s, u"newcomer"_s})
            QVERIFY(m_deployment.sync(login).exit == 0);
        m_supervisor = shown(u"supervisor"_s, {u"--identities"_s, u"--reason"_s, u"review"_s});
        m_newcomer = shown(u"newcomer"_s, {});
    }

    Answers shown(const QString& login, const QStringList& more)
    {
        const Ran ran = m_deployment.ctl(
            QStringList{u"case"_s, u"show"_s, m_deployment.store(login), m_id, u"--json"_s} + more, login);
        SodiumRandom random;
        const auto answers = answersFromJson(*m_engine, ran.object()[u"data"_s].toObject(), random);
        if (!answers) {
            qWarning("%s %s", ran.err.constData(), qPrintable(answers.error().detail));
            return {};
        }
        return *answers;
    }

    SystemClock m_clock;
    std::unique_ptr<FormEngine> m_engine;
    Deployment m_deployment;
    QString m_id;
    Answers m_sent, m_supervisor, m_newcomer;
    QHash<quint32, AnswerPath> m_paths;
};

QTEST_GUILESS_MAIN(EveryFieldTest)
#include "EveryFieldTest.moc"
