// SPDX-License-Identifier: GPL-3.0-or-later
#include "forms/authoring/FormCompiler.h"
#include "forms/definition/CanonicalJson.h"
#include "forms/definition/FormPackage.h"
#include "tests/support/SeededRandom.h"
#include "tests/support/TestSeed.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

using namespace prohori;
using namespace Qt::StringLiterals;

/// form.json (forms 1.2): canonical, told apart by its hash, read back strictly (SEC-82).
class FormJsonTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void givesTheSameBytesTwice();
    void givesTheSameBytesAfterReading();
    void isCanonical();
    void changesTheHashWithTheContent();
    void readsEverythingBack();
    void loadsListsFromTheirFolder();
    void refusesDamage_data();
    void refusesDamage();
    void refusesWhatBreaksTheRules_data();
    void refusesWhatBreaksTheRules();
    void refusesALaterFormat();
    void survivesRandomDamage();

private:
    FormPackagePtr compiled() const;
    QTemporaryDir m_folder;
};

namespace {

const QString kForm =
    u"| survey |\n"
    u"| | type | name | label::English (en) | label::Bangla (bn) | hint::English (en) | relevant | required "
    u"| constraint | constraint_message::English (en) | calculation | trigger | default | choice_filter | "
    u"repeat_count | parameters | appearance | save_to | bind::ht:id | bind::ht:check | bind::ht:checkMsg | "
    u"body::ht:code | media::image |\n"
    u"| | start | begun | | | | | | | | | | | | | | | | | | | | |\n"
    u"| | csv-external | thana | | | | | | | | | | | | | | | | | | | | |\n"
    u"| | integer | n | How many? | কতজন? | of all | | yes | . < 20 | Too many \"of them\" | | | 1+1 | | | | "
    u"w1 w2 | | 7 | . < 10 | Sure? | Q1 | n.png |\n"
    u"| | begin repeat | v | Victim ${nm} | ভিকটিম | | ${n} > 0 | | | | | | | | ${n} | | | | | | | | |\n"
    u"| | text | nm | Name | নাম | | | | | | | | x | | | rows=3 | multiline | name | | | | | |\n"
    u"| | calculate | idx | | | | | | | | position(..) | | | | | | | | | | | | |\n"
    u"| | end repeat | | | | | | | | | | | | | | | | | | | | | |\n"
    u"| | select_one l | s | Choose | বাছুন | | | | | | | | | zone = ${n} | | randomize=true seed=${n} | | | "
    u"| | | | |\n"
    u"| | select_multiple l or_other | m | More | আরও | | | | | | | | | | | | | | | | | | |\n"
    u"| | select_one_from_file thana.csv | t | Thana | থানা | | | | | | | | | | | | | | | | | | |\n"
    u"| | select_one ${nm} | who | Who | কে | | | | | | | | | | | | | | | | | | |\n"
    u"| | text | at | At | সময় | | | | | | now() | ${n}, ${s} | | | | | | | | | | | |\n"
    u"| choices |\n| | list_name | name | label::English (en) | label::Bangla (bn) | retired | replaced_by | "
    u"zone |\n"
    u"| | l | a | A | ক | | | 1 |\n| | l | b | B | খ | yes | a | 2 |\n"
    u"| settings |\n| | form_id | version | form_title | default_language | instance_name | style |\n"
    u"| | tip | 2026010101 | Case | English (en) | concat('no. ', ${n}) | pages |\n"_s;

QByteArray withHash(QJsonObject json)
{
    json.remove(u"hash"_s);
    const auto hash = QCryptographicHash::hash(canonicalJson(json), QCryptographicHash::Sha256).toHex();
    json.insert(u"hash"_s, QString::fromLatin1(hash));
    return canonicalJson(json);
}

QJsonObject objectOf(const QByteArray& json)
{
    return QJsonDocument::fromJson(json).object();
}

}  // namespace

