// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/secrets/KeyHeader.h"
#include "core/secrets/Password.h"

#include <QFile>
#include <QRandomGenerator>
#include <QTemporaryDir>
#include <QTest>

#include <cstring>
#include <vector>

using namespace prohori;
using namespace Qt::StringLiterals;

namespace {

/// A text to look for that is itself in memory only with each byte inverted.
class Marker {
public:
    explicit Marker(const QByteArray& bytes)
    {
        for (const char byte : bytes)
            m_inverted.push_back(static_cast<unsigned char>(~byte));
    }

    /// How often it stands in the memory of this process that can be read.
    int count() const
    {
        QFile maps(u"/proc/self/maps"_s);
        if (!maps.open(QIODevice::ReadOnly))
            return -1;
        int found = 0;
        for (const QByteArray& line : maps.readAll().split('\n')) {
            const auto parts = line.simplified().split(' ');
            if (parts.size() < 2 || !parts[1].startsWith("rw"))
                continue;
            const auto borders = parts[0].split('-');
            found += countIn(reinterpret_cast<const unsigned char*>(borders[0].toULongLong(nullptr, 16)),
                             reinterpret_cast<const unsigned char*>(borders[1].toULongLong(nullptr, 16)));
        }
        return found;
    }

private:
    int countIn(const unsigned char* at, const unsigned char* end) const
    {
        int found = 0;
        const auto first = static_cast<unsigned char>(~m_inverted[0]);
        for (const auto size = std::ptrdiff_t(m_inverted.size()); end - at >= size; ++at) {
            at = static_cast<const unsigned char*>(std::memchr(at, first, std::size_t(end - at - size + 1)));
            if (!at)
                break;
            bool equal = true;
            for (std::size_t byte = 0; equal && byte < m_inverted.size(); ++byte)
                equal = at[byte] == static_cast<unsigned char>(~m_inverted[byte]);
            found += equal ? 1 : 0;
        }
        return found;
    }

    std::vector<unsigned char> m_inverted;
};

QByteArray utf16(const QString& text)
{
    return QByteArray(reinterpret_cast<const char*>(text.utf16()), text.size() * 2);
}

QByteArray utf32(const QString& text)
{
    QByteArray codes;
    for (const QChar unit : text) {
        const char32_t code = unit.unicode();
        codes.append(reinterpret_cast<const char*>(&code), sizeof code);
    }
    return codes;
}

/// Puts `around` before and behind `text` without leaving a copy of it.
void wrap(QString& text, const QString& around)
{
    QString whole;
    whole.reserve(text.size() + 2 * around.size());
    whole.append(around).append(text).append(around);
    text.fill(QChar(0));  // in place, for nobody shares it
    text = std::move(whole);
}

/// As a password field does it: overwrites the buffer in place, then clears.
template <typename Buffer>
void wipe(Buffer& buffer)
{
    if (!buffer.isEmpty())
        std::memset(const_cast<void*>(static_cast<const void*>(buffer.constData())), 0,
                    std::size_t(buffer.size()) * sizeof(*buffer.constData()));
    buffer.clear();
}

QString randomText(char16_t first, int choices)
{
    QString text;
    for (int place = 0; place < 24; ++place)
        text.append(QChar(char16_t(first + QRandomGenerator::system()->bounded(choices))));
    return text;
}

}  // namespace

class SecretMemoryTest : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;

