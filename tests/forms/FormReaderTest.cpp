// SPDX-License-Identifier: GPL-3.0-or-later
#include "forms/definition/FormReader.h"

#include "forms/definition/CsvReader.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace prohori;
using namespace Qt::StringLiterals;

namespace {

const char* const kSurvey = "type,name,label::English (en),label::Bangla "
                            "(bn),bind::ht:id,bind::ht:tier,bind::ht:type,bind::ht:ref,choice_filter\n"
                            "begin_group,case,Case,মামলা,1,,,,\n"
                            "text,title,Title,শিরোনাম,101,,,,\n"
                            "select_one colour,colour,Colour,রং,102,sensitive,,,\n"
                            "end_group,,,,,,,,\n"
                            "begin_repeat,person,Persons,ব্যক্তি,2,,,,\n"
                            "text,born,Born,জন্ম,201,identifying,partial_date,,\n"
                            "end_repeat,,,,,,,,\n";
const char* const kChoices = "list_name,name,label::English (en),label::Bangla (bn)\n"
                             "colour,red,Red,লাল\n"
                             "colour,blue,Blue,নীল\n";

}  // namespace

class FormReaderTest : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;

    void put(const QString& name, const QByteArray& text)
    {
        QFile file(m_folder.filePath(name));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(text);
    }

    FormReading read(const QByteArray& survey, const QByteArray& choices = kChoices)
    {
        put(u"survey.csv"_s, survey);
        put(u"choices.csv"_s, choices);
        return FormReader().read(m_folder.path());
    }

