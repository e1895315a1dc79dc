// SPDX-License-Identifier: GPL-3.0-or-later
#include "forms/authoring/FormCompiler.h"
#include "tests/forms/authoring/XFormText.h"

#include <QTest>

using namespace prohori;
using namespace Qt::StringLiterals;

namespace {

const QByteArray kNoCharacter = "\xEF\xB7\x90";

QByteArray withLists(const QByteArray& instances, const QByteArray& id)
{
    return xform("<instance><data><a/></data></instance>" + instances + "<bind nodeset=\"/data/a\"/>",
                 "<select1 ref=\"/data/a\"><itemset nodeset=\"instance('" + id
                     + "')/root/item\"><value ref=\"name\"/><label ref=\"label\"/></itemset></select1>");
}

QByteArray listOf(const QByteArray& id, const QByteArray& choice)
{
    return "<instance id=\"" + id + "\"><root><item><name>" + choice + "</name><label>" + choice
         + "</label></item></root></instance>";
}

FormPackage withListsNamed(const QStringList& names)
{
    FormPackage form;
    form.formId = u"f"_s;
    form.data.name = u"f"_s;
    for (const QString& name : names) {
        FormList list;
        list.name = name;
        FormChoice choice;
        choice.name = u"c%1"_s.arg(form.lists.size());
        choice.label.set(u"default"_s, choice.name);
        list.choices.append(choice);
        form.lists.insert(name, list);
        FormItem item;
        item.name = u"a%1"_s.arg(form.data.children.size());
        item.path = u"/data/"_s + item.name;
        item.type = u"select_one"_s;
        item.list = name;
        form.data.children.push_back(item);
    }
    return form;
}

}  // namespace

/// Nothing is lost between writing and reading, also where a name holds what XML cannot write.
class XFormUnwritableTest : public QObject {
    Q_OBJECT
private slots:
    void writesNamespacesThatCannotBeWritten();
    void passesListsWithoutAName();
    void readsNamesWithoutWhatCannotBeWritten();
    void writesEachListUnderItsOwnName_data();
    void writesEachListUnderItsOwnName();
};

// A name of a character that XML writes nowhere: what has its prefix gets a name of ours, and is read again.
void XFormUnwritableTest::writesNamespacesThatCannotBeWritten()
{
    const FormPackagePtr form =
        packageOf(xform("<instance><data><a/></data></instance><bind nodeset=\"/data/a\" my:odd=\"x\"/>",
                        "<input ref=\"/data/a\"/>")
                      .replace("urn:my", kNoCharacter));
    QCOMPARE(at(form, u"/data/a"_s).extra.value(u"bind::my:odd"_s), u"x"_s);
    const QByteArray written = writeXForm(*form);
    const FormPackagePtr again = packageOf(written);
    QCOMPARE(at(again, u"/data/a"_s).extra.value(u"bind::my:odd"_s), u"x"_s);
    QCOMPARE(writeXForm(*again), written);
}

// An id of nothing but such a character is no id.
void XFormUnwritableTest::passesListsWithoutAName()
{
    const FormPackagePtr form = packageOf(
        withLists("<instance id=\"" + kNoCharacter + "\" src=\"jr://file-csv/f.csv\"/>" + listOf("l", "c"),
                  "l"));
    QCOMPARE(form->lists.keys(), QStringList{u"l"_s});
    const QByteArray written = writeXForm(*form);
    QCOMPARE(writeXForm(*packageOf(written)), written);
}

void XFormUnwritableTest::readsNamesWithoutWhatCannotBeWritten()
{
    const QByteArray id = "l" + kNoCharacter;
    const FormPackagePtr form = packageOf(withLists(listOf(id, "c" + kNoCharacter), id));
    QCOMPARE(at(form, u"/data/a"_s).list, u"l"_s);
    QCOMPARE(form->lists.value(u"l"_s).choices.constFirst().name, u"c"_s);
    const QByteArray written = writeXForm(*form);
    QCOMPARE(writeXForm(*packageOf(written)), written);
}

void XFormUnwritableTest::writesEachListUnderItsOwnName_data()
{
    QTest::addColumn<QStringList>("names");
    QTest::newRow("nothing but no character") << QStringList{u"l"_s, u"\ufdd0"_s};
    QTest::newRow("two of nothing else") << QStringList{u"\ufdd0"_s, u"\ufdd1"_s};
    QTest::newRow("one is the other's rest") << QStringList{u"l"_s, u"l\ufdd0"_s, u"l\ufdd1"_s};
    QTest::newRow("both quotation marks") << QStringList{u"a'b"_s, u"a\"b"_s, u"a'\"b"_s};
    QTest::newRow("the name that would be ours") << QStringList{u"list-1"_s, u"\ufdd0"_s};
}

// Names of a sheet may hold anything.
void XFormUnwritableTest::writesEachListUnderItsOwnName()
{
    QFETCH(QStringList, names);
    const FormPackagePtr again = packageOf(writeXForm(withListsNamed(names)));
    QCOMPARE(again->lists.size(), names.size());
    for (qsizetype number = 0; number < names.size(); ++number) {
        const QString list = at(again, u"/data/a%1"_s.arg(number)).list;
        QCOMPARE(again->lists.value(list).choices.size(), 1);
        QCOMPARE(again->lists.value(list).choices.constFirst().name, u"c%1"_s.arg(number));
    }
}

QTEST_GUILESS_MAIN(XFormUnwritableTest)
#include "XFormUnwritableTest.moc"