private slots:
    // SEC-14
    void nothingOfATypedPasswordStays_data()
    {
        QTest::addColumn<int>("first");
        QTest::addColumn<int>("choices");
        QTest::newRow("Latin") << int(u'a') << 26;
        QTest::newRow("Bangla") << 0x0995 << 19;
    }

    void nothingOfATypedPasswordStays()
    {
        QFETCH(const int, first);
        QFETCH(const int, choices);
        // The marker is the middle of the password, for the allocator overwrites the beginning of what is freed.
        QString typed = randomText(char16_t(first), choices);
        QByteArray bytes = typed.toUtf8(), wide = utf16(typed);
        const Marker narrowMarker(bytes), wideMarker(wide), codeMarker(utf32(typed));
        wipe(bytes);
        wipe(wide);
        wrap(typed,
             randomText(char16_t(first), choices) + QChar(0x09DF));  // so that the normal form has work to do
        QCOMPARE(wideMarker.count(), 1);
        {
            const SecretBytes password = normalisedPassword(typed);
            QCOMPARE(narrowMarker.count(), 1);
            QCOMPARE(wideMarker.count(), 1);
            QVERIFY(checkNewPassword(password, {u"rahim"_s}));
            QCOMPARE(narrowMarker.count(), 1);
            QCOMPARE(codeMarker.count(), 0);
            useAsPassword(password);
            QCOMPARE(narrowMarker.count(), 1);
            wipe(typed);
        }
        QCOMPARE(narrowMarker.count(), 0);
        QCOMPARE(wideMarker.count(), 0);
    }

    // SEC-14
    void nothingOfAPasswordFileStays()
    {
        QByteArray content = randomText(u'a', 26).toLatin1();
        const Marker marker(content);
        const QString path = m_folder.filePath(u"password"_s);
        {
            QFile file(path);
            QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Unbuffered));
            QVERIFY(file.setPermissions(QFile::ReadOwner | QFile::WriteOwner));
            QCOMPARE(file.write(content), content.size());
        }
        wipe(content);
        {
            const auto password = readPasswordFile(path);
            QVERIFY(password);
            QCOMPARE(marker.count(), 1);
        }
        QCOMPARE(marker.count(), 0);
    }

    // SEC-14
    void nothingOfTheDataKeyOrOfASeedStays()
    {
        QByteArray key;
        for (int place = 0; place < 32; ++place)
            key.append(char(QRandomGenerator::system()->bounded(256)));
        QByteArray seed = key;
        std::reverse(seed.begin(), seed.end());
        const Marker keyMarker(key), seedMarker(seed);
        const QString path = m_folder.filePath(u"keys.header"_s);
        QByteArray passwordText("my aunt grows six mangoes");
        const SecretBytes password = SecretBytes::takeFrom(passwordText);
        {
            const SecretBytes dataKey = SecretBytes::takeFrom(key);
            const PersonKeys person{*SigningKey::fromSeed(SecretBytes::takeFrom(seed)), BoxKey::make()};
            auto header =
                KeyHeader::create(path, StoreId::fromBytes(QByteArray(16, 'S')), DeviceSecretKind::None, {});
            QVERIFY(header.addPerson(u"rahim"_s, password, {}, dataKey, person, kLeastPasswordCost));
        }
        QCOMPARE(keyMarker.count(), 0);
        {
            const auto opened = KeyHeader::load(path)->open(u"rahim"_s, password, {});
            QVERIFY(opened);
            QVERIFY(keyMarker.count() >= 1);
            QVERIFY(seedMarker.count() >= 1);
        }
        QCOMPARE(keyMarker.count(), 0);
        QCOMPARE(seedMarker.count(), 0);
    }

private:
    void useAsPassword(const SecretBytes& password)
    {
        const QString path = m_folder.filePath(u"typed-%1.header"_s.arg(QString::number(++m_headers)));
        const PersonKeys person{SigningKey::make(), BoxKey::make()};
        auto header =
            KeyHeader::create(path, StoreId::fromBytes(QByteArray(16, 'S')), DeviceSecretKind::None, {});
        QVERIFY(
            header.addPerson(u"rahim"_s, password, {}, SecretBytes::random(32), person, kLeastPasswordCost));
        QVERIFY(header.open(u"rahim"_s, password, {}));
    }

    int m_headers = 0;
};

QTEST_GUILESS_MAIN(SecretMemoryTest)
#include "SecretMemoryTest.moc"
