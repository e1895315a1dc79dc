// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/hub/StoredForm.h"

#include "core/cases/ChangeDictionary.h"
#include "tests/sync/hub/TestHub.h"

#include <QtEndian>
#include <QTest>

using namespace prohori;
using namespace Qt::StringLiterals;

/// How changes lie in the tables of both storages.
class StoredFormTest : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() { QVERIFY(startSecrets()); }

    void whatALaterProgramPackedIsNotDamage()
    {
        const TestAuthority authority;
        Desk desk(authority, 7, u"rahima"_s, Role::Recorder, u"41"_s);
        ChangeBody body = newCase(u"41"_s);
        body.items.append(SetItem{{1, {}, 105}, FieldValue::plain(QString(2'000, u'a')), {}});
        const auto change = desk.save(body);
        const QByteArray id = change->id().toBytes();
        const StoredBytes stored = StoredBytes::of(*change);
        QVERIFY(stored.isPacked && stored.change(id) && stored.toCarry(id));
        // The frame names its dictionary, little-endian, behind magic number and descriptor.
        StoredBytes later = stored;
        const auto named = qToLittleEndian(changeDictionaries().first());
        const auto at = later.bytes.indexOf(QByteArray(reinterpret_cast<const char*>(&named), sizeof named));
        QVERIFY(at >= 5 && at <= 6);
        later.bytes[at] = char(later.bytes[at] ^ 1);
        StoredBytes damaged = stored;
        damaged.bytes.back() = char(damaged.bytes.back() ^ 1);
        for (const auto& read : {&StoredBytes::change, &StoredBytes::toCarry}) {
            QCOMPARE((later.*read)(id).error().code, ErrorCode::TooNew);
            QVERIFY((later.*read)(id).error().detail.contains(QString::fromLatin1(id.toHex())));
            QCOMPARE((damaged.*read)(id).error().code, ErrorCode::Damaged);
        }
    }
};

QTEST_GUILESS_MAIN(StoredFormTest)
#include "StoredFormTest.moc"