private slots:
    void readsCsv_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("cells");  // cells by |, rows by /, with row numbers in front
        QTest::addColumn<int>("problems");
        QTest::newRow("plain") << QByteArray("a,b\nc,d\n") << u"1:a|b/2:c|d"_s << 0;
        QTest::newRow("CRLF") << QByteArray("a,b\r\nc,d\r\n") << u"1:a|b/2:c|d"_s << 0;
        QTest::newRow("no line end") << QByteArray("a,b") << u"1:a|b"_s << 0;
        QTest::newRow("quotes") << QByteArray("\"a,1\",\"say \"\"b\"\"\"\n") << u"1:a,1|say \"b\""_s << 0;
        QTest::newRow("line break in a cell") << QByteArray("\"a\nb\",c\nd,e\n") << u"1:a\nb|c/2:d|e"_s << 0;
        QTest::newRow("byte order mark") << QByteArray("\xef\xbb\xbf"
                                                       "a,b\n")
                                         << u"1:a|b"_s << 0;
        QTest::newRow("an empty row counts") << QByteArray("a\n\nb\n") << u"1:a/3:b"_s << 0;
        QTest::newRow("empty cells") << QByteArray("a,,\n") << u"1:a||"_s << 0;
        QTest::newRow("NUL") << QByteArray("a\0b,c\n", 6) << QString() << 1;
        QTest::newRow("bad UTF-8") << QByteArray("a,\xff\xfe\n") << QString() << 1;
        QTest::newRow("open quote") << QByteArray("a,\"b\n") << QString() << 1;
        QTest::newRow("text after a quote") << QByteArray("\"a\"b,c\n") << QString() << 1;
    }

    void readsCsv()
    {
        QFETCH(const QByteArray, bytes);
        QFETCH(const QString, cells);
        QFETCH(const int, problems);
        const CsvFile file = readCsv(bytes);
        QCOMPARE(file.problems.size(), problems);
        if (problems > 0)
            return;
        QStringList rows;
        for (const CsvRow& row : file.rows)
            rows.append(QString::number(row.row) + u':' + row.cells.join(u'|'));
        QCOMPARE(rows.join(u'/'), cells);
    }

    void csvProblemsNameTheirCell()
    {
        const CsvFile file = readCsv("a,b\nc,\xff\n");
        QCOMPARE(file.problems.size(), 1);
        QCOMPARE(file.problems.first().row, 2);
        QCOMPARE(file.problems.first().column, 2);
    }

    void readsASmallForm()
    {
        const FormReading reading = read(kSurvey);
        QVERIFY2(reading.form, qPrintable(reading.messages.value(0).toString()));
        const FieldDefinition* colour = reading.form->field(u"case"_s, u"colour"_s);
        QVERIFY(colour);
        QVERIFY(colour->tier == FieldTier::Sensitive);
        QCOMPARE(colour->label.in(u"bn"_s), u"রং"_s);
        QCOMPARE(reading.form->list(u"colour"_s)->find(u"blue"_s)->key, u"2"_s);
        QVERIFY(reading.form->field(201)->type == FieldType::PartialDate);
        QVERIFY(reading.form->group(u"person"_s)->repeat);
        QVERIFY(!reading.form->list(u"colour"_s)->find(u"green"_s));
        QVERIFY(!reading.form->field(999));
        QCOMPARE(reading.form->languages(), QStringList({u"en"_s, u"bn"_s}));
    }

    void tellsWhatIsWrong_data()
    {
        QTest::addColumn<QByteArray>("from");
        QTest::addColumn<QByteArray>("to");
        QTest::addColumn<QString>("message");  // sheet:row:column code
        const auto row = [](const char* name, const char* from, const char* to, const QString& message) {
            QTest::newRow(name) << QByteArray(from) << QByteArray(to) << message;
        };
        row("no type column", "type,name", "kind,name", u"survey:1: F02"_s);
        row("unknown type", "text,title", "txt,title", u"survey:3:type F06"_s);
        row("no type", "text,title", ",title", u"survey:3:type F07"_s);
        row("no name", "text,title", "text,", u"survey:3:name F08"_s);
        row("bad name", "text,title", "text,1title", u"survey:3:name F09"_s);
        row("same name twice", "colour,colour", "colour,title", u"survey:4:name F10"_s);
        row("same group twice", "repeat,person", "repeat,case", u"survey:6:name F11"_s);
        row("end without begin", "end_group,", "end_repeat,", u"survey:5:type F13"_s);
        row("begin without end", "end_repeat,,,,,,,,\n", "", u"survey:0: F14"_s);
        row("no such list", "select_one colour", "select_one color", u"survey:4:type F15"_s);
        row("no id", "শিরোনাম,101", "শিরোনাম,", u"survey:3:bind::ht:id F37"_s);
        row("id twice", "রং,102", "রং,101", u"survey:4:bind::ht:id F38"_s);
        row("unknown tier", "sensitive", "secret", u"survey:4:bind::ht:tier F31"_s);
        row("unknown own type", "partial_date,", "part_date,", u"survey:7:bind::ht:type F06"_s);
        row("reference to nowhere", "101,,,", "101,,reference,peson", u"survey:3:bind::ht:ref F36"_s);
        row("cascade from nowhere", "102,sensitive,,,", "102,sensitive,,,parent = current()/../hue",
            u"survey:4:choice_filter F21"_s);
        row("two columns that mean one", "bind::ht:ref", "BIND::ht:id", u"survey:1:BIND::ht:id F05"_s);
        row("bytes that are no text", "Title", "Ti\xfftle", u"survey:3:3 F30"_s);
    }

    void tellsWhatIsWrong()
    {
        QFETCH(const QByteArray, from);
        QFETCH(const QByteArray, to);
        QFETCH(const QString, message);
        QByteArray survey(kSurvey);
        QVERIFY(survey.contains(from));
        const FormReading reading = read(survey.replace(survey.indexOf(from), from.size(), to));
        QVERIFY(!reading.form);
        QStringList all;
        for (const FormMessage& one : reading.messages)
            all.append(one.toString());
        QVERIFY2(!all.filter(message).isEmpty(), qPrintable(all.join(u'\n')));
    }

    void tellsWhatIsWrongInTheChoices()
    {
        const auto codes = [](const FormReading& reading) {
            QStringList out;
            for (const FormMessage& message : reading.messages)
                out.append(message.code);
            return out;
        };
        QVERIFY(codes(read(kSurvey, "list_name,label\ncolour,Red\n")).contains(u"F03"_s));
        const QByteArray header = "list_name,name,label\n";
        QVERIFY(codes(read(kSurvey, header + "colour,red,Red\ncolour,red,Rot\n")).contains(u"F17"_s));
        QVERIFY(codes(read(kSurvey, header + "colour,light red,Red\n")).contains(u"F18"_s));
        QVERIFY(codes(read(kSurvey, header + "colour,,Red\n")).contains(u"F16"_s));
        const FormReading warned = read(kSurvey, header + "colour,red,\n");
        QVERIFY(codes(warned).contains(u"W02"_s));
        QVERIFY2(warned.form, "a warning does not stop a form");
    }

    void tellsEverythingAtOnce()
    {
        const FormReading reading = read(QByteArray(kSurvey)
                                             .replace("text,title", "txt,title")
                                             .replace("select_one colour", "select_one c"));
        QCOMPARE(reading.messages.size(), 2);
    }

    void aFolderWithoutSurveyIsNoForm()
    {
        const FormReading reading = FormReader().read(m_folder.filePath(u"nothing"_s));
        QVERIFY(!reading.form);
        QCOMPARE(reading.messages.value(0).code, u"F01"_s);
    }
};

QTEST_GUILESS_MAIN(FormReaderTest)
#include "FormReaderTest.moc"
