// SPDX-License-Identifier: GPL-3.0-or-later
#include "forms/authoring/FormCompiler.h"
#include "forms/definition/FormTree.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace prohori;
using namespace Qt::StringLiterals;

namespace {

const char* const kZones =
    "<?xml version=\"1.0\"?>\n"
    "<root xmlns:x=\"urn:x\">\n"
    " <item><name>n1</name><label>North &amp; west</label><x:div>30</x:div></item>\n"
    " <!-- none -->\n"
    " <item><name>s1</name><div> 20 </div><label>South</label><name>again</name></item>\n"
    " <item/>\n"
    "</root>\n";

const char* const kPosts =
    "{\"type\": \"FeatureCollection\", \"features\": ["
    "{\"type\": \"Feature\", \"id\": \"p1\", \"properties\": {\"title\": \"Benapole\", \"open\": true, "
    "\"lanes\": 4,"
    " \"none\": null}, \"geometry\": {\"type\": \"Point\", \"coordinates\": [88.9, 23.05]}},"
    "{\"type\": \"Feature\", \"properties\": {\"id\": \"p2\", \"title\": \"Bhomra\"}, \"geometry\": "
    "{\"type\": "
    "\"LineString\", \"coordinates\": [[88.8, 22.8], [88.9, 22.9]]}},"
    "{\"type\": \"Feature\", \"id\": 3, \"properties\": {\"title\": \"Ring\"}, \"geometry\": {\"type\": "
    "\"Polygon\","
    " \"coordinates\": [[[1, 2], [3, 4], [1, 2]], [[9, 9]]]}}]}";

QString messagesOf(const CompiledForm& form)
{
    QStringList lines;
    for (const AuthorMessage& message : form.messages)
        lines.append(message.toString());
    return lines.join(u'\n');
}

}  // namespace

/// Lists that lie beside the form, as select_one_from_file and xml-external name them (forms.md 4), for sheets and for XForms.
class ListFromFileTest : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;

    void write(const QString& name, const QByteArray& bytes) const
    {
        QFile file(m_folder.filePath(name));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size());
    }
    CompiledForm compile(const QString& rows) const
    {
        const QString sheets = u"| survey |\n| | type | name | label | calculation | choice_filter |\n"_s
                             + rows + u"| settings |\n| | form_id | version |\n| | f | 1 |\n"_s;
        write(u"form.md"_s, sheets.toUtf8());
        return compileForm(m_folder.filePath(u"form.md"_s));
    }

