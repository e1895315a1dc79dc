// SPDX-License-Identifier: GPL-3.0-or-later
#include "forms/authoring/FormCompiler.h"
#include "forms/authoring/Workbook.h"
#include "forms/authoring/XFormReaderLists.h"
#include "forms/authoring/XFormReaderPaths.h"
#include "tests/forms/authoring/PackageText.h"
#include "tests/forms/authoring/XFormText.h"
#include "tests/support/Places.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace prohori;
using namespace Qt::StringLiterals;

namespace {

QByteArray testFile(const QString& name)
{
    QFile file(inSource(u"tests/forms/authoring/data/"_s + name));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

}  // namespace

class XFormTest : public QObject {
    Q_OBJECT

private slots:
    void readsModelAndControls();
    void readsOtherRootNames();
    void readsTextsOfSeveralLanguages();
    void readsOutputs();
    void readsGroupsAndRepeats();
    void readsLists();
    void readsListsFromFiles();
    void readsActions();
    void keepsUnknownAttributes();
    void keepsUnknownControls();
    void readsPreloads_data();
    void readsPreloads();
    void ordersByTheBody();
    void tellsWhatIsWrong_data();
    void tellsWhatIsWrong();
    void takesNodesetsApart_data();
    void takesNodesetsApart();
    void readsBackWhatItWrote_data();
    void readsBackWhatItWrote();
    void writesTheSameBytesTwice();
    void writesWhatOtherProgramsNeed();
    void doesNotGrowWithNestedRepeats();
};

void XFormTest::readsModelAndControls()
{
    const FormPackagePtr form = packageOf(xform(
        "<instance><data id=\"f1\" "
        "version=\"7\"><n>3</n><age/><note/><ro/><sum/><meta><instanceID/><instanceName/></meta></data></"
        "instance>"
        "<bind nodeset=\"/data/n\" type=\"xsd:string\" required=\"true()\" jr:requiredMsg=\"Need it\"/>"
        "<bind nodeset=\"/data/age\" type=\"int\" relevant=\" /data/n != '' \" constraint=\". &gt; 5\" "
        "jr:constraintMsg=\"Too young\" required=\"false()\"/>"
        "<bind nodeset=\"note\" readonly=\"true()\" type=\"string\"/>"
        "<bind nodeset=\"/data/ro\" readonly=\"true()\" calculate=\"1 + 1\"/>"
        "<bind nodeset=\"/data/sum\" type=\"int\" calculate=\"/data/age * 2.5\"/>"
        "<bind nodeset=\"/data/meta/instanceName\" calculate=\"concat('x', /data/n)\"/>",
        "<input ref=\"/data/n\" appearance=\"multiline w2\"><label>Name</label><hint>Full</hint></input>"
        "<input ref=\"/data/age\"><label>Age</label></input><input "
        "ref=\"/data/note\"><label>N</label></input>"
        "<input ref=\"/data/ro\"><label>R</label></input>"));
    QCOMPARE(form->formId, u"f1"_s);
    QCOMPARE(form->version, u"7"_s);
    QCOMPARE(form->title, u"T"_s);
    QCOMPARE(form->languages, QStringList(u"default"_s));
    QCOMPARE(form->instanceName.resolved, u"concat('x', /data/n)"_s);
    QCOMPARE(form->data.children.size(), size_t(5));
    const FormItem& n = at(form, u"/data/n"_s);
    QCOMPARE(n.type, u"text"_s);
    QCOMPARE(n.defaultValue, u"3"_s);
    QCOMPARE(n.required.resolved, u"true()"_s);
    QCOMPARE(n.requiredMessage.in({}), u"Need it"_s);
    QCOMPARE(n.label.all().value(u"default"_s), u"Name"_s);
    QCOMPARE(n.hint.in({}), u"Full"_s);
    QCOMPARE(n.appearance, QStringList({u"multiline"_s, u"w2"_s}));
    const FormItem& age = at(form, u"/data/age"_s);
    QCOMPARE(age.type, u"integer"_s);
    QVERIFY(age.required.isEmpty());
    QCOMPARE(age.relevant.written, u"/data/n != ''"_s);
    QCOMPARE(age.relevant.resolved, age.relevant.written);
    QCOMPARE(age.constraintMessage.in({}), u"Too young"_s);
    QCOMPARE(at(form, u"/data/note"_s).kind, ItemKind::Note);
    QVERIFY(at(form, u"/data/note"_s).readonly.isEmpty());
    QCOMPARE(at(form, u"/data/ro"_s).type, u"text"_s);
    QCOMPARE(at(form, u"/data/sum"_s).type, u"integer"_s);
    QCOMPARE(at(form, u"/data/sum"_s).kind, ItemKind::Calculate);
    QCOMPARE(form->hash, packageHash(*form));
}

void XFormTest::readsOtherRootNames()
{
    const FormPackagePtr form = packageOf(
        xform("<instance><house xmlns=\"urn:x\" id=\"h\"><q/><house/><s/><p/></house></instance>"
              "<instance id=\"l\"><people><person><id>1</id><who>Asha</who></person></people></instance>"
              "<bind nodeset=\"/house/q\" type=\"string\" relevant=\"/house/house = '/house/q' and "
              "count(instance('l')/people/person[id = /house/p]) &gt; 0\"/>",
              "<input ref=\"/house/q\"/><input ref=\"house\"/>"
              "<select1 ref=\"/house/s\"><itemset nodeset=\"instance('l')/people/person\"><value "
              "ref=\"id\"/><label ref=\"who\"/></itemset></select1>"));
    const FormItem& q = at(form, u"/data/q"_s);
    QCOMPARE(q.relevant.resolved,
             u"/data/house = '/house/q' and count(instance('l')/root/item[id = /data/p]) > 0"_s);
    QVERIFY(q.relevant.written.startsWith(u"/house/house"_s));
    QCOMPARE(form->lists.value(u"l"_s).choices.at(0).name, u"1"_s);
    QCOMPARE(form->lists.value(u"l"_s).choices.at(0).label.in({}), u"Asha"_s);
    QCOMPARE(form->lists.value(u"l"_s).choices.at(0).cells.value(u"who"_s), u"Asha"_s);
}

void XFormTest::readsTextsOfSeveralLanguages()
{
    const FormPackagePtr form = packageOf(xform(
        "<itext><translation lang=\"English (en)\"><text id=\"q\"><value>Case</value><value "
        "form=\"image\">jr://images/a.png</value></text>"
        "<text id=\"h\"><value>Hint</value><value form=\"guidance\">More</value></text></translation>"
        "<translation lang=\"bn\" default=\"true()\"><text id=\"q\"><value form=\"short\">ছ</value><value "
        "form=\"long\">মামলা <b>বড়</b></value></text></translation></itext>"
        "<instance><data><q/></data></instance><bind nodeset=\"/data/q\" constraint=\".!=''\" "
        "jr:constraintMsg=\"jr:itext('h')\"/>",
        "<input ref=\"/data/q\"><label ref=\"jr:itext('q')\"/><hint ref='jr:itext(\"h\")'/></input>"));
    QCOMPARE(form->languages, QStringList({u"en"_s, u"bn"_s}));
    QCOMPARE(form->defaultLanguage, u"bn"_s);
    const FormItem& q = at(form, u"/data/q"_s);
    QCOMPARE(q.label.all().value(u"en"_s), u"Case"_s);
    QCOMPARE(q.media.value(u"image"_s).in(u"en"_s), u"a.png"_s);
    QCOMPARE(q.hint.all().value(u"en"_s), u"Hint"_s);
    QCOMPARE(q.guidance.all().value(u"en"_s), u"More"_s);
    QCOMPARE(q.constraintMessage.all().value(u"en"_s), u"Hint"_s);
    QVERIFY(!q.hint.all().contains(u"bn"_s));
}

void XFormTest::readsOutputs()
{
    const FormPackagePtr form =
        packageOf(xform("<instance><data><a/><g><a/></g><r><x/><y/></r></data></instance>",
                        "<input ref=\"/data/a\"><label>Hi <output value=\" /data/a \"/>!</label></input>"
                        "<group ref=\"/data/g\"><input ref=\"/data/g/a\"><label><output "
                        "ref=\"../../a\"/><output value=\"/data/g/a\"/> "
                        "<output value=\"concat(/data/a, '!')\"/></label></input></group>"
                        "<group ref=\"/data/r\"><repeat nodeset=\"/data/r\"><input ref=\"/data/r/x\"/>"
                        "<input ref=\"/data/r/y\"><label>Of <output value=\"jr:choice-name(../x, "
                        "'/data/r/x')\"/></label></input></repeat></group>"));
    QCOMPARE(at(form, u"/data/a"_s).label.in({}), u"Hi ${a}!"_s);
    QCOMPARE(at(form, u"/data/a"_s).resolvedTexts.value(u"a"_s), u"/data/a"_s);
    const FormItem& inner = at(form, u"/data/g/a"_s);
    QCOMPARE(inner.label.in({}), u"${a}${a_2} ${output}"_s);
    QCOMPARE(inner.resolvedTexts.value(u"a"_s), u"../../a"_s);
    QCOMPARE(inner.resolvedTexts.value(u"a_2"_s), u"/data/g/a"_s);
    QCOMPARE(inner.resolvedTexts.value(u"output"_s), u"concat(/data/a, '!')"_s);
    QCOMPARE(at(form, u"/data/r/y"_s).label.in({}), u"Of ${x}"_s);
    QCOMPARE(at(form, u"/data/r/y"_s).resolvedTexts.value(u"x"_s), u"../x"_s);
}

void XFormTest::readsGroupsAndRepeats()
{
    const FormPackagePtr form = packageOf(xform(
        "<instance><data><n/><g><q/></g><r "
        "jr:template=\"\"><x>7</x><in><y/></in></r><r><x/></r><r><x/></r><only><b/></only></data></instance>"
        "<bind nodeset=\"/data/g\" relevant=\"/data/n = 1\"/><bind nodeset=\"/data/r/x\" type=\"int\" "
        "calculate=\"position(..)\"/>",
        "<input ref=\"/data/n\"/><group ref=\"/data/g\" appearance=\"field-list\" "
        "my:k=\"v\"><label>G</label><input ref=\"q\"/></group>"
        "<group><label>Victim</label><repeat nodeset=\"/data/r\" jr:count=\"/data/n\" "
        "jr:noAddRemove=\"true()\" appearance=\"minimal\">"
        "<input ref=\"x\"/><group><label>flat</label><repeat nodeset=\"in\"><input "
        "ref=\"/data/r/in/y\"/></repeat></group></repeat></group>"
        "<group><input ref=\"/data/only/b\"/></group>"));
    const FormItem& g = at(form, u"/data/g"_s);
    QCOMPARE(g.kind, ItemKind::Group);
    QCOMPARE(g.appearance, QStringList(u"field-list"_s));
    QCOMPARE(g.extra.value(u"body::my:k"_s), u"v"_s);
    QCOMPARE(g.relevant.resolved, u"/data/n = 1"_s);
    const FormItem& r = at(form, u"/data/r"_s);
    QCOMPARE(r.kind, ItemKind::Repeat);
    QCOMPARE(r.type, u"repeat"_s);
    QCOMPARE(r.label.in({}), u"Victim"_s);
    QCOMPARE(r.repeatCount.resolved, u"/data/n"_s);
    QCOMPARE(r.extra.value(u"body::jr:noAddRemove"_s), u"true()"_s);
    QCOMPARE(r.appearance, QStringList(u"minimal"_s));
    QCOMPARE(at(form, u"/data/r/x"_s).defaultValue, u"7"_s);
    QCOMPARE(at(form, u"/data/r/in"_s).kind, ItemKind::Repeat);
    QCOMPARE(at(form, u"/data/r/in"_s).label.in({}), u"flat"_s);
    QCOMPARE(at(form, u"/data/only"_s).kind, ItemKind::Group);
    QCOMPARE(form->data.children.size(), size_t(4));
}

void XFormTest::readsLists()
{
    const FormPackagePtr form = packageOf(xform(
        "<itext><translation lang=\"en\"><text id=\"d-0\"><value>Dhaka</value></text></translation></itext>"
        "<instance><data><d/><t/><m/><k/><v><nm/></v><w/></data></instance>"
        "<instance "
        "id=\"d\"><root><item><itextId>d-0</itextId><name>30</name><retired>yes</retired><div>3</div></"
        "item></root></instance>",
        "<select1 ref=\"/data/d\"><itemset nodeset=\"randomize(instance('d')/root/item[div = ']' or div != "
        "/data/t][name != ''], 3)\"><value ref=\"name\"/><label "
        "ref=\"jr:itext(itextId)\"/></itemset></select1>"
        "<select1 ref=\"/data/t\"><item><label "
        "ref=\"jr:itext('d-0')\"/><value>a</value></item><item><label>B</label><value>b</value></item></"
        "select1>"
        "<select ref=\"/data/m\"><itemset nodeset=\"instance('d')/root/item\"><value ref=\"div\"/><label "
        "ref=\"name\"/></itemset></select>"
        "<odk:rank ref=\"/data/k\"><itemset nodeset=\"instance('d')/root/item\"><value ref=\"name\"/><label "
        "ref=\"jr:itext(itextId)\"/></itemset></odk:rank>"
        "<group ref=\"/data/v\"><repeat nodeset=\"/data/v\"><input ref=\"/data/v/nm\"/></repeat></group>"
        "<select1 ref=\"/data/w\"><itemset nodeset=\"/data/v[./nm != '' and (nm != 'x')]\"><value "
        "ref=\"nm\"/><label ref=\"nm\"/></itemset></select1>"));
    const FormItem& d = at(form, u"/data/d"_s);
    QCOMPARE(d.type, u"select_one"_s);
    QCOMPARE(d.list, u"d"_s);
    QCOMPARE(d.choiceFilter.resolved, u"(div = ']' or div != /data/t) and (name != '')"_s);
    QCOMPARE(d.parameters.value(u"randomize"_s), u"true"_s);
    QCOMPARE(d.parameters.value(u"seed"_s), u"3"_s);
    const FormList list = form->lists.value(u"d"_s);
    QCOMPARE(list.choices.at(0).label.all().value(u"en"_s), u"Dhaka"_s);
    QCOMPARE(list.choices.at(0).key, u"30"_s);
    QVERIFY(list.choices.at(0).retired);
    QCOMPARE(list.choices.at(0).cells.value(u"div"_s), u"3"_s);
    const FormItem& t = at(form, u"/data/t"_s);
    QCOMPARE(form->lists.value(t.list).choices.at(1).name, u"b"_s);
    QCOMPARE(form->lists.value(t.list).choices.at(1).key, u"2"_s);
    const FormItem& m = at(form, u"/data/m"_s);
    QCOMPARE(m.type, u"select_multiple"_s);
    QVERIFY(m.list != u"d"_s);
    QCOMPARE(form->lists.value(m.list).choices.at(0).name, u"3"_s);
    QCOMPARE(form->lists.value(m.list).choices.at(0).label.in({}), u"30"_s);
    QCOMPARE(at(form, u"/data/k"_s).type, u"rank"_s);
    QCOMPARE(at(form, u"/data/k"_s).list, u"d"_s);
    const FormItem& w = at(form, u"/data/w"_s);
    QVERIFY(w.listFromRepeat);
    QCOMPARE(w.list, u"/data/v/nm"_s);
    QCOMPARE(w.choiceFilter.resolved, u"nm != 'x'"_s);
}

void XFormTest::readsListsFromFiles()
{
    QTemporaryDir folder;
    QFile file(folder.filePath(u"places.csv"_s));
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write("code,title,div\n1,Dhaka,3\n") > 0);
    file.close();
    const QByteArray xml = xform(
        "<instance><data><p/></data></instance><instance id=\"places\" src=\"jr://file-csv/places.csv\"/>"
        "<instance id=\"rates\" src=\"jr://file/rates.xml\"/><instance id=\"last\" "
        "src=\"jr://instance/last-saved\"/>",
        "<select ref=\"/data/p\"><itemset nodeset=\"instance('places')/root/item[div = '3']\"><value "
        "ref=\"code\"/><label ref=\"title\"/></itemset></select>");
    const FormPackagePtr form = packageOf(xml);
    const FormItem& p = at(form, u"/data/p"_s);
    QCOMPARE(p.type, u"select_multiple_from_file"_s);
    QCOMPARE(p.list, u"places"_s);
    QVERIFY(p.listFromFile);
    QCOMPARE(p.parameters.value(u"value"_s), u"code"_s);
    QCOMPARE(form->lists.value(u"places"_s).file, u"places.csv"_s);
    QCOMPARE(at(form, u"/data/rates"_s).type, u"xml-external"_s);
    QCOMPARE(at(form, u"/data/rates"_s).kind, ItemKind::Meta);
    const CompiledForm missing = compileXForm(xml, u"f.xml"_s, folder.path());
    QVERIFY(!missing.package);
    QVERIFY2(messagesOf(missing).contains(u"F27 The file 'rates.xml' is missing"_s),
             qPrintable(messagesOf(missing)));
    QFile rates(folder.filePath(u"rates.xml"_s));
    QVERIFY(rates.open(QIODevice::WriteOnly) && rates.write("<root/>") > 0);
    rates.close();
    const CompiledForm found = compileXForm(xml, u"f.xml"_s, folder.path());
    QVERIFY2(found.package, qPrintable(messagesOf(found)));
    QCOMPARE(found.package->lists.value(u"places"_s).choices.at(0).name, u"1"_s);
    QCOMPARE(found.package->lists.value(u"places"_s).choices.at(0).label.in({}), u"Dhaka"_s);
}

