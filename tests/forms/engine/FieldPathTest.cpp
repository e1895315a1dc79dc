// SPDX-License-Identifier: GPL-3.0-or-later
#include "forms/engine/FieldPath.h"

#include "tests/forms/engine/CaseBuilder.h"

#include <QTest>

using namespace prohori;
using namespace Qt::StringLiterals;

class FieldPathTest : public QObject {
    Q_OBJECT

    CaseBuilder m_case{*officialForm()};
    QString m_one, m_two, m_referral, m_second, m_som;

private slots:
    void initTestCase()
    {
        m_one = m_case.addRow(u"victim"_s);
        m_two = m_case.addRow(u"victim"_s);
        m_referral = m_case.addRow(u"referral"_s, m_two);
        m_second = m_case.addRow(u"referral"_s, m_two);
        m_som = m_case.addRow(u"som"_s);
    }

    void pathsNameOneField()
    {
        const auto resolve = [&](const QString& text) {
            const auto path = resolveFieldPath(*officialForm(), m_case.answers, text);
            if (!path)
                qFatal("%s", qPrintable(path.error().detail));
            return *path;
        };
        QCOMPARE(resolve(u"case.district_code"_s), m_case.path(u"case.district_code"_s));
        QCOMPARE(resolve(u" case.district_code "_s), m_case.path(u"case.district_code"_s));
        QCOMPARE(resolve(u"victim[2].age_years"_s), m_case.path(u"victim.age_years"_s, m_two));
        QCOMPARE(resolve(u"victim[2].referral[2].to_type"_s), m_case.path(u"referral.to_type"_s, m_second));
        QCOMPARE(resolve(u"victim[@%1].age_years"_s.arg(m_one)), m_case.path(u"victim.age_years"_s, m_one));
        QCOMPARE(resolve(u"referral[@%1].to_type"_s.arg(m_referral.toUpper())),
                 m_case.path(u"referral.to_type"_s, m_referral));
        QCOMPARE(resolve(u"som.vessel"_s), m_case.path(u"som.vessel"_s, m_som));
        QCOMPARE(resolve(u"som[1].vessel"_s), m_case.path(u"som.vessel"_s, m_som));
        QCOMPARE(resolve(u"victim[1]"_s), (AnswerPath{officialForm()->group(u"victim"_s)->id, m_one, 0}));
    }

    void wrongPathsSayWhatIsThere_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<bool>("notThere");
        QTest::addColumn<QString>("sentence");
        QTest::newRow("no group") << u"victm[1].age_years"_s << false
                                  << u"there is no group 'victm'; did you mean 'victim'?"_s;
        QTest::newRow("no field") << u"victim[1].agge"_s << false << u"'victim' has no field 'agge'"_s;
        QTest::newRow("nearly a field")
            << u"case.district_cod"_s << false
            << u"'case' has no field 'district_cod'; did you mean 'district_code'?"_s;
        QTest::newRow("no such row") << u"victim[3].age_years"_s << true
                                     << u"there is no victim[3]; there are 2"_s;
        QTest::newRow("row nought") << u"victim[0].age_years"_s << true << u"there is no victim[0]"_s;
        QTest::newRow("which row?") << u"victim.age_years"_s << false << u"'victim' has several rows"_s;
        QTest::newRow("nested at the top")
            << u"referral[1].to_type"_s << false << u"'referral' stands inside 'victim'"_s;
        QTest::newRow("nested elsewhere")
            << u"suspect[1].referral[1].to_type"_s << true << u"there is no suspect[1]"_s;
        QTest::newRow("a short id") << u"victim[@00].age_years"_s << false
                                    << u"a row id needs at least 6 characters"_s;
        QTest::newRow("an id of nobody")
            << u"victim[@ffffffff].age_years"_s << true << u"there is no row 'ffffffff'"_s;
        QTest::newRow("a doubtful id")
            << u"victim[@00000002].age_years"_s << false << u"the row id '00000002' fits several rows"_s;
        QTest::newRow("an id of another group") << u"victim[@%1].age_years"_s << true << u"there is no row"_s;
        QTest::newRow("a field with a position")
            << u"case.gd_no[1]"_s << false << u"'case' has no field 'gd_no'"_s;
        QTest::newRow("something behind a field")
            << u"case.gd_no.x"_s << false << u"'case' has no field 'gd_no'"_s;
        QTest::newRow("a group alone") << u"case"_s << false << u"'case' names no field"_s;
        QTest::newRow("nothing") << QString() << false << u"'' is not a field path"_s;
        QTest::newRow("no path at all") << u"victim[one].age"_s << false << u"is not a field path"_s;
        QTest::newRow("a log") << u"review[1].comment"_s << false << u"there is no group 'review'"_s;
    }

    void wrongPathsSayWhatIsThere()
    {
        QFETCH(QString, text);
        QFETCH(const bool, notThere);
        QFETCH(const QString, sentence);
        text.replace(u"%1"_s, m_referral);
        const auto path = resolveFieldPath(*officialForm(), m_case.answers, text);
        QVERIFY(!path);
        QCOMPARE(path.error().code == ErrorCode::NotFound, notThere);
        QVERIFY2(path.error().detail.contains(sentence), qPrintable(path.error().detail));
    }

    void whatIsWrittenIsReadAsTheSame()
    {
        for (const FieldDefinition& field : officialForm()->fields()) {
            const GroupDefinition& group = *officialForm()->group(field.group);
            for (const AnswerRow& row : m_case.answers.rows) {
                if (row.group != group.id)
                    continue;
                const AnswerPath path{group.id, row.row, field.id};
                const QString text = fieldPathText(*officialForm(), m_case.answers, path);
                const auto again = resolveFieldPath(*officialForm(), m_case.answers, text);
                QVERIFY2(again && *again == path, qPrintable(text));
            }
        }
        QCOMPARE(fieldPathText(*officialForm(), m_case.answers, m_case.path(u"referral.to_type"_s, m_second)),
                 u"victim[2].referral[2].to_type"_s);
        QCOMPARE(fieldPathText(*officialForm(), m_case.answers, m_case.path(u"case.gd_no"_s)),
                 u"case.gd_no"_s);
    }

    void whatIsNotThereIsStillWritten()
    {
        const QString gone = u"0a1b2c3d-0000-4000-8000-000000000001"_s;
        QCOMPARE(fieldPathText(*officialForm(), m_case.answers, m_case.path(u"victim.age_years"_s, gone)),
                 u"victim[@%1].age_years"_s.arg(gone));
        QCOMPARE(fieldPathText(*officialForm(), m_case.answers, {77, {}, 7701}), u"77.7701"_s);
    }

    void theNearestNameIsMeant_data()
    {
        QTest::addColumn<QString>("wrong");
        QTest::addColumn<QString>("near");
        QTest::newRow("a letter less") << u"distric"_s << u"district"_s;
        QTest::newRow("two letters swapped") << u"distrcit"_s << u"district"_s;
        QTest::newRow("capitals") << u"DISTRICT"_s << u"district"_s;
        QTest::newRow("far from all") << u"zebra_crossing"_s << QString();
        QTest::newRow("the nearer of two") << u"ag"_s << u"age"_s;
    }

    void theNearestNameIsMeant()
    {
        QFETCH(const QString, wrong);
        QFETCH(const QString, near);
        QCOMPARE(nearestName(wrong, {u"district"_s, u"age"_s, u"agent"_s, u"upazila_geo"_s}), near);
    }
};

QTEST_GUILESS_MAIN(FieldPathTest)
#include "FieldPathTest.moc"
