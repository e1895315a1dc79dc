// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cases/ImpliedTags.h"
#include "tests/core/directory/People.h"

#include <QTest>

using namespace prohori;
using namespace Qt::StringLiterals;

Q_DECLARE_METATYPE(prohori::ChangeBody)
Q_DECLARE_METATYPE(prohori::Refusal)

namespace {

const FieldKey kPlain{1, {}, 104}, kSealed{2, {}, 201};

ChangeBody creation(quint8 tier)
{
    ChangeBody body;
    body.record = RecordId::fromBytes(QByteArray(16, 'r'));
    body.creation = Creation{u"tip-case"_s, u"41"_s, u"41-2026-AA-0001"_s, Cbor()};
    body.items = {SetItem{kPlain, FieldValue::plain(Cbor(u"Sadar"_s)), {}}};
    if (tier > 0) {
        body.items.append(SetItem{kSealed, FieldValue::sealed(tier, QByteArray(16, 't')), {}});
        body.boxes.insert(tier, QByteArray(72, 'b'));
        takeImpliedTags(body);
    }
    return body;
}

}  // namespace

/// A change is judged alike whether its items were made or only walked over.
class RightsTest : public QObject {
    Q_OBJECT
private slots:
    void initTestCase()
    {
        QVERIFY(startSecrets());
        QVERIFY(addAll(m_directory, m_officer.statements() + m_supervisor.statements()));
    }

    void aSkimmedChangeIsJudgedAsADecodedOne_data()
    {
        QTest::addColumn<ChangeBody>("body");
        QTest::addColumn<bool>("isOfficer");
        QTest::addColumn<Refusal>("wanted");
        const auto row = [](const char* name, const ChangeBody& body, Refusal wanted, bool isOfficer = true) {
            QTest::newRow(name) << body << isOfficer << wanted;
        };
        row("nothing sealed", creation(0), Refusal::None);
        row("sealed in the first tier", creation(1), Refusal::None);
        row("sealed in the second tier", creation(2), Refusal::None);
        row("by a reviewer", creation(1), Refusal::WrongRole, false);

        ChangeBody body = creation(1);
        body.boxes.insert(2, QByteArray(72, 'c'));
        row("a box of which nobody speaks", body, Refusal::BadContent);
        body = creation(0);
        body.boxes.insert(1, QByteArray(72, 'c'));
        row("a box and nothing sealed", body, Refusal::BadContent);
        body = creation(0);
        body.format = 1;
        body.items.append(SetItem{kSealed, FieldValue::sealed(2, QByteArray(16, 't')), {}});
        row("sealed, and no box", body, Refusal::BadContent);
        body = creation(0);
        body.items.append(OptionItem{kSealed, 2, {Cbor(QByteArray(16, 't'))}, {}});
        row("a sealed choice, and no box", body, Refusal::BadContent);
        body = creation(0);
        body.items.append(OptionItem{kSealed, 2, {}, {}});
        row("a sealed choice of nothing", body, Refusal::None);
        body.boxes.insert(2, QByteArray(72, 'c'));
        row("the same, and a box", body, Refusal::BadContent);
        body = creation(0);
        body.recordKind = RecordKind::MonthlyReturn;
        row("another kind of record", body, Refusal::BadContent);
        body = creation(0);
        body.creation->homeScope = u"26"_s;
        row("of another district", body, Refusal::WrongScope);
        body = creation(0);
        body.extraKeys = Cbor(QByteArray(8, 'k'));
        row("with further keys", body, Refusal::None);
    }

    void aSkimmedChangeIsJudgedAsADecodedOne()
    {
        QFETCH(const ChangeBody, body);
        QFETCH(const bool, isOfficer);
        QFETCH(const Refusal, wanted);
        const ChangePtr made = TestPerson(isOfficer ? m_officer : m_supervisor).save(body);
        const auto decoded = Change::decode(made->signedBytes(), made->signature());
        const auto skimmed = Change::skim(made->signedBytes(), made->signature());
        QVERIFY(decoded && skimmed);
        QVERIFY(skimmed->plainItems() && !decoded->plainItems());
        const History nothing(body.record);
        QCOMPARE(checkAuthor(m_directory, *skimmed), Refusal::None);
        QCOMPARE(checkRights(m_directory, *decoded, nothing), wanted);
        QCOMPARE(checkRights(m_directory, *skimmed, nothing), wanted);
        QVERIFY(skimmed->cover().items.isEmpty());
    }

private:
    TestAuthority m_authority;
    TestPerson m_officer{m_authority, 7, u"anika"_s, Role::Recorder, u"41"_s};
    TestPerson m_supervisor{m_authority, 8, u"rahim"_s, Role::DistrictReviewer, u"41"_s};
    Directory m_directory{m_authority.info};
};

QTEST_GUILESS_MAIN(RightsTest)
#include "RightsTest.moc"
