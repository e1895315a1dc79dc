// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/forms/authoring/ZipBuilder.h"
#include "tests/fuzz/FuzzRun.h"
#include "tests/support/TestSeed.h"

#include <QTest>

using namespace prohori;
using namespace Qt::StringLiterals;

// The targets of tests/fuzz, each compiled under a name of its own (see CMakeLists.txt).
extern "C" int fuzzXlsx(const uint8_t* data, size_t size);
extern "C" int fuzzMarkdown(const uint8_t* data, size_t size);
extern "C" int fuzzXForm(const uint8_t* data, size_t size);
extern "C" int fuzzFormJson(const uint8_t* data, size_t size);
extern "C" int fuzzExpression(const uint8_t* data, size_t size);
extern "C" int fuzzList(const uint8_t* data, size_t size);

namespace {

const QList<QByteArray>& words()
{
    static const QList<QByteArray> all = {"<",
                                          ">",
                                          "&",
                                          "\"",
                                          "'",
                                          "|",
                                          "\\|",
                                          "[",
                                          "]",
                                          "(",
                                          ")",
                                          "/",
                                          "..",
                                          "${a}",
                                          "<!",
                                          "]]>",
                                          "<![CDATA[",
                                          "-->",
                                          "&#0;",
                                          "&#x1F600;",
                                          "\0x",
                                          "\xff",
                                          "\xEF\xB7\x90",
                                          "A1",
                                          "XFD1048576",
                                          "-1",
                                          "99999999999",
                                          "1e308",
                                          "nan",
                                          "survey",
                                          "begin repeat",
                                          "jr:itext('a')",
                                          "instance('",
                                          "\n",
                                          "| | text | a |\n",
                                          "| settings |\n",
                                          "<output value=\"/data/a\"/>",
                                          "/data/a",
                                          "xmlns=\"\""};
    return all;
}

void run(const QString& name, FuzzTarget target, int count)
{
    runFuzzTarget(name, target, count, words());
}

}  // namespace

class FormSourcesFuzzTest : public QObject {
    Q_OBJECT

private slots:
    void xlsx() { run(u"xlsx"_s, fuzzXlsx, 2000); }
    void partsOfXlsx();
    void markdown() { run(u"markdown"_s, fuzzMarkdown, 2000); }
    void xform() { run(u"xform"_s, fuzzXForm, 2000); }
    void formJson() { run(u"formjson"_s, fuzzFormJson, 1000); }
    void list() { run(u"list"_s, fuzzList, 4000); }
    void expression() { run(u"expression"_s, fuzzExpression, 4000); }
};

/// Changed bytes of an archive seldom get past its check sums; here the XML in it is changed and packed anew.
void FormSourcesFuzzTest::partsOfXlsx()
{
    const QByteArray rows =
        "<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\" t=\"s\"><v>1</v></c></row>"
        "<row r=\"2\"><c t=\"inlineStr\"><is><t xml:space=\"preserve\">text </t></is></c><c "
        "t=\"str\"><f>1</f><v>a</v></c></row>"
        "<row r=\"4\" s=\"1\"><c r=\"A4\" s=\"1\"/><c r=\"B4\"><v>1.50</v></c><c r=\"C4\" "
        "t=\"b\"><v>1</v></c><c t=\"e\"><v>#N/A</v></c></row>";
    const QByteArray shared = "<si><t>type</t></si><si><r><t>na</t></r><r><rPr><b/></rPr><t>me_x000A_</t></"
                              "r><rPh><t>x</t></rPh></si>";
    const QList<QByteArray> seeds = {rows, shared};
    QRandomGenerator random(testSeed());
    for (int round = 0; round < 2000; ++round) {
        const bool first = random.bounded(2) == 0;
        const QByteArray bytes = plainXlsx(first ? fuzzMutated(rows, seeds, words(), random) : rows,
                                           first ? shared : fuzzMutated(shared, seeds, words(), random))
                                     .bytes();
        fuzzXlsx(reinterpret_cast<const uint8_t*>(bytes.constData()), static_cast<size_t>(bytes.size()));
    }
    qInfo("2000 workbooks with mutated parts");
}

QTEST_GUILESS_MAIN(FormSourcesFuzzTest)
#include "FormSourcesFuzzTest.moc"