void XFormTest::readsActions()
{
    const FormPackagePtr form =
        packageOf(xform("<instance><data><a/><b/><c/><d/><e/><r><x/></r></data></instance>"
                        "<setvalue event=\"odk-instance-first-load\" ref=\"/data/c\" value=\"today()\"/>"
                        "<setvalue event=\"odk-instance-first-load\" ref=\"/data/d\">it's</setvalue>"
                        "<odk:setgeopoint event=\"odk-instance-first-load\" ref=\"/data/e\"/>",
                        "<input ref=\"/data/a\"><setvalue event=\"xforms-value-changed\" ref=\"/data/b\" "
                        "value=\"/data/a * 2\"/></input>"
                        "<input ref=\"/data/c\"><setvalue event=\"xforms-value-changed\" ref=\"/data/b\" "
                        "value=\"/data/a * 2\"/></input>"
                        "<input ref=\"/data/b\"/><input ref=\"/data/d\"/>"
                        "<group ref=\"/data/r\"><repeat nodeset=\"/data/r\"><setvalue event=\"odk-new-repeat "
                        "odk-instance-first-load\" ref=\"x\" value=\"position(..)\"/><input "
                        "ref=\"/data/r/x\"/></repeat></group>"));
    QCOMPARE(at(form, u"/data/b"_s).calculate.resolved, u"/data/a * 2"_s);
    QCOMPARE(at(form, u"/data/b"_s).trigger, QStringList({u"/data/a"_s, u"/data/c"_s}));
    QCOMPARE(at(form, u"/data/c"_s).defaultExpression.resolved, u"today()"_s);
    QCOMPARE(at(form, u"/data/d"_s).defaultValue, u"it's"_s);
    QVERIFY(at(form, u"/data/d"_s).defaultExpression.isEmpty());
    QCOMPARE(at(form, u"/data/e"_s).type, u"start-geopoint"_s);
    QCOMPARE(at(form, u"/data/r/x"_s).defaultExpression.resolved, u"position(..)"_s);
}