private slots:
    void xmlRowsAreChoices()
    {
        write(u"zones.xml"_s, kZones);
        const CompiledForm form =
            compile(u"| | select_one_from_file zones.xml | z | Z | | div = '20' |\n"
                    "| | calculate | d | | instance('zones')/root/item[name = ${z}]/div | |\n"_s);
        QVERIFY2(form.package, qPrintable(messagesOf(form)));
        const QList<FormChoice> rows = form.package->lists.value(u"zones"_s).choices;
        QCOMPARE(rows.size(), 3);
        QCOMPARE(rows[0].name, u"n1"_s);
        QCOMPARE(rows[0].label.in({}), u"North & west"_s);
        QCOMPARE(rows[0].cells.value(u"div"_s), u"30"_s);
        QCOMPARE(rows[1].name, u"s1"_s);
        QCOMPARE(rows[1].label.in({}), u"South"_s);
        QCOMPARE(rows[1].cells.value(u"div"_s), u"20"_s);
        QVERIFY(rows[2].name.isEmpty());
    }

    void geoJsonFeaturesAreChoices()
    {
        write(u"posts.geojson"_s, kPosts);
        const CompiledForm form = compile(u"| | select_one_from_file posts.geojson | p | P | | |\n"_s);
        QVERIFY2(form.package, qPrintable(messagesOf(form)));
        const QList<FormChoice> rows = form.package->lists.value(u"posts"_s).choices;
        QCOMPARE(rows.size(), 3);
        QCOMPARE(rows[0].name, u"p1"_s);
        QCOMPARE(rows[0].label.in({}), u"Benapole"_s);
        QCOMPARE(rows[0].cells.value(u"open"_s), u"true"_s);
        QCOMPARE(rows[0].cells.value(u"lanes"_s), u"4"_s);
        QCOMPARE(rows[0].cells.value(u"none"_s), QString());
        QCOMPARE(rows[0].cells.value(u"geometry"_s), u"23.05 88.9 0 0"_s);
        QCOMPARE(rows[1].name, u"p2"_s);
        QCOMPARE(rows[1].cells.value(u"geometry"_s), u"22.8 88.8 0 0; 22.9 88.9 0 0"_s);
        QCOMPARE(rows[2].name, u"3"_s);
        QCOMPARE(rows[2].key, u"3"_s);
        QCOMPARE(rows[2].cells.value(u"geometry"_s), u"2 1 0 0; 4 3 0 0; 2 1 0 0"_s);
    }

    void columnsAreCheckedInEveryFormat()
    {
        write(u"zones.xml"_s, kZones);
        write(u"posts.geojson"_s, kPosts);
        const QString told =
            messagesOf(compile(u"| | xml-external | zones | | | |\n"
                               "| | calculate | a | | pulldata('zones', 'label', 'name', 'n1') | |\n"
                               "| | calculate | b | | pulldata('zones', 'colour', 'name', 'n1') | |\n"
                               "| | select_one_from_file posts.geojson | p | P | | |\n"
                               "| | calculate | c | | instance('posts')/root/item[id = ${p}]/lanse | |\n"_s));
        QVERIFY2(
            told.contains(
                u"survey:4:calculation F27 The file 'zones.xml' is missing, or has no column 'colour'."_s),
            qPrintable(told));
        QVERIFY2(told.contains(u"survey:6:calculation X04"_s) && told.contains(u"'lanes'"_s),
                 qPrintable(told));
        QCOMPARE(told.count(u'\n'), 1);
    }

    void whatIsNotWhatItsNameSaysIsRefused_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QByteArray>("bytes");
        const auto row = [](const char* name, const QString& file, const QByteArray& bytes) {
            QTest::newRow(name) << file << bytes;
        };
        row("no XML", u"a.xml"_s, "name,label\n1,One\n");
        row("cut off", u"a.xml"_s, "<root><item><name>1</name>");
        row("a DOCTYPE", u"a.xml"_s,
            "<!DOCTYPE r [<!ENTITY e \"x\">]><root><item><name>&e;</name></item></root>");
        row("a cell too large", u"a.xml"_s,
            "<root><item><name>" + QByteArray(33 * 1024, 'x') + "</name></item></root>");
        QByteArray wide = "<root><item>";
        for (int i = 0; i < 4100; ++i)
            wide += "<c" + QByteArray::number(i) + "/>";
        row("too many columns", u"a.xml"_s, wide + "</item></root>");
        row("no JSON", u"a.geojson"_s, "{");
        row("no collection", u"a.geojson"_s, "{\"type\": \"Feature\"}");
        row("no id", u"a.geojson"_s,
            "{\"type\":\"FeatureCollection\",\"features\":[{\"properties\":{\"name\":\"x\"}}]}");
    }

    void whatIsNotWhatItsNameSaysIsRefused()
    {
        QFETCH(const QString, file);
        QFETCH(const QByteArray, bytes);
        write(file, bytes);
        const CompiledForm form = compile(u"| | select_one_from_file %1 | q | Q | | |\n"_s.arg(file));
        QVERIFY(!form.package);
        QVERIFY2(messagesOf(form).contains(u"survey:2:type F27 The file '%1'"_s.arg(file)),
                 qPrintable(messagesOf(form)));
    }

    void xformsReadThemToo()
    {
        write(u"zones.xml"_s, kZones);
        write(u"posts.geojson"_s, kPosts);
        const CompiledForm form = compileXForm(
            xform("<instance id=\"zones\" src=\"jr://file/zones.xml\"/>"
                  "<instance id=\"posts\" src=\"jr://file/posts.geojson\"/>",
                  "<bind nodeset=\"/data/a\" type=\"string\"/><bind nodeset=\"/data/b\" type=\"string\"/>",
                  "<select1 ref=\"/data/a\"><itemset nodeset=\"instance('zones')/root/item[div = "
                  "'20']\"><value "
                  "ref=\"name\"/><label ref=\"label\"/></itemset></select1>"
                  "<select1 ref=\"/data/b\"><itemset nodeset=\"instance('posts')/root/item\"><value "
                  "ref=\"id\"/><label ref=\"title\"/></itemset></select1>"),
            u"f.xml"_s, m_folder.path());
        QVERIFY2(form.package, qPrintable(messagesOf(form)));
        QCOMPARE(form.package->lists.value(u"zones"_s).choices.size(), 3);
        QCOMPARE(form.package->lists.value(u"posts"_s).choices.at(0).label.in({}), u"Benapole"_s);
    }

    void circlesInXFormsAreTold()
    {
        const CompiledForm form =
            compileXForm(xform({},
                               "<bind nodeset=\"/data/a\" type=\"int\" calculate=\"/data/b + 1\"/>\n"
                               "<bind nodeset=\"/data/b\" type=\"int\" calculate=\"if(/data/a > 0, 1, 2)\"/>",
                               "<input ref=\"/data/a\"/>"),
                         u"f.xml"_s, {});
        QVERIFY(!form.package);
        QCOMPARE(messagesOf(form),
                 u"xform:3:calculation F23 These questions depend on each other in a circle: a → b → a."_s);
        const CompiledForm whole =
            compileXForm(xform({},
                               "<bind nodeset=\"/data/a\" constraint=\". != /data/b\"/>\n"
                               "<bind nodeset=\"/data/b\" constraint=\". != /data/a\"/>",
                               "<input ref=\"/data/a\"/><input ref=\"/data/b\"/>"),
                         u"f.xml"_s, {});
        QVERIFY2(whole.package, qPrintable(messagesOf(whole)));  // constraints make no circle
    }

    void aLargeCircleIsToldInShort()
    {
        QString rows;
        for (int i = 0; i < 3000; ++i)
            rows += u"| | calculate | q%1 | | ${q%2} + 1 | |\n"_s.arg(i).arg((i + 1) % 3000);
        const CompiledForm form = compile(rows);
        QCOMPARE(form.messages.size(), 1);
        QCOMPARE(form.messages.first().code, u"F23"_s);
        QVERIFY(form.messages.first().text.contains(u"circle: q0 → q1 → "_s));
        QVERIFY(form.messages.first().text.contains(u"q15 → … → q2997 → q2998 → q2999 → q0."_s));
    }

    /// forms.md 4: what this computer cannot do is read and kept, never an error.
    void theRecordSavedLastIsBlank()
    {
        const CompiledForm sheets =
            compile(u"| | text | a | A | | |\n"
                    "| | calculate | b | | coalesce(${last-saved#a}, 'none') | |\n"_s);
        QVERIFY2(sheets.package, qPrintable(messagesOf(sheets)));
        QCOMPARE(sheets.package->data.children.back().calculate.resolved, u"coalesce('', 'none')"_s);
        QCOMPARE(sheets.package->data.children.back().calculate.written,
                 u"coalesce(${last-saved#a}, 'none')"_s);
        QVERIFY(messagesOf(compile(u"| | calculate | b | | ${last-saved#a} | |\n"_s)).contains(u"F21"_s));
        const CompiledForm form = compileXForm(
            xform("<instance id=\"__last-saved\" src=\"jr://instance/last-saved\"/>",
                  "<bind nodeset=\"/data/a\" type=\"string\"/><setvalue event=\"odk-instance-first-load\" "
                  "ref=\"/data/a\" value=\" instance('__last-saved')/data/a \"/><bind nodeset=\"/data/b\" "
                  "calculate=\"instance('__last-saved')/data/g/h/a\"/>",
                  "<input ref=\"/data/a\"/>"),
            u"f.xml"_s, {});
        QVERIFY2(form.package, qPrintable(messagesOf(form)));
        QVERIFY(messagesOf(form).contains(u"W11"_s));
    }

private:
    static QByteArray xform(const QByteArray& instances, const QByteArray& binds, const QByteArray& body)
    {
        return "<h:html xmlns=\"http://www.w3.org/2002/xforms\" xmlns:h=\"http://www.w3.org/1999/xhtml\" "
               "xmlns:jr=\"http://openrosa.org/javarosa\"><h:head><h:title>T</h:title><model>\n"
               "<instance><data id=\"f\" version=\"1\"><a/><b/></data></instance>"
             + instances + "\n" + binds + "</model></h:head><h:body>" + body + "</h:body></h:html>";
    }
};

QTEST_GUILESS_MAIN(ListFromFileTest)
#include "ListFromFileTest.moc"
