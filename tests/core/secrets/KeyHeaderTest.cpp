// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/secrets/KeyHeader.h"
#include "core/base/Cbor.h"
#include "core/secrets/HeaderFile.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <functional>

#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

using namespace prohori;
using namespace Qt::StringLiterals;

namespace {

// The keys of the file format, written out, for they must not move.
constexpr int kStore = 1, kDeviceCheck = 3, kSlots = 4;
constexpr int kSlotId = 1, kSlotKind = 2, kLogin = 3, kSlotDevice = 4, kSalt = 5, kMemory = 6, kPasses = 7,
              kSealed = 8;

SecretBytes secret(QByteArray text)
{
    return SecretBytes::takeFrom(text);
}

const SecretBytes kOld = secret("old words here");
const SecretBytes kNew = secret("new words here");
const SecretBytes kOther = secret("other words");

/// Of this thread: other programs do not stretch it.
double threadSeconds()
{
    timespec now{};
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return double(now.tv_sec) + double(now.tv_nsec) / 1e9;
}

}  // namespace

class KeyHeaderTest : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    QString m_path = m_folder.filePath(u"keys.header"_s);
    SodiumRandom m_random;
    StoreId m_store = StoreId::make(m_random);
    SecretBytes m_device = SecretBytes::random(32);
    SecretBytes m_dataKey = SecretBytes::random(32);
    PersonKeys m_rahim{SigningKey::make(), BoxKey::make()};
    PersonKeys m_fatema{SigningKey::make(), BoxKey::make()};
    QByteArray m_whole;  ///< the file as init() finds it

    void restore(const QByteArray& bytes) const
    {
        QFile file(m_path);
        QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate) && file.write(bytes) == bytes.size());
    }

    QByteArray fileBytes() const
    {
        QFile file(m_path);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

    QString verdict(const QString& login, const SecretBytes& password) const
    {
        const auto header = KeyHeader::load(m_path);
        const auto opened = header ? header->open(login, password, m_device) : header.error();
        if (!opened)
            return opened.error().hint;
        return opened->dataKey.equals(m_dataKey) ? u"opened"_s : u"another data key"_s;
    }

    /// The body with one change, in a copy with a right checksum: what somebody writes who knows the format.
    Result<KeyHeader> forged(const std::function<void(Cbor& header, Cbor& slot)>& change) const
    {
        const auto copy = decodeHeaderCopy(m_whole.first(kHeaderCopyBytes));
        Cbor header = *Cbor::decode(copy->body);
        Cbor::Array slotList = header[kSlots].toArray();
        change(header, slotList[0]);
        header.set(kSlots, slotList);
        return KeyHeader::fromBytes(m_path, *encodeHeaderCopy({copy->sequence, header.encode()}));
    }

    QByteArray rawSlot(int place, qsizetype index) const
    {
        const auto copy = decodeHeaderCopy(fileBytes().mid(place * kHeaderCopyBytes, kHeaderCopyBytes));
        return copy ? (*Cbor::decode(copy->body))[kSlots].toArray().at(std::size_t(index)).encode()
                    : QByteArray();
    }

private slots:
    void initTestCase()
    {
        QVERIFY(startSecrets());
        auto header = KeyHeader::create(m_path, m_store, DeviceSecretKind::File, m_device);
        QVERIFY(!QFile::exists(m_path));
        QVERIFY(header.addPerson(u"rahim"_s, kOld, m_device, m_dataKey, m_rahim, kLeastPasswordCost));
        QVERIFY(header.addPerson(u"fatema"_s, kOther, m_device, m_dataKey, m_fatema, kLeastPasswordCost));
        m_whole = fileBytes();
    }

    void init() { restore(m_whole); }

    void eachPersonGetsTheDataKeyAndHisOwnKeys()
    {
        const auto header = KeyHeader::load(m_path);
        QVERIFY(header);
        QCOMPARE(header->storeId(), m_store);
        QCOMPARE(header->deviceSecretKind(), DeviceSecretKind::File);
        QCOMPARE(header->slotInfos().size(), 2);
        QCOMPARE(header->slotInfos()[1].login, u"fatema"_s);
        QVERIFY(header->slotInfos()[1].cost == kLeastPasswordCost);
        const auto opened = header->open(u"fatema"_s, kOther, m_device);
        QVERIFY(opened);
        QVERIFY(opened->dataKey.equals(m_dataKey));
        QCOMPARE(opened->person.signing.publicKey(), m_fatema.signing.publicKey());
        QCOMPARE(opened->person.box.publicKey(), m_fatema.box.publicKey());
        QCOMPARE(opened->slotId, header->slotInfos()[1].slotId);
        QCOMPARE(verdict(u"fatema"_s, kOld), u"wrong-password"_s);
    }

    // REL-18
    void eitherCopyAloneUnlocks()
    {
        for (const int place : {0, 1}) {
            QByteArray damaged = m_whole;
            damaged.replace(place * kHeaderCopyBytes, kHeaderCopyBytes, QByteArray(kHeaderCopyBytes, '\0'));
            restore(damaged);
            QCOMPARE(verdict(u"rahim"_s, kOld), u"opened"_s);
        }
    }

    // SEC-05: what a header may ask for is checked before any work
    void costsOutOfBoundsAreDamage_data()
    {
        QTest::addColumn<qint64>("memory");
        QTest::addColumn<qint64>("passes");
        QTest::addColumn<bool>("loads");
        const qint64 mebi = 1 << 20;
        QTest::newRow("8 MiB") << 8 * mebi << 3ll << false;
        QTest::newRow("just under 64 MiB") << 64 * mebi - 1 << 3ll << false;
        QTest::newRow("64 MiB") << 64 * mebi << 3ll << true;
        QTest::newRow("1 GiB") << 1024 * mebi << 16ll << true;
        QTest::newRow("over 1 GiB") << 1024 * mebi + 1 << 3ll << false;
        QTest::newRow("2^62") << (1ll << 62) << 3ll << false;
        QTest::newRow("negative") << -1ll << 3ll << false;
        QTest::newRow("1 pass") << 64 * mebi << 1ll << false;
        QTest::newRow("17 passes") << 64 * mebi << 17ll << false;
        QTest::newRow("2^32 + 3 passes") << 64 * mebi << (1ll << 32) + 3 << false;
    }

    void costsOutOfBoundsAreDamage()
    {
        QFETCH(const qint64, memory);
        QFETCH(const qint64, passes);
        QFETCH(const bool, loads);
        const auto header = forged([&](Cbor&, Cbor& slot) {
            slot.set(kMemory, memory);
            slot.set(kPasses, passes);
        });
        QCOMPARE(bool(header), loads);
        if (!header)
            QCOMPARE(header.error().code, ErrorCode::Damaged);
    }

    // SEC-05: all plain fields are authenticated
    void changedFieldsDoNotOpen_data()
    {
        QTest::addColumn<int>("field");
        QTest::addColumn<QByteArray>("value");
        QTest::newRow("slot id") << kSlotId << Cbor(QByteArray(16, 'x')).encode();
        QTest::newRow("login") << kLogin << Cbor(u"karim"_s).encode();
        QTest::newRow("device") << kSlotDevice << Cbor(1).encode();
        QTest::newRow("salt") << kSalt << Cbor(QByteArray(16, 'x')).encode();
        QTest::newRow("memory") << kMemory << Cbor(65 << 20).encode();
        QTest::newRow("passes") << kPasses << Cbor(4).encode();
        QTest::newRow("content") << kSealed << Cbor(QByteArray(136, 'x')).encode();
        QTest::newRow("a field more") << 99 << Cbor(1).encode();
        QTest::newRow("store id") << 0 << QByteArray();
    }

    void changedFieldsDoNotOpen()
    {
        QFETCH(const int, field);
        QFETCH(const QByteArray, value);
        const auto header = forged([&](Cbor& whole, Cbor& slot) {
            if (field == 0)
                whole.set(kStore, QByteArray(16, 'x'));
            else
                slot.set(field, *Cbor::decode(value));
        });
        QVERIFY(header);
        const QString login = header->slotInfos()[0].login;
        const auto opened = header->open(login, kOld, m_device);
        QVERIFY(!opened);
        QCOMPARE(opened.error().code, ErrorCode::Locked);
        // Another store id does not even know the device secret.
        QCOMPARE(opened.error().hint, field == 0 ? u"device-secret-wrong"_s : u"wrong-password"_s);
    }

    void shapelessSlotsAreDamage()
    {
        QVERIFY(!forged([](Cbor&, Cbor& slot) { slot = 7; }));
        QVERIFY(!forged([](Cbor&, Cbor& slot) { slot.set(kSlotId, QByteArray(15, 'x')); }));
        QVERIFY(!forged([](Cbor&, Cbor& slot) { slot.set(kSlotKind, 257); }));
        QVERIFY(!forged([](Cbor&, Cbor& slot) { slot.set(kSealed, QByteArray(135, 'x')); }));
        QVERIFY(!forged([](Cbor& whole, Cbor&) { whole.set(kDeviceCheck, QByteArray()); }));
        QVERIFY(!KeyHeader::fromBytes(m_path, "garbage"));
        QVERIFY(!KeyHeader::fromBytes(m_path, *encodeHeaderCopy({1, "\xff\xff"})));
    }

    // SEC-08
    void fourAnswersDiffer()
    {
        const auto header = KeyHeader::load(m_path);
        const auto answer = [](const Result<OpenedSlot>& opened) {
            return opened ? std::pair(ErrorCode::Cancelled, u"opened"_s)
                          : std::pair(opened.error().code, opened.error().hint);
        };
        QVERIFY(answer(header->open(u"rahim"_s, kNew, m_device))
                == std::pair(ErrorCode::Locked, u"wrong-password"_s));
        QVERIFY(answer(header->open(u"rahim"_s, {}, m_device))
                == std::pair(ErrorCode::Locked, u"wrong-password"_s));
        QVERIFY(answer(header->open(u"karim"_s, kOld, m_device))
                == std::pair(ErrorCode::Locked, u"wrong-password"_s));
        QVERIFY(answer(header->open(u"rahim"_s, kOld, {}))
                == std::pair(ErrorCode::Locked, u"device-secret-missing"_s));
        QVERIFY(answer(header->open(u"rahim"_s, kOld, SecretBytes::random(32)))
                == std::pair(ErrorCode::Locked, u"device-secret-wrong"_s));
        QVERIFY(header->knowsDeviceSecret(m_device) && !header->knowsDeviceSecret({}));
        restore(QByteArray(2 * kHeaderCopyBytes, '\0'));
        QCOMPARE(KeyHeader::load(m_path).error().code, ErrorCode::Damaged);
        QFile::remove(m_path);
        QCOMPARE(KeyHeader::load(m_path).error().code, ErrorCode::NotFound);
    }

    // SEC-08: the fourth answer
    void tooLittleMemoryIsSaidSo()
    {
        const auto header = KeyHeader::load(m_path);
        const pid_t child = ::fork();
        if (child == 0) {
            QFile status(u"/proc/self/statm"_s);
            const bool opened = status.open(QIODevice::ReadOnly);
            const auto pages = status.readAll().split(' ').constFirst().toULongLong();
            const rlim_t most = pages * static_cast<rlim_t>(::sysconf(_SC_PAGESIZE)) + (32u << 20);
            const rlimit limit{most, most};
            ::setrlimit(RLIMIT_AS, &limit);
            const auto slot = header->open(u"rahim"_s, kOld, m_device);
            ::_exit(opened && !slot && slot.error().code == ErrorCode::NoMemory ? 42 : 1);
        }
        int status = 0;
        ::waitpid(child, &status, 0);
        QCOMPARE(WEXITSTATUS(status), 42);
    }

    // SEC-08
    void anUnknownLoginCostsTheSameWork()
    {
        const auto header = KeyHeader::load(m_path);
        QList<double> known, unknown;
        for (int round = 0; round < 7; ++round) {
            for (auto [login, times] : {std::pair(u"rahim"_s, &known), std::pair(u"nobody"_s, &unknown)}) {
                const double before = threadSeconds();
                QVERIFY(!header->open(login, kNew, m_device));
                times->append(threadSeconds() - before);
            }
        }
        std::sort(known.begin(), known.end());
        std::sort(unknown.begin(), unknown.end());
        QVERIFY2(std::abs(known[3] - unknown[3]) < 0.3 * known[3],
                 qPrintable(u"%1 s and %2 s"_s.arg(known[3]).arg(unknown[3])));
    }

    // SEC-10
    void aNewPasswordReWrapsOneSlot()
    {
        const QByteArray others = rawSlot(0, 1), mine = rawSlot(0, 0);
        auto header = KeyHeader::load(m_path);
        QCOMPARE(header->changePassword(u"rahim"_s, kNew, kOld, m_device, kLeastPasswordCost).error().hint,
                 u"wrong-password"_s);
        QCOMPARE(fileBytes(), m_whole);
        QVERIFY(header->changePassword(u"rahim"_s, kOld, kNew, m_device, kLeastPasswordCost));
        for (const int place : {0, 1}) {
            QCOMPARE(rawSlot(place, 1), others);
            QVERIFY(rawSlot(place, 0) != mine);
        }
        const QByteArray after = fileBytes();
        for (const int place : {0, 1}) {  // each copy alone: the old password is dead in both
            QByteArray alone = after;
            alone.replace((1 - place) * kHeaderCopyBytes, kHeaderCopyBytes,
                          QByteArray(kHeaderCopyBytes, '\0'));
            restore(alone);
            QCOMPARE(verdict(u"rahim"_s, kOld), u"wrong-password"_s);
            QCOMPARE(verdict(u"rahim"_s, kNew), u"opened"_s);
        }
        const auto opened = KeyHeader::load(m_path)->open(u"rahim"_s, kNew, m_device);
        QCOMPARE(opened->person.signing.publicKey(), m_rahim.signing.publicKey());
        QCOMPARE(verdict(u"fatema"_s, kOther), u"opened"_s);
    }

    void aCutOffPasswordChangeIsFinishedByTheNextLoad()
    {
        auto header = KeyHeader::load(m_path);
        QVERIFY(header->changePassword(u"rahim"_s, kOld, kNew, m_device, kLeastPasswordCost));
        // Only copy B got as far as the disk.
        restore(m_whole.first(kHeaderCopyBytes) + fileBytes().mid(kHeaderCopyBytes));
        QCOMPARE(verdict(u"rahim"_s, kOld), u"wrong-password"_s);
        QCOMPARE(rawSlot(0, 0), rawSlot(1, 0));
    }

    void twoProgramsDoNotOverwriteEachOther()
    {
        auto first = KeyHeader::load(m_path), second = KeyHeader::load(m_path);
        const PersonKeys keys{SigningKey::make(), BoxKey::make()};
        QVERIFY(first->addPerson(u"karim"_s, kOther, m_device, m_dataKey, keys, kLeastPasswordCost));
        const auto late =
            second->addPerson(u"jamal"_s, kOther, m_device, m_dataKey, keys, kLeastPasswordCost);
        QCOMPARE(late.error().code, ErrorCode::Conflict);
        QCOMPARE(second->slotInfos().size(), 2);  // nothing of it stays in memory
        QCOMPARE(KeyHeader::load(m_path)->slotInfos().size(), 3);
        QCOMPARE(
            first->addPerson(u"karim"_s, kOther, m_device, m_dataKey, keys, kLeastPasswordCost).error().code,
            ErrorCode::Conflict);
    }

    void aSlotNeedsAllItsParts()
    {
        auto header = KeyHeader::load(m_path);
        const auto add = [&](const QString& login, const SecretBytes& password, const SecretBytes& device,
                             const SecretBytes& dataKey, PasswordCost cost) {
            return header->addPerson(login, password, device, dataKey, m_rahim, cost);
        };
        const PasswordCost cost = kLeastPasswordCost;
        QCOMPARE(add({}, kNew, m_device, m_dataKey, cost).error().code, ErrorCode::Invalid);
        QCOMPARE(add(u"a"_s, {}, m_device, m_dataKey, cost).error().code, ErrorCode::Invalid);
        QCOMPARE(add(u"a"_s, kNew, m_device, kNew, cost).error().code, ErrorCode::Invalid);
        QCOMPARE(add(u"a"_s, kNew, {}, m_dataKey, cost).error().hint, u"device-secret-missing"_s);
        for (const PasswordCost bad : {PasswordCost{8 << 20, 3}, PasswordCost{64 << 20, 17}})
            QCOMPARE(add(u"a"_s, kNew, m_device, m_dataKey, bad).error().code, ErrorCode::Invalid);
        QCOMPARE(header->addPerson(u"a"_s, kNew, m_device, m_dataKey, {}, cost).error().code,
                 ErrorCode::Invalid);
        QCOMPARE(fileBytes(), m_whole);
    }

    void slotsOfLaterKindsArePassedOn()
    {
        Cbor recovery =
            Cbor::map({{kSlotId, QByteArray(16, 'r')}, {kSlotKind, 3}, {42, u"what comes later"_s}});
        auto header = forged([&](Cbor&, Cbor& slot) { slot = recovery; });
        QVERIFY(header);
        QCOMPARE(header->slotInfos()[0].kind, SlotKind::MinistryRecovery);
        QVERIFY(header->changePassword(u"fatema"_s, kOther, kNew, m_device, kLeastPasswordCost));
        QCOMPARE(rawSlot(0, 0), recovery.encode());
        QCOMPARE(rawSlot(1, 0), recovery.encode());
    }

    void aCopyFromABackupOpensElsewhere()
    {
        const QByteArray kept = KeyHeader::load(m_path)->toBytes();
        QCOMPARE(kept.size(), kHeaderCopyBytes);
        QFile::remove(m_path);
        auto header = KeyHeader::fromBytes(m_path, kept);
        QVERIFY(header && header->save());
        QCOMPARE(verdict(u"rahim"_s, kOld), u"opened"_s);
        QVERIFY(header->changePassword(u"rahim"_s, kOld, kNew, m_device, kLeastPasswordCost));
        QCOMPARE(verdict(u"rahim"_s, kNew), u"opened"_s);
    }

    void aStoreWithoutDeviceSecretOpensByThePasswordAlone()
    {
        QFile::remove(m_path);
        auto header = KeyHeader::create(m_path, m_store, DeviceSecretKind::None, {});
        QCOMPARE(
            header.addPerson(u"a"_s, kOld, m_device, m_dataKey, m_rahim, kLeastPasswordCost).error().hint,
            u"device-secret-wrong"_s);
        QVERIFY(header.addPerson(u"a"_s, kOld, {}, m_dataKey, m_rahim, kLeastPasswordCost));
        QVERIFY(KeyHeader::load(m_path)->open(u"a"_s, kOld, {}));
    }

    /// The one place where the default matters.
    void theDefaultCostIsAccepted()
    {
        QVERIFY(PasswordCost() == (PasswordCost{256ull << 20, 3}));
        const PasswordCost cost = calibratedPasswordCost();
        QVERIFY(cost.memoryBytes >= kLeastPasswordCost.memoryBytes && cost.memoryBytes <= 256ull << 20);
        QVERIFY(cost.passes >= 3 && cost.passes <= 16);
    }
};

QTEST_GUILESS_MAIN(KeyHeaderTest)
#include "KeyHeaderTest.moc"
