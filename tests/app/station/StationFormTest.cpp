// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/app/station/TestOffice.h"
#include "tests/support/VersionForms.h"

#include <QTest>

using namespace prohori;
using namespace Qt::StringLiterals;

/// Most of what it costs to open a station would go into its form, and a sync needs none.
class StationFormTest : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() { QVERIFY(startSecrets()); }

    void aFormIsReadWhenItIsNeeded()
    {
        QStringList reads;
        TestOffice office;
        Station& station = office.join(u"reader"_s, Role::Recorder, u"41"_s, countingShelf(reads));
        QVERIFY(station.takeNews());
        QVERIFY(!station.info().isEmpty());
        QCOMPARE(reads, QStringList());
        QCOMPARE(station.form().version(), kVersion3);
        QCOMPARE(station.engineFor({}), station.engineFor(kVersion3));
        QCOMPARE(&station.engine(), station.engineFor(kVersion3).get());
        QCOMPARE(reads, QStringList{kVersion3});
    }
};

QTEST_GUILESS_MAIN(StationFormTest)
#include "StationFormTest.moc"