void XFormTest::keepsUnknownAttributes()
{
    const FormPackagePtr form =
        packageOf(xform("<instance><data><a my:n=\"1\"/></data></instance><bind nodeset=\"/data/a\" "
                        "p:id=\"7\" p:check=\". &gt; 1\" p:checkMsg=\"Sure?\" my:odd=\"x\"/>",
                        "<input ref=\"/data/a\" p:code=\"Q1\" accept=\"all\" my:z=\"2\"/>"));
    const FormItem& a = at(form, u"/data/a"_s);
    QCOMPARE(a.extra.value(u"bind::ht:id"_s), u"7"_s);
    QCOMPARE(a.ht("id"), u"7"_s);
    QCOMPARE(a.extra.value(u"bind::my:odd"_s), u"x"_s);
    QCOMPARE(a.extra.value(u"body::accept"_s), u"all"_s);
    QCOMPARE(a.extra.value(u"body::my:z"_s), u"2"_s);
    QCOMPARE(a.extra.value(u"instance::my:n"_s), u"1"_s);
    QCOMPARE(a.code, u"Q1"_s);
    QCOMPARE(a.check.resolved, u". > 1"_s);
    QCOMPARE(a.checkMessage.in({}), u"Sure?"_s);
    QCOMPARE(form->settings.value(u"namespaces"_s), u"my=\"urn:my\""_s);
}

