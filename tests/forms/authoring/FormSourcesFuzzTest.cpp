// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/forms/authoring/ZipBuilder.h"
#include "tests/support/TestSeed.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QTest>

#include <sys/resource.h>

using namespace prohori;
using namespace Qt::StringLiterals;

// The targets of tests/fuzz, each compiled under a name of its own (see CMakeLists.txt).
extern "C" int fuzzXlsx(const uint8_t* data, size_t size);
extern "C" int fuzzMarkdown(const uint8_t* data, size_t size);
extern "C" int fuzzXForm(const uint8_t* data, size_t size);
extern "C" int fuzzFormJson(const uint8_t* data, size_t size);
extern "C" int fuzzExpression(const uint8_t* data, size_t size);

namespace {

using Target = int (*)(const uint8_t*, size_t);

QList<QByteArray> corpus(const QString& name)
{
    QList<QByteArray> seeds;
    const QDir folder(QLatin1String(PROHORI_SOURCE_DIR) + u"/tests/fuzz/corpus/"_s + name);
    for (const QString& file : folder.entryList(QDir::Files, QDir::Name)) {
        QFile seed(folder.filePath(file));
        if (seed.open(QIODevice::ReadOnly))
            seeds.append(seed.readAll());
    }
    return seeds;
}

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

QByteArray mutated(QByteArray bytes, const QList<QByteArray>& seeds, QRandomGenerator& random)
{
    const auto place = [&]() { return random.bounded(static_cast<int>(bytes.size()) + 1); };
    for (int steps = 1 + random.bounded(4); steps > 0; --steps) {
        const int at = place();
        switch (random.bounded(6)) {
        case 0: bytes.insert(at, words().at(random.bounded(static_cast<int>(words().size())))); break;
        case 1: bytes.remove(at, 1 + random.bounded(20)); break;
        case 2:
            if (at < bytes.size())
                bytes[at] = static_cast<char>(bytes[at] ^ (1 << random.bounded(8)));
            break;
        case 3: bytes.insert(at, bytes.mid(place(), random.bounded(200))); break;
        case 4: {
            const QByteArray& other = seeds.at(random.bounded(static_cast<int>(seeds.size())));
            bytes.insert(at,
                         other.mid(random.bounded(static_cast<int>(other.size()) + 1), random.bounded(300)));
            break;
        }
        default:
            bytes.replace(at, 1 + random.bounded(8),
                          words().at(random.bounded(static_cast<int>(words().size()))));
            break;
        }
    }
    return bytes;
}

/// Runs the seeds as they are, then `count` mutations. Nothing may take longer than a second (REL-46), ten under sanitizers and no optimisation.
void run(const QString& name, Target target, int count)
{
    const QList<QByteArray> seeds = corpus(name);
    QVERIFY(seeds.size() >= 3);
    QRandomGenerator random(testSeed());
    qint64 slowest = 0;
    for (int round = 0; round < seeds.size() + count; ++round) {
        const QByteArray& seed =
            seeds.at(round < seeds.size() ? round : random.bounded(static_cast<int>(seeds.size())));
        const QByteArray input = round < seeds.size() ? seed : mutated(seed, seeds, random);
        QElapsedTimer timer;
        timer.start();
        target(reinterpret_cast<const uint8_t*>(input.constData()), static_cast<size_t>(input.size()));
        slowest = qMax(slowest, timer.elapsed());
    }
    rusage usage = {};
    getrusage(RUSAGE_SELF, &usage);
    qInfo("%s: %lld seeds and %d mutations, slowest %lld ms, peak memory %ld KiB", qPrintable(name),
          static_cast<long long>(seeds.size()), count, static_cast<long long>(slowest), usage.ru_maxrss);
    QVERIFY(slowest < 10'000);
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
        const QByteArray bytes = plainXlsx(first ? mutated(rows, seeds, random) : rows,
                                           first ? shared : mutated(shared, seeds, random))
                                     .bytes();
        fuzzXlsx(reinterpret_cast<const uint8_t*>(bytes.constData()), static_cast<size_t>(bytes.size()));
    }
    qInfo("2000 workbooks with mutated parts");
}

QTEST_GUILESS_MAIN(FormSourcesFuzzTest)
#include "FormSourcesFuzzTest.moc"
