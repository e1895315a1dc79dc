// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/secrets/Password.h"
#include "core/secrets/PasswordLists.h"

#include <QFile>
#include <QSet>
#include <QTemporaryDir>
#include <QTest>

#include <unistd.h>

using namespace prohori;
using namespace Qt::StringLiterals;

namespace {

QString textOf(const SecretBytes& bytes)
{
    return QString::fromUtf8(reinterpret_cast<const char*>(bytes.data()), qsizetype(bytes.size()));
}

QString ruleOn(const QString& password, const QStringList& personal = {})
{
    const auto checked = checkNewPassword(normalisedPassword(password), personal);
    return checked ? u"fine"_s : checked.error().hint;
}

}  // namespace

class PasswordTest : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;

    QString file(const QString& name, const QByteArray& content, QFile::Permissions mode) const
    {
        const QString path = m_folder.filePath(name);
        QFile made(path);
        if (!made.open(QIODevice::WriteOnly) || made.write(content) != content.size()
            || !made.setPermissions(mode))
            qFatal("cannot make the test's file");
        return path;
    }

private slots:
    // SEC-07
    void oneWordOnEveryKeyboardIsOnePassword_data()
    {
        QTest::addColumn<QString>("typed");
        QTest::addColumn<QString>("hashed");
        QTest::newRow("ya with its own code") << u"সময়"_s << u"সময\u09BC"_s;
        QTest::newRow("ya with a dot") << u"সময\u09BC"_s << u"সময\u09BC"_s;
        QTest::newRow("rra with its own code") << u"বা\u09DCি"_s << u"বা\u09A1\u09BCি"_s;
        QTest::newRow("o in two parts") << u"ক\u09C7\u09BE"_s << u"ক\u09CB"_s;
        QTest::newRow("bangla digits") << u"০১২৩৪৫৬৭৮৯"_s << u"0123456789"_s;
        QTest::newRow("joiner") << u"র\u200D্যাব"_s << u"র্যাব"_s;
        QTest::newRow("non-joiner") << u"শক্\u200Cতি"_s << u"শক্তি"_s;
        QTest::newRow("spaces at the ends") << u"  two words\t\n"_s << u"two words"_s;
        QTest::newRow("runs of spaces") << u"two \u00A0\u2003 words"_s << u"two words"_s;
        QTest::newRow("a joiner among spaces") << u"two \u200D words"_s << u"two words"_s;
        QTest::newRow("accents") << u"e\u0301"_s << u"\u00E9"_s;
        QTest::newRow("beyond the first plane") << u"\U0001F512 lock"_s << u"\U0001F512 lock"_s;
        QTest::newRow("signs stay") << u"A-b_C!"_s << u"A-b_C!"_s;
        QTest::newRow("nothing") << u" \u200D "_s << QString();
    }

    void oneWordOnEveryKeyboardIsOnePassword()
    {
        QFETCH(const QString, typed);
        QFETCH(const QString, hashed);
        QCOMPARE(textOf(normalisedPassword(typed)), hashed);
        QCOMPARE(textOf(normalisedPassword(hashed)), hashed);
    }

    // SEC-15
    void passwordFilesOfOthersAreRefused_data()
    {
        using enum QFileDevice::Permission;
        QTest::addColumn<int>("mode");
        QTest::addColumn<bool>("accepted");
        QTest::newRow("0600") << int((ReadOwner | WriteOwner).toInt()) << true;
        QTest::newRow("0400") << int(QFile::Permissions(ReadOwner).toInt()) << true;
        QTest::newRow("0644") << int((ReadOwner | WriteOwner | ReadGroup | ReadOther).toInt()) << false;
        QTest::newRow("0640") << int((ReadOwner | WriteOwner | ReadGroup).toInt()) << false;
        QTest::newRow("0602") << int((ReadOwner | WriteOwner | WriteOther).toInt()) << false;
        QTest::newRow("0700") << int((ReadOwner | WriteOwner | ExeOwner).toInt()) << false;
    }

    void passwordFilesOfOthersAreRefused()
    {
        QFETCH(const int, mode);
        QFETCH(const bool, accepted);
        const QString path = file(u"mode"_s, "four generated words here\n", QFile::Permissions(mode));
        const auto read = readPasswordFile(path);
        QCOMPARE(bool(read), accepted);
        if (!read) {
            QCOMPARE(read.error().code, ErrorCode::Refused);
            QVERIFY(read.error().detail.contains(path) && read.error().detail.contains(u"chmod 600"_s));
            QVERIFY(!read.error().detail.contains(u"generated"_s));
        }
        QFile::remove(path);
    }

    void passwordFilesHoldOneLine_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<QString>("password");
        QTest::newRow("no end of line") << QByteArray("my long sentence") << u"my long sentence"_s;
        QTest::newRow("end of line") << QByteArray("my long sentence\n") << u"my long sentence"_s;
        QTest::newRow("end of line of Windows")
            << QByteArray("my long sentence\r\n") << u"my long sentence"_s;
        QTest::newRow("Bangla") << QByteArray("সময় ৪\n") << u"সময\u09BC 4"_s;
        QTest::newRow("two lines") << QByteArray("one\ntwo\n") << QString();
        QTest::newRow("empty") << QByteArray() << QString();
        QTest::newRow("only an end of line") << QByteArray("\n") << QString();
        QTest::newRow("only spaces") << QByteArray("   \n") << QString();
        QTest::newRow("not UTF-8") << QByteArray("caf\xe9\n") << QString();
        QTest::newRow("too large") << QByteArray(5000, 'x') << QString();
    }

    void passwordFilesHoldOneLine()
    {
        QFETCH(const QByteArray, content);
        QFETCH(const QString, password);
        const auto read = readPasswordFile(file(u"line"_s, content, QFile::ReadOwner | QFile::WriteOwner));
        QCOMPARE(bool(read), !password.isEmpty());
        if (read)
            QCOMPARE(textOf(*read), password);
        else
            QCOMPARE(read.error().code, ErrorCode::Refused);
    }

    void onlyPlainFilesOfOurOwnAreRead()
    {
        const QString real = file(u"real"_s, "my long sentence\n", QFile::ReadOwner | QFile::WriteOwner);
        const QString link = m_folder.filePath(u"link"_s);
        QVERIFY(QFile::link(real, link));
        QCOMPARE(readPasswordFile(link).error().code, ErrorCode::Refused);
        QCOMPARE(readPasswordFile(m_folder.path()).error().code, ErrorCode::Refused);
        QCOMPARE(readPasswordFile(u"/dev/null"_s).error().code, ErrorCode::Refused);
        QCOMPARE(readPasswordFile(m_folder.filePath(u"none"_s)).error().code, ErrorCode::NotFound);
        if (::geteuid() == 0) {
            QVERIFY(::chown(real.toLocal8Bit().constData(), 65534, 65534) == 0);
            QVERIFY(readPasswordFile(real).error().detail.contains(u"somebody else"_s));
        }
    }

    // SEC-06
    void passwordsThatAreTriedFirstAreRefused_data()
    {
        QTest::addColumn<QString>("password");
        QTest::addColumn<QString>("verdict");
        const QString tooShort = u"password-too-short"_s, tooLong = u"password-too-long"_s,
                      common = u"password-common"_s, personal = u"password-personal"_s,
                      walk = u"password-walk"_s, repeats = u"password-repeats"_s;
        QTest::newRow("14 characters") << u"blue rice kett"_s << tooShort;
        QTest::newRow("15 characters") << u"blue rice kettl"_s << u"fine"_s;
        QTest::newRow("14 Bangla characters") << u"নীল ভাত কেটলি আ"_s.left(14) << tooShort;
        QTest::newRow("15 Bangla characters") << u"নীল ভাত কেটলি আম"_s.left(15) << u"fine"_s;
        QTest::newRow("a sentence") << u"my aunt grows six mangoes"_s << u"fine"_s;
        QTest::newRow("a Bangla sentence") << u"আমার খালা ছয়টি আম গাছ লাগান"_s << u"fine"_s;
        QTest::newRow("four short words") << u"aim cub elm ion"_s << u"fine"_s;
        QTest::newRow("128 characters")
            << (u"my aunt grows six mangoes "_s.repeated(5) + u"and"_s).left(128) << u"fine"_s;
        QTest::newRow("129 characters") << u"x"_s.repeated(129) << tooLong;
        QTest::newRow("nothing") << QString() << tooShort;
        QTest::newRow("a word twice") << u"mangotreemangotree"_s << repeats;
        QTest::newRow("a short unit") << u"ab1ab1ab1ab1ab1ab1"_s << repeats;
        QTest::newRow("one key") << u"aaaaaaaaaaaaaaaa"_s << repeats;
        QTest::newRow("in the list") << u"passwordpassword1"_s << common;
        QTest::newRow("capitals do not help") << u"CorrectHorseBatteryStaple"_s << common;
        QTest::newRow("nor do spaces") << u"correct horse battery staple"_s << common;
        QTest::newRow("digits behind") << u"password12345678901"_s << common;
        QTest::newRow("digits before") << u"20241234567dragon"_s << common;
        QTest::newRow("digits and signs around") << u"!!2024-sunshine-2025!!"_s << common;
        QTest::newRow("digits between") << u"p4a4s4s4w4o4r4d4"_s << common;
        QTest::newRow("a doubled word with digits") << u"dragondragon2024"_s << common;
        QTest::newRow("a telephone number") << u"+8801711-456 092 33"_s << common;
        QTest::newRow("three letters and digits") << u"abx2719305518273"_s << common;
        QTest::newRow("a slogan") << u"amar sonar bangla"_s << common;
        QTest::newRow("a Bangla slogan") << u"আমার সোনার বাংলা"_s << common;
        QTest::newRow("a Bangla word and digits") << u"মুক্তিযুদ্ধ১৯৭১৭১"_s << common;
        QTest::newRow("prohori") << u"Prohori-2026-2027"_s << personal;
        QTest::newRow("prohori in Bangla") << u"প্রহরী১২৩৪৫৬৭৮৯০"_s << personal;
        QTest::newRow("the login") << u"rahim.uddin12345"_s << personal;
        QTest::newRow("name and district") << u"Rahim Uddin Jashore 1"_s << personal;
        QTest::newRow("a name in a sentence") << u"rahim feeds seven goats"_s << u"fine"_s;
        QTest::newRow("a district in Bangla") << u"কক্সবাজার২০২৬২০২৬"_s << personal;
        QTest::newRow("a row of keys") << u"qwertyuiopasdfgh"_s << walk;
        QTest::newRow("a row backwards") << u"poiuytrewqlkjhgf"_s << walk;
        QTest::newRow("columns") << u"1qaz2wsx3edc4rfv"_s << walk;
        QTest::newRow("columns with Shift") << u"1qaz@WSX3edc$RFV"_s << walk;
        QTest::newRow("digits in order") << u"1234567890123456"_s << walk;
        QTest::newRow("the alphabet") << u"abcdefghijklmnopq"_s << walk;
        QTest::newRow("a row of the National keyboard") << u"ঙযডপটচজহগৃুিব্া"_s << walk;
        QTest::newRow("a row of Probhat") << u"দূীরটএুিওপাসডতগ"_s << walk;
        QTest::newRow("a row of Probhat with Shift") << u"ধঊঈড়ঠঐউইঔফঅষঢথঘ"_s << walk;
    }

    void passwordsThatAreTriedFirstAreRefused()
    {
        QFETCH(const QString, password);
        QFETCH(const QString, verdict);
        QCOMPARE(ruleOn(password, {u"rahim.uddin"_s, u"Rahim Uddin"_s, u"Jashore"_s, u"কক্সবাজার"_s}),
                 verdict);
    }

    void theSentenceNeverTellsThePassword()
    {
        for (const QString& password : {u"qwertyuiopasdfgh"_s, u"sunshine12345678"_s, u"zebra"_s}) {
            const auto checked = checkNewPassword(normalisedPassword(password), {});
            QVERIFY(!checked && !checked.error().detail.contains(password.left(5)));
            QCOMPARE(checked.error().code, ErrorCode::Refused);
        }
    }

    void theShippedListsAreWhole()
    {
        QSet<QByteArray> words;
        for (std::size_t index = 0; index < kWordCount; ++index)
            words.insert(QByteArray(shippedWord(index).data(), qsizetype(shippedWord(index).size())));
        QCOMPARE(words.size(), qsizetype(kWordCount));
        QVERIFY(isShippedWord("abacus") && isShippedWord("zoom") && !isShippedWord("prohori")
                && !isShippedWord(""));
        QVERIFY(isBlocked("123456") && isBlocked("password") && isBlocked("iloveyou") && isBlocked("zzzzzz"));
        QVERIFY(!isBlocked("") && !isBlocked("my aunt grows six mangoes"));
    }

    void generatedPassphrasesAreFourWordsAndAccepted()
    {
        QSet<QString> made;
        for (int round = 0; round < 500; ++round) {
            const QString phrase = generatePassphrase();
            made.insert(phrase);
            const QStringList words = phrase.split(u' ');
            QCOMPARE(words.size(), 4);
            for (const QString& word : words)
                QVERIFY2(isShippedWord(word.toStdString()), qPrintable(word));
            if (QSet<QString>(words.begin(), words.end()).size() == 4)
                QVERIFY2(ruleOn(phrase) == u"fine"_s, qPrintable(phrase));
        }
        QVERIFY(made.size() > 490);
    }
};

QTEST_GUILESS_MAIN(PasswordTest)
#include "PasswordTest.moc"