void XFormTest::keepsUnknownControls()
{
    const CompiledForm form = compiled(xform(
        "<instance><data><a/><b/></data></instance><bind nodeset=\"/data/b\" type=\"geotrace\"/>",
        "<wheel ref=\"/data/a\"><label>W</label></wheel><input ref=\"/data/b\"/><submit submission=\"s\"/>"));
    QVERIFY2(form.package, qPrintable(messagesOf(form)));
    QCOMPARE(at(form.package, u"/data/a"_s).type, u"wheel"_s);
    QCOMPARE(at(form.package, u"/data/a"_s).label.in({}), u"W"_s);
    QCOMPARE(at(form.package, u"/data/b"_s).type, u"geotrace"_s);
    QVERIFY(messagesOf(form).contains(u"W11 A wheel cannot be answered on this computer."_s));
}

void XFormTest::readsPreloads_data()
{
    QTest::addColumn<QByteArray>("bind");
    QTest::addColumn<QString>("type");
    QTest::newRow("start") << QByteArray(
        "type=\"dateTime\" jr:preload=\"timestamp\" jr:preloadParams=\"start\"")
                           << u"start"_s;
    QTest::newRow("end") << QByteArray("type=\"dateTime\" jr:preload=\"timestamp\" jr:preloadParams=\"end\"")
                         << u"end"_s;
    QTest::newRow("today") << QByteArray("type=\"date\" jr:preload=\"date\" jr:preloadParams=\"today\"")
                           << u"today"_s;
    QTest::newRow("device") << QByteArray("jr:preload=\"property\" jr:preloadParams=\"deviceid\"")
                            << u"deviceid"_s;
    QTest::newRow("user") << QByteArray("jr:preload=\"property\" jr:preloadParams=\"username\"")
                          << u"username"_s;
    QTest::newRow("unknown") << QByteArray("jr:preload=\"patient\" jr:preloadParams=\"x\"") << u"hidden"_s;
}