void FormJsonTest::initTestCase()
{
    QVERIFY(QDir(m_folder.path()).mkdir(u"lists"_s));
    QFile file(m_folder.filePath(u"lists/thana.csv"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    QVERIFY(file.write("name,label,label::Bangla (bn),district\n1,Savar,সাভার,26\n2,Kaliakair,,33\n") > 0);
}

FormPackagePtr FormJsonTest::compiled() const
{
    auto workbook = readMarkdown(kForm, u"tip.md"_s);
    if (!workbook)
        return nullptr;
    workbook->folder = m_folder.path();
    const auto form = compileWorkbook(*workbook);
    for (const auto& message : form.messages) {
        if (message.isError())
            qWarning("%s", qPrintable(message.toString()));
    }
    return form.package;
}

void FormJsonTest::givesTheSameBytesTwice()
{
    const auto first = compiled();
    const auto second = compiled();
    QVERIFY(first && second);
    QCOMPARE(writeFormJson(*first), writeFormJson(*second));
    QCOMPARE(first->hash, packageHash(*first));
    QVERIFY(writeFormJson(*first).contains(first->hash.toLatin1()));
}

void FormJsonTest::givesTheSameBytesAfterReading()
{
    const auto package = compiled();
    QVERIFY(package);
    const auto json = writeFormJson(*package);
    for (const auto& folder : {QString(), m_folder.path()}) {
        const auto read = readFormJson(json, folder);
        QVERIFY2(read, read ? "" : qPrintable(read.error().detail));
        QCOMPARE(writeFormJson(**read), json);
        QCOMPARE((*read)->hash, package->hash);
    }
}

void FormJsonTest::isCanonical()
{
    const auto package = compiled();
    QVERIFY(package);
    const auto json = writeFormJson(*package);
    QVERIFY(json.endsWith("\n}\n"));
    QVERIFY(json.startsWith("{\n  \"default_language\": \"en\",\n  \"fields\": [\n    {\n"));
    QVERIFY(json.contains(u"\"কতজন?\""_s.toUtf8()));
    QVERIFY(json.contains("\\\"of them\\\""));
    QVERIFY(!json.contains('\t') && !json.contains('\r'));
    // Sorted keys: Qt keeps those of an object sorted, so writing what was parsed gives the same text.
    QCOMPARE(canonicalJson(objectOf(json)), json);
    const auto text =
        canonicalJson(QJsonObject{{u"b"_s, QJsonArray{1, true, QJsonValue()}}, {u"a"_s, u"\n\u0001\\"_s}});
    QCOMPARE(text, QByteArray(
                       "{\n  \"a\": \"\\n\\u0001\\\\\",\n  \"b\": [\n    1,\n    true,\n    null\n  ]\n}\n"));
    QCOMPARE(canonicalJson(QJsonObject{{u"a"_s, QJsonArray()}, {u"b"_s, QJsonObject()}}),
             QByteArray("{\n  \"a\": [],\n  \"b\": {}\n}\n"));
}

void FormJsonTest::changesTheHashWithTheContent()
{
    const auto package = compiled();
    QVERIFY(package);
    auto other = *package;
    other.data.children[2].hint.set(u"en"_s, u"of all of them"_s);
    QVERIFY(packageHash(other) != package->hash);
    other = *package;
    other.lists[u"l"_s].choices[0].retired = true;
    QVERIFY(packageHash(other) != package->hash);
    other = *package;
    other.lists[u"thana"_s].fileHash[0] = char(other.lists[u"thana"_s].fileHash[0] + 1);
    QVERIFY(packageHash(other) != package->hash);
    // The rows of a file are not part of form.json; the digest of the file is.
    other = *package;
    other.lists[u"thana"_s].choices.clear();
    QCOMPARE(packageHash(other), package->hash);
}

void FormJsonTest::readsEverythingBack()
{
    const auto package = compiled();
    QVERIFY(package);
    const auto read = readFormJson(writeFormJson(*package), m_folder.path());
    QVERIFY2(read, read ? "" : qPrintable(read.error().detail));
    const auto& again = **read;
    QCOMPARE(again.formId, u"tip"_s);
    QCOMPARE(again.version, u"2026010101"_s);
    QCOMPARE(again.languages, (QStringList{u"en"_s, u"bn"_s}));
    QCOMPARE(again.instanceName.resolved, u"concat('no. ', /data/n)"_s);
    QCOMPARE(again.style, u"pages"_s);
    QCOMPARE(again.sourceHash, package->sourceHash);
    const auto* n = again.find(u"/data/n"_s);
    QVERIFY(n);
    QCOMPARE(n->required, (FormRule{u"yes"_s, u"true()"_s}));
    QCOMPARE(n->defaultExpression, (FormRule{u"1+1"_s, u"1+1"_s}));
    QCOMPARE(n->defaultValue, u"1+1"_s);
    QCOMPARE(n->ht("id"), u"7"_s);
    QCOMPARE(n->code, u"Q1"_s);
    QCOMPARE(n->appearance, (QStringList{u"w1"_s, u"w2"_s}));
    QCOMPARE(n->media.value(u"image"_s).in(u"en"_s), u"n.png"_s);
    QCOMPARE(n->row, 4);
    const auto* repeat = again.find(u"/data/v"_s);
    QCOMPARE(repeat->kind, ItemKind::Repeat);
    QCOMPARE(repeat->resolvedTexts.value(u"nm"_s), u"./nm"_s);
    QCOMPARE(again.find(u"/data/v/nm"_s)->defaultValue, u"x"_s);
    QVERIFY(again.find(u"/data/v/nm"_s)->defaultExpression.isEmpty());
    QCOMPARE(again.find(u"/data/at"_s)->trigger, (QStringList{u"/data/n"_s, u"/data/s"_s}));
    QVERIFY(again.find(u"/data/who"_s)->listFromRepeat);
    QCOMPARE(again.lists.value(u"l"_s).choices.at(1).replacedBy, u"a"_s);
    QVERIFY(again.lists.value(u"l"_s).choices.at(1).retired);
    QCOMPARE(again.lists.value(u"l"_s).choices.at(1).cells.value(u"zone"_s), u"2"_s);
}

void FormJsonTest::loadsListsFromTheirFolder()
{
    const auto json = writeFormJson(*compiled());
    const auto without = readFormJson(json);
    QVERIFY(without);
    QVERIFY((*without)->lists.value(u"thana"_s).choices.isEmpty());
    const auto with = readFormJson(json, m_folder.path());
    QVERIFY(with);
    const auto list = (*with)->lists.value(u"thana"_s);
    QCOMPARE(list.choices.size(), 2);
    QCOMPARE(list.choices.at(0).label.in(u"bn"_s), u"সাভার"_s);
    QCOMPARE(list.choices.at(1).cells.value(u"district"_s), u"33"_s);

    QTemporaryDir other;
    const auto missing = readFormJson(json, other.path());
    QVERIFY(!missing);
    QVERIFY(missing.error().code == ErrorCode::Damaged);
    QFile changed(other.filePath(u"thana.csv"_s));
    QVERIFY(changed.open(QIODevice::WriteOnly) && changed.write("name,label\n1,Savar\n") > 0);
    changed.close();
    const auto wrong = readFormJson(json, other.path());
    QVERIFY(!wrong);
    QVERIFY(wrong.error().code == ErrorCode::Damaged);
}

void FormJsonTest::refusesDamage_data()
{
    QTest::addColumn<QByteArray>("from");
    QTest::addColumn<QByteArray>("to");
    QTest::newRow("a changed text") << QByteArray("How many?") << QByteArray("How much?");
    QTest::newRow("a changed rule") << QByteArray("/data/n > 0") << QByteArray("/data/n > 1");
    QTest::newRow("an added key") << QByteArray("\"form_id\":")
                                  << QByteArray("\"form_ib\": \"x\", \"form_id\":");
    QTest::newRow("no hash") << QByteArray("\"hash\":") << QByteArray("\"hush\":");
}

void FormJsonTest::refusesDamage()
{
    QFETCH(QByteArray, from);
    QFETCH(QByteArray, to);
    auto json = writeFormJson(*compiled());
    QVERIFY(json.contains(from));
    const auto read = readFormJson(json.replace(from, to));
    QVERIFY(!read);
    QVERIFY(read.error().code == ErrorCode::Damaged);
}

void FormJsonTest::refusesWhatBreaksTheRules_data()
{
    QTest::addColumn<QString>("from");
    QTest::addColumn<QString>("to");
    const auto row = [](const char* name, const QString& from, const QString& to) {
        QTest::newRow(name) << from << to;
    };
    row("an unknown key", u"\"source\": {"_s, u"\"sauce\": \"x\", \"source\": {"_s);
    row("an unknown key of a field", u"\"code\": \"Q1\""_s, u"\"code\": \"Q1\", \"colour\": \"red\""_s);
    row("an unknown key of a choice", u"\"retired\": true"_s, u"\"retired\": true, \"by\": \"a\""_s);
    row("a number for a text", u"\"code\": \"Q1\""_s, u"\"code\": 1"_s);
    row("a text for an object", u"\"parameters\": {"_s, u"\"appearance\": \"x\", \"parameters\": {"_s);
    row("no expression", u"\"resolved\": \"/data/n > 0\""_s, u"\"resolved\": \"/data/n >\""_s);
    row("half an expression", u"\"resolved\": \"/data/n > 0\","_s, u""_s);
    row("a path that is not its own", u"\"path\": \"/data/n\""_s, u"\"path\": \"/data/m\""_s);
    row("a name that is none", u"\"name\": \"n\""_s, u"\"name\": \"n/../m\""_s);
    row("an unknown kind", u"\"kind\": \"meta\""_s, u"\"kind\": \"mega\""_s);
    row("a list that is not there", u"\"list\": \"l\""_s, u"\"list\": \"k\""_s);
    row("a trigger that is not there", u"\"/data/n\",\n        \"/data/s\""_s, u"\"/data/n\", \"/data/z\""_s);
    row("a row before the first", u"\"row\": 4"_s, u"\"row\": -4"_s);
    row("a digest that is none", u"\"sha256\": \""_s, u"\"sha256\": \"zz"_s);
    row("no form_id", u"\"form_id\": \"tip\""_s, u"\"form_id\": \"\""_s);
    row("another thing", u"\"format\": \"ht-form/1\""_s, u"\"format\": \"other\""_s);
    row("children of a question", u"\"code\": \"Q1\""_s,
        u"\"children\": [{\"name\": \"x\", \"path\": \"/data/n/x\", \"kind\": \"note\", \"type\": \"note\", \"row\": 1}], \"code\": \"Q1\""_s);
}

void FormJsonTest::refusesWhatBreaksTheRules()
{
    QFETCH(QString, from);
    QFETCH(QString, to);
    auto json = QString::fromUtf8(writeFormJson(*compiled()));
    QVERIFY2(json.contains(from), qPrintable(from));
    const auto at = json.indexOf(from);
    json.replace(at, from.size(), to);
    const auto document = QJsonDocument::fromJson(json.toUtf8());
    QVERIFY2(document.isObject(), qPrintable(json.mid(at - 20, 200)));
    const auto read = readFormJson(withHash(document.object()));
    QVERIFY(!read);
    QCOMPARE(int(read.error().code), int(ErrorCode::Invalid));
}

void FormJsonTest::refusesALaterFormat()
{
    auto json = objectOf(writeFormJson(*compiled()));
    json.insert(u"format"_s, u"ht-form/2"_s);
    json.insert(u"what comes later"_s, true);
    const auto read = readFormJson(withHash(json));
    QVERIFY(!read);
    QVERIFY(read.error().code == ErrorCode::TooNew);
    QVERIFY(!readFormJson("[]"));
    QVERIFY(!readFormJson("{"));
    QVERIFY(!readFormJson({}));
    QVERIFY(!readFormJson(QByteArray(100'000, '[')));
}

void FormJsonTest::survivesRandomDamage()
{
    SeededRandom random(testSeed());
    const auto json = writeFormJson(*compiled());
    for (int round = 0; round < 200; ++round) {
        auto damaged = json;
        for (int change = random.below(3); change >= 0; --change)
            damaged[random.below(int(damaged.size()))] = char(random.below(128));
        const auto read = readFormJson(damaged);
        if (read)
            QCOMPARE(writeFormJson(**read), json);
    }
}

QTEST_GUILESS_MAIN(FormJsonTest)
#include "FormJsonTest.moc"