void XFormTest::readsPreloads()
{
    QFETCH(QByteArray, bind);
    const FormPackagePtr form = packageOf(
        xform("<instance><data><a/></data></instance><bind nodeset=\"/data/a\" " + bind + "/>", ""));
    QTEST(at(form, u"/data/a"_s).type, "type");
    QCOMPARE(at(form, u"/data/a"_s).extra.contains(u"bind::jr:preload"_s),
             at(form, u"/data/a"_s).type == u"hidden"_s);
}

void XFormTest::ordersByTheBody()
{
    const FormPackagePtr form =
        packageOf(xform("<instance><data><first/><a/><ca/><g><x/></g><b/></data></instance>"
                        "<bind nodeset=\"/data/ca\" calculate=\"1\"/>",
                        "<input ref=\"/data/b\"/><group ref=\"/data/g\"><input "
                        "ref=\"/data/g/x\"/></group><input ref=\"/data/a\"/>"));
    QStringList names;
    for (const FormItem& item : form->data.children)
        names.append(item.name);
    QCOMPARE(names, QStringList({u"first"_s, u"b"_s, u"g"_s, u"a"_s, u"ca"_s}));
}

void XFormTest::tellsWhatIsWrong_data()
{
    QTest::addColumn<QByteArray>("xml");
    QTest::addColumn<QString>("message");
    const QByteArray data = "<instance><data><a/></data></instance>\n";
    QTest::newRow("empty") << QByteArray() << u"xform:1: F01 This is no XML"_s;
    QTest::newRow("not closed") << QByteArray("<a>\n<b></a>") << u"xform:2: F01 This is no XML"_s;
    QTest::newRow("doctype") << QByteArray("\n<!DOCTYPE a [<!ENTITY x \"y\">]><a>&x;</a>")
                             << u"xform:2: F01 This form is refused: it contains a DOCTYPE"_s;
    QTest::newRow("entity") << QByteArray("<a>&x;</a>") << u"F01 This is no XML: Entity"_s;
    QTest::newRow("deep") << QByteArray("<a>").repeated(200'000) << u"128 levels"_s;
    QTest::newRow("no model") << QByteArray("<a/>") << u"xform:1: F01 This is no XForm"_s;
    QTest::newRow("no instance") << xform("", "") << u"F01 This is no XForm"_s;
    QTest::newRow("expression") << xform(data + "<bind nodeset=\"/data/a\" relevant=\"1 +\"/>", "")
                                << u"xform:6:relevant X01 Cannot read the expression at character 4"_s;
    QTest::newRow("function") << xform(data + "<bind nodeset=\"/data/a\" calculate=\"summ(1)\"/>", "")
                              << u"xform:6:calculate X02 There is no function 'summ'"_s;
    QTest::newRow("path") << xform(data + "<bind nodeset=\"/data/a\" calculate=\"/data/b\"/>", "")
                          << u"xform:6:calculation X04 There is no question at /data/b"_s;
    QTest::newRow("list")
        << xform(data + "<bind nodeset=\"/data/a\" calculate=\"count(instance('x')/root/item)\"/>", "")
        << u"X05 There is no list or table 'x'"_s;
    QTest::newRow("itemset")
        << xform(data, "<select1 ref=\"/data/a\"><itemset nodeset=\"instance('x')/root/item\"/></select1>")
        << u"X05 There is no list or table 'x'"_s;
    QTest::newRow("control") << xform(data, "<input ref=\"/data/z\"/>")
                             << u"xform:8:ref X04 There is no question at /data/z."_s;
    QTest::newRow("list of nothing")
        << xform(data, "<select1 ref=\"/data/a\"><itemset nodeset=\"/data/x[a = 1]\"/></select1>")
        << u"X04 There is no question at /data/x."_s;
    QByteArray many;
    for (int node = 0; node < 20'001; ++node)
        many += "<n" + QByteArray::number(node) + "/>";
    QTest::newRow("too many") << xform("<instance><data>" + many + "</data></instance>", "")
                              << u"F01 This form has more than 20,000 questions."_s;
    QTest::newRow("repeat of the root") << xform(data, "<repeat nodeset=\"/data\"/>") << u"X04"_s;
    QTest::newRow("meta is blank")
        << xform(data + "<bind nodeset=\"/data/a\" calculate=\"/data/meta/instanceID\"/>", "") << u""_s;
}

void XFormTest::tellsWhatIsWrong()
{
    QFETCH(QByteArray, xml);
    QFETCH(QString, message);
    const CompiledForm form = compiled(xml);
    QVERIFY2(messagesOf(form).contains(message), qPrintable(messagesOf(form)));
    QCOMPARE(bool(form.package), message.isEmpty());
}

void XFormTest::takesNodesetsApart_data()
{
    QTest::addColumn<QString>("nodeset");
    QTest::addColumn<QString>("parts");
    QTest::newRow("plain") << u"instance('a b')/root/item"_s << u"a b|instance('a b')/root/item||"_s;
    QTest::newRow("filter") << u" instance(\"l\")/root/item[x = ']' ]"_s
                            << u"l|instance(\"l\")/root/item|x = ']'|"_s;
    QTest::newRow("nested") << u"instance('l')/root/item[a = instance('m')/root/item[1]/b]"_s
                            << u"l|instance('l')/root/item|a = instance('m')/root/item[1]/b|"_s;
    QTest::newRow("two") << u"/data/r[a][b = 1]/c"_s << u"|/data/r/c|(a) and (b = 1)|"_s;
    QTest::newRow("random") << u"randomize( instance('l')/root/item[f(1, 2)] , /data/seed)"_s
                            << u"l|instance('l')/root/item|f(1, 2)|/data/seed"_s;
    QTest::newRow("open") << u"instance('l')/root/item[a"_s << u"l|instance('l')/root/item|a|"_s;
}

void XFormTest::takesNodesetsApart()
{
    QFETCH(QString, nodeset);
    const XFormItemset set = readItemset(nodeset);
    QTEST((QStringList{set.instance, set.path, set.filter, set.seed}.join(u'|')), "parts");
    QCOMPARE(set.randomized, nodeset.startsWith(u"random"_s));
}

void XFormTest::readsBackWhatItWrote_data()
{
    QTest::addColumn<QString>("file");
    QTest::newRow("every type") << u"every-type.md"_s;
    QTest::newRow("every rule") << u"every-rule.md"_s;
    QTest::newRow("repeats and lists") << u"repeats-and-lists.md"_s;
}

void XFormTest::readsBackWhatItWrote()
{
    QFETCH(QString, file);
    Result<Workbook> workbook = readMarkdown(QString::fromUtf8(testFile(file)), file);
    QVERIFY(workbook);
    workbook->folder = inSource(u"tests/forms/authoring/data"_s);
    const CompiledForm form = compileWorkbook(*workbook);
    QVERIFY2(form.package, qPrintable(messagesOf(form)));
    const QByteArray xml = writeXForm(*form.package);
    const CompiledForm again = compileXForm(xml, file, workbook->folder);
    QVERIFY2(again.package, qPrintable(messagesOf(again)));
    const QStringList before = PackageText::of(*form.package);
    const QStringList after = PackageText::of(*again.package);
    for (qsizetype line = 0; line < before.size() && line < after.size(); ++line)
        QCOMPARE(after.at(line), before.at(line));
    QCOMPARE(after.size(), before.size());
    QCOMPARE(writeXForm(*again.package), xml);
}

void XFormTest::writesTheSameBytesTwice()
{
    const FormPackagePtr form =
        compileWorkbook(*readMarkdown(QString::fromUtf8(testFile(u"every-rule.md"_s)), u"f.md"_s)).package;
    QVERIFY(form);
    QCOMPARE(writeXForm(*form), writeXForm(*form));
}

void XFormTest::writesWhatOtherProgramsNeed()
{
    const QString text =
        u"| survey |\n| | type | name | label::English (en) | label::Bangla (bn) | default | calculation | "
        u"trigger |\n"
        "| | select_one yn | s | S | | | | |\n| | begin repeat | r | R | আর | | | |\n| | text | x | ${s} "
        "${y} | | concat('a', ${y}) | | |\n"
        "| | text | y | Y < & | | | | |\n| | end repeat | | | | | | |\n| | integer | t | T | | | 1 + 1 | "
        "${s} |\n"
        "| choices |\n| | list_name | name | label::English (en) |\n| | yn | 1 | Yes |\n| settings |\n| | default_language |\n| | bn |\n"_s;
    const CompiledForm form = compileWorkbook(*readMarkdown(text, u"f.md"_s));
    QVERIFY2(form.package, qPrintable(messagesOf(form)));
    const QByteArray xml = writeXForm(*form.package);
    for (const QByteArray& part :
         {QByteArray("<translation lang=\"bn\" default=\"true()\">"),
          QByteArray("ht:filled=\"yes\">Yes</value>"),
          QByteArray("<output value=\"jr:choice-name(/data/s, '/data/s')\"/> <output value=\"../y\"/>"),
          QByteArray("<r jr:template=\"\">"),
          QByteArray("event=\"odk-instance-first-load odk-new-repeat\" ref=\"/data/r/x\""),
          QByteArray("<setvalue event=\"xforms-value-changed\" ref=\"/data/t\" value=\"1 + 1\"/>"),
          QByteArray("jr:preload=\"uid\""), QByteArray("Y &lt; &amp;"),
          QByteArray("xmlns:ht=\"urn:ht-forms:1\"")})
        QVERIFY2(xml.contains(part), part + " in\n" + xml);
}

void XFormTest::doesNotGrowWithNestedRepeats()
{
    QString rows = u"| survey |\n| | type | name | label |\n"_s;
    for (int level = 0; level < 20; ++level)
        rows += u"| | begin repeat | r%1 | R |\n"_s.arg(level);
    rows += u"| | text | x | X |\n"_s;
    rows += u"| | end repeat | | |\n"_s.repeated(20);
    const CompiledForm form = compileWorkbook(*readMarkdown(rows, u"f.md"_s));
    QVERIFY2(form.package, qPrintable(messagesOf(form)));
    const QByteArray xml = writeXForm(*form.package);
    QVERIFY2(xml.size() < 40'000, qPrintable(QString::number(xml.size())));
    QCOMPARE(PackageText::of(*compiled(xml).package), PackageText::of(*form.package));
}

QTEST_GUILESS_MAIN(XFormTest)
#include "XFormTest.moc"
